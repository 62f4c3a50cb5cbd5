"""Figures that no cell is kept for: two breakdowns across each other, over any run of quarters; from the grain's rows.

They are kept under the roll-up's version, so that a page that is looked at again costs nothing, and never tells of
another working-out than the rest of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from monitoring.indicators.cells import dates_of
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.grain import Breakdown
from monitoring.indicators.kinds import Parts, added
from monitoring.indicators.registry import engine_version

KEPT_SECONDS = 24 * 60 * 60
Crossed = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True)
class Question:
    """`programme` None: the network. From quarter `first` to quarter `last`, both inside. `by`: two breakdowns."""

    indicator: Indicator
    programme: int | None
    first: int
    last: int
    by: tuple[str, str]

    def key(self, rollup: int) -> str:
        words = (rollup, engine_version(), self.indicator.code, self.programme, self.first, self.last, *self.by)
        return f"crossed:{sha256(repr(words).encode()).hexdigest()}"


def crossed(question: Question, *, rollup: int) -> Crossed:
    """The parts of the figure at each pair of parts that has any. Raises KeyError for a breakdown it does not have."""
    kept: Crossed | None = cache.get(question.key(rollup))
    if kept is None:
        kept = _worked_out(question)
        cache.set(question.key(rollup), kept, KEPT_SECONDS)
    return kept


def _worked_out(question: Question) -> Crossed:
    indicator = question.indicator
    pair = [indicator.grain.breakdowns[name] for name in question.by]
    codes = [breakdown.codes() if breakdown.codes else None for breakdown in pair]
    told: Crossed = {}
    for (one, other), parts in _groups(question, _rows(question, pair), [_column(question, one) for one in pair]):
        key = (_named(one, codes[0]), _named(other, codes[1]))
        told[key] = added(told.get(key), parts)
    return told


def _named(part: Any, codes: Mapping[int, str] | None) -> str:
    return str(part) if codes is None else codes[part]


def _column(question: Question, breakdown: Breakdown) -> str:
    """The network counts people by what all programmes together know of them."""
    by_network = question.programme is None and question.indicator.kind.distinct
    return (by_network and breakdown.network_column) or breakdown.column


def _rows(question: Question, pair: list[Breakdown]) -> QuerySet[Any]:
    grain, dates = question.indicator.grain, dates_of(question.indicator)
    first = question.last if question.indicator.over_quarters == "latest" else question.first
    within = Q(**{f"{dates.first}__gte": first, f"{dates.last}__lte": question.last})
    if question.programme is not None:
        within &= Q(**{grain.programme: question.programme})
    return grain.model._default_manager.filter(within, *(breakdown.where for breakdown in pair)).order_by()


def _groups(question: Question, rows: QuerySet[Any], columns: list[str]) -> list[tuple[tuple[Any, Any], Parts]]:
    kind = question.indicator.kind
    if kind.spread:
        spread = rows.filter(kind.rows()).values_list(*columns, kind.spread).annotate(n=Count("pk"))
        return [((one, other), {"n": n, str(number): n}) for one, other, number, n in spread]
    aggregates = kind.of_records() if kind.distinct else kind.aggregates()
    named = {f"part_{name}": aggregate for name, aggregate in aggregates.items()}
    found = rows.values_list(*columns).annotate(**named)
    return [
        ((one, other), parts)
        for one, other, *values in found
        if any((parts := {name: value or 0 for name, value in zip(aggregates, values, strict=True)}).values())
    ]
