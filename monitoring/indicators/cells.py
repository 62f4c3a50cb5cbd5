"""From a grain's rows to cells: one pass a breakdown in the database, the rest is adding up.

A window is (kind, number of the quarter that ends it). A scope is (kind, programme, provider). A cell's key is
(window kind, quarter, scope kind, programme, provider, breakdown, part) and its figures are the parts of every
indicator that has any there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.grain import Breakdown, Grain
from monitoring.indicators.kinds import added
from monitoring.indicators.models import ScopeKind, WindowKind

Key = tuple[str, int, str, int, int, str, str]
Figures = dict[str, dict[str, int]]
Cells = dict[Key, Figures]

WHOLE = ""


def cells_of(
    grain: Grain,
    indicators: Sequence[Indicator],
    *,
    programmes: Iterable[int] | None = None,
    years: set[int] | None = None,
) -> Cells:
    """Every cell below the network of these programmes and these financial years (None: of all).

    A financial year is named by the calendar year in which it starts.
    """
    cells: Cells = defaultdict(dict)
    for name, breakdown in [(WHOLE, None), *grain.breakdowns.items()]:
        told = [indicator for indicator in indicators if not name or name in indicator.breakdowns]
        if not told:
            continue
        for base in _base_rows(grain, told, breakdown, programmes, years):
            _place(cells, base, told, name)
    return {key: figures for key, figures in cells.items() if figures}


def network_cells(cells: Cells, indicators: Sequence[Indicator]) -> Cells:
    """The network's cells: programmes added, for the indicators that may be."""
    adding = {indicator.code for indicator in indicators if indicator.adds_over_programmes}
    network: Cells = defaultdict(dict)
    for (window, quarter, scope, _programme, _provider, breakdown, part), figures in cells.items():
        if scope == ScopeKind.PROGRAMME:
            key = (window, quarter, str(ScopeKind.NETWORK), 0, 0, breakdown, part)
            for code in figures.keys() & adding:
                network[key][code] = added(network[key].get(code), figures[code])
    return {key: figures for key, figures in network.items() if figures}


def network_moved(network: Cells, old: Cells, new: Cells, indicators: Sequence[Indicator]) -> Cells:
    """The network's cells after some programmes' cells went from `old` to `new`: exact, because parts are integers."""
    moved: Cells = {key: {code: dict(parts) for code, parts in figures.items()} for key, figures in network.items()}
    for change, sign in ((network_cells(old, indicators), -1), (network_cells(new, indicators), 1)):
        for key, figures in change.items():
            stands = moved.setdefault(key, {})
            for code, parts in figures.items():
                stands[code] = added(stands.get(code), parts, sign=sign)
    kept = {
        key: {code: parts for code, parts in figures.items() if any(parts.values())} for key, figures in moved.items()
    }
    return {key: figures for key, figures in kept.items() if figures}


def windows_of(first: int, last: int) -> Iterator[tuple[str, int, set[str]]]:
    """The windows that a period from quarter `first` to quarter `last` tells something about: kind, end, and to
    indicators that go over quarters in which ways. A period that crosses a financial year tells nothing.
    """
    if first // 4 != last // 4:
        return
    year_start, year_end = first // 4 * 4, first // 4 * 4 + 3
    if first == last:
        yield WindowKind.QUARTER, first, {"added", "apart"}
    for end in range(last, year_end + 1):
        yield WindowKind.YEAR_TO_DATE, end, _fits(first == year_start and last == end, last == end)
    yield WindowKind.YEAR, year_end, _fits(first == year_start and last == year_end, last == year_end)


def _fits(fills: bool, ends_together: bool) -> set[str]:
    return {"added"} | ({"apart"} if fills else set()) | ({"latest"} if ends_together else set())


def _base_rows(
    grain: Grain,
    indicators: Sequence[Indicator],
    breakdown: Breakdown | None,
    programmes: Iterable[int] | None,
    years: set[int] | None,
) -> Iterator[dict[str, Any]]:
    """One query: every indicator's parts per programme, provider, period (and part of the breakdown)."""
    rows = grain.model._default_manager.filter(breakdown.where if breakdown else grain.whole)
    rows = rows.filter(**{f"{grain.first}__isnull": False})
    if programmes is not None:
        rows = rows.filter(**{f"{grain.programme}__in": list(programmes)})
    if years is not None:
        rows = rows.filter(_within(grain, years))
    keys = [grain.first, grain.last, grain.programme, grain.provider] + ([breakdown.column] if breakdown else [])
    aggregates = {
        f"{place}_{part}": aggregate
        for place, indicator in enumerate(indicators)
        for part, aggregate in indicator.kind.aggregates().items()
    }
    for row in rows.order_by().values_list(*keys).annotate(**aggregates):
        first, last, programme, provider = row[:4]
        values = iter(row[len(keys) :])
        parts = [{part: next(values) or 0 for part in indicator.kind.aggregates()} for indicator in indicators]
        yield {
            "windows": list(windows_of(first, last)),
            "programme": programme,
            "provider": provider or 0,
            "part": row[4] if breakdown else "",
            "parts": parts,
        }


def _within(grain: Grain, years: set[int]) -> Q:
    condition = Q(pk__in=[])
    for year in years:
        condition |= Q(**{f"{grain.first}__gte": year * 4, f"{grain.last}__lte": year * 4 + 3})
    return condition


def _place(cells: Cells, base: dict[str, Any], indicators: Sequence[Indicator], breakdown: str) -> None:
    scopes = [(str(ScopeKind.PROGRAMME), base["programme"], 0)]
    if base["provider"]:
        scopes.append((str(ScopeKind.PROVIDER), base["programme"], base["provider"]))
    for indicator, parts in zip(indicators, base["parts"], strict=True):
        if not any(parts.values()):
            continue
        for window, end, fits in base["windows"]:
            if indicator.over_quarters not in fits:
                continue
            for scope, programme, provider in scopes:
                figures = cells[(str(window), end, scope, programme, provider, breakdown, base["part"])]
                figures[indicator.code] = added(figures.get(indicator.code), parts)
