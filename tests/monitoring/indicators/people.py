"""Invented people in two programmes and two quarters, counted once in each: their figures, and every crowd that fits.

It knows nothing of bounds: a crowd is counted person by person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from django.db.models import Aggregate, Count, Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.grains.return_lines import RETURN_LINES
from monitoring.indicators.guarded import Guarded, one_number
from monitoring.indicators.kinds import Parts
from monitoring.indicators.models import WindowKind
from monitoring.indicators.windows import FigureWindow

FIRST, SECOND = (FigureWindow(WindowKind.QUARTER, 2023 * 4 + number) for number in (0, 1))
SO_FAR = FigureWindow(WindowKind.YEAR_TO_DATE, SECOND.quarter)
ATTENDED = tuple((programme, quarter) for programme in (1, 2) for quarter in (FIRST, SECOND))
Person = frozenset[tuple[int, FigureWindow]]
PEOPLE: tuple[Person, ...] = tuple(
    frozenset(attended) for size in range(1, 5) for attended in combinations(ATTENDED, size)
)


@dataclass(frozen=True)
class Distinct:
    """Distinct people: only what the door asks of a kind."""

    distinct = True

    def aggregates(self) -> dict[str, Aggregate]:
        return {"n": Count("pk")}

    def rows(self) -> Q:
        return Q()

    def value(self, parts: Parts | None) -> int:
        return parts["n"] if parts else 0

    def population(self, parts: Parts | None) -> int:
        return self.value(parts)

    def guarded(self, parts: Parts | None) -> Guarded:
        return one_number(self.value(parts))


AGE = replace(RETURN_LINES.breakdowns["age_band"], fixed=False)  # as at the opening of each case
GRAIN = replace(RETURN_LINES, breakdowns={**RETURN_LINES.breakdowns, "age_band": AGE})
SUPPORTED = Indicator(
    code="CAS-01",
    version=1,
    name="People supported",
    subject="Invented",
    grain=GRAIN,
    kind=Distinct(),
    counted="people",
    definition="Invented people.",
    over_quarters="anew",
    breakdowns=("age_band", "sex"),
)
PLACES = tuple(
    Place(programme, f"P{programme}" if programme else "", window)
    for programme in (1, 2, None)
    for window in (FIRST, SECOND, SO_FAR)
)
Table = tuple[int, ...]  # the counts at PLACES


def is_at(person: Person, place: Place) -> bool:
    return any(
        place.programme_id in (None, programme) and quarter in place.window.quarters for programme, quarter in person
    )


def table_of(crowd: Iterable[Person]) -> Table:
    people = list(crowd)
    return tuple(sum(is_at(person, place) for person in people) for place in PLACES)


def figures_of(counts: Mapping[Place, int]) -> dict[str, Exact]:
    return {place.key(SUPPORTED): Exact(SUPPORTED, place, {"n": count}) for place, count in counts.items() if count}


@lru_cache(maxsize=1)
def tables(most: int) -> frozenset[Table]:
    """The tables of all crowds of up to so many people."""
    steps = [table_of([person]) for person in PEOPLE]
    layer = {tuple(0 for _ in PLACES)}
    found = set(layer)
    for _ in range(most):
        layer = {tuple(map(sum, zip(table, step, strict=True))) for table in layer for step in steps} - found
        found |= layer
    return frozenset(found)


def fitting(page: Mapping[str, int | str], threshold: int, most: int) -> list[Table]:
    """Every table of a crowd that a reader of the page cannot rule out."""
    left: Iterable[Table] = tables(most)
    places = [page.get(place.key(SUPPORTED), 0) for place in PLACES]
    for number, place in sorted(enumerate(places), key=lambda told: isinstance(told[1], str)):  # what is printed first
        left = [table for table in left if _possible(place, table[number], threshold)]
    return list(left)


def _possible(place: int | str, count: int, threshold: int) -> bool:
    if isinstance(place, int):
        return count == place
    return {"primary": 1 <= count < threshold, "secondary": count >= threshold}.get(place, True)
