"""The job that brings the day on which something is next due up to date may run twice."""

import pytest

from interventions.cases.models import Case
from interventions.tasks import follow_measures
from tests.factories.casework import opened_case
from tests.factories.outcomes import measure_plan
from vrn_cases.audit.services import SYSTEM
from vrn_cases.jobs.services import claim, request_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def run(**subject: str) -> str:
    job = request_job("follow_measures", subject=subject, by=SYSTEM)
    held = claim(job.pk)
    assert held is not None
    follow_measures(held)
    held.finish("done")
    job.refresh_from_db()
    return job.message


def test_the_job_runs_twice_and_the_second_run_finds_nothing() -> None:
    case = opened_case()
    measure_plan(case.programme)
    Case.objects.update(next_due_on=None)  # as rows are that were written in bulk
    assert run().startswith("1 case has")
    assert Case.objects.get(pk=case.pk).next_due_on is not None
    assert run().startswith("0 cases have")
    assert run(programme=case.programme.reference).startswith("0 cases have")
