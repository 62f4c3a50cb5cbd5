"""What a mean change rests on, for those who see it exactly: who is in it and who is not, the means, the spread.

None of it goes through the disclosure door, so none of it is for anybody else.
"""

from dataclasses import dataclass
from decimal import Decimal

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import Parts
from monitoring.indicators.kinds_casework import HUNDREDTHS, PairedScores
from monitoring.indicators.statistics import half_up
from monitoring.indicators.statistics_change import paired_change
from monitoring.indicators.wording import counted, signed

NO_SPREAD = "none, for there is no spread to compare it with"


@dataclass(frozen=True)
class ChangeInFull:
    """Counts of cases; means and standard deviations of those with both points, in points, to one place.

    `d_z` is the mean change over the standard deviation of the changes, `d_start` over that of the scores at the
    start, both to two places; None where that is nought.
    """

    due: int
    not_begun: int
    start_alone: int
    both: int
    mean_start: Decimal
    sd_start: Decimal
    mean_end: Decimal
    sd_end: Decimal
    mean_change: Decimal
    sd_change: Decimal
    low: Decimal
    high: Decimal
    d_z: Decimal | None
    d_start: Decimal | None


def change_in_full(indicator: Indicator, parts: Parts | None) -> ChangeInFull | None:
    """None of any other figure, and below ten pairs."""
    if not parts or not isinstance(indicator.kind, PairedScores):
        return None
    sums = indicator.kind.sums(parts)
    change = paired_change(sums, units=HUNDREDTHS)
    if change is None:
        return None
    return ChangeInFull(
        due=sums.eligible,
        not_begun=sums.eligible - sums.with_first,
        start_alone=sums.with_first - sums.paired,
        both=sums.paired,
        mean_start=half_up(change.mean_first, 1),
        sd_start=half_up(change.sd_first, 1),
        mean_end=half_up(change.mean_later, 1),
        sd_end=half_up(change.sd_later, 1),
        mean_change=half_up(change.mean_change, 1),
        sd_change=half_up(change.sd_change, 1),
        low=half_up(change.interval.low, 1),
        high=half_up(change.interval.high, 1),
        d_z=None if change.d_z is None else half_up(change.d_z, 2),
        d_start=None if change.d_baseline is None else half_up(change.d_baseline, 2),
    )


def in_words(told: ChangeInFull) -> list[tuple[str, str]]:
    interval = f"95% interval {signed(told.low)} to {signed(told.high)}"
    return [
        ("Should have answered at both points", _cases(told.due)),
        ("Left out: no answer at the start", _cases(told.not_begun)),
        ("Left out: an answer at the start alone", _cases(told.start_alone)),
        ("Answered at both points, and in the change", _cases(told.both)),
        ("Their average at the start", _average(told.mean_start, told.sd_start)),
        ("Their average at the end", _average(told.mean_end, told.sd_end)),
        (
            "Average change",
            f"{_average(told.mean_change, told.sd_change, sign=True)}, {interval}",
        ),
        ("Change against how much changes differ (dz)", _size(told.d_z, "changes")),
        ("Change against how much scores differed at the start (d)", _size(told.d_start, "scores at the start")),
    ]


def _cases(count: int) -> str:
    return f"{count:,} {counted('cases', count)}"


def _average(mean: Decimal, spread: Decimal, *, sign: bool = False) -> str:
    return f"{signed(mean) if sign else mean} points (standard deviation {spread})"


def _size(size: Decimal | None, of: str) -> str:
    if size is None:
        return NO_SPREAD
    return f"{signed(size)}: the average change divided by the standard deviation of the {of}"
