"""What is a part of what among the figures of one indicator, and what every reader knows of parts that overlap.

People are counted once in each programme, quarter and part, so that a whole is no more than its parts together and no
less than each. What overlaps, the parts together less their whole, is bounded too, because it is made of the same
people. It is no more of some than of all: whoever is counted in two quarters within one programme is so in the network.
And it is no more of all than of some and all the others: whoever is counted in two quarters of the network and is not
so within one programme is in another programme. Of two programmes in two quarters that is all that there is to know.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import NamedTuple

from monitoring.indicators.declarations import PROGRAMMES, QUARTERS, Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.models import WindowKind

QUARTER, SO_FAR, YEAR = str(WindowKind.QUARTER), str(WindowKind.YEAR_TO_DATE), str(WindowKind.YEAR)


class Spot(NamedTuple):
    """A place in plain values, which are quick to compare. `programme` 0: the network; `quarter`: its number."""

    programme: int
    kind: str
    quarter: int
    breakdown: str
    part: str


def spot_of(place: Place) -> Spot:
    window = place.window
    return Spot(place.programme_id or 0, str(window.kind), window.quarter, place.breakdown, place.part)


Within = Callable[[Spot], Spot]


@dataclass(frozen=True)
class Whole:
    """`over`: what the parts are: programmes, quarters (of the year, of the year so far), or those of a breakdown.

    `assumed`: readers will take it to hold, and it need not: of what programmes know of a person (sex) they each have
    their own, and the network goes by what all of them together know.
    """

    over: str
    total: Spot
    parts: tuple[Spot, ...]
    overlaps: bool
    assumed: bool = False

    @property
    def fact(self) -> str:
        return self.over.split(" ")[0]


class AtMost(NamedTuple):
    """The figures of `less` together are no more than those of `more` together."""

    less: tuple[Spot, ...]
    more: tuple[Spot, ...]


def wholes_of(indicator: Indicator, spots: Collection[Spot]) -> list[Whole]:
    """Every whole with those of its parts that have a figure."""
    parts: dict[tuple[str, Spot], set[Spot]] = {}
    for spot in spots:
        for over, total in _totals(indicator, spot):
            if total in spots:
                parts.setdefault((over, total), set()).add(spot)
    return [
        Whole(
            over,
            total,
            tuple(sorted(below)),
            overlaps=len(below) > 1 and indicator.tie(over.split(" ")[0]) == "overlaps",
            assumed=over == PROGRAMMES and indicator.by_network(total.breakdown),
        )
        for (over, total), below in sorted(parts.items())
    ]


def bounds_of(wholes: Iterable[Whole], spots: Collection[Spot]) -> Iterator[AtMost]:
    """What overlaps in a whole beside what overlaps in it within one programme, one part, or a shorter time."""
    told = list(wholes)
    overlapping = [whole for whole in told if whole.overlaps and not whole.assumed]
    by_network = {whole.total.breakdown for whole in told if whole.assumed}
    crossing = {whole.over for whole in overlapping}
    values = sorted({(spot.breakdown, spot.part) for spot in spots if spot.breakdown in crossing})
    programmes = sorted({spot.programme for spot in spots} - {0})
    at: dict[Spot, list[Whole]] = {}
    for whole in overlapping:
        at.setdefault(whole.total, []).append(whole)
        for within in _withins(whole, [] if whole.total.breakdown in by_network else programmes, values):
            total = within(whole.total)
            if total != whole.total and total in spots:
                yield AtMost((*_parts(whole, within, spots), whole.total), (total, *whole.parts))
    for beside in at.values():
        for whole, other in permutations(beside, 2):
            if whole.fact != other.fact:
                yield from _all_by_some(whole, other, spots)


def _all_by_some(whole: Whole, other: Whole, spots: Collection[Spot]) -> Iterator[AtMost]:
    for part in other.parts:
        beside = [one for one in other.parts if one != part]
        if len(whole.parts) > 2:
            beside = [spot for one in beside for spot in _parts(whole, _within(other, one), spots)]
        yield AtMost((*whole.parts, part), (whole.total, *_parts(whole, _within(other, part), spots), *beside))


def _parts(whole: Whole, within: Within, spots: Collection[Spot]) -> list[Spot]:
    """Its parts within something; one that has no figure there is nought."""
    return [part for part in map(within, whole.parts) if part in spots]


def _within(whole: Whole, part: Spot) -> Within:
    if whole.fact == PROGRAMMES:
        return partial(_in_programme, part.programme)
    if whole.fact == QUARTERS:
        return partial(_in_window, part.kind, part.quarter)
    return partial(_in_part, part.breakdown, part.part)


def _in_programme(programme: int, spot: Spot) -> Spot:
    return Spot(programme, *spot[1:])


def _in_window(kind: str, quarter: int, spot: Spot) -> Spot:
    return Spot(spot[0], kind, quarter, spot[3], spot[4])


def _in_part(breakdown: str, part: str, spot: Spot) -> Spot:
    return Spot(spot[0], spot[1], spot[2], breakdown, part)


def _totals(indicator: Indicator, spot: Spot) -> Iterator[tuple[str, Spot]]:
    """The wholes that a place is a part of. Those over a year so far are told apart from those over its quarters."""
    if spot.programme and indicator.tie(PROGRAMMES) != "none":
        yield PROGRAMMES, _in_programme(0, spot)
    if spot.breakdown and indicator.tie(spot.breakdown) != "none":
        yield spot.breakdown, _in_part("", "", spot)
    if indicator.tie(QUARTERS) != "none":
        yield from _longer(spot, anew=indicator.over_quarters == "anew")


def _longer(spot: Spot, *, anew: bool) -> Iterator[tuple[str, Spot]]:
    """The year, and (`anew`: they have figures of their own) the year so far at each quarter's end."""
    last = spot.quarter // 4 * 4 + 3
    if spot.kind == QUARTER:
        yield QUARTERS, _in_window(YEAR, last, spot)
    if spot.kind == QUARTER and anew:
        for end in range(spot.quarter, last + 1):
            yield QUARTERS, _in_window(SO_FAR, end, spot)
        yield f"{QUARTERS} so far", _in_window(SO_FAR, spot.quarter, spot)
    if spot.kind == SO_FAR and spot.quarter < last:
        yield f"{QUARTERS} so far", _in_window(SO_FAR, spot.quarter + 1, spot)
    if spot.kind == SO_FAR and spot.quarter == last:
        yield f"{QUARTERS} of the year", _in_window(YEAR, last, spot)


def _withins(whole: Whole, programmes: Iterable[int], values: Iterable[tuple[str, str]]) -> Iterator[Within]:
    if not whole.total.programme and whole.over != PROGRAMMES:
        for programme in programmes:
            yield partial(_in_programme, programme)
    if not whole.total.breakdown:
        for breakdown, part in values:
            if whole.over != breakdown:
                yield partial(_in_part, breakdown, part)
    if whole.fact != QUARTERS and whole.total.kind != QUARTER:
        first, last = whole.total.quarter // 4 * 4, whole.total.quarter
        for quarter in range(first, last + 1):
            yield partial(_in_window, QUARTER, quarter)
            if quarter < last:
                yield partial(_in_window, SO_FAR, quarter)
