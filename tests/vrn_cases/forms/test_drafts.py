"""What is typed and not saved is kept: newer text alone, for its owner alone, and nothing once it was saved."""

import json
import uuid
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import path, reverse

from interventions.programmes.models import Organisation, Programme
from tests.factories import ProgrammeFactory
from tests.factories.access import MembershipFactory
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.drafts import OpenDraft, Place, place_in
from vrn_cases.forms.models import Draft
from vrn_cases.forms.selectors import begun_by, draft_of
from vrn_cases.forms.services import Outcome, keep_typed, remove_drafts_about, remove_expired_drafts, submitted
from vrn_cases.forms.views import LARGEST
from vrn_cases.pages.services import page
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create
from vrn_cases.urls import urlpatterns as product_addresses

HOUR = 3_600


class NoteForm(ServiceForm):
    draft_code, draft_words = "test-note", "A note"

    text = forms.CharField(max_length=40, widget=forms.Textarea, initial="as it stands")
    on = forms.DateField(required=False)
    kind = forms.MultipleChoiceField(choices=[("a", "First"), ("b", "Second")], required=False)
    agreed = forms.BooleanField(required=False, initial=True)
    secret = forms.CharField(required=False, widget=forms.PasswordInput(render_value=True))
    file = forms.FileField(required=False)


class LaterNoteForm(NoteForm):
    draft_code, draft_version = "test-note", 2


def write_note(request: Any, reference: str = "") -> HttpResponse:
    about = Programme.objects.get(reference=reference) if reference else None
    form_class = LaterNoteForm if "later" in request.GET else NoteForm
    draft = draft_of(request, form_class, about=about, to=P.PROGRAMME_VIEW)
    form = form_class(request.POST or None, request.FILES or None, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            refuse_if(["Not like this."] if form.cleaned_data["text"] == "refused" else [])
            create(Organisation, action=Action.PROGRAMME_ADDED, by=request.user, name=form.cleaned_data["text"])
            return once.redirect("/saved/")
    return page(request, "programmes/form.html", form=form, programme=None)


urlpatterns = [path("note/", write_note), path("note/<str:reference>/", write_note), *product_addresses]


@pytest.fixture
def user(make_user: Callable[..., User], settings: Any) -> User:
    settings.ROOT_URLCONF = __name__
    return make_user(Role.ANALYST)


@pytest.fixture
def client(user: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(user)


@pytest.fixture
def stranger(settings: Any) -> Client:
    """A browser whose session has lapsed: it sends no cookie."""
    return Client(enforce_csrf_checks=True)


def opened(client: Client, url: str = "/note/") -> Any:
    """The form as its page shows it."""
    return client.get(url).context["form"]


def keep(client: Client, form: Any, typed: dict[str, list[str]], *, after: int = 0, **other: Any) -> int:
    told = {"token": form["draft_token"].value(), "page": str(form["submission_key"].value()), "after": after}
    response = client.post(
        reverse("draft_keep"), json.dumps({**told, "typed": typed, **other}), content_type="application/json"
    )
    return response.status_code


def sent(form: Any, text: str = "words") -> dict[str, Any]:
    return {
        "text": text,
        "submission_key": str(form["submission_key"].value()),
        "draft_token": form["draft_token"].value(),
    }


def text_of(client: Client, url: str = "/note/") -> Any:
    return opened(client, url)["text"].value()


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
    assert keep(stranger, form, {"text": ["too late"]}, after=5) == 400
    client.force_login(user)
    assert text_of(client) == "late"


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
    assert stranger.post(reverse("draft_keep"), "[]", content_type="application/json").status_code == 400
    assert not Draft.objects.exists()


def test_more_than_sixty_a_minute_are_refused_and_the_last_is_kept(client: Client, clock: Any) -> None:
    form = opened(client)
    clock.shift(1)
    answers = [keep(client, form, {"text": [str(number)]}, after=number) for number in range(1, 62)]
    assert answers == [200] * 60 + [429]
    clock.shift(60)
    assert keep(client, form, {"text": ["the last"]}, after=61) == 200
    assert text_of(client) == "the last"


def test_a_closed_account_writes_nothing_and_keeps_nothing(
    client: Client, stranger: Client, user: User, clock: Any
) -> None:
    form = opened(client)
    keep(stranger, form, {"text": ["before"]})
    User.objects.filter(pk=user.pk).update(closed_at="2024-04-15T09:30Z")
    assert keep(stranger, form, {"text": ["after"]}, after=5) == 403
    assert remove_expired_drafts() == 1
    assert Draft.objects.exists()
    remove_expired_drafts(dry_run=False)
    assert not Draft.objects.exists()


def test_it_keeps_no_session_alive_even_for_a_browser_that_sends_its_cookie(client: Client, clock: Any) -> None:
    form = opened(client)
    before = dict(client.session.items())
    clock.shift(600)
    assert keep(client, form, {"text": ["x"]}) == 200
    assert dict(client.session.items()) == before


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


@pytest.mark.parametrize("elsewhere", ["https://evil.invalid/", "//evil.invalid/", "javascript:x", ""])
def test_one_does_not_come_back_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post("/note/", {**sent(opened(client)), "save_for_later": elsewhere})
    assert response["Location"] == reverse("begun")


def test_each_subject_and_each_owner_has_a_draft_of_its_own(
    client: Client, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    one, other = ProgrammeFactory(), ProgrammeFactory()
    for programme in (one, other):
        url = f"/note/{programme.reference}/"
        assert keep(client, opened(client, url), {"text": [f"about {programme.reference}"]}) == 200
    assert text_of(client, f"/note/{one.reference}/") == f"about {one.reference}"
    somebody_else = client_for(make_user(Role.ANALYST))
    assert text_of(somebody_else, f"/note/{one.reference}/") == "as it stands"
    draft = Draft.objects.order_by("id").first()
    assert draft is not None
    assert somebody_else.post(reverse("draft_discard", args=[draft.uid])).status_code == 404


def test_what_is_out_of_reach_is_not_listed_and_comes_back_with_the_role(
    make_user: Callable[..., User], client_for: Callable[[User], Client], settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    mine, theirs = ProgrammeFactory(), ProgrammeFactory()
    user = make_user(Role.PROGRAMME_LEAD, programme=mine)
    lost = MembershipFactory(user=user, role=Role.PROGRAMME_LEAD, programme=theirs)
    client = client_for(user)
    for programme in (mine, theirs):
        url = f"/note/{programme.reference}/"
        keep(client, opened(client, url), {"text": ["x"]})
    assert len(begun_by(User.objects.get(pk=user.pk))) == 2
    ended = lost.starts_on
    type(lost).objects.filter(pk=lost.pk).update(ends_on=ended)
    assert [one.draft.subject for one in begun_by(User.objects.get(pk=user.pk))] == [mine.reference]
    assert theirs.reference not in client.get(reverse("begun")).content.decode()
    type(lost).objects.filter(pk=lost.pk).update(ends_on=None)
    assert len(begun_by(User.objects.get(pk=user.pk))) == 2


def test_the_list_names_the_form_and_the_subject_and_no_text(client: Client) -> None:
    assert "You have begun nothing" in client.get(reverse("begun")).content.decode()
    programme = ProgrammeFactory()
    keep(client, opened(client, f"/note/{programme.reference}/"), {"text": ["private words"]})
    html = client.get(reverse("begun")).content.decode()
    assert "A note" in html
    assert programme.reference in html
    assert f'href="/note/{programme.reference}/"' in html
    assert "private words" not in html
    client.post(reverse("draft_discard", args=[Draft.objects.get().uid]))
    assert "You have begun nothing" in client.get(reverse("begun")).content.decode()


def test_what_was_typed_can_be_read_when_its_form_cannot_be_opened_any_more(
    client: Client, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    programme = ProgrammeFactory()
    keep(client, opened(client, f"/note/{programme.reference}/"), {"text": ["typed words"], "line": ["no label"]})
    url = reverse("one_begun", args=[Draft.objects.get().uid])
    html = client.get(url).content.decode()
    assert "typed words" in html
    assert "no label" in html
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.subject_id) == (Action.RECORD_OPENED, programme.reference)
    assert event.subject_kind == "interventions.programme"
    assert client_for(make_user(Role.ANALYST)).get(url).status_code == 404
    Programme.objects.all().delete()
    assert client.get(url).status_code == 404


def test_what_was_typed_into_an_earlier_form_is_shown_and_not_put_back(client: Client) -> None:
    keep(client, opened(client), {"text": ["typed before"], "gone": ["no box"]})
    assert opened(client).left_over() == [{"key": "gone", "value": "no box"}]
    later = opened(client, "/note/?later")
    assert later["text"].value() == "as it stands"
    assert {one["value"] for one in later.left_over()} == {"typed before", "no box"}
    assert "typed before" in client.get("/note/?later").content.decode()


def test_a_draft_goes_fourteen_days_after_it_was_last_typed_in(client: Client, user: User, clock: Any) -> None:
    keep(client, opened(client), {"text": ["x"]})
    clock.shift(14 * 24 * HOUR - 10 * HOUR)  # the last hours of the thirteenth day after
    assert remove_expired_drafts(dry_run=False) == 0
    client.force_login(user)
    assert text_of(client) == "x"
    clock.shift(10 * HOUR)
    client.force_login(user)
    assert text_of(client) == "as it stands"
    assert remove_expired_drafts() == 1
    assert remove_expired_drafts(dry_run=False) == 1
    assert not Draft.objects.exists()


def test_an_emptied_row_outlives_every_token_for_it(client: Client, clock: Any) -> None:
    form = opened(client)
    keep(client, form, {"text": ["x"]})
    client.post("/note/", sent(form))
    clock.shift(12 * HOUR)
    remove_expired_drafts(dry_run=False)
    assert Draft.objects.count() == 1
    clock.shift(36 * HOUR)
    remove_expired_drafts(dry_run=False)
    assert not Draft.objects.exists()


def test_what_is_typed_about_an_erased_record_goes_with_it(client: Client) -> None:
    programme = ProgrammeFactory()
    keep(client, opened(client, f"/note/{programme.reference}/"), {"text": ["x"]})
    keep(client, opened(client), {"text": ["y"]})
    assert remove_drafts_about(references={programme.reference}) == 1
    assert Draft.objects.get().subject == ""


def test_the_token_says_nothing_but_where(client: Client, user: User) -> None:
    place = place_in(opened(client)["draft_token"].value())
    assert isinstance(place, Place)
    assert (place.owner, place.form, place.subject, place.path) == (user.reference, "test-note", "", "/note/")


def test_values_and_fingerprint_leave_the_machinery_out(client: Client) -> None:
    form = NoteForm(sent(opened(client)), draft=opened(client).draft)
    assert form.is_valid()
    assert "draft_token" not in form.values()


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
        late = lambda form=form: keep(stranger, form, {"text": ["words"]}, after=2)  # noqa: E731
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


def bound_to(form: Any) -> NoteForm:
    """The form as its page would send it."""
    data = QueryDict(mutable=True)
    data.update(sent(form))
    bound = NoteForm(data, draft=OpenDraft(form.draft.place))
    assert bound.is_valid()
    return bound


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


def test_a_row_that_was_only_locked_is_taken_away(client: Client, clock: Any) -> None:
    form = opened(client)
    client.post("/note/", sent(form))
    Draft.objects.all().delete()
    assert keep(client, form, {"text": ["x"]}, after=5) == 410
    assert not Draft.objects.exists()


def request_of(user: User, url: str = "/note/") -> Any:
    request = HttpRequest()
    request.user, request.path, request.method = user, url, "GET"  # type: ignore[assignment]
    return request


def test_a_draft_of_no_record_is_listed_while_its_verb_is_held(make_user: Callable[..., User]) -> None:
    programme = ProgrammeFactory()
    user = make_user(Role.PROGRAMME_LEAD, programme=programme)
    place = draft_of(request_of(user), NoteForm, to=P.PROGRAMME_VIEW, programme=programme).place
    told = {"token": place.token, "page": str(uuid.uuid4()), "after": 0, "typed": {"text": ["x"]}}
    Client().post(reverse("draft_keep"), json.dumps(told), content_type="application/json")
    assert [one.words for one in begun_by(user)] == ["A note"]
    user.memberships.update(programme=ProgrammeFactory())
    assert begun_by(User.objects.get(pk=user.pk)) == []
