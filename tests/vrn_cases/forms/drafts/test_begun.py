"""What somebody has begun: seen by nobody else, within reach, and gone at the end of its time."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from tests.factories.access import MembershipFactory
from tests.vrn_cases.forms.drafts import drafting
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
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.forms.models import Draft
from vrn_cases.forms.selectors import begun_by, draft_of
from vrn_cases.forms.services import remove_drafts_about, remove_expired_drafts


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
    settings.ROOT_URLCONF = drafting.__name__
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


def test_a_draft_of_no_record_is_listed_while_its_verb_is_held(make_user: Callable[..., User]) -> None:
    programme = ProgrammeFactory()
    user = make_user(Role.PROGRAMME_LEAD, programme=programme)
    place = draft_of(request_of(user), NoteForm, to=P.PROGRAMME_VIEW, programme=programme).place
    told = {"token": place.token, "page": str(uuid.uuid4()), "after": 0, "typed": {"text": ["x"]}}
    Client().post(reverse("draft_keep"), json.dumps(told), content_type="application/json")
    assert [one.words for one in begun_by(user)] == ["A note"]
    user.memberships.update(programme=ProgrammeFactory())
    assert begun_by(User.objects.get(pk=user.pk)) == []
