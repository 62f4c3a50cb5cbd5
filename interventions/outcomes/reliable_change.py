"""One person's change in a score, beyond measurement error.

It stands here, below the figures, because a person's page shows it and figures count it: one rule for both.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from typing import Protocol

PRECISION = 34
RELIABLE = Decimal("1.96")


class MeasurementError(Protocol):
    """How much a score may differ between two times, in points, while nothing has changed."""

    @property
    def minimum_change(self) -> Decimal:
        """A change must be greater than this to be reliable."""

    def is_reliable(self, first: Decimal, later: Decimal) -> bool:
        """Whether the change is more than measurement error; one of exactly ``minimum_change`` is not yet."""


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
        """|RCI| > 1.96, compared as squares, so that no root is rounded."""
        with localcontext(prec=PRECISION):
            return (later - first) ** 2 > 2 * (RELIABLE * self.sd) ** 2 * (1 - self.r)


@dataclass(frozen=True)
class PublishedMinimum:
    """A smallest change taken as published, where its makers give that instead of a spread and a reliability."""

    minimum_change: Decimal

    def __post_init__(self) -> None:
        if self.minimum_change <= 0:
            raise ValueError("a smallest change is above 0")

    def is_reliable(self, first: Decimal, later: Decimal) -> bool:
        return abs(later - first) > self.minimum_change


def least_reliable(error: MeasurementError) -> int:
    """The smallest change that is reliable, in whole hundredths: what a figure compares stored scores with."""
    floor = int((error.minimum_change * 100).to_integral_value(ROUND_FLOOR))
    return floor if error.is_reliable(Decimal(0), Decimal(floor) / 100) else floor + 1


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

    None where the instrument has no cut-off: then nobody is said to have recovered or crossed one.
    CROSSED_ONLY: past the cut-off without reliable change.
    """

    change: Change
    functional_at_first: bool | None


def person_change(
    first: Decimal, later: Decimal, error: MeasurementError, cutoff: Decimal | None, *, more_is_better: bool
) -> PersonChange:
    """One person's change against measurement error and one cut-off; a score at the cut-off is not yet past it."""
    sign = 1 if more_is_better else -1
    was_functional = None if cutoff is None else sign * first > sign * cutoff
    crossed = cutoff is not None and not was_functional and sign * later > sign * cutoff
    if error.is_reliable(first, later):
        better = sign * (later - first) > 0
        change = Change.DETERIORATED if not better else Change.RECOVERED if crossed else Change.IMPROVED
    else:
        change = Change.CROSSED_ONLY if crossed else Change.UNCHANGED
    return PersonChange(change, was_functional)
