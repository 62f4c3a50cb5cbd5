"""What is typed is kept by the page's token alone, and put back exactly as it was typed."""

import json
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from interventions.programmes.models import Organisation
from tests.vrn_cases.forms.drafts.drafting import (
    HOUR,
    NoteForm,
    keep,
    opened,
    request_of,
    sent,
    text_of,
)
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.drafts import Place, place_in
from vrn_cases.forms.models import Draft
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import Outcome, keep_typed
from vrn_cases.forms.views import LARGEST


def test_what_was_typed_is_put_back_exactly_and_without_a_complaint(client: Client, stranger: Client) -> None:
    form = opened(client)
    typed = {"text": ["  two\nlines " * 9], "on": ["31/2/20x"], "kind": ["b", "a"], "secret": ["hidden"]}
    assert keep(stranger, form, typed) == 200
    again = opened(client)
    assert again["text"].value() == typed["text"][0]
    assert again["on"].value() == "31/2/20x"
    assert again["kind"].value() == ["b", "a"]
    assert again["agreed"].value() is False  # it was not ticked, though the form begins with a tick
    assert not again.is_bound
    assert again["submission_key"].value() != form["submission_key"].value()


def test_files_passwords_and_hidden_keys_are_never_put_back(client: Client, stranger: Client) -> None:
    form = opened(client)
    keep(
        stranger,
        form,
        {"text": ["x"], "secret": ["a password"], "file": ["a.pdf"], "submission_key": ["k"], "revision": ["9"]},
    )
    assert "a password" not in client.get("/note/").content.decode()
    assert opened(client)["secret"].value() is None
    assert opened(client)["submission_key"].value() != "k"
    assert opened(client)["revision"].value() is None


def test_lines_are_as_long_as_the_box_counts_them(client: Client) -> None:
    form = opened(client)
    lines = "1234567890\r\n" * 3 + "1234567"  # 40 signs in the box, 43 as they are sent
    assert client.post("/note/", sent(form, lines))["Location"] == "/saved/"
    assert Organisation.objects.get().name == lines.replace("\r\n", "\n")


def test_without_a_draft_the_form_begins_as_ever(client: Client) -> None:
    form = opened(client)
    assert form["text"].value() == "as it stands"
    assert form["agreed"].value() is True
    assert not Draft.objects.exists()  # a page that is only looked at writes nothing


def test_the_page_says_what_was_kept_and_lets_one_start_again(client: Client, clock: Any) -> None:
    keep(client, opened(client), {"text": ["kept words"]})
    html = client.get("/note/").content.decode()
    assert "We kept what you typed on 15 April at 9:30am" in html
    draft = Draft.objects.get()
    response = client.post(reverse("draft_discard", args=[draft.uid]), {"again": "1"})
    assert response["Location"] == "/note/"
    assert text_of(client) == "as it stands"
    assert "We kept" not in client.get("/note/").content.decode()


def test_the_body_is_unreadable_in_the_database(client: Client, django_assert_num_queries: Any) -> None:
    keep(client, opened(client), {"text": ["something private"]})
    held = Draft.objects.values_list("body", flat=True).get()
    assert held.startswith("v1:")
    assert "private" not in held


def test_it_can_be_written_without_a_session_and_reads_nothing(client: Client, stranger: Client) -> None:
    form = opened(client)
    told = {"token": form["draft_token"].value(), "page": None, "after": 0, "typed": {"text": ["private"]}}
    response = stranger.post(reverse("draft_keep"), json.dumps(told), content_type="application/json")
    assert response.status_code == 200
    assert set(response.json()) == {"at", "after"}
    assert not response.cookies
    assert stranger.get(reverse("draft_keep")).status_code == 405


def test_a_token_writes_its_own_draft_for_twelve_hours(
    client: Client, stranger: Client, user: User, clock: Any
) -> None:
    form = opened(client)
    clock.shift(12 * HOUR - 1)
    assert keep(stranger, form, {"text": ["late"]}) == 200
    clock.shift(2)
    assert keep(stranger, form, {"text": ["too late"]}, after=5) == 401
    client.force_login(user)
    assert text_of(client) == "late"


def test_a_page_left_open_for_longer_goes_on_keeping_what_its_owner_types(
    client: Client, stranger: Client, user: User, clock: Any
) -> None:
    form = opened(client)
    clock.shift(30 * HOUR)
    assert keep(stranger, form, {"text": ["a day later"]}, after=30 * HOUR * 1000 - 1) == 401
    client.force_login(user)  # in another tab, the session has lapsed long since
    answer = client.post(reverse("draft_renew"), {"token": form["draft_token"].value()})
    assert keep(stranger, form, {"text": ["a day later"]}, after=30 * HOUR * 1000, **answer.json()) == 200
    assert text_of(client) == "a day later"
    saved = client.post("/note/", {**sent(form, "a day later"), "draft_token": answer.json()["token"]})
    assert saved["Location"] == "/saved/"
    assert text_of(client) == "as it stands"


def test_nobody_is_given_a_token_for_what_somebody_else_types(
    client: Client, stranger: Client, make_user: Any, clock: Any
) -> None:
    token = opened(client)["draft_token"].value()
    assert stranger.post(reverse("draft_renew"), {"token": token}).status_code == 403
    colleague = Client()
    colleague.force_login(make_user(Role.ANALYST))
    for wrong in (token, token[:-1] + ("A" if token[-1] != "A" else "B"), ""):
        assert colleague.post(reverse("draft_renew"), {"token": wrong}).status_code == 400


def test_no_token_but_ours_writes(client: Client, stranger: Client) -> None:
    form = opened(client)
    token = form["draft_token"].value()
    for wrong in ("", "x", token[:-1] + ("A" if token[-1] != "A" else "B"), token.split(":")[0]):
        assert keep(stranger, form, {"text": ["x"]}, token=wrong) == 400
    assert not Draft.objects.exists()


def test_messages_that_no_page_sends_are_refused(client: Client, stranger: Client) -> None:
    form = opened(client)
    for wrong in ({"typed": "x"}, {"typed": {"text": 7}}, {"page": "x"}, {"after": "x"}, {"after": None}, {"page": 7}):
        assert keep(stranger, form, **{"typed": {}, **wrong}) == 400, wrong
    assert keep(stranger, form, {"text": ["x" * LARGEST]}) == 400
    for nothing in ("[]", "[" * 100_000, json.dumps({"token": form["draft_token"].value(), "typed": {}, "page": None})):
        assert stranger.post(reverse("draft_keep"), nothing, content_type="application/json").status_code == 400
    assert keep(stranger, form, {}, after=float("inf")) == 400
    assert not Draft.objects.exists()


def test_half_a_character_does_not_shut_the_form_to_its_owner(client: Client) -> None:
    """A box that was cut within an emoji holds half of it, and the page's script sends that as it is."""
    assert keep(client, opened(client), {"text": ["so far \ud83d"], "gone \ud83d": ["x \ude00"]}) == 200
    assert text_of(client) == "so far \ufffd"
    draft = Draft.objects.get()
    assert client.get(reverse("one_begun", args=[draft.uid])).status_code == 200


def test_more_than_sixty_a_minute_are_refused_and_the_last_is_kept(client: Client, clock: Any) -> None:
    form = opened(client)
    clock.shift(1)
    answers = [keep(client, form, {"text": [str(number)]}, after=number) for number in range(1, 62)]
    assert answers == [200] * 60 + [429]
    clock.shift(60)
    assert keep(client, form, {"text": ["the last"]}, after=61) == 200
    assert text_of(client) == "the last"


def test_it_keeps_no_session_alive_even_for_a_browser_that_sends_its_cookie(client: Client, clock: Any) -> None:
    form = opened(client)
    before = dict(client.session.items())
    clock.shift(600)
    assert keep(client, form, {"text": ["x"]}) == 200
    assert dict(client.session.items()) == before


def test_save_and_come_back_without_script(client: Client) -> None:
    form = opened(client)
    response = client.post(
        "/note/", {**sent(form, ""), "on": "no day", "secret": "s", "save_for_later": "/programmes/"}
    )
    assert response["Location"] == "/programmes/"
    assert "kept for 14 days" in client.get("/programmes/").content.decode()
    assert opened(client)["on"].value() == "no day"
    assert opened(client)["text"].value() == ""
    assert opened(client)["secret"].value() is None


def test_what_was_saved_a_moment_ago_is_not_kept_beside_it(client: Client) -> None:
    form = opened(client)
    assert client.post("/note/", sent(form))["Location"] == "/saved/"
    client.post("/note/", {**sent(form), "save_for_later": "/programmes/"})
    assert not Draft.objects.filter(body__isnull=False).exists()
    assert "It was not saved twice" in client.get("/programmes/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.invalid/", "//evil.invalid/", "javascript:x", ""])
def test_one_does_not_come_back_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post("/note/", {**sent(opened(client)), "save_for_later": elsewhere})
    assert response["Location"] == reverse("begun")


def test_what_was_typed_into_an_earlier_form_is_shown_and_not_put_back(client: Client) -> None:
    keep(client, opened(client), {"text": ["typed before"], "gone": ["no box"]})
    assert opened(client).left_over() == [{"key": "gone", "value": "no box"}]
    later = opened(client, "/note/?later")
    assert later["text"].value() == "as it stands"
    assert {one["value"] for one in later.left_over()} == {"typed before", "no box"}
    assert "typed before" in client.get("/note/?later").content.decode()


def test_the_token_says_nothing_but_where(client: Client, user: User) -> None:
    place = place_in(opened(client)["draft_token"].value())
    assert isinstance(place, Place)
    assert (place.owner, place.form, place.subject, place.path) == (user.reference, "test-note", "", "/note/")


def test_values_and_fingerprint_leave_the_machinery_out(client: Client) -> None:
    form = NoteForm(sent(opened(client)), draft=opened(client).draft)
    assert form.is_valid()
    assert "draft_token" not in form.values()


class LinesForm(ServiceForm):
    """Boxes that are known only when the form is made."""

    draft_code, draft_words = "test-lines", "Lines"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line_7"] = forms.CharField(initial="as it stands")
        self.fields["when"] = forms.SplitDateTimeField(required=False)


def test_boxes_that_are_made_with_the_form_are_put_back_too(user: User) -> None:
    place = draft_of(request_of(user), LinesForm, to=P.PROGRAMME_VIEW).place
    typed = {"line_7": ["typed"], "when_0": ["5/11"], "when_1": ["3.15pm"]}
    assert keep_typed(place=place, typed=typed, page=None, typed_after=0) is Outcome.KEPT
    again = LinesForm(draft=draft_of(request_of(user), LinesForm, to=P.PROGRAMME_VIEW))
    assert again["line_7"].value() == "typed"
    assert again["when"].value() == ["5/11", "3.15pm"]
    assert again.left_over() == []


def test_a_form_with_a_prefix_keeps_its_own_boxes(user: User) -> None:
    place = draft_of(request_of(user), NoteForm, to=P.PROGRAMME_VIEW).place
    keep_typed(place=place, typed={"first-text": ["mine"], "text": ["not mine"]}, page=None, typed_after=0)
    again = NoteForm(prefix="first", draft=draft_of(request_of(user), NoteForm, to=P.PROGRAMME_VIEW))
    assert again["text"].value() == "mine"
