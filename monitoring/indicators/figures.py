"""Figures read from the stored cells, each under a key that says what it is in words that stay the same.

A key reads "RET-02:VIP:2023/24 Q1" or, for a part of a breakdown, "RET-02:network:2023/24:age_band=10-14".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from monitoring.indicators.cells import WHOLE
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import PEOPLE, Parts
from monitoring.indicators.models import Cell, ScopeKind
from monitoring.indicators.windows import FigureWindow

NETWORK = "network"


@dataclass(frozen=True)
class Place:
    """Where a figure stands: a programme (None: the network), a window, and a part of a breakdown (or the whole)."""

    programme_id: int | None
    programme_code: str
    window: FigureWindow
    breakdown: str = WHOLE
    part: str = ""

    def key(self, indicator: Indicator) -> str:
        words = [indicator.code, self.programme_code or NETWORK, self.window.label]
        if self.breakdown:
            words.append(f"{self.breakdown}={self.part}")
        return ":".join(words)


@dataclass(frozen=True)
class Exact:
    """One figure before the disclosure door. `parts` None: nothing was reported there."""

    indicator: Indicator
    place: Place
    parts: Parts | None

    @property
    def key(self) -> str:
        return self.place.key(self.indicator)

    @property
    def value(self) -> int | Fraction | None:
        return self.indicator.kind.value(self.parts)

    @property
    def population(self) -> int:
        """How many of what the figure is made from."""
        return self.indicator.kind.population(self.parts)


def parts_of(indicator: Indicator, figures: Mapping[str, Parts]) -> Parts | None:
    """An indicator's parts among a cell's figures, with how many people they are about if another one counts them."""
    parts = figures.get(indicator.code)
    if parts is None or not indicator.people_in:
        return parts
    return {**parts, PEOPLE: figures.get(indicator.people_in, {}).get("n", 0)}


def read(indicators: Sequence[Indicator], places: Iterable[Place]) -> dict[str, Exact]:
    """The figures of these indicators at these places, by key, in one query a window kind."""
    wanted = list(places)
    figures = _cells(wanted)
    told = {}
    for place in wanted:
        at_place = figures.get(_cell_key(place), {})
        for indicator in indicators:
            if place.breakdown and place.breakdown not in indicator.breakdowns:
                continue
            exact = Exact(indicator, place, parts_of(indicator, at_place))
            told[exact.key] = exact
    return told


CellKey = tuple[str, int, int, str, str]


def _cell_key(place: Place) -> CellKey:
    return (place.window.kind, place.window.quarter, place.programme_id or 0, place.breakdown, place.part)


def _cells(places: Sequence[Place]) -> dict[CellKey, dict[str, Parts]]:
    found = Cell.objects.filter(
        scope_kind__in=(ScopeKind.PROGRAMME, ScopeKind.NETWORK),
        window_kind__in={place.window.kind for place in places},
        quarter__in={place.window.quarter for place in places},
        programme__in={place.programme_id or 0 for place in places},
    )
    rows = found.order_by().values_list("window_kind", "quarter", "programme", "breakdown", "part", "figures")
    merged: dict[CellKey, dict[str, Parts]] = {}
    for kind, quarter, programme, breakdown, part, figures in rows:
        merged.setdefault((kind, quarter, programme, breakdown, part), {}).update(figures)
    return merged
