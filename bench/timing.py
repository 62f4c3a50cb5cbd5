"""Timing the service and its floor in turns, so that a machine that grows slower is slow for both."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")
P95 = 0.95

Work = Callable[[], Any]


def nothing() -> None:
    """What happens before each round when nothing has to be laid ready."""


class AnswersDiffer(AssertionError):
    """The service and its floor did not give the same answer, so neither may be timed."""


def same(service: Any, floor: Any, what: str) -> None:
    """Raises AnswersDiffer unless both are equal."""
    if service != floor:
        raise AnswersDiffer(f"{what}: the service and its floor do not agree")


def taken_by(work: Work) -> float:
    """Seconds of one call, after what earlier ones left behind was collected."""
    gc.collect()
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def in_turns(service: Work, floor: Work, *, rounds: int, before: Work = nothing) -> tuple[float, float]:
    """Medians of both over as many rounds, after one that is not counted where there are several.

    `before` is not timed.
    """
    taken: list[tuple[float, float]] = []
    warming = 1 if rounds > 1 else 0
    for _ in range(warming + rounds):
        before()
        first = taken_by(service)
        before()
        taken.append((first, taken_by(floor)))
    counted = taken[warming:]
    return statistics.median(pair[0] for pair in counted), statistics.median(pair[1] for pair in counted)


def p95(seconds: list[float]) -> float:
    """The time that 95 in 100 are within, by the nearest rank."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(P95 * len(ordered)))]


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements of what happens inside, without those that open and close transactions."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [one["sql"] for one in captured if not one["sql"].upper().startswith(TRANSACTIONS)]
