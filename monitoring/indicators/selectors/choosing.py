"""The window and the scope that an address asks for, among those that have figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.cells import WHOLE
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.models import Cell, ScopeKind, WindowKind
from monitoring.indicators.windows import FigureWindow, window_named
from monitoring.periods.windows import NotAPeriod, Quarter

NETWORK_WORDS = "The whole network"
LONGER = (WindowKind.QUARTER, WindowKind.YEAR_TO_DATE, WindowKind.YEAR)


class UnknownChoice(ValueError):
    """An address that names no window or no programme."""


@dataclass(frozen=True)
class Choice:
    """What is looked at. `window` None: there are no figures at all. `programme` None: the network.

    `windows` are those that can be asked for, the latest first; `programmes` those that have figures, by name; `codes`
    the codes of all programmes by id.
    """

    window: FigureWindow | None
    programme: Programme | None
    windows: tuple[FigureWindow, ...]
    programmes: tuple[Programme, ...]
    codes: Mapping[int, str]

    @property
    def scope_words(self) -> str:
        return self.programme.name if self.programme else NETWORK_WORDS

    @property
    def query(self) -> dict[str, str]:
        """The choice as the part of an address behind the question mark."""
        told = {"window": self.window.label if self.window else ""}
        return told | ({"programme": self.programme.code} if self.programme else {})

    def place(self, window: FigureWindow, breakdown: str = WHOLE, part: str = "") -> Place:
        programme = self.programme
        return Place(programme.pk if programme else None, programme.code if programme else "", window, breakdown, part)


def choice_of(asked: Mapping[str, str], indicator: Indicator | None = None, *, so_far: bool = False) -> Choice:
    """From an address; without a window the latest that has figures. Raises UnknownChoice.

    With an indicator, only what that one has figures for is offered. `so_far`: years to date are offered beside
    quarters and years, which is for who sees figures exactly: they have no place after the door.
    """
    cells = _cells(indicator)
    ends_quarters = bool(indicator and indicator.over_quarters == "latest")
    windows = _windows(cells, ends_quarters=ends_quarters, so_far=so_far)
    programmes = tuple(Programme.objects.order_by("name", "id"))
    with_figures = set(cells.filter(scope_kind=ScopeKind.PROGRAMME).values_list("programme", flat=True).distinct())
    window = _window(asked.get("window", ""), windows, ends_quarters=ends_quarters, so_far=so_far)
    return Choice(
        window=window,
        programme=_programme(asked.get("programme", ""), programmes),
        windows=windows if window is None or window in windows else (window, *windows),
        programmes=tuple(programme for programme in programmes if programme.pk in with_figures),
        codes={programme.pk: programme.code for programme in programmes},
    )


def _cells(indicator: Indicator | None) -> QuerySet[Cell]:
    cells = Cell.objects.filter(breakdown=WHOLE).order_by()
    return cells.filter(grain=indicator.grain.code, figures__has_key=indicator.code) if indicator else cells


def _windows(cells: QuerySet[Cell], *, ends_quarters: bool, so_far: bool) -> tuple[FigureWindow, ...]:
    """The latest first; of those that end together the year, then the year to date, then the quarter.

    A year to date is one of two or three quarters, the last of which has begun: that of one is the quarter, that of
    four the year.
    """
    now = Quarter.holding(timezone.localdate()).number
    rows = cells.values_list("window_kind", "quarter").distinct()
    found = {FigureWindow(WindowKind(kind), last) for kind, last in rows}
    if ends_quarters:
        found = {_its_quarter(window) for window in found}
    else:
        begun = {one for one in found if so_far and _shortest(one) == one and one.quarter <= now}
        found = {one for one in found if one.kind != WindowKind.YEAR_TO_DATE or one in begun}
    return tuple(sorted(found, key=lambda window: (window.quarter, LONGER.index(window.kind)), reverse=True))


def _shortest(window: FigureWindow) -> FigureWindow:
    """A year to date that is just a quarter or a whole year, as that."""
    if window.kind != WindowKind.YEAR_TO_DATE or window.quarter % 4 in (1, 2):
        return window
    return FigureWindow(WindowKind.YEAR if window.quarter % 4 else WindowKind.QUARTER, window.quarter)


def _its_quarter(window: FigureWindow) -> FigureWindow:
    """The quarter that ends a year to date; any other window as it is."""
    is_so_far = window.kind == WindowKind.YEAR_TO_DATE
    return FigureWindow(WindowKind.QUARTER, window.quarter) if is_so_far else window


def _window(label: str, windows: tuple[FigureWindow, ...], *, ends_quarters: bool, so_far: bool) -> FigureWindow | None:
    """`ends_quarters`: a year to date is what this figure has for a quarter, and is its choice."""
    if not label:
        return _latest_begun(windows)
    try:
        window = window_named(label)
    except NotAPeriod as wrong:
        raise UnknownChoice(str(wrong)) from wrong
    if ends_quarters:
        return _its_quarter(window)
    if window.kind == WindowKind.YEAR_TO_DATE and not so_far:
        raise UnknownChoice("This figure is told for quarters and years.")
    return _shortest(window)


def _latest_begun(windows: tuple[FigureWindow, ...]) -> FigureWindow | None:
    """The latest one that has begun: a session that is arranged for next year makes no figure of today."""
    now = Quarter.holding(timezone.localdate()).number
    begun = (one for one in windows if (one.quarter // 4 * 4 if one.kind == WindowKind.YEAR else one.quarter) <= now)
    return next(begun, windows[0] if windows else None)


def _programme(code: str, programmes: tuple[Programme, ...]) -> Programme | None:
    if not code:
        return None
    found = next((programme for programme in programmes if programme.code == code), None)
    if found is None:
        raise UnknownChoice("There is no such programme.")
    return found
