"""The jobs on one database of one size, in a process of its own: `python -m bench.child one_run S sqlite j4,j5`.

Each result is a line of JSON on standard output; what is being done is said on standard error.
"""

import signal
import sys
from collections.abc import Callable, Iterator

from bench import (
    j1_casework,
    j2_finding,
    j3_case,
    j4_export,
    j5_upload,
    j6_saving,
    j7_report,
    j8_queue,
)
from bench.asked import JOBS, SIZES
from bench.results import Result
from bench.scratch import CannotMeasure, leave
from bench.seeding import prepare
from bench.setting import Setting

MEASURES: dict[str, Callable[[Setting], Iterator[Result]]] = {
    "j1": j1_casework.measure,
    "j2": j2_finding.measure,
    "j3": j3_case.measure,
    "j4": j4_export.measure,
    "j5": j5_upload.measure,
    "j6": j6_saving.measure,
    "j7": j7_report.measure,
    "j8": j8_queue.measure,
}


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main(size: str, database: str, jobs: str) -> None:
    signal.signal(signal.SIGTERM, leave)
    try:
        _measure(Setting(SIZES[size], database), jobs.split(","))
    except CannotMeasure as problem:
        sys.exit(str(problem))


def _measure(setting: Setting, jobs: list[str]) -> None:
    where = f"{setting.database}, {setting.size.name}"
    say(f"{where}: {setting.size.returns:,} returns are written ...")
    prepare(setting.size)
    for job in jobs:
        say(f"{where}: {job.upper()}, {JOBS[job]} ...")
        for result in MEASURES[job](setting):
            sys.stdout.write(f"{result.as_json()}\n")
            sys.stdout.flush()
