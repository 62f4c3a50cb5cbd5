"""J8 over one queue, in a process of its own: `python -m bench.queue_run S sqlite redis`. Results are lines of JSON."""

import os
import sys
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")
django.setup()

from bench import queue_work  # noqa: E402  it names tables, so Django comes first
from bench.asked import SIZES  # noqa: E402  Django comes first
from bench.results import Result  # noqa: E402  Django comes first
from bench.setting import Setting  # noqa: E402  Django comes first


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


if __name__ == "__main__":
    main(*sys.argv[1:])
