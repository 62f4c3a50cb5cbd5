"""A form that is sent when its session has ended is kept, also where no script kept it while it was typed."""

from typing import Any

import pytest
from django.test import Client

from tests.vrn_cases.forms.drafts.drafting import HOUR, opened, sent
from vrn_cases.access.models import User
from vrn_cases.forms.middleware import KEPT
from vrn_cases.forms.models import Draft

WORDS = "  half a sentence\n0 "


@pytest.fixture
def lapsed(settings: Any) -> Client:
    """A browser whose session has ended."""
    return Client()


def test_what_is_sent_is_back_in_the_form_after_signing_in(client: Client, lapsed: Client) -> None:
    form = opened(client)
    response = lapsed.post("/note/", {**sent(form, WORDS), "kind": ["b", "a"], "on": "31/2/20x"})
    assert response["Location"].startswith("/accounts/login/?next=/note/")
    assert KEPT in lapsed.get(response["Location"]).content.decode()
    again = opened(client)
    assert (again["text"].value(), again["kind"].value(), again["on"].value()) == (WORDS, ["b", "a"], "31/2/20x")
    assert again["agreed"].value() is False  # its box was sent empty


def test_passwords_and_the_form_s_own_machinery_are_not_kept(client: Client, lapsed: Client) -> None:
    lapsed.post("/note/", {**sent(opened(client)), "secret": "a password", "csrfmiddlewaretoken": "x", "revision": "9"})
    body = Draft.objects.get().body or ""
    assert '"words"' in body
    assert not [name for name in ("password", "csrf", "revision", "token", "submission_key") if name in body]


def test_what_was_saved_already_is_not_kept_again(client: Client, lapsed: Client) -> None:
    data = sent(opened(client))
    assert client.post("/note/", data)["Location"] == "/saved/"
    response = lapsed.post("/note/", data)
    assert KEPT not in lapsed.get(response["Location"]).content.decode()
    assert not Draft.objects.filter(body__isnull=False).exists()


@pytest.mark.parametrize("token", ["", "made up", "WyJhIl0:1abc:xyz"])
def test_nothing_is_kept_by_a_token_that_is_not_ours(client: Client, lapsed: Client, token: str) -> None:
    lapsed.post("/note/", {**sent(opened(client)), "draft_token": token})
    assert not Draft.objects.exists()


def test_nothing_is_kept_after_the_token_s_twelve_hours(client: Client, lapsed: Client, clock: Any) -> None:
    data = sent(opened(client))
    clock.shift(12 * HOUR + 1)
    lapsed.post("/note/", data)
    assert not Draft.objects.exists()


def test_a_page_that_needs_no_sign_in_keeps_nothing(client: Client, lapsed: Client, user: User) -> None:
    lapsed.post("/accounts/login/", {**sent(opened(client)), "login": user.email, "password": "wrong"})
    assert not Draft.objects.exists()
