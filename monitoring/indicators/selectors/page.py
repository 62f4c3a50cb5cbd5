"""One indicator: its headline, its course over time, its programmes and breakdowns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from interventions.programmes.models import ListEntry
from monitoring.indicators.cells import WHOLE
from monitoring.indicators.change_in_full import ChangeInFull, change_in_full
from monitoring.indicators.comparisons import caution_of, studies
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.models import WindowKind
from monitoring.indicators.selectors.bars import with_bars
from monitoring.indicators.selectors.choosing import NETWORK_WORDS, Choice
from monitoring.indicators.selectors.overview import address
from monitoring.indicators.selectors.seeing import Line, Seeing, seeing
from monitoring.indicators.sight import Sight
from monitoring.indicators.windows import FigureWindow, window_for, window_so_far

QUARTERS_SHOWN, YEARS_SHOWN = 8, 4


@dataclass(frozen=True)
class BreakdownTable:
    """`lines` empty: nothing was reported by this breakdown, or it is not shown, and `instead` says why."""

    label: str
    lines: tuple[Line, ...]
    instead: str = ""

    @property
    def caption(self) -> str:
        return f"By {self.label.lower()}"


@dataclass(frozen=True)
class IndicatorPage:
    """`breakdowns` None: this scope's breakdowns are shown only to who sees it exactly.

    `compared`: of a change in scores, the programmes that a study compares with others, and by whose study.
    """

    indicator: Indicator
    choice: Choice
    window: FigureWindow
    eyes: Seeing
    headline: Line
    quarters: tuple[Line, ...]
    years: tuple[Line, ...]
    programmes: tuple[Line, ...]
    network: Line
    breakdowns: tuple[BreakdownTable, ...] | None
    caution: str
    compared: tuple[tuple[str, str], ...]

    @property
    def change_in_full(self) -> ChangeInFull | None:
        """What the change rests on; None for whoever does not see it exactly."""
        return change_in_full(self.indicator, self.headline.seen.parts) if self.headline.is_exact else None

    @property
    def is_exact(self) -> bool:
        return self.eyes.is_exact(self.indicator, self.choice.place(self.window))


def indicator_page(sight: Sight, indicator: Indicator, choice: Choice, *, rollup: int) -> IndicatorPage | None:
    """None: this indicator has no figure anywhere yet, and no window was asked for."""
    if choice.window is None:
        return None
    window = window_so_far(indicator.over_quarters, choice.window, timezone.localdate())
    quarters, years = _quarters(indicator, choice), _years(choice)
    wanted, told_years = _wanted(choice, window, [*quarters, *years])
    by_study = studies(indicator)
    eyes = seeing(sight, (indicator,), wanted, told_years, rollup=rollup, codes=choice.codes)
    return IndicatorPage(
        indicator=indicator,
        choice=choice,
        window=window,
        eyes=eyes,
        headline=eyes.line(indicator, choice.place(window), choice.scope_words),
        quarters=tuple(eyes.line(indicator, choice.place(one), one.label) for one in quarters),
        years=tuple(eyes.line(indicator, choice.place(one), one.label) for one in years),
        programmes=_programmes(eyes, indicator, choice, window),
        network=eyes.line(
            indicator, Place(None, "", window), NETWORK_WORDS, address(indicator, {"window": choice.query["window"]})
        ),
        breakdowns=_breakdowns(eyes, indicator, choice, window),
        caution=caution_of(indicator, choice.programme, by_study),
        compared=tuple((one.name, by_study[one.pk]) for one in choice.programmes if one.pk in by_study),
    )


def _quarters(indicator: Indicator, choice: Choice) -> list[FigureWindow]:
    """The quarters, or years so far, that end with the window, from the first year that has a figure, at most eight."""
    assert choice.window is not None
    last = choice.window.quarter
    first = min([window.quarter // 4 * 4 for window in choice.windows], default=last)
    numbers = range(max(first, last - QUARTERS_SHOWN + 1), last + 1)
    return [window_for(indicator.over_quarters, FigureWindow(WindowKind.QUARTER, number)) for number in numbers]


def _years(choice: Choice) -> list[FigureWindow]:
    """The years that end with the window's, from the first that has a figure, at most four."""
    assert choice.window is not None
    last = choice.window.quarter // 4
    first = min([window.quarter // 4 for window in choice.windows], default=last)
    return [FigureWindow(WindowKind.YEAR, year * 4 + 3) for year in range(max(first, last - YEARS_SHOWN + 1), last + 1)]


def _wanted(choice: Choice, window: FigureWindow, over_time: Sequence[FigureWindow]) -> tuple[Q, set[int]]:
    scope = choice.programme.pk if choice.programme else 0
    numbers = [one.quarter for one in over_time]
    course = Q(quarter__range=(min(numbers), max(numbers)), programme=scope, breakdown=WHOLE)
    here = Q(window_kind=window.kind, quarter=window.quarter)
    return course | (here & (Q(breakdown=WHOLE) | Q(programme=scope))), {number // 4 for number in numbers}


def _programmes(eyes: Seeing, indicator: Indicator, choice: Choice, window: FigureWindow) -> tuple[Line, ...]:
    query = choice.query
    lines = [
        eyes.line(
            indicator,
            Place(programme.pk, programme.code, window),
            programme.name,
            address(indicator, {**query, "programme": programme.code}),
        )
        for programme in choice.programmes
    ]
    return tuple(with_bars(indicator, lines))


def _breakdowns(
    eyes: Seeing, indicator: Indicator, choice: Choice, window: FigureWindow
) -> tuple[BreakdownTable, ...] | None:
    if not indicator.breakdowns:
        return ()
    if choice.programme and not eyes.is_exact(indicator, choice.place(window)):
        return None
    entries: dict[str, dict[str, str]] = {name: {} for name in indicator.breakdowns}
    rows = ListEntry.objects.filter(list__in=indicator.breakdowns).order_by("list", "position", "id")
    for name, code, label in rows.values_list("list", "code", "label"):
        entries[name][code] = label
    shown = {name: indicator.grain.breakdowns[name] for name in indicator.breakdowns}
    for name, breakdown in shown.items():
        if not entries[name] and breakdown.labels:
            entries[name] = dict(breakdown.labels())
    return tuple(
        BreakdownTable(
            breakdown.label,
            _parts(eyes, indicator, choice, window, name, entries[name]),
            eyes.instead_of_parts(indicator, choice.place(window, name)),
        )
        for name, breakdown in shown.items()
    )


def _parts(
    eyes: Seeing, indicator: Indicator, choice: Choice, window: FigureWindow, name: str, labels: dict[str, str]
) -> tuple[Line, ...]:
    """The list's entries in their order, then what is in no list; only those that have a figure."""
    if eyes.instead_of_parts(indicator, choice.place(window, name)):
        return ()
    told = eyes.parts_told(indicator, choice.place(window, name))
    codes = [code for code in labels if code in told] + sorted(told - labels.keys())
    lines = [eyes.line(indicator, choice.place(window, name, code), labels.get(code, code)) for code in codes]
    return tuple(with_bars(indicator, lines))
