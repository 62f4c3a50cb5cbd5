from datetime import date
from typing import Any

from interventions.cases.models import Case
from interventions.programmes.models import ListEntry, ListName
from interventions.sessions.models import Attendance, Session
from interventions.sessions.services import arrange_session, record_session
from tests.factories.casework import entry


def session_kind(code: str = "mentoring") -> ListEntry:
    """A kind of session, the same one each time it is asked for."""
    return entry(ListName.SESSION_KIND, code)


def arranged_session(case: Case, held_on: date, **told: Any) -> Session:
    """A session offered to the case, without attendance, made through the service."""
    return arrange_session(case=case, held_on=held_on, by="test", **{"kind": session_kind(), "worker": None, **told})


def recorded_session(
    case: Case, held_on: date, attendance: str = Attendance.ATTENDED, minutes: int | None = None, **told: Any
) -> Session:
    """A session with attendance, made through the service; one that was attended lasted 60 minutes unless told."""
    if attendance == Attendance.ATTENDED and minutes is None:
        minutes = 60
    known = {"kind": session_kind(), "worker": None, "by": "test", **told}
    return record_session(case=case, held_on=held_on, attendance=attendance, minutes=minutes, **known)
