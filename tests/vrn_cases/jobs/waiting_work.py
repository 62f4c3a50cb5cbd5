"""A job of two steps that can be killed between them."""

import os
from pathlib import Path

from vrn_cases.jobs.services import Run
from vrn_cases.records.models import Touched


def two_steps(run: Run) -> None:
    """Says into a pipe that the first step is done; in its first attempt it then waits for a word that never comes."""
    with run.step("First step", done=1, total=2):
        Touched.objects.create(kind="first", pk_touched=run.job.attempt)
    folder = Path(os.environ["WAITING_WORKER_PIPES"])
    (folder / "said").write_text(f"half way in attempt {run.job.attempt}\n")
    if run.job.attempt == 1:
        (folder / "word").read_text()
    with run.step("Second step", done=2):
        Touched.objects.create(kind="second", pk_touched=run.job.attempt)
    run.offer("Open it", "/")
