"""What goes through the disclosure door: related counts, and what each became on the printed page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from monitoring.indicators.disclosure_profiles import ReleaseProfile, rounded_to_base


class Showing(StrEnum):
    """What a reader sees in the place of a figure.

    PRIMARY: small itself. SECONDARY: not small, hidden so that a small one cannot be worked out. WITHHELD: the last
    resort, where even the words would give a small count away (four groups of "fewer than 5" in a total of "fewer
    than 5" are one each); it can stand on any count, nought included. TOO_FEW: a sum about too few people. WITH_COUNTS:
    a derived figure, hidden with a count it rests on.
    """

    EXACT = "exact"
    ROUNDED = "rounded"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    WITHHELD = "withheld"
    TOO_FEW = "too_few"
    WITH_COUNTS = "with_counts"
    NOT_REPORTED = "not_reported"
    NOT_RELEASED = "not_released"


@dataclass(frozen=True)
class Cell:
    """One count. ``count`` None: not reported. ``ways``: how many breakdowns cross in it (0 for a total).

    ``published`` False: it exists and enters the relations, and no page of this release has a place for it.
    ``people``: it is no count but a sum about so many people (minutes, changes of a score), and too much is told of
    them when there are fewer than ``least`` (0: than the threshold). Only such a sum may be negative, if ``signed``.
    ``about``: a count of what was done with so many people, which must not be found out either when they are few.
    """

    key: str
    count: int | None
    ways: int = 0
    published: bool = True
    people: int | None = None
    least: int = 0
    signed: bool = False
    about: int | None = None

    def __post_init__(self) -> None:
        if self.count is not None and self.count < 0 and not self.signed:
            raise ValueError(f"{self.key}: a count is never negative")
        if self.signed and not self.is_sum:
            raise ValueError(f"{self.key}: a count has no sign")

    @property
    def is_sum(self) -> bool:
        return self.people is not None

    def is_small(self, profile: ReleaseProfile) -> bool:
        """True of what must not be found out by the profile's readers."""
        if self.count is None:
            return False
        if self.people is None:
            few = self.about is not None and not profile.exact and self.count > 0 and self.about < profile.limit
            return few or profile.is_small(self.count)
        return not profile.exact and 0 < self.people < max(profile.limit, self.least)


@dataclass(frozen=True)
class Relation:
    """``total`` is the sum of ``parts``: over a breakdown, over quarters, over programmes.

    ``overlapping``: somebody can be counted in several parts (distinct people over quarters), so that the total lies
    between the largest part and the sum. Where some parts of an adding relation were not reported, what is missing
    from the total is protected as a count of its own. ``assumed``: readers will take it to hold, though it need not, so
    it is protected against, and nothing is certain by it.
    """

    total: str
    parts: tuple[str, ...]
    overlapping: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Bound:
    """What every reader knows beside the sums: ``less`` together are never more than ``more`` together."""

    less: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True)
class Derived:
    """A figure that rests on counts: share, rate, percentage change, mean.

    ``from_counts``: it can be worked out from the printed counts alone; a mean or a median cannot. ``too_few``: the
    words where a sum that it rests on is about too few people, and nothing else that it rests on is hidden.
    """

    key: str
    of: tuple[str, ...]
    from_counts: bool = True
    too_few: str = ""


@dataclass(frozen=True)
class Release:
    """Related tables that go out together. Raises ValueError, naming the key, when they contradict themselves.

    ``sets``: cells that are printed all or none.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()
    derived: tuple[Derived, ...] = ()
    bounds: tuple[Bound, ...] = ()
    sets: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_key) != len(self.cells):
            raise ValueError("two cells share a key")
        for relation in self.relations:
            self._check(relation)
        for bound in self.bounds:
            self._check_bound(bound)
        for figure in self.derived:
            for key in figure.of:
                if key not in self.by_key:
                    raise ValueError(f"{figure.key}: rests on {key}, which is not in the release")

    @cached_property
    def by_key(self) -> Mapping[str, Cell]:
        return {cell.key: cell for cell in self.cells}

    @cached_property
    def ties(self) -> dict[Any, Any]:
        """What `disclosure_ties` has worked out of it, by the rule that the reader is served under."""
        return {}

    def reported_parts(self, relation: Relation) -> dict[str, int]:
        counts = {part: self.by_key[part].count for part in sorted(relation.parts)}
        return {part: count for part, count in counts.items() if count is not None}

    def _check(self, relation: Relation) -> None:
        named = (relation.total, *relation.parts)
        if len(set(named)) != len(named):
            raise ValueError(f"{relation.total}: a cell stands twice in one relation")
        for key in named:
            if key not in self.by_key:
                raise ValueError(f"{relation.total}: its relation names {key}, which is not in the release")
        total, parts = self.by_key[relation.total].count, self.reported_parts(relation)
        if total is None:
            return
        complete, added = len(parts) == len(relation.parts), sum(parts.values())
        if relation.overlapping:
            fits = max(parts.values(), default=0) <= total and (total <= added or not complete)
        else:
            fits = total == added if complete else total >= added or self.by_key[relation.total].is_sum
        if not fits:
            raise ValueError(f"{relation.total}: {total} does not agree with its parts, which add up to {added}")

    def _check_bound(self, bound: Bound) -> None:
        for key in (*bound.less, *bound.more):
            if key not in self.by_key or self.by_key[key].count is None:
                raise ValueError(f"{key}: a bound names it, and it has no count in the release")
        less, more = (sum(self.by_key[key].count or 0 for key in side) for side in (bound.less, bound.more))
        if less > more:
            raise ValueError(f"{bound.less[0]}: {less} is more than its bound of {more}")


@dataclass(frozen=True)
class Printed:
    """One place on the page. ``value`` None: a reader sees ``words`` instead."""

    key: str
    showing: Showing
    value: int | None
    words: str


@dataclass(frozen=True)
class Controlled:
    """A release after the door. The counts inside ``release`` stay with the team; ``cells`` and ``derived`` go out.

    ``exposed``: small counts that earlier releases already gave away, so that nothing done here can protect them.
    ``theirs``: cells of nobody but people whom the readers know by themselves, so that nothing is kept from them there.
    """

    release: Release
    profile: ReleaseProfile
    cells: Mapping[str, Printed]
    derived: Mapping[str, Printed] = field(default_factory=dict)
    exposed: tuple[str, ...] = ()
    theirs: frozenset[tuple[str, int]] = frozenset()


TOO_FEW_WORDS = "not shown, to protect others"  # the words of WITHHELD: that they are few can be told by a count alone


def words_for(showing: Showing, profile: ReleaseProfile) -> str:
    """The words in the place of a figure; empty where the figure itself is shown."""
    return {
        Showing.PRIMARY: f"fewer than {profile.limit}",
        Showing.SECONDARY: "hidden to protect others",
        Showing.WITHHELD: "not shown, to protect others",
        Showing.TOO_FEW: TOO_FEW_WORDS,
        Showing.WITH_COUNTS: "not shown, because a count it rests on is hidden",
        Showing.NOT_REPORTED: "not reported",
        Showing.NOT_RELEASED: "not in this release",
    }.get(showing, "")


def as_printed(
    release: Release, profile: ReleaseProfile, showings: Mapping[str, Showing], exposed: Sequence[str] = ()
) -> Controlled:
    """The release as a reader of ``profile`` gets it, with the showing of each cell already decided."""
    cells = {cell.key: as_one_printed(cell.key, cell.count, showings[cell.key], profile) for cell in release.cells}
    derived = {figure.key: _printed_derived(figure, cells, profile) for figure in release.derived}
    return Controlled(release, profile, cells, derived, tuple(exposed))


def as_one_printed(key: str, count: int | None, showing: Showing, profile: ReleaseProfile) -> Printed:
    """One cell as printed."""
    value = None
    if count is not None and showing is Showing.EXACT:
        value = count
    elif count is not None and showing is Showing.ROUNDED:
        value = rounded_to_base(count)
    return Printed(key, showing, value, words_for(showing, profile))


def _printed_derived(figure: Derived, cells: Mapping[str, Printed], profile: ReleaseProfile) -> Printed:
    """A derived figure's value is worked out by who prints it, from the counts as printed; here only whether."""
    counts = [cells[key] for key in figure.of]
    hidden = {count.showing for count in counts if count.value is None}
    if Showing.NOT_REPORTED in hidden:
        showing = Showing.NOT_REPORTED
    elif hidden and hidden <= {Showing.TOO_FEW, Showing.PRIMARY} and figure.too_few and not profile.exact:
        return Printed(figure.key, Showing.TOO_FEW, None, figure.too_few)
    elif hidden and not profile.exact:
        showing = Showing.WITH_COUNTS
    elif not profile.rounds:
        showing = Showing.EXACT
    elif figure.from_counts:
        showing = Showing.ROUNDED
    else:
        # Decided on the printed counts, so that hiding the mean says nothing about the true ones.
        enough = all((count.value or 0) >= 2 * profile.limit for count in counts)
        showing = Showing.EXACT if enough else Showing.WITH_COUNTS
    return Printed(figure.key, showing, None, words_for(showing, profile))
