"""People who have several records, counted person by person: once in each window, scope and part.

They are few beside those with one record, whom the database counts; nobody's rows are held longer than it takes to
count them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from monitoring.indicators.cell_keys import Key
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.models import ScopeKind, WindowKind

QUARTERS = range(4)
Scope = tuple[str, int, int]
NETWORK: Scope = (str(ScopeKind.NETWORK), 0, 0)
Told = tuple[int, int, Scope, str, Any]  # place of the indicator, year, scope, breakdown, part


def counted_people(
    rows: QuerySet[Any], grain: Grain, indicators: Sequence[Indicator], *, network: bool
) -> Iterator[tuple[Key, str, int]]:
    """Each cell, indicator and how many people of these rows stand there. The indicators share their dates."""
    masks: Counter[tuple[Told, int]] = Counter()
    for _person_and_year, its in groupby(_rows(rows, grain, indicators), key=lambda row: row[:2]):
        masks.update(_quarters_told(its, grain, indicators, network=network).items())
    met = {breakdown for (_place, _year, _scope, breakdown, _part), _mask in masks}
    codes = {name: breakdown.codes() for name, breakdown in grain.breakdowns.items() if name in met and breakdown.codes}
    for ((place, year, (scope, programme, provider), breakdown, part), mask), count in masks.items():
        named = codes[breakdown][part] if breakdown in codes else part
        for window, end in _windows(year, mask):
            yield (window, end, scope, programme, provider, breakdown, named), indicators[place].code, count


def _windows(year: int, mask: int) -> Iterator[tuple[str, int]]:
    """The windows of a year in which somebody counts who does so in these quarters (bit 0: the first)."""
    for index in QUARTERS:
        if mask >> index & 1:
            yield str(WindowKind.QUARTER), year * 4 + index
        if mask & (2 << index) - 1:
            yield str(WindowKind.YEAR_TO_DATE), year * 4 + index
    if mask:
        yield str(WindowKind.YEAR), year * 4 + 3


def _columns(grain: Grain, indicators: Sequence[Indicator]) -> list[str]:
    """The columns that the parts of these indicators' breakdowns stand in."""
    told = {name for indicator in indicators for name in indicator.breakdowns}
    breakdowns = [breakdown for name, breakdown in grain.breakdowns.items() if name in told]
    columns = [column for breakdown in breakdowns for column in (breakdown.column, breakdown.network_column) if column]
    return list(dict.fromkeys(columns))


def _rows(rows: QuerySet[Any], grain: Grain, indicators: Sequence[Indicator]) -> Iterator[tuple[Any, ...]]:
    """(person, year), the quarter of the year, programme, provider, columns of parts by name, flags by indicator."""
    by, columns = indicators[0].by or grain.first, _columns(grain, indicators)
    flags = {f"counts_{place}": _flag(indicator.kind.rows()) for place, indicator in enumerate(indicators)}
    found = rows.order_by(grain.person, by).values_list(grain.person, by, grain.programme, grain.provider, *columns)
    for person, quarter, programme, provider, *values in found.annotate(**flags).iterator(chunk_size=5_000):
        parts = dict(zip(columns, values, strict=False))
        year, index = divmod(quarter, 4)
        yield person, year, index, programme, provider, parts, values[len(columns) :]


def _flag(condition: Q) -> Case | Value:
    if not condition:
        return Value(1, output_field=IntegerField())
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _quarters_told(
    rows: Iterator[tuple[Any, ...]], grain: Grain, indicators: Sequence[Indicator], *, network: bool
) -> dict[Told, int]:
    """Of one person and year: in which quarters they count, for each indicator, scope and part."""
    masks: dict[Told, int] = {}
    for _person, year, index, programme, provider, parts, flags in rows:
        scopes: list[Scope] = [(str(ScopeKind.PROGRAMME), programme, 0)]
        if provider:
            scopes.append((str(ScopeKind.PROVIDER), programme, provider))
        if network:
            scopes.append(NETWORK)
        for place, indicator in enumerate(indicators):
            if not flags[place]:
                continue
            for scope in scopes:
                for name, part in _parts(grain, indicator, parts, network=scope is NETWORK):
                    told = (place, year, scope, name, part)
                    masks[told] = masks.get(told, 0) | 1 << index
    return masks


def _parts(grain: Grain, indicator: Indicator, parts: dict[str, Any], *, network: bool) -> Iterator[tuple[str, Any]]:
    yield "", ""
    for name in indicator.breakdowns:
        breakdown = grain.breakdowns[name]
        yield name, parts[(network and breakdown.network_column) or breakdown.column]
