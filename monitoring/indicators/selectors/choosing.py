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


class UnknownChoice(ValueError):
    """An address that names no window or no programme."""


@dataclass(frozen=True)
class Choice:
    """What is looked at. `window` None: there are no figures at all. `programme` None: the network.

    `windows` are those that have figures, the latest first; `programmes` those that have figures, by name; `codes` the
    codes of all programmes by id.
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


def choice_of(asked: Mapping[str, str], indicator: Indicator | None = None) -> Choice:
    """From an address; without a window the latest that has figures. Raises UnknownChoice.

    With an indicator, only what that one has figures for is offered.
    """
    cells = _cells(indicator)
    windows = _windows(cells)
    programmes = tuple(Programme.objects.order_by("name", "id"))
    with_figures = set(cells.filter(scope_kind=ScopeKind.PROGRAMME).values_list("programme", flat=True).distinct())
    window = _window(asked.get("window", ""), windows, so_far=bool(indicator and indicator.over_quarters == "latest"))
    return Choice(
        window=window,
        programme=_programme(asked.get("programme", ""), programmes),
        windows=windows if window is None or window in windows else (window, *windows),
        programmes=tuple(programme for programme in programmes if programme.pk in with_figures),
        codes={programme.pk: programme.code for programme in programmes},
    )


def _cells(indicator: Indicator | None) -> QuerySet[Cell]:
    cells = Cell.objects.filter(breakdown=WHOLE, window_kind__in=(WindowKind.QUARTER, WindowKind.YEAR)).order_by()
    if indicator is None:
        return cells
    kinds = Cell.objects.filter(breakdown=WHOLE, grain=indicator.grain.code, figures__has_key=indicator.code).order_by()
    return kinds if indicator.over_quarters == "latest" else kinds.exclude(window_kind=WindowKind.YEAR_TO_DATE)


def _windows(cells: QuerySet[Cell]) -> tuple[FigureWindow, ...]:
    """Quarters and years, the latest first, a year before its last quarter. A year so far stands for its quarter."""
    found = {
        FigureWindow(WindowKind.QUARTER if kind == WindowKind.YEAR_TO_DATE else WindowKind(kind), quarter)
        for kind, quarter in cells.values_list("window_kind", "quarter").distinct()
    }
    return tuple(sorted(found, key=lambda window: (window.quarter, window.kind == WindowKind.YEAR), reverse=True))


def _window(label: str, windows: tuple[FigureWindow, ...], *, so_far: bool) -> FigureWindow | None:
    """`so_far`: a year so far may be asked for, and is the choice of its last quarter."""
    if not label:
        return _latest_begun(windows)
    try:
        window = window_named(label)
    except NotAPeriod as wrong:
        raise UnknownChoice(str(wrong)) from wrong
    if window.kind != WindowKind.YEAR_TO_DATE:
        return window
    if not so_far:
        raise UnknownChoice("This figure is told for quarters and years.")
    return FigureWindow(WindowKind.QUARTER, window.quarter)


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
