"""The day on which something is next due in a case, as lists and the lead's page show it."""

from datetime import date

import pytest

from interventions.cases.models import Case
from interventions.cases.services import plan_next
from interventions.outcomes.services import follow_every_case
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from tests.factories.outcomes import measure_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_next_action_never_hides_a_measure_that_is_due_sooner() -> None:
    programme = ProgrammeFactory()
    measure_plan(programme)
    case = opened_case(programme)
    follow_every_case()
    due = Case.objects.get(pk=case.pk).next_due_on
    assert due == date(2024, 4, 8)  # 28 days after the opening
    later = plan_next(case=case, revision=None, next_action="Ring", next_action_on=date(2024, 5, 1), by="test")
    assert later.next_due_on == due
    sooner = plan_next(case=case, revision=None, next_action="Ring", next_action_on=date(2024, 4, 1), by="test")
    assert sooner.next_due_on == date(2024, 4, 1)
    none = plan_next(case=case, revision=None, next_action="", next_action_on=None, by="test")
    assert none.next_due_on is None  # the sooner day was the action's; the measure's comes back with the next run
    follow_every_case()
    assert Case.objects.get(pk=case.pk).next_due_on == due
