"""Newer text alone is kept, and nothing comes back once it was saved or discarded: on two connections too."""

import uuid
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.vrn_cases.forms.drafts.drafting import (
    HOUR,
    bound_to,
    keep,
    opened,
    sent,
    text_of,
)
from vrn_cases.access.models import User
from vrn_cases.forms.models import Draft
from vrn_cases.forms.selectors import begun_by
from vrn_cases.forms.services import submitted


def test_older_text_never_takes_the_place_of_newer(client: Client, clock: Any) -> None:
    first = opened(client)
    clock.shift(10)
    second = opened(client)
    clock.shift(60)
    assert keep(client, second, {"text": ["typed at 20 seconds"]}, after=10_000) == 200
    assert keep(client, first, {"text": ["typed at 15 seconds"]}, after=15_000) == 409
    assert text_of(client) == "typed at 20 seconds"
    assert keep(client, first, {"text": ["typed at 25 seconds"]}, after=25_000) == 200
    assert text_of(client) == "typed at 25 seconds"


def test_nobody_writes_from_the_future(client: Client, clock: Any) -> None:
    form = opened(client)
    assert keep(client, form, {"text": ["wrong clock"]}, after=10**12) == 200
    clock.shift(1)
    assert keep(client, form, {"text": ["next"]}, after=1_000) == 200
    assert text_of(client) == "next"


def test_the_same_message_twice_is_one(client: Client, clock: Any) -> None:
    form = opened(client)
    clock.shift(1)
    assert [keep(client, form, {"text": ["x"]}, after=500) for _ in range(2)] == [200, 200]


def test_saving_removes_the_draft_and_a_late_message_does_not_bring_it_back(client: Client, clock: Any) -> None:
    form = opened(client)
    clock.shift(10)
    keep(client, form, {"text": ["words"]}, after=5_000)
    clock.shift(5)
    assert client.post("/note/", sent(form)).status_code == 302
    assert text_of(client) == "as it stands"
    assert keep(client, form, {"text": ["words"]}, after=14_000) == 410
    assert keep(client, form, {"text": ["words"]}, after=99_000) == 410
    assert text_of(client) == "as it stands"
    assert not begun_by(User.objects.get())


def test_a_late_message_is_the_first_one(client: Client, clock: Any) -> None:
    """Nothing was kept before the save, so that there was no row that the save could have emptied."""
    form = opened(client)
    clock.shift(10)
    assert client.post("/note/", sent(form)).status_code == 302
    assert keep(client, form, {"text": ["words"]}, after=9_000) == 410
    assert text_of(client) == "as it stands"


def test_a_refusal_keeps_the_draft(client: Client) -> None:
    form = opened(client)
    keep(client, form, {"text": ["refused"]})
    assert client.post("/note/", sent(form, "refused")).status_code == 422
    assert text_of(client) == "refused"


def test_what_another_window_typed_meanwhile_survives_a_save(client: Client, clock: Any) -> None:
    first = opened(client)
    clock.shift(10)
    second = opened(client)
    clock.shift(10)
    keep(client, second, {"text": ["of the second window"]}, after=5_000)
    assert client.post("/note/", sent(first)).status_code == 302
    assert text_of(client) == "of the second window"
    assert keep(client, first, {"text": ["words"]}, after=19_000) == 410
    assert text_of(client) == "of the second window"


def test_a_window_that_put_the_draft_back_removes_it_when_it_saves(client: Client, user: User, clock: Any) -> None:
    keep(client, opened(client), {"text": ["begun yesterday"]})
    clock.shift(24 * HOUR)
    client.force_login(user)
    form = opened(client)
    assert form["text"].value() == "begun yesterday"
    assert client.post("/note/", sent(form)).status_code == 302
    assert text_of(client) == "as it stands"


def test_a_late_message_does_not_bring_back_what_was_discarded(client: Client, clock: Any) -> None:
    form = opened(client)
    clock.shift(10)
    keep(client, form, {"text": ["x"]}, after=1_000)
    client.post(reverse("draft_discard", args=[Draft.objects.get().uid]))
    assert keep(client, form, {"text": ["x"]}, after=9_000) == 409
    assert text_of(client) == "as it stands"
    clock.shift(10)
    assert keep(client, form, {"text": ["typed since"]}, after=15_000) == 200
    assert text_of(client) == "typed since"


def post_of(client: Client, form: Any) -> Callable[[], Any]:
    return lambda: client.post("/note/", sent(form, str(uuid.uuid4()))).status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kept_before", [False, True])
def test_a_message_at_the_moment_of_the_save_leaves_no_draft(
    at_once: Any, client: Client, stranger: Client, kept_before: bool
) -> None:
    for _ in range(5):
        form = opened(client)
        if kept_before:
            assert keep(stranger, form, {"text": ["first"]}, after=1) == 200
        late = partial(keep, stranger, form, {"text": ["words"]}, after=2)
        saved, kept = at_once(post_of(client, form), late)
        assert saved == 302
        assert kept in (200, 410, 409), kept
        assert not Draft.objects.filter(body__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_messages_at_once_leave_the_newer(at_once: Any, client: Client, stranger: Client) -> None:
    older, newer = opened(client), opened(client)

    def say(form: Any, text: str, after: int) -> Callable[[], int]:
        return lambda: keep(stranger, form, {"text": [text]}, after=after)

    at_once(say(older, "older", 1), say(newer, "newer", 100_000))
    assert text_of(client) == "newer"
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_that_waits_for_a_save_in_progress_writes_nothing(at_once: Any, client: Client, user: User) -> None:
    form = opened(client)
    saving, waiting = Event(), Event()

    def save() -> None:
        sent_form = bound_to(form)
        with submitted(sent_form, by=user) as once:
            once.redirect("/saved/")
            saving.set()
            waiting.wait()

    def late() -> int:
        saving.wait()
        waiting.set()  # from here on the two meet as they will
        return keep(Client(), form, {"text": ["words"]}, after=10**9)

    assert at_once(save, late) == [None, 410]
    assert not Draft.objects.filter(body__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_a_save_that_waits_for_a_message_in_progress_forgets_it(at_once: Any, client: Client, user: User) -> None:
    form = opened(client)
    written, waiting = Event(), Event()

    def write() -> int:
        with transaction.atomic():
            answer = keep(Client(), form, {"text": ["words"]}, after=1)
            written.set()
            waiting.wait()
        return answer

    def save() -> None:
        sent_form = bound_to(form)
        written.wait()
        waiting.set()
        with submitted(sent_form, by=user) as once:
            once.redirect("/saved/")

    assert at_once(write, save) == [200, None]
    assert not Draft.objects.filter(body__isnull=False).exists()


def test_a_row_that_was_only_locked_is_taken_away(client: Client, clock: Any) -> None:
    form = opened(client)
    client.post("/note/", sent(form))
    Draft.objects.all().delete()
    assert keep(client, form, {"text": ["x"]}, after=5) == 410
    assert not Draft.objects.exists()
