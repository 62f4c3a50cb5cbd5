"""What stands against arranging a session, moving it and saying who came: reasons, none of them meaning go ahead."""

from dataclasses import dataclass
from datetime import date, timedelta

from interventions.cases.models import Case
from interventions.sessions.models import Attendance, GroupSession, Session

LONGEST_MINUTES = 24 * 60
FURTHEST_AHEAD = timedelta(days=366)
ONLY_AFTER_THE_DAY = frozenset({Attendance.ATTENDED, Attendance.DID_NOT_ATTEND})


@dataclass(frozen=True)
class Mark:
    """What one row of the register says of one session (by reference), and the revision that its page was made from.

    An `attendance` of "" says nothing and leaves what stands.
    """

    session: str
    revision: int
    attendance: str
    minutes: int | None = None


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def against_arranging(case: Case, held_on: date, *, today: date) -> list[str]:
    """Why no session of this case can be held on this day."""
    if case.closed_on is not None:
        closed = f"This case was closed on {in_words(case.closed_on)}."
        return [f"{closed} Reopen it first: how a case ended is worked out from its sessions."]
    return against_day(held_on, opened_on=case.opened_on, today=today)


def against_day(held_on: date, *, opened_on: date, today: date) -> list[str]:
    if held_on < opened_on:
        return [f"The case was opened on {in_words(opened_on)}. A session before that day does not belong to it."]
    if held_on > today + FURTHEST_AHEAD:
        return [f"{in_words(held_on)} is more than a year ahead. Check the year."]
    return []


def against_attendance(attendance: str, minutes: int | None, *, held_on: date, today: date) -> list[str]:
    """Why this cannot be recorded of a session on that day. Nobody has attended on a day that is still to come."""
    if attendance not in Attendance.values:
        return ["Choose whether the young person attended."]
    if attendance in ONLY_AFTER_THE_DAY and held_on > today:
        ahead = f"{in_words(held_on)} has not come yet, so nobody can have attended or missed the session."
        return [f"{ahead} A cancellation can be recorded before the day."]
    return against_minutes(attendance, minutes)


def against_minutes(attendance: str, minutes: int | None) -> list[str]:
    if attendance != Attendance.ATTENDED:
        return [] if minutes is None else ["Minutes are recorded only when the young person attended."]
    if minutes is None:
        return ["Enter how many minutes it lasted. Zero is an answer."]
    if not 0 <= minutes <= LONGEST_MINUTES:
        return [f"Minutes are a whole number from 0 to {LONGEST_MINUTES:,}."]
    return []


def against_moving(session: Session, held_on: date, *, opened_on: date, today: date) -> list[str]:
    """Why this session cannot be said to be on that day instead."""
    if session.group_id is not None:
        return ["This is one young person’s part in a group session. Change the group session instead."]
    found = against_day(held_on, opened_on=opened_on, today=today)
    return found or against_attendance(session.attendance, session.minutes, held_on=held_on, today=today)


def against_removing(session: Session, *, notes: int) -> list[str]:
    """Why this session cannot be said to have been arranged by mistake."""
    reasons = []
    if session.attendance:
        reasons.append("Attendance is recorded. Say that it was not recorded yet before you remove the session.")
    if notes:
        reasons.append("A note was written about this session.")
    return reasons


def against_group_day(group: GroupSession, held_on: date, *, recorded: int, today: date) -> list[str]:
    """Why a group session cannot be said to be on that day instead; `recorded` of its sessions have attendance."""
    if held_on > today + FURTHEST_AHEAD:
        return [f"{in_words(held_on)} is more than a year ahead. Check the year."]
    if recorded and held_on > today and held_on != group.held_on:
        return [f"Attendance is recorded, so the session cannot be on {in_words(held_on)}, which has not come yet."]
    return []


def lacks_attendance(session: Session, *, today: date) -> bool:
    """Its day is past and nobody has said whether the young person came."""
    return session.attendance == Attendance.NOT_RECORDED and session.held_on < today
