"""The charts of an indicator's page."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from monitoring.indicators.controlled import UNREPORTED
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import Parts
from monitoring.indicators.kinds_casework import TOO_FEW_PAIRS
from monitoring.indicators.selectors import Line
from monitoring.indicators.statistics import half_up
from monitoring.indicators.wording import printed_interval
from monitoring.periods.windows import FinancialYear, Quarter
from vrn_cases.chart_specs import INTERVALS, Mark, has_intervals, line_spec
from vrn_cases.charts import chart_svg

UNITS = {"percent": "%", "pence": "£"}
NO_FIGURE, TOO_FEW, HIDDEN = "no figure", "too few", "hidden"


def course_picture(indicator: Indicator, scope: str, lines: Sequence[Line], prefix: str) -> str:
    """The figures in order as a line, as SVG text; empty where fewer than two are shown. A hidden one is a gap."""
    found = finding(lines)
    if not found:
        return ""
    marks = [_mark(indicator, line) for line in lines]
    said = "; ".join(f"{line.label}: {line.words}" for line in lines)
    if has_intervals(marks):
        said = f"{said}. {INTERVALS}"
    unit = UNITS.get(indicator.unit, indicator.counted.capitalize())
    return chart_svg(
        line_spec(marks, unit=unit), prefix=prefix, title=f"{indicator.name}, {scope}: {found}", description=said
    )


def finding(lines: Sequence[Line]) -> str:
    """What the line says in one sentence: its first and its last figure; empty where fewer than two are shown.

    A year or quarter that is not over is told as such, so that what it holds by now does not read as a fall.
    """
    shown = [line for line in lines if line.is_shown]
    if len(shown) < 2:
        return ""
    first, last = shown[0], shown[-1]
    today = timezone.localdate()
    unfinished = (FinancialYear.holding(today).label, Quarter.holding(today).label)
    so_far = " so far" if last.label in unfinished else ""
    return f"{first.number} in {first.label}, {last.number} in {last.label}{so_far}"


def has_interval(indicator: Indicator, line: Line) -> bool:
    return bool(line.seen.parts and printed_interval(indicator, line.seen.parts))


def _mark(indicator: Indicator, line: Line) -> Mark:
    """Eight periods stand side by side, so each has few letters: "23/24 Q1", and "hidden" for the reason in full."""
    instead = {UNREPORTED.words: NO_FIGURE, TOO_FEW_PAIRS: TOO_FEW}.get(line.seen.words, HIDDEN)
    label = line.label.removeprefix("20")
    if line.seen.parts is None:
        return Mark(indicator.name, label, None, instead)
    interval = printed_interval(indicator, line.seen.parts)
    ends = (interval.low, interval.high) if interval else (None, None)
    return Mark(indicator.name, label, _drawn(indicator, line.seen.parts), line.number, *ends)


def _drawn(indicator: Indicator, parts: Parts) -> int | Decimal | None:
    """The number in the unit of the axis: pounds, percent, or as it is."""
    value = indicator.kind.value(parts)
    if value is None:
        return None
    if indicator.unit == "pence":
        return Decimal(int(value)) / 100
    if indicator.is_share:
        return half_up(Fraction(value) * 100, 1)
    return int(value) if Fraction(value).denominator == 1 else half_up(Fraction(value), 1)
