"""Reads about measures: what is due for cases, what was taken, and what stands beside it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from interventions.cases.models import Case
from interventions.outcomes import rules
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment, MeasurePlan
from interventions.outcomes.rules import MeasureState
from interventions.programmes.models import Programme


@dataclass(frozen=True)
class Measure:
    """One measure that a plan has for a case: where it stands on a day, and the assessment behind that."""

    case: Case
    plan: MeasurePlan
    state: MeasureState
    due_on: date | None
    taken: Assessment | None

    @property
    def instrument(self) -> Instrument:
        return INSTRUMENTS[self.plan.instrument]

    @property
    def is_to_do(self) -> bool:
        return self.state in rules.TO_DO


def measures_of(cases: Sequence[Case], *, as_at: date) -> dict[int, list[Measure]]:
    """What the plans have for each of these cases, by its primary key: three queries however many cases.

    As at a day means: overdue or not on that day; the assessments are those that stand now.
    """
    plans = defaultdict(list)
    for plan in MeasurePlan.objects.filter(programme__in={case.programme_id for case in cases}).order_by("id"):
        plans[plan.programme_id].append(plan)
    taken = {(one.case_id, one.instrument, one.point): one for one in standing(cases)}
    return {
        case.pk: [
            _measure(case, plan, taken.get((case.pk, plan.instrument, plan.point)), as_at)
            for plan in plans[case.programme_id]
            if rules.in_force(plan, _day_of(plan, case, as_at))
        ]
        for case in cases
    }


def measures_of_case(case: Case, *, as_at: date) -> list[Measure]:
    """What the plan has for one case, the start before the end."""
    found = measures_of([case], as_at=as_at)[case.pk]
    return sorted(found, key=lambda measure: (measure.plan.point, measure.plan.instrument))


def measures_to_do(cases: Sequence[Case], *, as_at: date) -> list[Measure]:
    """What is due or overdue in these cases, the longest due first."""
    found = [measure for of_case in measures_of(cases, as_at=as_at).values() for measure in of_case]
    return sorted((one for one in found if one.is_to_do), key=lambda one: (one.due_on or as_at, one.case.pk))


def next_due(measures: Iterable[Measure]) -> date | None:
    """The first day on which one of these is due, of those that are neither done nor said to be not done."""
    return min((one.due_on for one in measures if one.is_to_do and one.due_on), default=None)


def standing(cases: Iterable[Case]) -> QuerySet[Assessment]:
    """The assessments of these cases that nothing has replaced."""
    return Assessment.objects.filter(case__in=[case.pk for case in cases], replaced_at=None).order_by("taken_on", "id")


def beside(case: Case, instrument: str, *, replacing: Assessment | None = None) -> list[Assessment]:
    """The standing assessments of one instrument in a case, in the order of their days, but the one being replaced."""
    found = standing([case]).filter(instrument=instrument).prefetch_related("scores")
    return [one for one in found if replacing is None or one.pk != replacing.pk]


def taken_in(case: Case) -> list[Assessment]:
    """Every assessment of a case in the order of their days, those that were replaced too, with their scores."""
    found = Assessment.objects.filter(case=case).select_related("not_done_reason", "recorded_by")
    return list(found.prefetch_related("scores").order_by("taken_on", "id"))


def newer_than(assessment: Assessment) -> Assessment | None:
    """The correction that replaced it."""
    return Assessment.objects.filter(replaces=assessment).first()


def open_plan(programme: Programme, instrument: str, point: str) -> MeasurePlan | None:
    return MeasurePlan.objects.filter(programme=programme, instrument=instrument, point=point, valid_until=None).first()


def plans_of(programme: Programme) -> QuerySet[MeasurePlan]:
    """Every plan that a programme has had, the latest of each first."""
    return (
        MeasurePlan.objects.filter(programme=programme)
        .select_related("confirmed_by")
        .order_by("instrument", "point", "-valid_from")
    )


def _measure(case: Case, plan: MeasurePlan, taken: Assessment | None, as_at: date) -> Measure:
    state = rules.state_of(plan.point, case, due_days=plan.due_days, taken=taken, as_at=as_at)
    last = rules.due_on(plan.point, opened_on=case.opened_on, closed_on=case.closed_on, due_days=plan.due_days)
    return Measure(case, plan, state, last, taken)


def _day_of(plan: MeasurePlan, case: Case, as_at: date) -> date:
    return rules.day_of_plan(plan.point, opened_on=case.opened_on, closed_on=case.closed_on, as_at=as_at)
