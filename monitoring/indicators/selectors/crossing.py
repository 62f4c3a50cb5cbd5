"""Two breakdowns of one indicator across each other, as somebody asks for them on its page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from monitoring.indicators.crossed import Question, crossed
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.models import WindowKind
from monitoring.indicators.selectors.choosing import Choice, UnknownChoice
from monitoring.indicators.selectors.page import IndicatorPage
from monitoring.indicators.windows import FigureWindow, window_named
from monitoring.indicators.wording import number_words
from monitoring.periods.windows import NotAPeriod, Quarter

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class CrossedTable:
    """`rows`: a label with a word for each of `columns`."""

    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Crossing:
    """What may be asked, and the answer. `may_see` False: the scope's exact figures are not this person's to see.

    `table` None: not asked, or there is nothing. `wrong`: why what was chosen has no answer, where it has none.
    """

    may_see: bool
    breakdowns: tuple[tuple[str, str], ...]
    quarters: tuple[str, ...]
    rows: str
    columns: str
    first: str
    last: str
    asked: bool
    wrong: str
    table: CrossedTable | None


def crossing(asked: Mapping[str, str], told: IndicatorPage, *, rollup: int) -> Crossing | None:
    """None where the indicator has fewer than two breakdowns that one row carries. Raises UnknownChoice.

    Two-way tables are shown to those who see the scope exactly, and to nobody else.
    """
    indicator, choice = told.indicator, told.choice
    if not indicator.grain.person or len(indicator.breakdowns) < 2:
        return None
    rows, columns = (asked.get(name, "") for name in ("rows", "columns"))
    first, last = _quarters(asked, told.window)
    offered = {first, last} | {window for window in choice.windows if window.kind == WindowKind.QUARTER}
    is_asked = bool(rows or columns)
    if is_asked and not {rows, columns} <= set(indicator.breakdowns):
        raise UnknownChoice("Breakdowns of this indicator can be shown across each other.")
    wrong = _wrong(rows, columns, first, last) if is_asked else ""
    answers = is_asked and not wrong and told.is_exact
    return Crossing(
        may_see=told.is_exact,
        breakdowns=tuple((name, indicator.grain.breakdowns[name].label) for name in indicator.breakdowns),
        quarters=tuple(window.label for window in sorted(offered, key=lambda one: one.quarter)),
        rows=rows or indicator.breakdowns[0],
        columns=columns or indicator.breakdowns[1],
        first=first.label,
        last=last.label,
        asked=is_asked,
        wrong=wrong,
        table=_table(indicator, choice, (rows, columns), first, last, rollup) if answers else None,
    )


def _wrong(rows: str, columns: str, first: FigureWindow, last: FigureWindow) -> str:
    """What is to be chosen otherwise, in words; empty where there is an answer."""
    if rows == columns:
        return "Choose two different breakdowns: one down and another across"
    return "" if first.quarter <= last.quarter else "Choose a last quarter that is not before the first"


def _quarters(asked: Mapping[str, str], window: FigureWindow) -> tuple[FigureWindow, FigureWindow]:
    """The first and the last quarter asked for; without them, those of the window that have begun."""
    now = Quarter.holding(timezone.localdate()).number
    own = [one for one in window.quarters if one.quarter <= now] or window.quarters
    try:
        first, last = (
            window_named(asked[name]) if asked.get(name) else own[place] for name, place in (("from", 0), ("to", -1))
        )
    except NotAPeriod as wrong:
        raise UnknownChoice(str(wrong)) from wrong
    if {first.kind, last.kind} != {WindowKind.QUARTER}:
        raise UnknownChoice("Breakdowns are shown across each other for quarters.")
    return first, last


def _table(
    indicator: Indicator, choice: Choice, by: tuple[str, str], first: FigureWindow, last: FigureWindow, rollup: int
) -> CrossedTable | None:
    programme = choice.programme.pk if choice.programme else None
    found = crossed(Question(indicator, programme, first.quarter, last.quarter, by), rollup=rollup)
    if not found:
        return None
    rows = _in_order(indicator, by[0], {one for one, _ in found})
    columns = _in_order(indicator, by[1], {other for _, other in found})
    period = first.label if first == last else f"{first.label} to {last.label}"
    labels = [indicator.grain.breakdowns[name].label for name in by]
    return CrossedTable(
        caption=f"{labels[0]} by {labels[1].lower()}: {choice.scope_words}, {period}",
        head=labels[0],
        columns=tuple(label for _, label in columns),
        rows=tuple(
            (label, tuple(_words(indicator, found.get((row, column))) for column, _ in columns)) for row, label in rows
        ),
    )


def _words(indicator: Indicator, parts: Mapping[str, int] | None) -> str:
    return number_words(indicator, parts) if parts else NOTHING


def _in_order(indicator: Indicator, name: str, found: set[str]) -> list[tuple[str, str]]:
    """Code and label of the parts that have a figure, in the list's order, then those that are in no list."""
    breakdown = indicator.grain.breakdowns[name]
    labels = breakdown.labels() if breakdown.labels else {}
    return [(code, label) for code, label in labels.items() if code in found] + [
        (code, code.replace("-", " ").capitalize()) for code in sorted(found - labels.keys())
    ]
