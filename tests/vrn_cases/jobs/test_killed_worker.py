"""A worker that is killed in the middle of a job, with the broker that this run of the suite uses."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from vrn_cases.audit.services import SYSTEM
from vrn_cases.celery import JOB_KINDS, JobKind
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import request_job, send, sweep_jobs
from vrn_cases.records.models import Touched

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 40  # a worker that says nothing for so long has not started: the test fails instead of hanging


def database_url() -> str:
    """The test database, as a worker in a process of its own finds it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    where = f"{database['HOST']}:{database['PORT'] or 5432}"
    return f"postgres://{database['USER']}:{database['PASSWORD']}@{where}/{database['NAME']}"


@pytest.fixture
def pipes(tmp_path: Path) -> Path:
    for name in ("said", "word"):
        os.mkfifo(tmp_path / name)
    return tmp_path


@pytest.fixture
def start_worker(pipes: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """`start_worker()`: one more worker on the test's database and queue, in a process group of its own."""
    started = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "vrn_cases.settings",
        "VRN_DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "WAITING_WORKER_PIPES": str(pipes),
    }
    options = ["--quiet", "-A", "tests.vrn_cases.jobs.waiting_worker", "worker", "--concurrency=1"]
    options += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-Q", settings.CELERY_TASK_DEFAULT_QUEUE]

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", *options]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.fixture
def next_word(pipes: Path) -> Iterator[Callable[[], str]]:
    """`next_word()`: what a worker says next."""
    said = os.open(pipes / "said", os.O_RDWR)  # for writing too, so that a writer's end is not the pipe's

    def read() -> str:
        ready, _, _ = select.select([said], [], [], PATIENCE_SECONDS)
        assert ready, "the worker has not begun the job"
        return os.read(said, 100).decode().strip()

    yield read
    os.close(said)


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_taken_over_and_finished(
    start_worker: Callable[[], Any], next_word: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(JOB_KINDS, "wait", JobKind("tests.vrn_cases.jobs.waiting_work.two_steps", "Wait"))
    with transaction.atomic():
        job = request_job("wait", subject={}, by=SYSTEM)
    worker = start_worker()
    assert next_word() == "half way in attempt 1"
    kill(worker)

    send(job.pk)  # a second message, while the lease of the killed worker still runs
    job.refresh_from_db()
    assert (job.state, job.attempt, job.done) == (JobState.RUNNING, 1, 1)
    assert sweep_jobs() == 0

    past = timezone.now() - timedelta(seconds=16)
    Job.objects.filter(pk=job.pk).update(lease_until=past, sent_at=past)  # as after a minute of silence
    assert sweep_jobs() == 1
    successor = start_worker()
    assert next_word() == "half way in attempt 2"
    successor.send_signal(signal.SIGTERM)  # a warm stop: the job in hand is finished first
    successor.wait(PATIENCE_SECONDS)

    job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.result_label) == (JobState.DONE, 2, 2, "Open it")
    marks = list(Touched.objects.order_by("id").values_list("kind", "pk_touched"))
    assert marks == [("first", 1), ("first", 2), ("second", 2)]
