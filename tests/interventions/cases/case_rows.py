"""Steps of a case and its dated rows, as tests of its services ask for them."""

from datetime import date
from typing import Any

from interventions.cases.models import Case
from interventions.cases.services import (
    close_case,
    pause_case,
)
from interventions.programmes.models import ListName
from interventions.sessions.models import Attendance
from interventions.sessions.services import record_session
from tests.factories.casework import entry

TODAY = date(2024, 4, 15)


def spells(case: Case) -> list[tuple[str, date, date | None]]:
    return list(case.spells.order_by("starts_on", "id").values_list("kind", "starts_on", "ends_on"))


def leads(case: Case) -> list[tuple[Any, date, date | None]]:
    rows = case.lead_workers.order_by("starts_on", "id").select_related("worker")
    return [(row.worker, row.starts_on, row.ends_on) for row in rows]


def close(case: Case, on: date = TODAY, reason: str = "goals-met", **told: Any) -> Case:
    coded = entry(ListName.CLOSE_REASON, reason)
    return close_case(case=case, revision=case.revision, on=on, reason=coded, by="test", **told)


def pause(case: Case, on: date, revision: int | None = None) -> Case:
    return pause_case(case=case, revision=revision, on=on, reason=entry(ListName.PAUSE_REASON, "away"), by="test")


def attend(case: Case, on: date, attendance: str = Attendance.ATTENDED) -> Any:
    minutes = 60 if attendance == Attendance.ATTENDED else None
    kind = entry(ListName.SESSION_KIND, "mentoring")
    return record_session(
        case=case, held_on=on, kind=kind, attendance=attendance, minutes=minutes, worker=None, by="test"
    )
