"""The statistics behind printed figures: exact fractions and decimals throughout, rounded once, half up, at the end.

Functions give unrounded Decimals unless they say otherwise; ``half_up`` makes the printed figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

PRECISION = 34
Z_95 = Decimal("1.959963984540054")
"""The 97.5th percentile of the standard normal distribution."""


@dataclass(frozen=True)
class Interval:
    """A 95% confidence interval."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Share:
    """A proportion kept as its two whole numbers. Raises ValueError unless 0 <= numerator <= denominator."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is not a share")

    @property
    def value(self) -> Fraction | None:
        """None when there is nobody to have a share of."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def percent(self, places: int = 1) -> Decimal | None:
        return None if self.value is None else half_up(self.value * 100, places)


@dataclass(frozen=True)
class PercentChange:
    """A change between two counts, always carried with both. ``percent`` None: undefined, because ``old`` is 0."""

    old: int
    new: int
    percent: Decimal | None


@dataclass(frozen=True)
class ShareDifference:
    """First share less second, with its 95% confidence interval."""

    difference: Decimal
    interval: Interval


def decimal_of(value: Fraction | int) -> Decimal:
    """A fraction as a Decimal of 34 digits."""
    exact = Fraction(value)
    return Context(prec=PRECISION).divide(Decimal(exact.numerator), Decimal(exact.denominator))


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Rounded to so many decimal places, a half away from nought, without a detour over a rounded value."""
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = -1 if value < 0 and whole else 1
    return Decimal(sign * whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def wilson(share: Share) -> Interval | None:
    """The Wilson score interval without continuity correction; None for a share of nobody.

    Newcombe RG (1998). Two-sided confidence intervals for the single proportion: comparison of seven methods.
    Statistics in Medicine 17, 857-872: method 3.
    """
    if not share.denominator:
        return None
    with localcontext(prec=PRECISION):
        count, size = Decimal(share.numerator), Decimal(share.denominator)
        square = Z_95 * Z_95
        middle = 2 * count + square
        spread = Z_95 * (square + 4 * count * (size - count) / size).sqrt()
        width = 2 * (size + square)
        low, high = (middle - spread) / width, (middle + spread) / width
        # The roots are exactly 0 and 1 at the ends of the scale; the square root leaves a last digit.
        return Interval(
            Decimal(0) if share.numerator == 0 else low,
            Decimal(1) if share.numerator == share.denominator else high,
        )


def newcombe_difference(first: Share, second: Share) -> ShareDifference | None:
    """The difference of two independent shares with its interval; None when either is of nobody.

    Newcombe RG (1998). Interval estimation for the difference between independent proportions: comparison of eleven
    methods. Statistics in Medicine 17, 873-890: method 10 (from the two Wilson intervals).
    """
    one, two = wilson(first), wilson(second)
    if one is None or two is None or first.value is None or second.value is None:
        return None
    with localcontext(prec=PRECISION):
        p_one, p_two = decimal_of(first.value), decimal_of(second.value)
        difference = decimal_of(first.value - second.value)
        below = ((p_one - one.low) ** 2 + (two.high - p_two) ** 2).sqrt()
        above = ((one.high - p_one) ** 2 + (p_two - two.low) ** 2).sqrt()
        return ShareDifference(difference, Interval(difference - below, difference + above))


def percent_change(old: int, new: int) -> PercentChange:
    """(new - old) / old x 100 from unrounded counts, to one decimal place; undefined when ``old`` is 0.

    Raises ValueError for a negative count.
    """
    if old < 0 or new < 0:
        raise ValueError("a count is never negative")
    percent = half_up(Fraction(new - old, old) * 100, 1) if old else None
    return PercentChange(old, new, percent)


def count_before(new: int, percent: Decimal) -> Decimal:
    """The count that a printed percentage change implies for before: an estimate, for checking a source's figures.

    Raises ValueError at -100%, which fits every count before.
    """
    if percent <= -100:
        raise ValueError("a fall of 100% does not say from what")
    return decimal_of(new / (1 + Fraction(percent) / 100))


def annualised(rate: Decimal, months: int) -> Decimal:
    """A rate over so many months as a rate over twelve. Raises ValueError for no months."""
    if months < 1:
        raise ValueError("a rate covers at least a month")
    return decimal_of(Fraction(rate) * 12 / months)


def weighted_mean(values: Sequence[Fraction | Decimal], weights: Sequence[Fraction | Decimal]) -> Decimal | None:
    """Sum of value x weight over sum of weights: a rate of the whole from its parts' rates and populations.

    None when the weights add up to nothing. Raises ValueError when the lengths differ or a weight is negative.
    """
    if len(values) != len(weights) or any(weight < 0 for weight in weights):
        raise ValueError("each value needs one weight, not negative")
    total = sum((Fraction(weight) for weight in weights), Fraction(0))
    products = (Fraction(value) * Fraction(weight) for value, weight in zip(values, weights, strict=True))
    return decimal_of(sum(products, Fraction(0)) / total) if total else None


def median(values: Sequence[int]) -> Decimal | None:
    """The middle value, or the mean of the two in the middle; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return decimal_of(Fraction(ordered[middle - 1] + ordered[middle], 2))
