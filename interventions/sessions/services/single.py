"""One session of one case: arranged, recorded, changed, or removed when it was arranged by mistake."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from interventions.cases.models import Case, NoteKind
from interventions.cases.services import write_note
from interventions.programmes.models import ListEntry
from interventions.sessions.models import Attendance, Mode, Session
from interventions.sessions.rules import against_arranging, against_attendance, against_moving, against_removing
from interventions.sessions.services.following import clock, follow_sessions
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person, record
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked, write


@transaction.atomic
def arrange_session(
    *,
    case: Case,
    held_on: date,
    kind: ListEntry,
    worker: User | None,
    by: Any,
    mode: str = Mode.IN_PERSON,
    starts_at: time | None = None,
    at: datetime | None = None,
) -> Session:
    """A session offered to a case on a day, to come or past. Raises Refused."""
    now, today = clock(at)
    programme, case = case.programme, locked(case)
    refuse_if(against_arranging(case, held_on, today=today))
    told: dict[str, Any] = {"held_on": held_on, "starts_at": starts_at, "kind": kind, "mode": mode, "worker": worker}
    return create(
        Session, action=Action.SESSION_ARRANGED, by=by, case=case, programme=programme, **told, **_arranged(now, by)
    )


@transaction.atomic
def record_session(
    *,
    case: Case,
    held_on: date,
    kind: ListEntry,
    attendance: str,
    minutes: int | None,
    worker: User | None,
    by: Any,
    mode: str = Mode.IN_PERSON,
    starts_at: time | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Session:
    """A session and who came, in one step, as workers mostly record. `minutes` only when attended; 0 is an answer.

    A `note` becomes one of the case. Raises Refused.
    """
    now, today = clock(at)
    programme, case = case.programme, locked(case)
    reasons = against_arranging(case, held_on, today=today)
    if not attendance:
        reasons.append("Choose whether the young person attended.")
    refuse_if(reasons or against_attendance(attendance, minutes, held_on=held_on, today=today))
    told: dict[str, Any] = {"held_on": held_on, "starts_at": starts_at, "kind": kind, "mode": mode, "worker": worker}
    came = attendance_columns(attendance, minutes, now, today, by)
    session = create(
        Session,
        action=Action.ATTENDANCE_RECORDED,
        by=by,
        case=case,
        programme=programme,
        **told,
        **_arranged(now, by),
        **came,
    )
    if attendance == Attendance.ATTENDED and (case.last_session_on is None or held_on > case.last_session_on):
        follow_sessions([case.pk])
    _note(case, session, note, by, at)
    return session


@transaction.atomic
def record_attendance(
    *,
    session: Session,
    revision: int | None,
    attendance: str,
    minutes: int | None = None,
    note: str = "",
    by: Any,
    at: datetime | None = None,
) -> Session:
    """Say whether the young person came; said again, it corrects what was recorded, and "" takes it back.

    A `note` becomes one of the case. Raises Refused, or Changed when somebody has written since.
    """
    now, today = clock(at)
    case = locked(session.case)
    session = locked(session, revision)
    reasons = against_arranging(case, session.held_on, today=today)
    refuse_if(reasons or against_attendance(attendance, minutes, held_on=session.held_on, today=today))
    changed = Attendance.ATTENDED in (session.attendance, attendance)
    came = attendance_columns(attendance, minutes, now, today, by)
    session = write(session, action=Action.ATTENDANCE_RECORDED, by=by, **came)
    if changed:
        follow_sessions([case.pk])
    _note(case, session, note, by, at)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    revision: int | None,
    held_on: date,
    kind: ListEntry,
    mode: str,
    worker: User | None,
    starts_at: time | None,
    by: Any,
    at: datetime | None = None,
) -> Session:
    """Another day, kind, way or worker. Raises Refused (attended sessions are never in the future) or Changed."""
    _, today = clock(at)
    case = locked(session.case)
    session = locked(session, revision)
    reasons = against_arranging(case, held_on, today=today)
    refuse_if(reasons or against_moving(session, held_on, opened_on=case.opened_on, today=today))
    told: dict[str, Any] = {"held_on": held_on, "starts_at": starts_at, "kind": kind, "mode": mode, "worker": worker}
    moved = session.held_on != held_on and session.attendance == Attendance.ATTENDED
    session = write(session, action=Action.SESSION_CHANGED, by=by, **told)
    if moved:
        follow_sessions([case.pk])
    return session


@transaction.atomic
def remove_session(*, session: Session, revision: int | None, by: Any) -> Case:
    """Take away a session that was arranged by mistake; the log keeps what it said. Gives its case.

    Raises Refused (attendance or a note stands with it) or Changed.
    """
    case = locked(session.case)
    session = locked(session, revision)
    refuse_if(against_removing(session, notes=session.notes.count()))
    record(
        Action.SESSION_REMOVED,
        by=by,
        subject_kind=session._meta.label_lower,
        subject_id=session.reference,
        programme=session.programme_code(),
        detail={"case": case.reference},
        values={"held_on": (session.held_on.isoformat(), None), "kind": (str(session.kind_id), None)},
        marks=[Touched(kind=session.touches, pk_touched=session.pk)],
    )
    session.delete()
    return case


def attendance_columns(attendance: str, minutes: int | None, now: datetime, today: date, by: Any) -> dict[str, Any]:
    """What a session's row says of its attendance; of one that is not recorded nothing else stands."""
    if not attendance:
        return {"attendance": "", "minutes": None, "recorded_on": None, "recorded_at": None, "recorded_by": None}
    return {
        "attendance": attendance,
        "minutes": minutes,
        "recorded_on": today,
        "recorded_at": now,
        "recorded_by": person(by),
    }


def _note(case: Case, session: Session, text: str, by: Any, at: datetime | None) -> None:
    """A note of the session's day, or of today where it was cancelled before its day."""
    if text.strip():
        on = min(session.held_on, clock(at)[1])
        write_note(case=case, kind=NoteKind.CONTACT, on=on, text=text, session=session, by=by, at=at)


def _arranged(now: datetime, by: Any) -> dict[str, Any]:
    return {"arranged_at": now, "arranged_by": person(by)}
