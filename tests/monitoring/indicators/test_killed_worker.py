"""A worker that is killed while it works every figure out: after the sweep they are right, and nothing is doubled."""

import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from monitoring.indicators.models import Cell, RollUp
from monitoring.indicators.services import aggregate
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.indicators.facts import WHOLE, Fact, make_world
from tests.monitoring.indicators.test_engine import assert_engine_says_what_the_facts_say
from tests.real_workers import PATIENCE_SECONDS, kill, next_word, pipes, start_worker
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import request_job, sweep_jobs
from vrn_cases.records.models import Touched

__all__ = ["next_word", "pipes", "start_worker"]
STOPPING = "tests.monitoring.indicators.stopping_worker"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_aggregates_loses_and_doubles_nothing(
    start_worker: Callable[[str], Any], next_word: Callable[[], str]
) -> None:
    world = make_world([ProgrammeFactory(), ProgrammeFactory()], [OrganisationFactory(), OrganisationFactory()])
    facts = [
        Fact(place, place, 2023, quarter, True, False, {("referrals_received", WHOLE): 7 + quarter})
        for place in (0, 1)
        for quarter in (0, 1)
    ]
    for fact in facts:
        world.write(fact)
    with transaction.atomic():
        job = request_job("aggregate", subject={}, by=SYSTEM)

    worker = start_worker(STOPPING)
    assert next_word() == "two figures are written"
    kill(worker)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.RUNNING, 1)
    assert Cell.objects.count() == 2
    assert Touched.objects.exists()

    past = timezone.now() - timedelta(seconds=16)
    Job.objects.filter(pk=job.pk).update(lease_until=past, sent_at=past)  # as after a minute of silence
    assert sweep_jobs() == 1
    successor = start_worker(STOPPING)
    assert next_word() == "all is written in attempt 2"
    successor.send_signal(signal.SIGTERM)  # a warm stop: the job in hand is finished first
    successor.wait(PATIENCE_SECONDS)

    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 2), job.problem
    assert_engine_says_what_the_facts_say(world, facts)
    assert not Touched.objects.exists()
    assert RollUp.objects.filter(finished_at__isnull=False).count() == 1
    assert AuditEvent.objects.filter(action="figures_rebuilt").count() == 1
    standing = list(Cell.objects.order_by("pk").values_list("pk", "figures"))
    again = aggregate(by=SYSTEM)
    assert (again.differences, again.cells_changed) == (0, 0)
    assert list(Cell.objects.order_by("pk").values_list("pk", "figures")) == standing
