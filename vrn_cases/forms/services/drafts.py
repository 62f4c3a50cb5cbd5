"""Keeping what is typed before it is saved: newer text alone, and nothing once it was saved or discarded.

Every write first takes the draft's row: an insert that may lose (on PostgreSQL it waits for whoever inserts the same
at this moment), then a lock. So a message that comes late from a page that is gone is either written before the save,
which then removes it, or finds that its page was saved and writes nothing.
"""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from vrn_cases.access.models import User
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.drafts import REVISION, REVISIONS, Place, Typed, place_in, typed_into
from vrn_cases.forms.models import Draft, Submission
from vrn_cases.forms.selectors import milliseconds_now
from vrn_cases.forms.services.inserting import inserted

KEPT_DAYS = 14  # long enough for a fortnight away from work; the text is in nobody's record, so no longer than that
EMPTIED_DAYS = 2  # a row that was emptied must outlive every token for it (12 hours)
MOST_SAVES_A_MINUTE = 60  # a page that is typed in without a pause and left and entered all the time sends 40


class Outcome(Enum):
    """What came of keeping what was typed."""

    KEPT = "kept"
    OLDER = "older"  # something newer is kept, or this was discarded since
    SENT = "sent"  # the page was saved already
    TOO_OFTEN = "too often"
    NO_OWNER = "no owner"  # the account was closed


@transaction.atomic
def keep_typed(*, place: Place, typed: Typed, page: uuid.UUID | None, typed_after: int) -> Outcome:
    """Keep what was typed `typed_after` milliseconds after the page was made, unless something newer stands there.

    The time is the browser's own count since it showed the page, never a clock's: it can only be too early, and text
    that seems older than it is gives way, and says so on the page.
    """
    owner = User.objects.filter(reference=place.owner, closed_at=None).first()
    if owner is None:
        return Outcome.NO_OWNER
    now = timezone.now()
    sequence = min(place.opened + max(typed_after, 0), milliseconds_now())
    row = _taken(place, owner)
    if page is not None and Submission.objects.filter(key=page).exists():
        return _left(row, Outcome.SENT)
    if row.sequence >= sequence:
        same = row.sequence == sequence and row.page == page and row.body is not None
        return Outcome.KEPT if same else _left(row, Outcome.OLDER)
    same_minute = row.saved_at.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)
    saves = row.saves_in_minute + 1 if same_minute else 1
    if saves > MOST_SAVES_A_MINUTE:
        return Outcome.TOO_OFTEN
    _write(row, place, typed, page=page, sequence=sequence, saves_in_minute=saves)
    return Outcome.KEPT


@transaction.atomic
def set_aside(form: ServiceForm, *, by: User) -> Outcome:
    """Keep a form as it was sent, unchecked, for later; not what was saved already."""
    assert form.draft is not None
    row = _taken(form.draft.place, by)
    page = _page(form)
    if page is not None and Submission.objects.filter(key=page).exists():
        return _left(row, Outcome.SENT)
    seen = form.data.get(form.add_prefix(REVISION), "")
    revision = int(seen) if seen.isascii() and seen.isdigit() else None
    place = replace(form.draft.place, revision=revision, revisions=_sent_from(form).revisions)
    _write(row, place, typed_into(form), page=page, sequence=milliseconds_now())
    return Outcome.KEPT


def settle(form: ServiceForm, *, by: User) -> None:
    """What this form kept is saved: forget it, in the transaction that saves.

    What another window wrote after this page was made stays: it is somebody's unsaved text.
    """
    if form.draft is None:
        return
    place, sent = form.draft.place, _sent_from(form)
    mine = Draft.objects.filter(owner=by, form=place.form, subject=place.subject)
    mine = mine.filter(Q(body__isnull=True) | Q(page=_page(form)) | Q(sequence__lte=sent.opened))
    if not _forget(mine) and not inserted(_empty_row(place, by, sequence=milliseconds_now())):
        _forget(mine)  # somebody inserted it at this moment, or what stands there is newer


def _forget(drafts: QuerySet[Draft]) -> int:
    """Empty them, as they stand now; returns how many."""
    return drafts.update(
        body=None,
        page=None,
        sequence=Greatest(F("sequence"), milliseconds_now()),
        saved_at=timezone.now(),
        expires_on=_days_from_now(EMPTIED_DAYS),
    )


@transaction.atomic
def discard_draft(*, draft: Draft) -> None:
    """Forget what was typed until now; a later message of an older page does not bring it back."""
    _empty(Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk))


@transaction.atomic
def remove_drafts_about(*, references: set[str]) -> int:
    """Forget every draft about records that are erased; returns how many."""
    return Draft.objects.filter(subject__in=references).delete()[0]


def remove_expired_drafts(*, dry_run: bool = True) -> int:
    """Forget drafts at the end of their time, and those of closed accounts, which nobody can open; returns how many."""
    over = Draft.objects.filter(Q(expires_on__lte=timezone.localdate()) | Q(owner__closed_at__isnull=False))
    return over.count() if dry_run else over.delete()[0]


def _taken(place: Place, owner: User) -> Draft:
    """The draft's row, locked; made empty when there was none."""
    _make_room(place, owner)
    rows = Draft.objects.select_for_update(of=("self",))
    return rows.get(owner=owner, form=place.form, subject=place.subject)


def _make_room(place: Place, owner: User) -> None:
    """An empty row where there was none; on PostgreSQL this waits for whoever inserts the same at this moment."""
    inserted(_empty_row(place, owner, sequence=0))


def _empty_row(place: Place, owner: User, *, sequence: int) -> Draft:
    return Draft(
        owner=owner,
        form=place.form,
        version=place.version,
        subject=place.subject,
        subject_kind=place.subject_kind,
        verb=place.verb,
        path=place.path,
        sequence=sequence,
        saved_at=timezone.now(),
        expires_on=_days_from_now(EMPTIED_DAYS),
    )


def _programme(place: Place) -> Any:
    programmes = apps.get_model("interventions.Programme")._default_manager
    return programmes.filter(reference=place.programme).first() if place.programme else None


def _write(row: Draft, place: Place, typed: Typed, **values: Any) -> None:
    row.version, row.verb, row.path, row.programme = place.version, place.verb, place.path, _programme(place)
    body = {name: values for name, values in typed.items() if name not in (REVISION, REVISIONS)} | place.typed_over
    row.body, row.saved_at, row.expires_on = json.dumps(body), timezone.now(), _days_from_now(KEPT_DAYS)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _empty(row: Draft) -> None:
    row.body, row.page, row.sequence = None, None, max(row.sequence, milliseconds_now())
    row.saved_at, row.expires_on = timezone.now(), _days_from_now(EMPTIED_DAYS)
    row.save()


def _left(row: Draft, outcome: Outcome) -> Outcome:
    """Nothing is written; a row that was only just made to be locked goes again."""
    if row.sequence == 0:
        row.delete()
    return outcome


def _sent_from(form: ServiceForm) -> Place:
    """The place as the page that was sent knew it; the form's own where its token cannot be read."""
    assert form.draft is not None
    return place_in(form.data.get(form.add_prefix("draft_token"), ""), lifetime=None) or form.draft.place


def _page(form: ServiceForm) -> uuid.UUID | None:
    """The key of the page that a form was sent from; None for one that cannot be read."""
    try:
        return uuid.UUID(form.data.get(form.add_prefix("submission_key"), ""))
    except ValueError:
        return None


def _days_from_now(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)
