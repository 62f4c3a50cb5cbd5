"""Everything a report is made from, read once: the sections then only arrange it."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote

from django.db.models import Q
from django.utils import timezone

from interventions.programmes.models import Programme, StatedAs
from monitoring.budgets.selectors import Money, money_in
from monitoring.indicators.disclosure import NotProtected
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import Controlled
from monitoring.indicators.figures import NETWORK, Exact, Place, read
from monitoring.indicators.models import RollUp, WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import Shown, shown, withheld
from monitoring.indicators.sight import known_from_inside, sets_held
from monitoring.indicators.windows import FigureWindow, window_for
from monitoring.measures.models import Observation, SuccessMeasure
from monitoring.periods.windows import Place as Standing
from monitoring.periods.windows import Window, place
from monitoring.reports.models import CoverLine
from monitoring.returns.models import Return
from monitoring.returns.selectors import PrintedFigure, accepted_versions, printed_figures
from monitoring.theory.selectors import studies

log = logging.getLogger(__name__)
RETURNS = tuple(indicator for code, indicator in INDICATORS.items() if code.startswith("RET-"))
DRAWN_OVER_TIME = ("RET-02", "RET-05")
TRAIL = 4
OVER_QUARTERS = ("added", "apart", "latest")
PUBLISHED = tuple(indicator for code, indicator in INDICATORS.items() if code.startswith("PUB-"))
OF_CASEWORK = ("REA-01", "REA-02", "REA-03", "REF-01", "REF-03", "ENG-01", "ENG-02", "ENG-04", "ENG-05", "ENG-06")
OF_OUTCOMES = ("OUT-01", "OUT-02", "OUT-03", "OUT-04", "OUT-05", "OUT-06")
OF_QUALITY = ("DQ-01", "DQ-02", "DQ-03", "DQ-04")
CASEWORK = tuple(INDICATORS[code] for code in (*OF_CASEWORK, *OF_OUTCOMES, *OF_QUALITY))
CASEWORK_CODES = frozenset(indicator.code for indicator in CASEWORK)


@dataclass(frozen=True)
class ReturnsStanding:
    """How many returns were asked for in the period, and how many of them are accepted and counted."""

    asked: int
    accepted: int
    providers: int


@dataclass(frozen=True)
class Material:
    """`figures` are exact until `through` has taken them through a profile's door; then `shown` holds them."""

    window: FigureWindow
    published_only: bool
    reference: str
    rollup: RollUp | None
    programmes: tuple[Programme, ...]
    figures: Mapping[str, Exact]
    printed: tuple[PrintedFigure, ...]
    printed_elsewhere: tuple[PrintedFigure, ...]
    observations: tuple[Observation, ...]
    success: tuple[SuccessMeasure, ...]
    money: tuple[Money, ...]
    standing: ReturnsStanding
    cover: Mapping[str, tuple[CoverLine, ...]]
    shown: Mapping[str, Shown]
    studies: Mapping[int, str] = field(default_factory=dict)  # who compares, by programme

    @property
    def as_at(self) -> datetime | None:
        return self.rollup.finished_at if self.rollup else None

    def door(self, key: str) -> str:
        """The address that a figure of this report opens; empty for a report that is not kept in the service."""
        return f"/reports/{self.reference}/figures/?key={quote(key)}" if self.reference else ""

    @property
    def is_over(self) -> bool:
        """Whether the period was over when the figures were worked out: until then they say how it stands so far."""
        return self.as_at is not None and timezone.localdate(self.as_at) >= self.window.end

    def key_of(self, code: str, programme_code: str = "", *, before: bool = False) -> str:
        """The key of an indicator's figure in this report's period, or in the one before."""
        asked = self.window.before if before else self.window
        told = window_for(INDICATORS[code].over_quarters, asked)
        return f"{code}:{programme_code or NETWORK}:{told.label}"

    @property
    def trail(self) -> tuple[FigureWindow, ...]:
        """The quarters that a course over time is drawn from: those of the year, or the four up to this one."""
        return trail_of(self.window)

    def printed_keys(self) -> list[str]:
        """The figures that the pages have a place for: this window, the one before, and the course that is drawn."""
        windows = {window_for(way, asked) for way in OVER_QUARTERS for asked in (self.window, self.window.before)}
        drawn = {f"{code}:{NETWORK}:{quarter.label}" for code in DRAWN_OVER_TIME for quarter in self.trail}
        return [key for key, figure in self.figures.items() if figure.place.window in windows or key in drawn]

    def through(self, profile: ReleaseProfile, earlier: Iterable[Controlled]) -> tuple["Material", Controlled]:
        """The same with every figure as readers of `profile` may see it, and the release to keep.

        Whoever leads a programme knows its exact figures and reads the report beside them: the door reckons with it.
        Figures of casework that cannot be protected are withheld with all of their kind, so that the rest can go out.
        """
        before, held = list(earlier), sets_held()
        taken, withdrawn = dict(self.figures), dict[str, Exact]()
        while True:
            inside = [] if profile.exact else known_from_inside(taken, held)
            printed = [key for key in self.printed_keys() if key in taken]
            try:
                at_the_door, controlled = shown(taken, profile, printed=printed, earlier=[*before, *inside])
            except NotProtected as left:
                unsafe = _not_protected(taken, left)
                if not unsafe:
                    raise
                log.error("%s figures are left out of the %s edition", len(unsafe), profile.code)
                withdrawn |= unsafe
                taken = {key: figure for key, figure in taken.items() if key not in unsafe}
            else:
                instead = {key: withheld(figure, profile) for key, figure in withdrawn.items()}
                return replace(self, shown=at_the_door | instead), controlled


def gather(
    window: FigureWindow,
    *,
    published_only: bool,
    reference: str = "",
    rollup: RollUp | None = None,
    cover: Iterable[CoverLine] = (),
) -> Material:
    """Read everything for one period: a quarter or a financial year."""
    programmes = tuple(Programme.objects.filter(stated_as=StatedAs.DELIVERED).order_by("name", "id"))
    main, elsewhere = _printed(window)
    return Material(
        window=window,
        published_only=published_only,
        reference=reference,
        rollup=rollup,
        programmes=programmes,
        figures=_figures(window, programmes, published_only),
        printed=main,
        printed_elsewhere=elsewhere,
        observations=_observations(window),
        success=tuple(_success(window)),
        money=tuple(money_in(window.year.label)),
        standing=_standing(window) if not published_only else ReturnsStanding(0, 0, 0),
        cover=_by_part(cover),
        shown={},
        studies={} if published_only else studies(),
    )


def trail_of(window: FigureWindow) -> tuple[FigureWindow, ...]:
    quarters = [FigureWindow(WindowKind.QUARTER, window.quarter - back) for back in range(TRAIL)]
    return tuple(reversed(quarters))


def _not_protected(figures: Mapping[str, Exact], left: NotProtected) -> dict[str, Exact]:
    """Of the casework that small numbers could be worked out of, every figure of the same kind."""
    codes = {found.key.split(":", maxsplit=1)[0] for found in left.findings}
    families = {one.family for one in CASEWORK if one.code in codes}
    return {key: figure for key, figure in figures.items() if figure.indicator.family in families}


def _figures(window: FigureWindow, programmes: Iterable[Programme], published_only: bool) -> dict[str, Exact]:
    indicators = PUBLISHED if published_only else (*CASEWORK, *RETURNS, *PUBLISHED)
    windows = {window_for(way, asked) for way in OVER_QUARTERS for asked in (window, window.before)}
    windows |= set(trail_of(window))
    scopes = [(None, ""), *((programme.pk, programme.code) for programme in programmes)]
    places = [Place(pk, code, one) for one in sorted(windows, key=lambda w: (w.start, w.end)) for pk, code in scopes]
    return {key: figure for key, figure in read(indicators, places).items() if _has_a_place(figure, window)}


def _has_a_place(figure: Exact, window: FigureWindow) -> bool:
    """Casework is told of the period by programme, and of the one before for the network alone."""
    code, place = figure.indicator.code, figure.place
    if code not in CASEWORK_CODES:
        return True
    before = place.window == window.before and not place.programme_id and code in OF_CASEWORK
    return place.window == window or before


def _printed(window: FigureWindow) -> tuple[tuple[PrintedFigure, ...], tuple[PrintedFigure, ...]]:
    """The printed figures of the window, and those that are stated for other periods or at a date."""
    everything = printed_figures()
    placed: dict[Standing, list[PrintedFigure]] = {standing: [] for standing in Standing}
    for figure in everything:
        others = [
            _span(other)
            for other in everything
            if other is not figure and (other.programme_id, other.measure) == (figure.programme_id, figure.measure)
        ]
        placed[place(_span(figure), window.days, others)].append(figure)
    return tuple(placed[Standing.MAIN]), tuple(placed[Standing.SECOND])


def _span(figure: PrintedFigure) -> Window:
    return Window(figure.start, figure.end, figure.label)


def _observations(window: FigureWindow) -> tuple[Observation, ...]:
    overlapping = Q(end__gt=window.start) & (Q(start__lt=window.end) | Q(start=None, end__lte=window.end))
    rows = Observation.objects.filter(overlapping).select_related("series", "source")
    return tuple(rows.order_by("series__authority", "series__name", "start", "end", "area_as_printed", "age_scope"))


def _success(window: FigureWindow) -> Iterable[SuccessMeasure]:
    """Results are printed for whole years: a quarter's report has none."""
    if window.kind != "year":
        return ()
    rows = SuccessMeasure.objects.filter(comparison_year=window.label).select_related("series", "source")
    return rows.order_by("series__authority", "series__name", "age_scope")


def _standing(window: FigureWindow) -> ReturnsStanding:
    asked = Return.objects.filter(published=False, start__gte=window.start, end__lte=window.end)
    accepted = accepted_versions(window.start, window.end)
    providers = accepted.order_by().values("of__organisation").distinct().count()
    return ReturnsStanding(asked.count(), accepted.count(), providers)


def _by_part(lines: Iterable[CoverLine]) -> dict[str, tuple[CoverLine, ...]]:
    told: dict[str, list[CoverLine]] = {}
    for line in lines:
        told.setdefault(line.part, []).append(line)
    return {part: tuple(rows) for part, rows in told.items()}
