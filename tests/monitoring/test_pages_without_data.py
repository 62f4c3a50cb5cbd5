"""Before anything is recorded the pages say so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from vrn_cases.access.models import User
from vrn_cases.access.roles import Role


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("budgets", "No grant is recorded."),
        ("measures", "No outside figures are recorded."),
        ("success_measures", "No result against a success measure is recorded."),
        ("theories", "No theory of change is recorded that you may see."),
    ],
)
def test_an_empty_page_says_what_is_missing(
    name: str, said: str, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    assert said in client_for(make_user(Role.DIRECTOR)).get(reverse(name)).content.decode()
