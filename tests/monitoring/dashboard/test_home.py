"""The home page of somebody whom nothing waits for: what they can open, and what the service does not hold yet."""

from collections.abc import Callable

import pytest
from django.test import Client

from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

NOTHING = "Nothing needs you at the moment."
TO_COME = "Part of what your role allows has no pages in this service yet"


@pytest.fixture
def home(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Callable[[Role], str]:
    def words(role: Role) -> str:
        answer = client_for(make_user(role)).get("/")
        return " ".join(answer.content.decode().split())

    return words


def test_it_lists_what_the_role_may_open_and_nothing_else(home: Callable[[Role], str]) -> None:
    page = home(Role.BOARD_MEMBER)
    assert NOTHING in page
    assert "What you can open" in page
    assert "Outcome reports to the Board: to read, and as PDF and Excel." in page
    assert "Grants, and what they were meant to be spent on." not in page
    assert TO_COME not in page


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.RECORD_MATCHER, "linking records of one person"),
        (Role.EVALUATOR, "trials"),
        (Role.SCHOOL_LEAD, "schools"),
        (Role.DATA_PROTECTION_OFFICER, "people’s requests about their data, records at the end of their time"),
    ],
)
def test_it_tells_each_role_which_of_its_pages_are_not_here_yet(
    role: Role, words: str, home: Callable[[Role], str]
) -> None:
    assert f"{TO_COME}: {words}." in home(role)


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.PROGRAMME_LEAD])
def test_nobody_is_left_to_think_that_there_are_no_concerns(role: Role, home: Callable[[Role], str]) -> None:
    page = home(role)
    assert f"{TO_COME}: safeguarding concerns" in page
    assert "A concern about somebody’s safety never stands on this page: use your own safeguarding route." in page


def test_it_promises_nothing_to_open_where_there_is_nothing(home: Callable[[Role], str]) -> None:
    assert "What you can open" not in home(Role.RECORD_MATCHER)
