from collections.abc import Callable
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from vrn_cases.celery import JOB_KINDS, JobKind, app
from vrn_cases.jobs.services import Run


class Queue:
    """Stands for the broker: remembers which jobs were sent, or is away."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.away = False

    def send_task(self, name: str, args: list[int], **options: Any) -> None:
        assert name == "jobs.run"
        assert options == {"retry": False}
        if self.away:
            raise OperationalError
        self.sent.append(args[0])


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue()
    monkeypatch.setattr(app, "send_task", queue.send_task)
    return queue


class Work:
    """What the kind of job "test" does: whatever the test sets."""

    does: Callable[[Run], None] = staticmethod(lambda run: None)


def work(run: Run) -> None:
    Work.does(run)


@pytest.fixture
def job_does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Run], None]], None]:
    """`job_does(function)`: what a job of the kind "test" does."""
    monkeypatch.setitem(JOB_KINDS, "test", JobKind(f"{__name__}.work", "Test the queue"))
    monkeypatch.setattr(Work, "does", staticmethod(lambda run: None))
    return lambda function: monkeypatch.setattr(Work, "does", staticmethod(function))
