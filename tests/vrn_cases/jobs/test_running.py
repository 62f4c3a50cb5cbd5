from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from vrn_cases.audit.services import SYSTEM
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import (
    FAILED_WORDS,
    GAVE_UP_WORDS,
    JobLost,
    Run,
    claim,
    request_job,
    run_job,
    sweep_jobs,
)
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Refused

LEASE = 60


@pytest.fixture
def job(db: None, clock: Any, queue: Any, job_does: Any) -> Job:
    return request_job("test", subject={"n": 1}, by=SYSTEM)


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_moves_its_progress_and_offers_its_result(job: Job, job_does: Callable[..., None]) -> None:
    seen = []

    def work(run: Run) -> None:
        for part in range(3):
            with run.step(f"Part {part + 1}", done=part + 1, total=3):
                Touched.objects.create(kind="test", pk_touched=part)
            seen.append((now(job).state, now(job).message, now(job).percent))
        run.offer("Open the report", "/reports/P2222222/")

    job_does(work)
    run_job(job.pk)
    assert seen == [("running", "Part 1", 33), ("running", "Part 2", 66), ("running", "Part 3", 100)]
    done = now(job)
    assert (done.state, done.result_label, done.result_url) == ("done", "Open the report", "/reports/P2222222/")
    assert done.finished_at is not None
    assert done.lease_until is None


def test_a_second_message_does_nothing(job: Job, job_does: Callable[..., None]) -> None:
    calls = []

    def work(run: Run) -> None:
        calls.append(run.job.attempt)
        if len(calls) == 1:
            run_job(job.pk)  # the second message comes while the first is being worked on

    job_does(work)
    run_job(job.pk)
    run_job(job.pk)
    assert calls == [1]


def test_a_failure_inside_a_step_rolls_the_step_back_and_is_said_in_words(
    job: Job, job_does: Callable[..., None], caplog: Any
) -> None:
    def work(run: Run) -> None:
        with run.step("First", done=1, total=2):
            Touched.objects.create(kind="kept", pk_touched=1)
        with run.step("Second", done=2):
            Touched.objects.create(kind="lost", pk_touched=2)
            raise ZeroDivisionError("a name that somebody typed")

    job_does(work)
    run_job(job.pk)
    failed = now(job)
    assert (failed.state, failed.problem, failed.done, failed.message) == ("failed", FAILED_WORDS, 1, "First")
    assert Touched.objects.get().kind == "kept"
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_is_the_problem_in_its_own_words(job: Job, job_does: Callable[..., None]) -> None:
    def work(run: Run) -> None:
        raise Refused(["The return was sent back.", "Its template is an old one."])

    job_does(work)
    run_job(job.pk)
    assert now(job).problem == "The return was sent back.\nIts template is an old one."
    assert now(job).state == JobState.FAILED


def test_a_paused_worker_that_was_overtaken_writes_nothing(job: Job, clock: Any) -> None:
    paused = claim(job.pk)
    assert paused is not None
    assert claim(job.pk) is None, "its lease still runs"
    clock.shift(LEASE + 1)
    successor = claim(job.pk)
    assert successor is not None
    assert successor.job.attempt == 2
    with pytest.raises(JobLost), paused.step("Late"):
        Touched.objects.create(kind="late", pk_touched=1)
    with pytest.raises(JobLost):
        paused.progress("Late")
    paused.finish(JobState.FAILED, problem="late")
    assert not Touched.objects.exists()
    assert (now(job).state, now(job).message) == ("running", "")
    successor.finish(JobState.DONE)
    assert now(job).state == JobState.DONE


def test_a_step_moves_the_lease(job: Job, clock: Any) -> None:
    run = claim(job.pk)
    assert run is not None
    for _ in range(3):
        clock.shift(LEASE - 1)
        run.progress("Still here")
        assert claim(job.pk) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_get_one_job(job: Job, at_once: Any) -> None:
    runs = at_once(lambda: claim(job.pk), lambda: claim(job.pk))
    assert [type(run) for run in runs if run is not None] == [Run]
    assert now(job).attempt == 1


def test_three_attempts_and_then_words(job: Job, queue: Any, clock: Any) -> None:
    for attempt in (1, 2, 3):
        run = claim(job.pk)
        assert run is not None
        assert run.job.attempt == attempt
        clock.shift(LEASE + 1)
        sent = sweep_jobs()
        assert sent == (1 if attempt < 3 else 0)
    assert (now(job).state, now(job).problem) == (JobState.FAILED, GAVE_UP_WORDS)
    assert claim(job.pk) is None


def test_a_late_message_does_not_make_a_fourth_attempt(job: Job, clock: Any) -> None:
    for _ in range(3):
        assert claim(job.pk) is not None
        clock.shift(LEASE + 1)
    assert claim(job.pk) is None


def test_a_lost_database_is_not_the_jobs_failure(job: Job, job_does: Callable[..., None], clock: Any) -> None:
    def lost(run: Run) -> None:
        raise OperationalError("the connection is gone")

    job_does(lost)
    run_job(job.pk)
    assert now(job).state == JobState.RUNNING
    clock.shift(LEASE + 1)
    assert sweep_jobs() == 1
    job_does(lambda run: None)
    run_job(job.pk)
    assert (now(job).state, now(job).attempt) == (JobState.DONE, 2)
