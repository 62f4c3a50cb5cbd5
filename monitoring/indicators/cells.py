"""From a grain's rows to cells: one pass a breakdown in the database, the rest is adding up.

A window is (kind, number of the quarter that ends it). A scope is (kind, programme, provider). A cell's key is
(window kind, quarter, scope kind, programme, provider, breakdown, part) and its figures are the parts of every
indicator that has any there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from monitoring.indicators.cell_keys import Cells, Figures
from monitoring.indicators.counted_people import counted_people
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.grain import Breakdown, Grain
from monitoring.indicators.kinds import Parts, added
from monitoring.indicators.models import ScopeKind, WindowKind

WHOLE = ""


def cells_of(
    grain: Grain,
    indicators: Sequence[Indicator],
    *,
    programmes: Iterable[int] | None = None,
    years: set[int] | None = None,
) -> Cells:
    """Every cell of these programmes and these financial years (None: of all).

    A financial year is named by the calendar year in which it starts. The network's cells are among them only when all
    programmes are asked for: those of people are counted, all others added up.
    """
    cells: Cells = defaultdict(dict)
    for name, breakdown in [(WHOLE, None), *grain.breakdowns.items()]:
        told = [indicator for indicator in indicators if not name or name in indicator.breakdowns]
        codes = breakdown.codes() if told and breakdown and breakdown.codes else None
        for dates, placed in _by_dates(told).items():
            kept = _kept(grain, dates, programmes, years)
            for base in _base_rows(grain, placed, dates, breakdown, kept, codes):
                _place(cells, base, name, network=programmes is None)
    for dates, placed in _by_dates([indicator for indicator in indicators if indicator.kind.distinct]).items():
        rows = grain.model._default_manager.filter(_kept(grain, dates, programmes, years), alone=False)
        for key, code, count in counted_people(rows, grain, placed, network=programmes is None):
            cells[key][code] = added(cells[key].get(code), {"n": count})
    if programmes is None:
        for key, figures in network_cells(cells, indicators).items():
            cells[key].update(figures)
    return {key: figures for key, figures in cells.items() if figures}


def network_cells(cells: Cells, indicators: Sequence[Indicator]) -> Cells:
    """The network's cells: programmes added, for the indicators that may be."""
    adding = {
        indicator.code for indicator in indicators if indicator.adds_over_programmes and not indicator.kind.distinct
    }
    network: Cells = defaultdict(dict)
    for (window, quarter, scope, _programme, _provider, breakdown, part), figures in cells.items():
        if scope == ScopeKind.PROGRAMME:
            key = (window, quarter, str(ScopeKind.NETWORK), 0, 0, breakdown, part)
            _add(network[key], {code: parts for code, parts in figures.items() if code in adding})
    return {key: figures for key, figures in network.items() if figures}


def people_in_network(grain: Grain, indicators: Sequence[Indicator], sources: Iterable[int]) -> Cells:
    """What these records put into the network's counts of people. They must be all records of the people in them."""
    cells: Cells = defaultdict(dict)
    for dates, placed in _by_dates([indicator for indicator in indicators if indicator.kind.distinct]).items():
        rows = grain.model._default_manager.filter(
            **{f"{grain.source}__in": list(sources), f"{dates.first}__isnull": False}
        )
        for key, code, count in counted_people(rows, grain, placed, network=True):
            if key[2] == ScopeKind.NETWORK:
                cells[key][code] = added(cells[key].get(code), {"n": count})
    return dict(cells)


def network_moved(network: Cells, old: Cells, new: Cells, indicators: Sequence[Indicator]) -> Cells:
    """The network's cells after some programmes' cells, and some people's part in the network's, went from `old` to
    `new`: exact, because parts are integers."""
    moved: Cells = {key: {code: dict(parts) for code, parts in figures.items()} for key, figures in network.items()}
    for change, sign in ((_in_network(old, indicators), -1), (_in_network(new, indicators), 1)):
        for key, figures in change.items():
            stands = moved.setdefault(key, {})
            for code, parts in figures.items():
                stands[code] = added(stands.get(code), parts, sign=sign)
    spread = {indicator.code for indicator in indicators if indicator.kind.spread}
    kept = {
        key: {code: _told(parts) if code in spread else parts for code, parts in figures.items() if any(parts.values())}
        for key, figures in moved.items()
    }
    return {key: figures for key, figures in kept.items() if figures}


def _in_network(cells: Cells, indicators: Sequence[Indicator]) -> Cells:
    """What these cells, of programmes and of the people touched, put into the network's."""
    told = network_cells(cells, indicators)
    for key, figures in cells.items():
        if key[2] == ScopeKind.NETWORK:
            told[key] = {**told.get(key, {}), **figures}
    return told


def _told(parts: Parts) -> dict[str, int]:
    """Without the numbers that no row has any more."""
    return {name: number for name, number in parts.items() if number}


@lru_cache(maxsize=4_096)
def _windows_told(first: int, last: int) -> tuple[tuple[str, int, set[str]], ...]:
    return tuple((str(kind), end, fits) for kind, end, fits in windows_of(first, last))


def windows_of(first: int, last: int) -> Iterator[tuple[str, int, set[str]]]:
    """The windows that a period from quarter `first` to quarter `last` tells something about: kind, end, and to
    indicators that go over quarters in which ways. A period that crosses a financial year tells nothing.
    """
    if first // 4 != last // 4:
        return
    year_start, year_end = first // 4 * 4, first // 4 * 4 + 3
    if first == last:
        yield WindowKind.QUARTER, first, {"added", "apart", "anew"}
    for end in range(last, year_end + 1):
        yield WindowKind.YEAR_TO_DATE, end, _fits(first == year_start and last == end, last == end)
    yield WindowKind.YEAR, year_end, _fits(first == year_start and last == year_end, last == year_end)


def _fits(fills: bool, ends_together: bool) -> set[str]:
    return {"added", "anew"} | ({"apart"} if fills else set()) | ({"latest"} if ends_together else set())


@dataclass(frozen=True)
class Dates:
    """The columns of the first and last quarter of what a row tells."""

    first: str
    last: str


def dates_of(indicator: Indicator) -> Dates:
    by = indicator.by
    return Dates(by or indicator.grain.first, by or indicator.grain.last)


def _by_dates(indicators: Iterable[Indicator]) -> dict[Dates, list[Indicator]]:
    groups: dict[Dates, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(dates_of(indicator), []).append(indicator)
    return groups


def _kept(grain: Grain, dates: Dates, programmes: Iterable[int] | None, years: set[int] | None) -> Q:
    kept = Q(**{f"{dates.first}__isnull": False})
    if programmes is not None:
        kept &= Q(**{f"{grain.programme}__in": list(programmes)})
    return kept if years is None else kept & _within(dates, years)


def _within(dates: Dates, years: set[int]) -> Q:
    condition = Q(pk__in=[])
    for year in years:
        condition |= Q(**{f"{dates.first}__gte": year * 4, f"{dates.last}__lte": year * 4 + 3})
    return condition


@dataclass(frozen=True)
class _Base:
    """Every indicator's parts of one programme, provider, period and part of a breakdown."""

    first: int
    last: int
    programme: int
    provider: int
    part: str
    told: list[tuple[Indicator, dict[str, int]]]


def _base_rows(
    grain: Grain,
    indicators: Sequence[Indicator],
    dates: Dates,
    breakdown: Breakdown | None,
    kept: Q,
    codes: Mapping[int, str] | None,
) -> Iterator[_Base]:
    """One query for all of them, and one for each that is kept by how many rows have each number."""
    rows = grain.model._default_manager.filter(kept, breakdown.where if breakdown else grain.whole).order_by()
    keys = [dates.first, dates.last, grain.programme, grain.provider] + ([breakdown.column] if breakdown else [])
    added_up = [indicator for indicator in indicators if not indicator.kind.spread]
    aggregates = {
        f"{place}_{part}": aggregate
        for place, indicator in enumerate(added_up)
        for part, aggregate in indicator.kind.aggregates().items()
    }
    names = [list(indicator.kind.aggregates()) for indicator in added_up]
    if added_up:
        for row in rows.values_list(*keys).annotate(**aggregates).iterator():
            values = iter(row[len(keys) :])
            told = [
                (indicator, {part: next(values) or 0 for part in its})
                for indicator, its in zip(added_up, names, strict=True)
            ]
            yield _base(row, breakdown, codes, told)
    for indicator in indicators:
        if indicator.kind.spread:
            counted = rows.filter(indicator.kind.rows()).values_list(*keys, indicator.kind.spread)
            for row in counted.annotate(n=Count("pk")).iterator():
                yield _base(row, breakdown, codes, [(indicator, {"n": row[-1], str(row[-2]): row[-1]})])


def _base(
    row: tuple[Any, ...],
    breakdown: Breakdown | None,
    codes: Mapping[int, str] | None,
    told: list[tuple[Indicator, dict[str, int]]],
) -> _Base:
    part = "" if breakdown is None else row[4] if codes is None else codes[row[4]]
    first, last, programme, provider = row[:4]
    return _Base(first, last, programme, provider or 0, part, told)


def _place(cells: Cells, base: _Base, breakdown: str, *, network: bool) -> None:
    told = [(indicator, parts) for indicator, parts in base.told if any(parts.values())]
    if not told:
        return
    scopes = [(str(ScopeKind.PROGRAMME), base.programme, 0)]
    if base.provider:
        scopes.append((str(ScopeKind.PROVIDER), base.programme, base.provider))
    of_people = [(indicator, parts) for indicator, parts in told if indicator.kind.distinct]
    for window, end, fits in _windows_told(base.first, base.last):
        here = {indicator.code: parts for indicator, parts in told if indicator.over_quarters in fits}
        people = {one.code: _in_window(parts, window) for one, parts in of_people if one.code in here}
        here |= people
        for scope, programme, provider in scopes:
            _add(cells[window, end, scope, programme, provider, breakdown, base.part], here)
        if network and people:
            _add(cells[window, end, str(ScopeKind.NETWORK), 0, 0, breakdown, base.part], people)


def _add(figures: Figures, more: Figures) -> None:
    """Parts that stand alone are shared, and never changed: a sum is a new object."""
    for code, parts in more.items():
        if code in figures:
            figures[code] = added(figures[code], parts)
        elif any(parts.values()):
            figures[code] = parts


def _in_window(parts: Parts, window: str) -> dict[str, int]:
    """Of people, a quarter counts their rows, and a longer window the first of their rows in the year."""
    return {"n": parts["n"] if window == WindowKind.QUARTER else parts["first"]}
