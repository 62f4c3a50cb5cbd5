"""How the counts of a release hang together, as its readers know it: sums that hold, and sums that are no less.

A `Tie` says that the `plus` together less the `minus` together are nought, or (`at_least`) no less than nought. The
bounds of people counted once are of the second kind: a year is no more than its quarters together and no less than
each; so is what overlaps (quarters together less their year), which is no more in one programme than in the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import Bound, Cell, Relation, Release


class Quantity(NamedTuple):
    """One number under its key. `small`: it must not be found out."""

    key: str
    value: int
    small: bool
    is_sum: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Tie:
    """`whole` is a total, and all else in the tie its parts; None where the tie says no such thing.

    `assumed`: it need not hold (see `Relation`).
    """

    plus: tuple[Quantity, ...]
    minus: tuple[Quantity, ...]
    at_least: bool = False
    whole: Quantity | None = None
    assumed: bool = False


def quantity(cell: Cell, reader: ReleaseProfile) -> Quantity:
    """Raises ValueError for a cell that was not reported."""
    if cell.count is None:
        raise ValueError(f"{cell.key}: was not reported")
    return Quantity(cell.key, cell.count, cell.is_small(reader), cell.is_sum, cell.signed)


def ties_of(release: Release, reader: ReleaseProfile) -> list[Tie]:
    """Every tie of the release, in an order that does not depend on that of its relations.

    Worked out once for all readers under the same rule.
    """
    rule = reader.threshold, reader.rounds, reader.zero_suppressible
    known: dict[object, list[Tie]] = release.ties
    if rule not in known:
        known[rule] = list(_ties(release, reader))
    return known[rule]


def _ties(release: Release, reader: ReleaseProfile) -> Iterator[Tie]:
    for relation in sorted(release.relations, key=lambda relation: (relation.total, sorted(relation.parts))):
        yield from _of_relation(release, relation, reader)
    for bound in sorted(release.bounds, key=lambda bound: (sorted(bound.less), sorted(bound.more))):
        yield _of_bound(release, bound, reader)


def _of_relation(release: Release, relation: Relation, reader: ReleaseProfile) -> Iterator[Tie]:
    total = release.by_key[relation.total]
    if total.count is None:
        return
    cells = [release.by_key[key] for key in release.reported_parts(relation)]
    parts, whole = tuple(quantity(cell, reader) for cell in cells), quantity(total, reader)
    complete = len(parts) == len(relation.parts)
    if relation.overlapping:
        if complete:
            yield Tie(parts, (whole,), at_least=True, whole=whole, assumed=relation.assumed)
        yield from (Tie((whole,), (part,), at_least=True, whole=whole, assumed=relation.assumed) for part in parts)
        return
    left = total.count - sum(part.value for part in parts)
    if not complete and left:
        parts += (_left_out(relation, total, cells, left, reader),)
    yield Tie(parts, (whole,), whole=whole, assumed=relation.assumed)


def _left_out(relation: Relation, total: Cell, told: list[Cell], left: int, reader: ReleaseProfile) -> Quantity:
    """What is missing from a total is a number of its own, of those who were not reported."""
    missing = ", ".join(sorted(set(relation.parts) - {cell.key for cell in told}))
    key = f"{relation.total} less what was reported ({missing})"
    people = None if total.people is None else max(1, total.people - sum(cell.people or 0 for cell in told))
    about = None if total.about is None else max(0, total.about - sum(cell.about or 0 for cell in told))
    return quantity(Cell(key, left, people=people, least=total.least, signed=total.signed, about=about), reader)


def _of_bound(release: Release, bound: Bound, reader: ReleaseProfile) -> Tie:
    more, less = (
        tuple(quantity(release.by_key[key], reader) for key in sorted(side)) for side in (bound.more, bound.less)
    )
    return Tie(more, less, at_least=True)
