"""The Celery application of a worker in `test_killed_worker.py`: it stops in the middle of writing figures.

In the first attempt it writes one figure a step and stops inside the third of these steps: two are committed, the third
is written and not committed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

from vrn_cases.celery import app

django.setup()

from monitoring.indicators import store  # noqa: E402  tables can be imported once Django is set up
from vrn_cases.jobs.services import Run  # noqa: E402 - as above

__all__ = ["app"]

FOLDER = Path(os.environ["WAITING_WORKER_PIPES"])
store.CELLS_A_STEP = 1
step_of_the_product = Run.step


@contextmanager
def stopping_step(run: Run, message: str | None = None, **progress: Any) -> Iterator[None]:
    with step_of_the_product(run, message, **progress):
        yield
        place = (run.job.attempt, (message or "")[:9])
        if place == (1, "Writing 3"):
            say("two figures are written")
            (FOLDER / "word").read_text()  # which never comes
    if place == (2, "Finishing"):
        say("all is written in attempt 2")


def say(words: str) -> None:
    (FOLDER / "said").write_text(f"{words}\n")


Run.step = stopping_step
