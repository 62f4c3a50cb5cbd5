"""The list of where one is signed in, and signing out there."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.sign_in.selectors import browser_in_words
from vrn_cases.sign_in.services import remove_expired_sessions, session_name

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sessions/"


def signed_in(user: User, browser: str = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0") -> Client:
    client = Client(HTTP_USER_AGENT=browser)
    client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password for tests"})
    return client


def name_of(client: Client) -> str:
    return session_name(UserSession.objects.get(session_key=client.cookies["sessionid"].value))


def test_each_place_is_listed_and_this_one_is_marked() -> None:
    user = UserFactory()
    here = signed_in(user)
    signed_in(user, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1")
    signed_in(UserFactory())
    shown = here.get(PAGE).context["sessions"]
    assert [(row["browser"], row["here"]) for row in shown] == [
        ("Safari on an iPhone", False),
        ("Firefox on Windows", True),
    ]


def test_one_place_is_signed_out_and_the_others_stay() -> None:
    user = UserFactory()
    here, there, elsewhere = (signed_in(user) for _ in range(3))
    here.post(PAGE, {"session": name_of(there)})
    assert [client.get(PAGE).status_code for client in (here, there, elsewhere)] == [200, 302, 200]
    event = AuditEvent.objects.get(action=Action.SESSION_ENDED)
    assert (event.actor, event.detail) == (str(user.uid), '{"count":1}')


def test_everywhere_else() -> None:
    user = UserFactory()
    here, there, elsewhere = (signed_in(user) for _ in range(3))
    here.post(PAGE)
    assert [client.get(PAGE).status_code for client in (here, there, elsewhere)] == [200, 302, 302]


def test_somebody_elses_session_cannot_be_ended() -> None:
    here, theirs = signed_in(UserFactory()), signed_in(UserFactory())
    here.post(PAGE, {"session": name_of(theirs)})
    assert theirs.get(PAGE).status_code == 200
    assert not AuditEvent.objects.filter(action=Action.SESSION_ENDED).exists()


def test_page_shows_no_key() -> None:
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    page = here.get(PAGE).content.decode()
    assert name_of(there) in page
    for client in (here, there):
        assert client.cookies["sessionid"].value not in page


def test_lapsed_sessions_are_forgotten(clock: Any) -> None:
    lapsed = signed_in(UserFactory())
    clock.shift(timedelta(minutes=31))
    kept = signed_in(UserFactory())
    assert remove_expired_sessions() == 1
    assert Session.objects.count() == 2
    assert remove_expired_sessions(dry_run=False) == 1
    left = {client.cookies["sessionid"].value for client in (lapsed, kept)} & set(
        UserSession.objects.values_list("session_key", flat=True)
    )
    assert left == {kept.cookies["sessionid"].value}


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1.15", "Safari on a Mac"),
        ("", "A browser we do not know on a system we do not know"),
    ],
)
def test_browser_in_words(user_agent: str, words: str) -> None:
    assert browser_in_words(user_agent) == words
