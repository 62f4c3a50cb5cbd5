from collections.abc import Mapping
from datetime import date
from typing import Any

from interventions.cases.models import Case
from interventions.outcomes.instruments.registry import instrument as instrument_of
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint
from interventions.outcomes.rules import paper_point
from interventions.outcomes.services import propose_measure_plan, record_assessment, record_not_done
from interventions.programmes.models import ListEntry, ListName, Programme

LONG_AGO = date(2019, 4, 1)


def measure_plan(programme: Programme, instrument: str = "swemwbs", *, due_days: int = 28) -> list[MeasurePlan]:
    """That a programme asks for an instrument at the start and at the end of every case."""
    told = {"programme": programme, "instrument": instrument, "due_days": due_days, "valid_from": LONG_AGO}
    found = [propose_measure_plan(point=point, by="test", **told) for point in ("baseline", "exit")]
    return [plan for plan in found if plan is not None]


def assessed(
    case: Case,
    taken_on: date,
    *,
    point: str = MeasurePoint.BASELINE,
    instrument: str = "swemwbs",
    answers: Mapping[int, int | None] | None = None,
    **told: Any,
) -> Assessment:
    """A measure of the case on the right form, made through the service; every answer is the middle one unless told."""
    measure = instrument_of(instrument)
    middle = {item.number: (item.lowest + item.highest) // 2 for item in measure.items}
    form = measure.forms[paper_point(point)].code
    known = {"form": form, "answers": answers or middle, "checked": True, "by": "test", **told}
    return record_assessment(case=case, instrument=instrument, point=point, taken_on=taken_on, **known)


def reason_not_done(code: str = "declined") -> ListEntry:
    known = {"list": ListName.MEASURE_NOT_DONE, "code": code, "valid_from": None}
    return ListEntry.objects.get_or_create(
        **known, defaults={"label": "The young person did not want to", "position": 1}
    )[0]


def not_assessed(
    case: Case, said_on: date, *, point: str = MeasurePoint.BASELINE, instrument: str = "swemwbs"
) -> Assessment:
    """That a measure was not taken, with a reason, made through the service."""
    told = {"instrument": instrument, "point": point, "reason": reason_not_done()}
    return record_not_done(case=case, said_on=said_on, by="test", **told)
