"""A change of scores in the words of a report, with the sentence that goes with every one that leaves the team."""

from dataclasses import dataclass
from decimal import Decimal

from monitoring.indicators.figures import Exact
from monitoring.indicators.kinds_casework import HUNDREDTHS, LOW_POINT, NO_COMPARISON, PairedScores
from monitoring.indicators.release import Shown
from monitoring.indicators.statistics import half_up
from monitoring.indicators.statistics_change import paired_change
from monitoring.indicators.wording import MINUS

RELIABLE = {
    "#improved": "Reliably better",
    "#unchanged": "No reliable change",
    "#deteriorated": "Reliably worse",
}
"""The endings of the counts that a change is judged by, person by person."""


@dataclass(frozen=True)
class Change:
    """The ends of the 95% interval of a mean change, in points, and the whole in one sentence."""

    low: Decimal
    high: Decimal
    words: str


def caveat(study: str = "") -> str:
    """What is said with every change in scores: that nobody is compared, or who compares."""
    return f"{LOW_POINT} Who compares: {study}." if study else f"{LOW_POINT} {NO_COMPARISON}"


def change_of(figure: Shown) -> Change | None:
    """None where the change may not be shown, or is not told because too few answered twice."""
    return _change(figure.exact) if figure.is_shown and figure.exact.value is not None else None


def _change(figure: Exact) -> Change | None:
    kind, parts = figure.indicator.kind, figure.parts
    change = paired_change(kind.sums(parts), units=HUNDREDTHS) if isinstance(kind, PairedScores) and parts else None
    if change is None or parts is None:
        return None
    mean, low, high = (half_up(told, 1) for told in (change.mean_change, change.interval.low, change.interval.high))
    moved = f"{'rose' if mean > 0 else 'fell'} by {abs(mean)} points" if mean else "did not change"
    interval = (
        f"95% interval {_minus(low)} to {_minus(high)}{', which holds no change too' if low <= 0 <= high else ''}"
    )
    return Change(
        low, high, f"{parts['paired']:,} of {parts['eligible']:,} answered both times; the average {moved} ({interval})"
    )


def unsaid(figure: Shown) -> str:
    """The sentence where no change is told: how many answered, if that may be said, and why there is none."""
    paired, eligible = figure.number("#paired"), figure.number("#eligible")
    if not isinstance(paired, int) or not isinstance(eligible, int):
        return figure.words
    return f"{paired:,} of {eligible:,} answered both times; {figure.words}"


def _minus(value: Decimal) -> str:
    return f"{MINUS if value < 0 else ''}{abs(value)}"
