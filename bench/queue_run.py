"""J8 over one queue, in a process of its own: `python -m bench.child queue_run S sqlite redis`.

Results are lines of JSON.
"""

import sys
from collections.abc import Iterator

from bench import queue_work
from bench.asked import SIZES
from bench.results import Result
from bench.setting import Setting


def measured(setting: Setting, queue: str) -> Iterator[Result]:
    with queue_work.service():
        yield queue_work.nightly(setting, queue)
        if queue == "redis":
            yield queue_work.page_meanwhile(setting)
            if setting.database == "postgresql":
                yield queue_work.two_workers(setting)
        yield from queue_work.freshness(setting, queue)


def main(size: str, database: str, queue: str) -> None:
    for result in measured(Setting(SIZES[size], database), queue):
        sys.stdout.write(f"{result.as_json()}\n")
        sys.stdout.flush()
