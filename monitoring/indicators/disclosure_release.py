"""What goes through the disclosure door: related counts, and what each became on the printed page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from monitoring.indicators.disclosure_profiles import ReleaseProfile, rounded_to_base


class Showing(StrEnum):
    """What a reader sees in the place of a figure.

    PRIMARY: small itself. SECONDARY: not small, hidden so that a small one cannot be worked out. WITHHELD: the last
    resort, where even the words would give a small count away (four groups of "fewer than 5" in a total of "fewer
    than 5" are one each); it can stand on any count, nought included. WITH_COUNTS: a derived figure, hidden with a
    count it rests on.
    """

    EXACT = "exact"
    ROUNDED = "rounded"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    WITHHELD = "withheld"
    WITH_COUNTS = "with_counts"
    NOT_REPORTED = "not_reported"
    NOT_RELEASED = "not_released"


@dataclass(frozen=True)
class Cell:
    """One count. ``count`` None: not reported. ``ways``: how many breakdowns cross in it (0 for a total).

    ``published`` False: it exists and enters the relations, and no page of this release has a place for it.
    """

    key: str
    count: int | None
    ways: int = 0
    published: bool = True

    def __post_init__(self) -> None:
        if self.count is not None and self.count < 0:
            raise ValueError(f"{self.key}: a count is never negative")


@dataclass(frozen=True)
class Relation:
    """``total`` is the sum of ``parts``: over a breakdown, over quarters, over programmes.

    ``overlapping``: somebody can be counted in several parts (distinct people over quarters), so that the total lies
    between the largest part and the sum. Where some parts of an adding relation were not reported, what is missing
    from the total is protected as a count of its own.
    """

    total: str
    parts: tuple[str, ...]
    overlapping: bool = False


@dataclass(frozen=True)
class Derived:
    """A figure that rests on counts: share, rate, percentage change, mean.

    ``from_counts``: it can be worked out from the printed counts alone; a mean or a median cannot.
    """

    key: str
    of: tuple[str, ...]
    from_counts: bool = True


@dataclass(frozen=True)
class Release:
    """Related tables that go out together. Raises ValueError, naming the key, when they contradict themselves."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()
    derived: tuple[Derived, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_key) != len(self.cells):
            raise ValueError("two cells share a key")
        for relation in self.relations:
            self._check(relation)
        for figure in self.derived:
            for key in figure.of:
                if key not in self.by_key:
                    raise ValueError(f"{figure.key}: rests on {key}, which is not in the release")

    @cached_property
    def by_key(self) -> Mapping[str, Cell]:
        return {cell.key: cell for cell in self.cells}

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
            fits = total == added if complete else total >= added
        if not fits:
            raise ValueError(f"{relation.total}: {total} does not agree with its parts, which add up to {added}")


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
    """

    release: Release
    profile: ReleaseProfile
    cells: Mapping[str, Printed]
    derived: Mapping[str, Printed] = field(default_factory=dict)
    exposed: tuple[str, ...] = ()


def words_for(showing: Showing, profile: ReleaseProfile) -> str:
    """The words in the place of a figure; empty where the figure itself is shown."""
    return {
        Showing.PRIMARY: f"fewer than {profile.limit}",
        Showing.SECONDARY: "hidden to protect others",
        Showing.WITHHELD: "not shown, to protect others",
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
    if any(count.showing is Showing.NOT_REPORTED for count in counts):
        showing = Showing.NOT_REPORTED
    elif any(count.value is None for count in counts) and not profile.exact:
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
