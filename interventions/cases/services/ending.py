"""Closing a case and opening it again; its history stays."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from interventions.cases.models import Case, Note, NoteKind, SpellKind
from interventions.cases.rules import (
    against_closing_on,
    against_reopening_on,
    ending_of,
)
from interventions.cases.selectors import (
    last_attended,
    leading,
    others_since,
    running_spell,
    workers_of,
)
from interventions.cases.services.following import follow
from interventions.cases.services.spells import begin_leading, begin_spell, end_leading, end_spell
from interventions.participants.models import Participant
from interventions.programmes.models import ListEntry
from interventions.referrals.rules import in_words
from interventions.referrals.services import clock
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked, write


@transaction.atomic
def close_case(
    *,
    case: Case,
    revision: int | None,
    on: date,
    reason: ListEntry,
    by: Any,
    note: str = "",
    at: datetime | None = None,
) -> Case:
    """Close it as of a day, on which it was still open. How it ended is worked out from what was delivered.

    Raises Refused or Changed.
    """
    now, today = clock(at)
    case = locked(case, revision)
    spell = running_spell(case)
    attended = last_attended(case)
    since, led = spell.starts_on if spell else case.opened_on, leading(case)
    led_since = led.starts_on if led else since
    refuse_if(against_closing_on(case, since=since, led_since=led_since, last_attended=attended, on=on, today=today))
    day_after = on + timedelta(days=1)
    end_spell(case, day_after)
    end_leading(case, day_after)
    closed = write(
        case,
        action=Action.CASE_CLOSED,
        by=by,
        closed_on=on,
        closed_at=now,
        closed_by=person(by),
        close_reason=reason,
        closing_note=note,
        ending=ending_of(reason, attended=attended is not None),
        paused_on=None,
        next_action="",
        next_action_on=None,
    )
    return follow(closed)


@transaction.atomic
def reopen_case(*, case: Case, revision: int | None, on: date, by: Any, at: datetime | None = None) -> Case:
    """Open it again from a day on, as a new spell of the same case, led by who led it last if they still work there.

    When and why it had been closed goes on as a note. Raises Refused or Changed.
    """
    now, today = clock(at)
    locked(Participant(pk=case.participant_id))
    case = locked(case, revision)
    refuse_if(against_reopening_on(case, others=others_since(case.participant_id, on, but=case), on=on, today=today))
    _keep_how_it_was_closed(case, now, by)
    case.spells.filter(ends_on__gt=on).update(ends_on=on)  # reopened on the day on which it was closed
    begin_spell(case, SpellKind.OPEN, on)
    reopened = write(
        case,
        action=Action.CASE_REOPENED,
        by=by,
        detail={"on": on.isoformat()},
        closed_on=None,
        closed_at=None,
        closed_by=None,
        close_reason=None,
        closing_note="",
        ending="",
        worker=_lead_again(case, on),
    )
    return follow(reopened)


def _keep_how_it_was_closed(case: Case, now: datetime, by: Any) -> None:
    if case.closed_on is None or case.close_reason is None:
        return
    said = f"This case was closed on {in_words(case.closed_on)}: {case.close_reason.label.lower()}."
    create(
        Note,
        action=Action.NOTE_WRITTEN,
        by=by,
        case=case,
        kind=NoteKind.GENERAL,
        happened_on=case.closed_on,
        text=" ".join(part for part in (said, case.closing_note) if part),
        written_at=now,
        written_by=case.closed_by,
    )


def _lead_again(case: Case, on: date) -> User | None:
    """Who leads it from this day on: who led it last, unless they work there no more."""
    case.lead_workers.filter(ends_on__gt=on).update(ends_on=on)
    worker = workers_of(case.programme_id).filter(pk=case.worker_id or 0).first()
    if worker is not None:
        begin_leading(case, worker, on)
    return worker
