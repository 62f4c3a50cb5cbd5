"""Change in scores of a group with both points. One person's change is in interventions/outcomes/reliable_change."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from monitoring.indicators.statistics import PRECISION, Interval, decimal_of
from monitoring.indicators.statistics_t import t_95

PAIRED_MINIMUM = 10
"""Below so many people with both points no change is printed."""


@dataclass(frozen=True)
class PairedSums:
    """What a cell keeps of first and later scores, so that cells can be added up. Scores are whole units.

    ``eligible`` people should have both; ``with_first`` have the first; ``paired`` have both. All the sums are over
    the paired only: a first score is never carried forward. Raises ValueError when they cannot be.
    """

    eligible: int
    with_first: int
    paired: int
    first: int = 0
    first_squares: int = 0
    later: int = 0
    later_squares: int = 0
    change_squares: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.paired <= self.with_first <= self.eligible:
            raise ValueError("paired is part of those with a first score, and they of the eligible")
        pairs = ((self.first, self.first_squares), (self.later, self.later_squares), (self.change, self.change_squares))
        if any(total * total > self.paired * squares for total, squares in pairs):
            raise ValueError("no scores have these sums and sums of squares")

    @property
    def change(self) -> int:
        return self.later - self.first

    def __add__(self, other: "PairedSums") -> "PairedSums":
        return PairedSums(
            self.eligible + other.eligible,
            self.with_first + other.with_first,
            self.paired + other.paired,
            self.first + other.first,
            self.first_squares + other.first_squares,
            self.later + other.later,
            self.later_squares + other.later_squares,
            self.change_squares + other.change_squares,
        )


@dataclass(frozen=True)
class PairedChange:
    """Change of those with both points, in the scores' own unit.

    ``d_z`` is the mean change over the SD of the changes; ``d_baseline`` over the SD of the paired first scores (both
    None where that SD is 0). SDs are those of a sample (n - 1).
    """

    mean_first: Decimal
    sd_first: Decimal
    mean_later: Decimal
    sd_later: Decimal
    mean_change: Decimal
    sd_change: Decimal
    interval: Interval
    d_z: Decimal | None
    d_baseline: Decimal | None


def paired_change(sums: PairedSums, *, units: int = 1) -> PairedChange | None:
    """The change with its 95% interval (t with n - 1 degrees of freedom); None below ten pairs: too few to say.

    ``units``: how many stored units make one point (100 where scores are kept as hundredths).
    Effect sizes after Lakens D (2013), Frontiers in Psychology 4, 863.
    """
    if sums.paired < PAIRED_MINIMUM:
        return None
    n = sums.paired
    with localcontext(prec=PRECISION):
        sd_first = _sd(sums.first, sums.first_squares, n, units)
        sd_change = _sd(sums.change, sums.change_squares, n, units)
        mean = decimal_of(Fraction(sums.change, n * units))
        margin = t_95(n - 1) * sd_change / Decimal(n).sqrt()
        return PairedChange(
            mean_first=decimal_of(Fraction(sums.first, n * units)),
            sd_first=sd_first,
            mean_later=decimal_of(Fraction(sums.later, n * units)),
            sd_later=_sd(sums.later, sums.later_squares, n, units),
            mean_change=mean,
            sd_change=sd_change,
            interval=Interval(mean - margin, mean + margin),
            d_z=mean / sd_change if sd_change else None,
            d_baseline=mean / sd_first if sd_first else None,
        )


def _sd(total: int, squares: int, n: int, units: int) -> Decimal:
    variance = Fraction(n * squares - total * total, n * (n - 1) * units * units)
    return decimal_of(variance).sqrt()
