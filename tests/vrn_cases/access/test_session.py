"""30 minutes without a sign of life end a session; a sign of life is written at most once a minute."""

from datetime import datetime, timedelta
from http.cookies import _quote
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
POLL = {"headers": {"X-Polling": "1"}}
PAGE = "/accounts/sessions/"


@pytest.fixture
def client(clock: Any, client_for: Any) -> Client:
    client = client_for(UserFactory())
    client.get(PAGE)
    return client


def ends(client: Client) -> datetime:
    return Session.objects.get(session_key=client.cookies["sessionid"].value).expire_date


def test_idle_for_half_an_hour(client: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=29))
    assert client.get(PAGE).status_code == 200
    clock.shift(timedelta(minutes=30, seconds=1))
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))


def test_each_sign_of_life_moves_the_end(client: Client, clock: Any) -> None:
    for _ in range(4):
        clock.shift(timedelta(minutes=25))
        assert client.get(PAGE).status_code == 200


def test_moves_at_most_once_a_minute(client: Client, clock: Any) -> None:
    before = ends(client)
    clock.shift(timedelta(seconds=59))
    client.get(PAGE)
    assert ends(client) == before
    clock.shift(timedelta(seconds=1))
    client.get(PAGE)
    assert ends(client) == before + timedelta(seconds=60)


def test_polling_never_moves_it(client: Client, clock: Any) -> None:
    before = ends(client)
    for _ in range(5):
        clock.shift(timedelta(minutes=5, seconds=30))
        assert client.get(PAGE, **POLL).status_code == 200
    assert ends(client) == before
    clock.shift(timedelta(minutes=5))
    assert client.get(PAGE, **POLL).status_code == 302


def test_staying_signed_in_moves_it_within_the_minute(client: Client, clock: Any) -> None:
    before = ends(client)
    clock.shift(timedelta(seconds=30))
    assert client.post(reverse("stay_signed_in")).status_code == 204
    assert ends(client) == before + timedelta(seconds=30)


def test_nobody_who_is_not_signed_in_gets_a_session(clock: Any) -> None:
    Client().get("/help/")
    assert not Session.objects.exists()


@pytest.mark.parametrize("key", ["\0aaaaaaaaaaaa", "ÿ" * 32, "a" * 7, "A" * 32, "' OR 1=1 --"])
def test_a_key_that_we_never_made_is_not_looked_up(key: str, django_assert_num_queries: Any) -> None:
    client = Client()
    client.cookies["sessionid"] = "x"
    client.cookies["sessionid"].set("sessionid", key, _quote(key))
    with django_assert_num_queries(0):
        response = client.get(PAGE)
    assert response.wsgi_request.COOKIES["sessionid"] == key
    assert response["Location"].startswith(reverse("account_login"))


def test_cookie_ends_with_the_browser() -> None:
    user, client = UserFactory(), Client()
    client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password for tests"})
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")
