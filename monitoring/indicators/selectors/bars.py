"""The bars beside figures: each from nought, with its interval, all of a table on one axis."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.selectors.seeing import Bar, Line
from monitoring.indicators.wording import printed_interval

WIDTH = 100


def with_bars(indicator: Indicator, lines: Sequence[Line]) -> list[Line]:
    """A bar for each figure that is shown. The axis of a share is the whole, of anything else as long as it must be."""
    values = [_value(indicator, line) for line in lines]
    intervals = [printed_interval(indicator, line.seen.parts) if line.seen.parts else None for line in lines]
    ends = [Fraction(end) for one in intervals if one for end in (one.low, one.high)]
    told = [Fraction(0), *(value for value in values if value is not None), *ends]
    low, high = min(told), Fraction(100) if indicator.is_share else max(told)
    if low == high:
        return list(lines)

    def place(value: Fraction) -> int:
        return round(min((value - low) / (high - low), Fraction(1)) * WIDTH)

    made = []
    for line, value, interval in zip(lines, values, intervals, strict=True):
        if value is None:
            made.append(line)
            continue
        zero, end = place(Fraction(0)), place(value)
        drawn = (place(Fraction(interval.low)), place(Fraction(interval.high))) if interval else None
        made.append(replace(line, bar=Bar(zero, min(zero, end), abs(end - zero), drawn)))
    return made


def _value(indicator: Indicator, line: Line) -> Fraction | None:
    if not line.is_shown:
        return None
    return Fraction(indicator.kind.value(line.seen.parts) or 0) * (100 if indicator.is_share else 1)
