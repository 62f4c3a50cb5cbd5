"""Change in scores: of a group with both points, and of one person beyond measurement error."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from monitoring.indicators.statistics import PRECISION, Interval, decimal_of
from monitoring.indicators.statistics_t import t_95

PAIRED_MINIMUM = 10
"""Below so many people with both points no change is printed."""
RELIABLE = Decimal("1.96")


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


@dataclass(frozen=True)
class Reliability:
    """Spread of an instrument's first scores and its reliability. Raises ValueError unless sd > 0 and 0 <= r < 1."""

    sd: Decimal
    r: Decimal

    def __post_init__(self) -> None:
        if self.sd <= 0 or not 0 <= self.r < 1:
            raise ValueError("an instrument has a spread above 0 and a reliability from 0 to below 1")

    @property
    def standard_error(self) -> Decimal:
        with localcontext(prec=PRECISION):
            return self.sd * (1 - self.r).sqrt()

    @property
    def s_diff(self) -> Decimal:
        """sqrt(2) x standard error, of the variants in Maassen GH (2004) the one of Jacobson and Truax."""
        with localcontext(prec=PRECISION):
            return Decimal(2).sqrt() * self.standard_error

    @property
    def minimum_change(self) -> Decimal:
        with localcontext(prec=PRECISION):
            return RELIABLE * self.s_diff

    def index(self, first: Decimal, later: Decimal) -> Decimal:
        """The reliable change index (RCI)."""
        with localcontext(prec=PRECISION):
            return (later - first) / self.s_diff

    def is_reliable(self, first: Decimal, later: Decimal) -> bool:
        """|RCI| > 1.96; a change of exactly 1.96 is not yet reliable."""
        return abs(self.index(first, later)) > RELIABLE


@dataclass(frozen=True)
class Cutoffs:
    """``a`` lies two SDs from the dysfunctional mean, ``b`` two from the functional one, ``c`` between the two."""

    a: Decimal
    b: Decimal
    c: Decimal


def cutoffs(functional: tuple[Decimal, Decimal], dysfunctional: tuple[Decimal, Decimal]) -> Cutoffs:
    """From (mean, SD) of the two populations; works for scales where more is better and where less is.

    Jacobson NS, Truax P (1991). Clinical significance: a statistical approach to defining meaningful change in
    psychotherapy research. Journal of Consulting and Clinical Psychology 59, 12-19.
    """
    (good, good_sd), (bad, bad_sd) = functional, dysfunctional
    towards = 1 if good > bad else -1
    with localcontext(prec=PRECISION):
        between = (good_sd * bad + bad_sd * good) / (good_sd + bad_sd)
        return Cutoffs(bad + towards * 2 * bad_sd, good - towards * 2 * good_sd, between)


class Change(StrEnum):
    """One person's change, in Jacobson and Truax's words."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    CROSSED_ONLY = "crossed_only"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True)
class PersonChange:
    """``functional_at_first``: already on the good side at the start, so cannot recover; shown apart.

    CROSSED_ONLY: past the cut-off without reliable change.
    """

    change: Change
    functional_at_first: bool


def person_change(
    first: Decimal, later: Decimal, reliability: Reliability, cutoff: Decimal, *, more_is_better: bool
) -> PersonChange:
    """One person's change against measurement error and one cut-off; a score at the cut-off is not yet past it."""
    sign = 1 if more_is_better else -1
    was_functional, is_functional = sign * first > sign * cutoff, sign * later > sign * cutoff
    crossed, better = is_functional and not was_functional, sign * (later - first) > 0
    if reliability.is_reliable(first, later):
        change = Change.DETERIORATED if not better else Change.RECOVERED if crossed else Change.IMPROVED
    else:
        change = Change.CROSSED_ONLY if crossed else Change.UNCHANGED
    return PersonChange(change, was_functional)
