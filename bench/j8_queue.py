"""J8: figures through the queue, with real workers. Each queue is measured in a process of its own, because the
address of the queue is read once, when the service starts."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings

from bench.child import command_of
from bench.results import Result, lines_in
from bench.scratch import CannotMeasure, folder_queue, redis_queue, started
from bench.setting import Setting


def measure(setting: Setting) -> Iterator[Result]:
    """Raises CannotMeasure when there is no Redis."""
    queues: tuple[tuple[str, AbstractContextManager[str]], ...] = (
        ("redis", redis_queue()),
        ("folder", folder_queue(Path(settings.DATA_DIR))),
    )
    for name, queue in queues:
        with queue as address:
            yield from _through(setting, name, address)


def _through(setting: Setting, name: str, address: str) -> Iterator[Result]:
    command = command_of("queue_run", setting.size.name, setting.database, name)
    environment = {**os.environ, "CELERY_BROKER_URL": address}
    with started(command, environment) as run:
        assert run.stdout is not None
        for told in lines_in(run.stdout):
            yield Result(**{name: value for name, value in told.items() if name != "ratio"})
    if run.returncode:
        raise CannotMeasure(f"the queue {name!r} could not be measured; see above")
