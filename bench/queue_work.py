"""What J8 times: the nightly working-out, a full rebuild by one and by two workers, a page meanwhile, and how soon an
accepted return is in the figures. Workers and scheduler are those of the service, started here and ended by their ids.
"""

import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bench.new_return import NewReturn, sent_returns
from bench.results import Result, at_most
from bench.scratch import leave
from bench.seeding import ANALYST, BY
from bench.setting import Setting
from bench.signed_in import Reader, signed_in
from bench.timing import in_turns, p95, same, taken_by
from monitoring.indicators.models import Cell, ReturnLineGrain
from monitoring.indicators.services import aggregate
from monitoring.indicators.store import cells_hash
from monitoring.returns.services import accept_version
from vrn_cases.access.models import User
from vrn_cases.jobs.models import UNFINISHED, Job, JobState
from vrn_cases.jobs.services import request_job
from vrn_cases.serving import STOP_SIGNALS, Group, parts_of_the_service

WORKERS = 2
LOOK_EVERY = 0.01
PATIENCE = 600.0  # seconds until a job that does not end is given up
FRESH_WITHIN = 2.0
FEWEST_FRESH = 10


class Stuck(Exception):
    """A job failed or did not end; the message says which."""


@contextmanager
def service() -> Iterator[None]:
    """The service's worker, with two processes, and its scheduler."""
    _web, *parts = parts_of_the_service(
        address="127.0.0.1", port=0, data_dir=settings.DATA_DIR, web_workers=1, job_workers=WORKERS
    )
    group = Group(parts, env=os.environ)
    with group.running():
        for number in STOP_SIGNALS:  # the group only notes them; here they must end what is being timed
            signal.signal(number, leave)
        wait_for([asked("refresh_figures")])
        yield
        group.refuse_dead_part()


def asked(kind: str, **subject: int) -> Job:
    with transaction.atomic():
        return request_job(kind, subject=subject, by=BY)


def wait_for(jobs: list[Job]) -> None:
    """Until all of them are done. Raises Stuck."""
    keys = [job.pk for job in jobs]
    _wait(lambda: not Job.objects.filter(pk__in=keys, state__in=UNFINISHED).exists(), f"jobs {jobs}")
    if Job.objects.filter(pk__in=keys).exclude(state=JobState.DONE).exists():
        raise Stuck(f"{[(job.kind, job.problem) for job in Job.objects.filter(pk__in=keys)]}")


def _wait(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise Stuck(f"{what} did not end within {PATIENCE:.0f} seconds")
        time.sleep(LOOK_EVERY)


def forget() -> None:
    """No figure and no row behind one stands: what follows is a full rebuild."""
    forget_figures()
    ReturnLineGrain.objects.all().delete()


def forget_figures() -> None:
    """The rows behind the figures stay: while they are missing, a job of one year makes those of all years."""
    Cell.objects.all().delete()


def nightly(setting: Setting, queue: str) -> Result:
    """Everything worked out and compared, nothing to put right: a night after which every write had left its mark."""
    before = cells_hash()
    seconds, floor = in_turns(
        lambda: wait_for([asked("aggregate")]), lambda: aggregate(by=BY), rounds=setting.size.rounds
    )
    same(cells_hash(), before, "the figures after the nightly working-out")
    return setting.result(
        "j8",
        f"nightly working-out through the queue ({queue})",
        seconds=seconds,
        floor_seconds=floor,
        target=at_most("ratio", 1.5),
    )


def two_workers(setting: Setting) -> Result:
    """Every figure worked out and written anew as one job a financial year: asked for at once, beside in a row."""
    before = _figures()
    years = sorted({quarter // 4 for quarter in Cell.objects.order_by().values_list("quarter", flat=True).distinct()})
    rebuilt: list[bool] = []

    def at_once() -> None:
        wait_for([asked("aggregate", year=year) for year in years])
        rebuilt.append(_figures() == before)

    def in_a_row() -> None:
        for year in years:
            wait_for([asked("aggregate", year=year)])

    seconds, floor = in_turns(at_once, in_a_row, rounds=setting.size.rounds, before=forget_figures)
    same(rebuilt, [True] * len(rebuilt), "the figures after two workers rebuilt them")
    return setting.result(
        "j8",
        f"every figure anew, {len(years)} jobs: two workers beside one",
        seconds=seconds,
        floor_seconds=floor,
        target=at_most("ratio", 0.625),
    )


def _figures() -> set[tuple[object, ...]]:
    cells = Cell.objects.order_by().values_list(*Cell.KEYS, "figures")
    return {(*row[:-1], str(sorted(row[-1].items()))) for row in cells.iterator()}


def page_meanwhile(setting: Setting) -> Result:
    """The list of returns while everything is rebuilt, beside the same list in quiet: the time 95 in 100 are within."""
    address = reverse("returns")
    with signed_in(User.objects.get(email=ANALYST)) as reader:
        reader.get(address)
        quiet = [taken_by(lambda: reader.get(address)) for _ in range(setting.size.requests)]
        busy: list[float] = []
        while len(busy) < setting.size.requests:
            forget()
            busy += list(_while_working(reader, address))
    return setting.result(
        "j8",
        f"page during a full rebuild, p95 of {len(busy):,}",
        seconds=p95(busy),
        floor_seconds=p95(quiet),
        target=at_most("ratio", 3),
    )


def _while_working(reader: Reader, address: str) -> Iterator[float]:
    job = asked("aggregate")
    while Job.objects.filter(pk=job.pk, state__in=UNFINISHED).exists():
        yield taken_by(lambda: reader.get(address))
    wait_for([job])


def freshness(setting: Setting, queue: str) -> Iterator[Result]:
    """From the moment that a return is accepted until its figure stands in the cells."""
    count = max(setting.size.rounds, FEWEST_FRESH if setting.size.rounds > 1 else 1)
    taken = [taken_by(partial(_accept, new)) for new in sent_returns(count)]
    yield setting.result("j8", f"a figure is fresh ({queue}), median of {count}", seconds=statistics.median(taken))
    yield setting.result(
        "j8",
        f"a figure is fresh ({queue}), slowest of {count}",
        seconds=max(taken),
        target=at_most("seconds", FRESH_WITHIN) if queue == "redis" else "",
    )


def _accept(new: NewReturn) -> None:
    accept_version(version=new.version, revision=new.version.revision, by=BY)
    _wait(new.in_the_figures, "a figure")
