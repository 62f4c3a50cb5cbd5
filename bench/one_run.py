"""The jobs on one database of one size, in a process of its own: `python -m bench.one_run S sqlite j4,j5`.

Each result is a line of JSON on standard output; what is being done is said on standard error.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")
django.setup()

from bench import (  # noqa: E402  they name tables, so Django comes first
    j1_casework,
    j2_finding,
    j3_case,
    j4_export,
    j5_upload,
    j6_saving,
    j7_report,
    j8_queue,
)
from bench.asked import JOBS, SIZES  # noqa: E402  Django comes first
from bench.results import Result  # noqa: E402  Django comes first
from bench.scratch import CannotMeasure, leave  # noqa: E402  Django comes first
from bench.seeding import prepare  # noqa: E402  Django comes first
from bench.setting import Setting  # noqa: E402  Django comes first

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
    setting = Setting(SIZES[size], database)
    say(f"{database}, {size}: {setting.size.returns:,} returns are written ...")
    prepare(setting.size)
    for job in jobs.split(","):
        say(f"{database}, {size}: {job.upper()}, {JOBS[job]} ...")
        for result in MEASURES[job](setting):
            sys.stdout.write(f"{result.as_json()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, leave)
    try:
        main(*sys.argv[1:])
    except CannotMeasure as problem:
        sys.exit(str(problem))
