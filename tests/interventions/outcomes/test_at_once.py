"""Two who take down one measure, or change one plan, on two connections: one of them does, and nothing is lost."""

from datetime import date
from typing import Any

import pytest

from interventions.cases.models import Case
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint
from interventions.outcomes.services import correct_assessment, set_measure_plan
from tests.factories.casework import OPENED, opened_case
from tests.factories.outcomes import assessed, measure_plan, not_assessed
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db(transaction=True)
FIVES = dict.fromkeys(range(1, 8), 5)


def turned_away(results: list[Any]) -> int:
    unexpected = [one for one in results if isinstance(one, Exception) and not isinstance(one, (Refused, Changed))]
    assert unexpected == []
    return sum(isinstance(one, (Refused, Changed)) for one in results)


@pytest.fixture
def case() -> Case:
    return opened_case()


def test_taken_and_not_taken_at_the_same_moment_are_one(at_once: Any, case: Case) -> None:
    assert turned_away(at_once(lambda: assessed(case, OPENED), lambda: not_assessed(case, OPENED))) == 1
    assert Assessment.objects.filter(replaced_at=None, point=MeasurePoint.BASELINE).count() == 1


def test_two_corrections_of_one_measure_are_one(at_once: Any, case: Case) -> None:
    first = assessed(case, OPENED)
    told = {"form": "standard", "point": "baseline", "taken_on": OPENED, "checked": True, "by": "test"}

    def correct() -> Assessment:
        return correct_assessment(assessment=first, revision=first.revision, answers=FIVES, **told)

    assert turned_away(at_once(correct, correct)) == 1
    assert Assessment.objects.filter(replaced_at=None).count() == 1
    assert Assessment.objects.count() == 2


def test_two_plans_from_one_day_leave_one_in_force(at_once: Any, case: Case) -> None:
    measure_plan(case.programme)
    told = {"programme": case.programme, "instrument": "swemwbs", "point": "baseline", "by": "test"}
    results = at_once(
        *(lambda days=days: set_measure_plan(due_days=days, valid_from=date(2026, 1, 1), **told) for days in (7, 14))
    )
    assert turned_away(results) == 0
    assert MeasurePlan.objects.get(point="baseline", valid_until=None).due_days in (7, 14)
