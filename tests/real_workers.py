"""Real workers on the test's database and queue, which say into a pipe how far they are, and can be killed there."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
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
def start_worker(pipes: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """`start_worker(module)`: one more worker on the test's database and queue, in a process group of its own.

    `module` holds its Celery application: the product's, with what the test adds to it.
    """
    started = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "vrn_cases.settings",
        "VRN_DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "WAITING_WORKER_PIPES": str(pipes),
    }
    options = [
        "worker",
        "--concurrency=1",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
        "-Q",
        settings.CELERY_TASK_DEFAULT_QUEUE,
    ]

    def start(module: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "--quiet", "-A", module, *options]
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
