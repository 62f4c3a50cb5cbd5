"""Which indicator adds up the answers to a line of returns, so that both stand under one key at the disclosure door."""

from collections.abc import Iterator
from functools import cache

from django.db.models import Q

from monitoring.indicators.grains.return_lines import RETURN_LINES
from monitoring.indicators.guarded import ITSELF, TOP
from monitoring.indicators.kinds import Summed, SummedShare
from monitoring.indicators.registry import INDICATORS


def told_as(measure: str) -> tuple[str, str]:
    """The indicator's code and the ending of its number; the measure's own name where no indicator adds it up."""
    return _told().get(measure, (measure, ITSELF))


@cache
def _told() -> dict[str, tuple[str, str]]:
    told: dict[str, tuple[str, str]] = {}
    for code, indicator in INDICATORS.items():
        kind = indicator.kind
        if indicator.grain.code == RETURN_LINES.code and isinstance(kind, (Summed, SummedShare)):
            for measure in _measures(kind.where):
                told.setdefault(measure, (code, ITSELF if isinstance(kind, Summed) else TOP))
    return told


def _measures(where: Q) -> Iterator[str]:
    for child in where.children:
        if isinstance(child, Q):
            yield from _measures(child)
        elif isinstance(child, tuple) and child[0] == "measure":
            yield child[1]
