"""The register of a group session: who came, for everybody in one submit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.rules import Mark, against_arranging, against_attendance
from interventions.sessions.services.following import clock, follow_sessions, locked_cases
from interventions.sessions.services.single import attendance_columns
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import together
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import write


@transaction.atomic
def record_register(
    *, group: GroupSession, marks: Sequence[Mark], by: Any, at: datetime | None = None
) -> list[Session]:
    """Record who came, all or nothing; gives the sessions that were written. A mark that stands already is no write.

    Raises Refused with the reasons by reference; among them that somebody recorded something else meanwhile.
    """
    now, today = clock(at)
    told = {mark.session: mark for mark in marks if mark.attendance}
    under = group.sessions.filter(reference__in=told)
    of_case = {case.pk: case for case in locked_cases(under.values("case_id"))}
    sessions = list(under.select_for_update(of=("self",)).select_related("programme").order_by("pk"))
    if unknown := told.keys() - {session.reference for session in sessions}:
        refuse_if([f"{', '.join(sorted(unknown))}: not part of this group session any more. Open the register again."])
    differing = [session for session in sessions if not _stands(session, told[session.reference])]
    reasons = []
    for session in differing:
        mark = told[session.reference]
        found = _against_overwriting(session, mark)
        found = found or against_arranging(of_case[session.case_id], session.held_on, today=today)
        found = found or against_attendance(mark.attendance, mark.minutes, held_on=session.held_on, today=today)
        reasons += [f"{of_case[session.case_id].reference}: {reason}" for reason in found]
    refuse_if(reasons)
    with together():
        for session in differing:
            mark = told[session.reference]
            came = attendance_columns(mark.attendance, mark.minutes, now, today, by)
            write(session, action=Action.ATTENDANCE_RECORDED, by=by, detail={"group": group.reference}, **came)
        follow_sessions(session.case_id for session in differing)
    return differing


def _stands(session: Session, mark: Mark) -> bool:
    return (session.attendance, session.minutes) == (mark.attendance, mark.minutes)


def _against_overwriting(session: Session, mark: Mark) -> list[str]:
    if session.revision == mark.revision:
        return []
    if not session.attendance:
        return ["somebody changed this session while you had the register open. Check it, then save again."]
    minutes = "" if session.minutes is None else f", {session.minutes} minutes"
    recorded = f"somebody recorded “{Attendance(session.attendance).label}{minutes}” while you had the register open."
    return [f"{recorded} Check it, then save again if yours is right."]
