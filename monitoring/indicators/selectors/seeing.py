"""Figures as one person sees them: exact where they may, else after the door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from monitoring.indicators.controlled import Seen, seen_exactly
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.disclosure_profiles import CENTRAL_TEAM, PROGRAMME_TEAM
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.kept_decisions import AfterDoor, controlled_years
from monitoring.indicators.models import Cell, ScopeKind, WindowKind
from monitoring.indicators.sight import DOOR, Sight, sets_held
from monitoring.indicators.windows import FigureWindow
from monitoring.indicators.wording import figure_words, made_from, number_words


@dataclass(frozen=True)
class Bar:
    """All in hundredths of the width: where nought is, where the bar starts, how long it is, its interval's ends."""

    zero: int
    start: int
    length: int
    interval: tuple[int, int] | None


@dataclass(frozen=True)
class Line:
    """One figure with its words. `number` is short ("80%"), `words` whole; where it is not shown both say why.

    `bar` None: there is none to draw. `is_exact`: whoever looks sees all of this place exactly.
    """

    label: str
    seen: Seen
    number: str
    words: str
    made_from: str
    url: str = ""
    bar: Bar | None = None
    is_exact: bool = False

    @property
    def is_shown(self) -> bool:
        return self.seen.parts is not None


@dataclass(frozen=True)
class Seeing:
    """`exact` is read only where the eyes are allowed to; `after_door` holds no hidden number."""

    sight: Sight
    exact: Mapping[str, Exact]
    after_door: AfterDoor

    def is_exact(self, indicator: Indicator, place: Place) -> bool:
        return not indicator.about_people or self.sight.covers(place.programme_id)

    def at(self, indicator: Indicator, place: Place) -> Seen:
        if self.is_exact(indicator, place):
            return seen_exactly(self.exact.get(place.key(indicator)))
        return self.after_door.at(indicator, place)

    def line(self, indicator: Indicator, place: Place, label: str, url: str = "") -> Line:
        seen, exact = self.at(indicator, place), self.is_exact(indicator, place)
        if seen.parts is None:
            return Line(label, seen, seen.words, seen.words, "", url, is_exact=exact)
        number, words = number_words(indicator, seen.parts), figure_words(indicator, seen.parts)
        return Line(label, seen, number, words, made_from(indicator, seen.parts), url, is_exact=exact)

    def instead_of_parts(self, indicator: Indicator, place: Place) -> str:
        """The words in the place of this place's whole breakdown; empty where it is shown."""
        told = None if self.is_exact(indicator, place) else self.after_door.parts(indicator, place)
        return told.words if told else ""

    def parts_told(self, indicator: Indicator, place: Place) -> set[str]:
        """The parts of this place's breakdown that have a figure, shown or not."""
        keys: Iterable[str] = self.exact if self.is_exact(indicator, place) else self.after_door.figures
        start = place.key(indicator)
        return {key.removeprefix(start) for key in keys if key.startswith(start)}


def seeing(
    sight: Sight,
    indicators: Sequence[Indicator],
    wanted: Q,
    years: Iterable[int],
    *,
    rollup: int,
    codes: Mapping[int, str],
) -> Seeing:
    """`wanted`: the cells to read for what is seen exactly; `years`: the financial years that the page is about."""
    behind_door = [] if sight.everything else [indicator for indicator in indicators if indicator.about_people]
    after_door = AfterDoor()
    if behind_door:
        after_door = controlled_years(behind_door, years, rollup=rollup, held=sets_held())
    return Seeing(sight, _exact(sight, indicators, wanted, codes), after_door)


def profile_words(sight: Sight, indicator: Indicator | None = None) -> str:
    """Under which release profile figures are shown, or those of one indicator, as pages and files name it."""
    if indicator is not None and not indicator.about_people:
        return "These figures are not about people, so everybody who sees figures sees them exactly"
    if sight.everything:
        return f"{CENTRAL_TEAM.name}: exact figures, nothing is hidden"
    own = f"{PROGRAMME_TEAM.name}: exact figures of your own programmes. All others a" if sight.programmes else "A"
    return f"{own}s in the {DOOR.name}: counts under {DOOR.threshold}, and what would give one away, are hidden"


def _exact(sight: Sight, indicators: Sequence[Indicator], wanted: Q, codes: Mapping[int, str]) -> dict[str, Exact]:
    """What may be seen exactly, in one query. Figures that are not about people may be by everybody."""
    by_code = {indicator.code: indicator for indicator in indicators}
    grains = {indicator.grain.code for indicator in indicators}
    cells = Cell.objects.filter(
        wanted, grain__in=grains, scope_kind__in=(ScopeKind.PROGRAMME, ScopeKind.NETWORK)
    ).order_by()
    columns = ("window_kind", "quarter", "programme", "breakdown", "part", "figures")
    told = {}
    for kind, quarter, programme, breakdown, part, figures in cells.values_list(*columns):
        window = FigureWindow(WindowKind(kind), quarter)
        place = Place(programme or None, codes[programme] if programme else "", window, breakdown, part)
        for code in figures.keys() & by_code.keys():
            if sight.covers(place.programme_id) or not by_code[code].about_people:
                figure = Exact(by_code[code], place, figures[code])
                told[figure.key] = figure
    return told
