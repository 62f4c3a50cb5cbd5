"""What somebody writes about a case: locked from its first save, with corrections beside it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from interventions.cases.models import Case, Note
from interventions.cases.rules import against_correcting, against_noting
from interventions.referrals.services import clock
from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked


@transaction.atomic
def write_note(
    *,
    case: Case,
    kind: str,
    on: date,
    text: str,
    by: Any,
    session: Any = None,
    source: str = SourceAuthority.OWN_WORK,
    sensitivity: str = Sensitivity.ORDINARY,
    at: datetime | None = None,
) -> Note:
    """Keep what happened on a day; `session` where it is about one of the case's own. Raises Refused."""
    now, today = clock(at)
    case = locked(case)
    reasons = against_noting(case, on=on, text=text, today=today)
    if session is not None and session.case_id != case.pk:
        reasons.append("The session belongs to another case.")
    refuse_if(reasons)
    return create(
        Note,
        action=Action.NOTE_WRITTEN,
        by=by,
        case=case,
        session=session,
        kind=kind,
        happened_on=on,
        text=text,
        source=source,
        sensitivity=sensitivity,
        written_at=now,
        written_by=person(by),
    )


@transaction.atomic
def correct_note(*, note: Note, revision: int | None, text: str, by: Any, at: datetime | None = None) -> Note:
    """Put a correction beside a note, which stays as it was written; it may be read by whoever may read the note.

    Raises Refused or Changed.
    """
    now, today = clock(at)
    case = locked(note.case)
    note = locked(note, revision)
    refuse_if(against_correcting(note) or against_noting(case, on=note.happened_on, text=text, today=today))
    return create(
        Note,
        action=Action.NOTE_CORRECTED,
        by=by,
        detail={"corrects": note.reference},
        case=case,
        corrects=note,
        kind=note.kind,
        happened_on=note.happened_on,
        text=text,
        source=note.source,
        sensitivity=note.sensitivity,
        written_at=now,
        written_by=person(by),
    )
