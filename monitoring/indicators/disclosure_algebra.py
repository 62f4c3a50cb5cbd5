"""What can be worked out from sums and bounds: exact elimination, intervals, and whole-number search."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Bounds = dict[int, tuple[int, int | None]]
FAR = 12
"""How far from its bound a count without limit is tried."""
SWEEPS = 100
"""Two counts without limit can push each other up for ever; bounds are right, if wider, at every stop."""


@dataclass(frozen=True)
class Equation:
    """``terms`` (unknown -> +1 or -1) add up to ``right``, a number known to the reader."""

    terms: Mapping[int, int]
    right: int

    def holds(self, bounds: Bounds) -> bool:
        return sum(sign * bounds[unknown][0] for unknown, sign in self.terms.items()) == self.right


class Impossible(Exception):
    """No counts fit."""


class Undecided(Exception):
    """The search is too large to be finished."""


def determined(equations: Sequence[Equation]) -> dict[int, int]:
    """The unknowns that the equations alone fix (Gauss-Jordan elimination in exact fractions), with their values."""
    solved: dict[int, tuple[dict[int, Fraction], Fraction]] = {}
    for equation in equations:
        terms = {unknown: Fraction(sign) for unknown, sign in equation.terms.items()}
        right = Fraction(equation.right)
        for pivot in [unknown for unknown in terms if unknown in solved]:
            right = _subtract(terms, right, solved[pivot], terms[pivot])
        if not terms:
            continue
        pivot = min(terms)
        scale = terms[pivot]
        terms = {unknown: value / scale for unknown, value in terms.items()}
        fresh = (terms, right / scale)
        for other, (other_terms, other_right) in solved.items():
            if pivot in other_terms:
                solved[other] = other_terms, _subtract(other_terms, other_right, fresh, other_terms[pivot])
        solved[pivot] = fresh
    return {pivot: int(right) for pivot, (terms, right) in solved.items() if len(terms) == 1}


def _subtract(
    terms: dict[int, Fraction], right: Fraction, other: tuple[dict[int, Fraction], Fraction], times: Fraction
) -> Fraction:
    for unknown, value in other[0].items():
        left = terms.get(unknown, Fraction(0)) - times * value
        if left:
            terms[unknown] = left
        else:
            terms.pop(unknown, None)
    return right - times * other[1]


def narrowed(equations: Sequence[Equation], bounds: Bounds) -> Bounds:
    """The bounds after each equation has narrowed them as far as it can. Raises Impossible when nothing is left."""
    bounds = dict(bounds)
    for _ in range(SWEEPS):
        moved = [_narrow_by(equation, bounds) for equation in equations]
        if not any(moved):
            break
    return bounds


def _narrow_by(equation: Equation, bounds: Bounds) -> bool:
    """Narrow each unknown of one equation by the extremes of the others; True when something moved."""
    least = {unknown: _extreme(sign, bounds[unknown], least=True) for unknown, sign in equation.terms.items()}
    most = {unknown: _extreme(sign, bounds[unknown], least=False) for unknown, sign in equation.terms.items()}
    changed = False
    for unknown, sign in equation.terms.items():
        others_least = _sum(value for other, value in least.items() if other != unknown)
        others_most = _sum(value for other, value in most.items() if other != unknown)
        top = None if others_least is None else equation.right - others_least
        bottom = None if others_most is None else equation.right - others_most
        low, high = (bottom, top) if sign > 0 else (None if top is None else -top, None if bottom is None else -bottom)
        known_low, known_high = bounds[unknown]
        new_low = known_low if low is None else max(known_low, low)
        new_high = known_high if high is None else high if known_high is None else min(known_high, high)
        if new_high is not None and new_low > new_high:
            raise Impossible
        if (new_low, new_high) != (known_low, known_high):
            bounds[unknown] = new_low, new_high
            least[unknown] = _extreme(sign, bounds[unknown], least=True)
            most[unknown] = _extreme(sign, bounds[unknown], least=False)
            changed = True
    return changed


def _extreme(sign: int, bound: tuple[int, int | None], *, least: bool) -> int | None:
    low, high = bound
    if (sign > 0) is least:
        return sign * low
    return None if high is None else sign * high


def _sum(values: Iterable[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def another_value(equations: Sequence[Equation], bounds: Bounds, unknown: int, but: int, budget: int) -> int | None:
    """A whole number other than ``but`` that the unknown can have; None when there is none.

    Raises Undecided when more than ``budget`` positions would have to be looked at.
    """
    left = [budget]
    low, high = bounds[unknown]
    top = max(but, low) + FAR if high is None else high
    for value in sorted(range(low, top + 1), key=lambda value: (abs(value - but), value)):
        if value != but and _fits(equations, {**bounds, unknown: (value, value)}, left):
            return value
    if high is None:
        raise Undecided
    return None


def _fits(equations: Sequence[Equation], bounds: Bounds, left: list[int]) -> bool:
    left[0] -= 1
    if left[0] < 0:
        raise Undecided
    try:
        bounds = narrowed(equations, bounds)
    except Impossible:
        return False
    open_ones = [(_width(bound), unknown) for unknown, bound in bounds.items() if bound[0] != bound[1]]
    if not open_ones:
        return all(equation.holds(bounds) for equation in equations)
    _, unknown = min(open_ones)
    low, high = bounds[unknown]
    for value in range(low, (low + FAR if high is None else high) + 1):
        if _fits(equations, {**bounds, unknown: (value, value)}, left):
            return True
    if high is None:
        raise Undecided
    return False


def _width(bound: tuple[int, int | None]) -> float:
    low, high = bound
    return float("inf") if high is None else high - low
