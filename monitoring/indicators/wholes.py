"""What is a part of what among the figures of one indicator, and what every reader knows of parts that overlap.

People are counted once in each programme, quarter and part, so that a whole is no more than its parts together and no
less than each. What overlaps, the parts together less their whole, is bounded too, because it is made of the same
people. It is no more of some than of all: whoever is counted in two quarters within one programme is so in the network.
And it is no more of all than of some and all the others: whoever is counted in two quarters of the network and is not
so within one programme is in another programme. Of two programmes in two quarters that is all that there is to know.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations
from typing import NamedTuple

from monitoring.indicators.declarations import PROGRAMMES, QUARTERS, Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.models import WindowKind
from monitoring.indicators.windows import FigureWindow

Within = Callable[[Place], Place]


@dataclass(frozen=True)
class Whole:
    """`over`: what the parts are: programmes, quarters (of the year, of the year so far), or those of a breakdown."""

    over: str
    total: Place
    parts: tuple[Place, ...]
    overlaps: bool

    @property
    def fact(self) -> str:
        return self.over.split(" ")[0]


class AtMost(NamedTuple):
    """The figures of `less` together are no more than those of `more` together."""

    less: tuple[Place, ...]
    more: tuple[Place, ...]


def wholes_of(indicator: Indicator, places: Collection[Place]) -> list[Whole]:
    """Every whole with those of its parts that have a figure, in the order of the parts' keys."""
    parts: dict[tuple[str, Place], set[Place]] = {}
    for place in places:
        for over, total in _totals(indicator, place):
            if total in places:
                parts.setdefault((over, total), set()).add(place)
    return [
        Whole(
            over,
            total,
            tuple(sorted(below, key=lambda place: place.key(indicator))),
            overlaps=len(below) > 1 and indicator.tie(over.split(" ")[0]) == "overlaps",
        )
        for (over, total), below in sorted(parts.items(), key=lambda item: (item[0][0], item[0][1].key(indicator)))
    ]


def bounds_of(wholes: Iterable[Whole], places: Collection[Place]) -> Iterator[AtMost]:
    """What overlaps in a whole beside what overlaps in it within one programme, one part, or a shorter time."""
    overlapping = [whole for whole in wholes if whole.overlaps]
    codes = {place.programme_id: place.programme_code for place in places if place.programme_id}
    crossing = {whole.over for whole in overlapping}
    values = {(place.breakdown, place.part) for place in places if place.breakdown in crossing}
    for whole in overlapping:
        for within in _withins(whole, codes, values):
            total = within(whole.total)
            if total != whole.total and total in places:
                yield AtMost((*_parts(whole, within, places), whole.total), (total, *whole.parts))
    for whole, other in permutations(overlapping, 2):
        if whole.total == other.total and whole.fact != other.fact:
            yield from _all_by_some(whole, other, places)


def _all_by_some(whole: Whole, other: Whole, places: Collection[Place]) -> Iterator[AtMost]:
    for part in other.parts:
        beside = [one for one in other.parts if one != part]
        if len(whole.parts) > 2:
            beside = [place for one in beside for place in _parts(whole, _within(other, one), places)]
        yield AtMost((*whole.parts, part), (whole.total, *_parts(whole, _within(other, part), places), *beside))


def _parts(whole: Whole, within: Within, places: Collection[Place]) -> tuple[Place, ...]:
    """Its parts within something; one that has no figure there is nought."""
    return tuple(dict.fromkeys(part for part in map(within, whole.parts) if part in places))


def _within(whole: Whole, part: Place) -> Within:
    if whole.fact == PROGRAMMES:
        return partial(replace, programme_id=part.programme_id, programme_code=part.programme_code)
    if whole.fact == QUARTERS:
        return partial(replace, window=part.window)
    return partial(replace, breakdown=part.breakdown, part=part.part)


def _totals(indicator: Indicator, place: Place) -> Iterator[tuple[str, Place]]:
    """The wholes that a place is a part of. Those over a year so far are told apart from those over its quarters."""
    if place.programme_id and indicator.tie(PROGRAMMES) != "none":
        yield PROGRAMMES, replace(place, programme_id=None, programme_code="")
    if place.breakdown and indicator.tie(place.breakdown) != "none":
        yield place.breakdown, replace(place, breakdown="", part="")
    if indicator.tie(QUARTERS) != "none":
        yield from _longer(place, anew=indicator.over_quarters == "anew")


def _longer(place: Place, *, anew: bool) -> Iterator[tuple[str, Place]]:
    """The year, and (`anew`: they have figures of their own) the year so far at each quarter's end."""
    window, year = place.window, place.window.year
    is_quarter, so_far = window.kind == WindowKind.QUARTER, window.kind == WindowKind.YEAR_TO_DATE
    if is_quarter:
        yield QUARTERS, replace(place, window=year)
    if is_quarter and anew:
        for end in range(window.quarter, year.quarter + 1):
            yield QUARTERS, replace(place, window=_so_far(end))
        yield f"{QUARTERS} so far", replace(place, window=_so_far(window.quarter))
    if so_far and window.quarter < year.quarter:
        yield f"{QUARTERS} so far", replace(place, window=_so_far(window.quarter + 1))
    if so_far and window.quarter == year.quarter:
        yield f"{QUARTERS} of the year", replace(place, window=year)


def _so_far(quarter: int) -> FigureWindow:
    return FigureWindow(WindowKind.YEAR_TO_DATE, quarter)


def _withins(whole: Whole, codes: dict[int, str], values: Collection[tuple[str, str]]) -> Iterator[Within]:
    if whole.total.programme_id is None and whole.over != PROGRAMMES:
        for programme, code in sorted(codes.items()):
            yield partial(replace, programme_id=programme, programme_code=code)
    if not whole.total.breakdown:
        for breakdown, part in sorted(values):
            if whole.over != breakdown:
                yield partial(replace, breakdown=breakdown, part=part)
    if whole.fact != QUARTERS:
        for window in _shorter(whole.total.window):
            yield partial(replace, window=window)


def _shorter(window: FigureWindow) -> list[FigureWindow]:
    if window.kind == WindowKind.QUARTER:
        return []
    return [*window.quarters, *map(_so_far, range(window.quarter // 4 * 4, window.quarter))]
