"""What somebody searches a list for stands in no address, no log line and, in clear, in no row."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.lists import told_by
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.pages.kept_words import KEPT, MOST_KEPT, keep_words, kept_words, without_words

WORD = "Zebulon"


@pytest.fixture
def client(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    UserFactory(name=f"{WORD} Invented")
    UserFactory(name="Another Invented")
    return client_for(make_user(Role.ADMINISTRATOR))


def searched(client: Client, **more: str) -> str:
    sent = {"q": WORD, "secret-filter": "q", "list": reverse("users"), "role": "", **more}
    answer = client.post(reverse("list_words"), sent)
    assert answer.status_code == 302
    return answer["Location"]


def names(response: Any) -> list[str]:
    return [next(iter(row.values())) for row in told_by(response.context["list"])]


def test_the_way_back_to_the_list_carries_a_token(client: Client) -> None:
    url = searched(client, state="invited", sort="-name")
    asked = parse_qs(urlsplit(url).query)
    assert asked.keys() == {"state", "sort", "words"}
    page = client.get(url)
    assert names(page) == [f"{WORD} Invented"]
    assert WORD not in str(page.context["list"].excel_url)
    assert page.context["list"].filter.form["q"].value() == WORD
    links = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    assert not [link for link in links if WORD in link]


def test_a_page_of_text_is_told_to_be_too_long_and_not_kept(client: Client) -> None:
    page = client.get(searched(client, q=" ".join(f"w{number}" for number in range(3_000))))
    assert names(page) == []
    assert "Shorten this to 100 characters or fewer." in page.text
    told = QueryDict(mutable=True)
    told["q"] = "x" * 100_000
    session: dict[str, Any] = {}
    kept = without_words(told, ["q"], session)
    assert len(kept_words(session, kept["words"])["q"]) == 1_000


def test_what_stands_in_an_address_all_the_same_leaves_it_at_once(client: Client) -> None:
    answer = client.get(reverse("users"), {"q": WORD, "state": ["invited", "closed", "invited"]})
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query)["state"] == ["invited", "closed", "invited"]
    assert WORD not in answer["Location"]
    assert names(client.get(answer["Location"])) == [f"{WORD} Invented"]


def test_nothing_is_kept_in_clear(client: Client) -> None:
    client.get(searched(client))
    assert WORD not in str([session.get_decoded() for session in Session.objects.all()])
    assert not AuditEvent.objects.filter(detail__contains=WORD).exists()


def test_the_chip_takes_the_word_away_and_leaves_the_rest(client: Client) -> None:
    page = client.get(searched(client, state="invited"))
    chips = {chip["label"]: chip["remove_url"] for chip in page.context["list"].chips}
    assert chips[f"Name or email address: {WORD}"] == "/people/?state=invited"
    assert "words=" in chips["Account: Invited"]
    assert "state=" not in chips["Account: Invited"]


def test_another_session_finds_nothing_under_the_token(client: Client, client_for: Any) -> None:
    url = searched(client)
    page = client_for(User.objects.get(memberships__role=Role.ADMINISTRATOR)).get(url)
    assert len(names(page)) == 3
    assert page.context["list"].chips == []


@pytest.mark.parametrize("path", ["https://elsewhere.invalid/", "//elsewhere.invalid/", "people/", ""])
def test_it_leads_nowhere_else(client: Client, path: str) -> None:
    assert searched(client, list=path) == "/"


def test_the_oldest_searches_are_forgotten() -> None:
    session: Any = {}
    tokens = [keep_words(session, {"q": str(number)}) for number in range(MOST_KEPT + 5)]
    assert len(session[KEPT]) == MOST_KEPT
    assert kept_words(session, tokens[4]) == {}
    assert kept_words(session, tokens[5]) == {"q": "5"}
    assert kept_words(session, "made up") == {}


def test_a_token_does_not_open_what_another_kept() -> None:
    session: Any = {}
    one, other = keep_words(session, {"q": "one"}), keep_words(session, {"q": "other"})
    session[KEPT][one] = session[KEPT][other]
    assert kept_words(session, one) == {}


def test_empty_boxes_leave_the_address_and_an_old_token_goes() -> None:
    session: Any = {}
    told = without_words(QueryDict("q=&a=1&a=2&b=&words=old"), ("q",), session)
    assert told.urlencode() == "a=1&a=2"
    assert session == {}
