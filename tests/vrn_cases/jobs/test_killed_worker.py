"""A worker that is killed in the middle of a job, with the broker that this run of the suite uses."""

import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.real_workers import PATIENCE_SECONDS, kill, next_word, pipes, start_worker
from vrn_cases.audit.services import SYSTEM
from vrn_cases.celery import JOB_KINDS, JobKind
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import request_job, send, sweep_jobs
from vrn_cases.records.models import Touched

__all__ = ["next_word", "pipes", "start_worker"]
WAITING = "tests.vrn_cases.jobs.waiting_worker"


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_taken_over_and_finished(
    start_worker: Callable[[str], Any], next_word: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(JOB_KINDS, "wait", JobKind("tests.vrn_cases.jobs.waiting_work.two_steps", "Wait"))
    with transaction.atomic():
        job = request_job("wait", subject={}, by=SYSTEM)
    worker = start_worker(WAITING)
    assert next_word() == "half way in attempt 1"
    kill(worker)

    send(job.pk)  # a second message, while the lease of the killed worker still runs
    job.refresh_from_db()
    assert (job.state, job.attempt, job.done) == (JobState.RUNNING, 1, 1)
    assert sweep_jobs() == 0

    past = timezone.now() - timedelta(seconds=16)
    Job.objects.filter(pk=job.pk).update(lease_until=past, sent_at=past)  # as after a minute of silence
    assert sweep_jobs() == 1
    successor = start_worker(WAITING)
    assert next_word() == "half way in attempt 2"
    successor.send_signal(signal.SIGTERM)  # a warm stop: the job in hand is finished first
    successor.wait(PATIENCE_SECONDS)

    job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.result_label) == (JobState.DONE, 2, 2, "Open it")
    marks = list(Touched.objects.order_by("id").values_list("kind", "pk_touched"))
    assert marks == [("first", 1), ("first", 2), ("second", 2)]
