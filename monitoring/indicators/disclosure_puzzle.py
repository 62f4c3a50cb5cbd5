"""What one reader knows: bounds on every count, and the ties between them.

A reader is taken to hold every release to their profile and to wider ones, to know the sums and what overlaps, and to
know the rule: a count shown as small lies under the threshold, a count hidden to protect others does not, and the
smallest neighbour is hidden first.
"""

from collections.abc import Iterator, Mapping, Sequence, Set

from monitoring.indicators.disclosure_profiles import ROUNDING_BASE, ReleaseProfile
from monitoring.indicators.disclosure_release import Controlled, Printed, Release, Showing, as_one_printed
from monitoring.indicators.disclosure_ties import Quantity, quantity, ties_of

Row = Mapping[int, int]
Bounds = tuple[int, int | None]
NO_LIMIT = 10**15
"""As far below nought as a sum with a sign is taken to reach, and as far as what is "no less" may rise."""
OPEN: Bounds = (-NO_LIMIT, None)
PART_OF_A_SUM = 10
"""A hidden sum must be able to be another by a tenth of the largest that is protected with it."""


class Puzzle:
    """Counts as numbered unknowns; each row (unknown -> +1 or -1) adds up to nought, or to no less.

    ``fall`` and ``rise`` say by how much a row's true value may change and still hold: both nought for a sum. One key
    with one count is one unknown in all releases; a key whose count was restated is another unknown. ``stride`` is what
    one step changes: 1 for a count, more for sums about people. ``deciding``: the last release is still being decided,
    so that its cells may yet be shown otherwise. ``certain``: without the ties that need not hold.
    """

    def __init__(
        self, releases: Sequence[Controlled], reader: ReleaseProfile, *, deciding: bool = False, certain: bool = False
    ) -> None:
        self.reader = reader
        self.certain = certain
        self.names: list[str] = []
        self.truth: list[int] = []
        self.low: list[int] = []
        self.high: list[int | None] = []
        self.is_sum: list[bool] = []
        self.small: dict[int, None] = {}  # a set that keeps the order
        self.rows: list[Row] = []
        self.fall: list[int] = []
        self.rise: list[int] = []
        self.rows_of: list[list[int]] = []
        self.visible: set[int] = set()
        self.secondary: set[int] = set()
        self.published: set[int] = set()
        self._ids: dict[tuple[str, int], int] = {}
        self._secondary_before: set[int] = set()
        self._before: dict[int, Bounds] = {}
        self._latest = reader
        self._parts_of: dict[int, set[int]] = {}
        self._groups_of: dict[int, list[tuple[int, ...]]] = {}
        self._known_rows: set[tuple[bool, tuple[tuple[int, int], ...]]] = set()
        for place, controlled in enumerate(releases, start=1):
            self._learn(controlled, latest=deciding and place == len(releases))
        self._close()
        self.price, self.dearest = self._prices()

    def show_as(self, unknown: int, showing: Showing) -> None:
        """Change how a cell of the release being decided is shown."""
        if unknown not in self._secondary_before:
            self.secondary.discard(unknown)
        self.visible.discard(unknown)
        bounds = self._before[unknown]
        printed = as_one_printed(self.names[unknown], self.truth[unknown], showing, self._latest)
        known = known_from(printed, self._latest, is_sum=self.is_sum[unknown])
        self.low[unknown], self.high[unknown] = _both(bounds, known)
        self._sort_out(unknown, printed)

    def unknown(self, key: str, count: int) -> int:
        return self._ids[key, count]

    def holds(self, number: int, out: int) -> bool:
        """Whether a row still holds when its value is out by so many steps."""
        return -self.fall[number] <= out <= self.rise[number]

    def fits(self, unknown: int, step: int) -> bool:
        """Whether the reader must reckon with the true count plus ``step``."""
        value, high = self.truth[unknown] + step * self.stride[unknown], self.high[unknown]
        if value < self.low[unknown] or (high is not None and value > high):
            return False
        return step < 0 or unknown not in self.secondary or _inside((self.low[unknown], self.ceiling(unknown)), value)

    def fits_once(self, unknown: int, step: int, showing: Showing) -> bool:
        """The same, were the cell shown as SECONDARY (and its ``tied`` neighbours with it) or WITHHELD instead."""
        low, high = self._before.get(unknown, (self.low[unknown], self.high[unknown]))
        if showing is Showing.SECONDARY:
            if unknown not in self.visible and unknown not in self.secondary:
                return False
            low = low if self.is_sum[unknown] else max(low, self._least_secondary)
            high = self._below_neighbours(unknown, high, self.tied(unknown))
        elif unknown not in self.published:
            return False
        elif unknown in self._secondary_before:
            high = self._below_neighbours(unknown, high)
        return _inside((low, high), self.truth[unknown] + step * self.stride[unknown])

    def tied(self, unknown: int) -> set[int]:
        """Parts beside it on the page that are no larger by a step: none may stay if it is to be more than they are."""
        own = self.truth[unknown]
        return {
            other
            for other in self._neighbours(unknown)
            if other in self.visible and own <= self.truth[other] < own + self.stride[unknown]
        }

    def allows(self, move: Mapping[int, int]) -> bool:
        """Whether the counts changed by ``move`` fit all that the reader knows."""
        if not all(self.fits(unknown, step) for unknown, step in move.items()):
            return False
        out: dict[int, int] = {}
        for unknown, step in move.items():
            for number in self.tight_of[unknown]:
                out[number] = out.get(number, 0) + self.rows[number][unknown] * step
        return all(self.holds(number, by) for number, by in out.items())

    def translated(self, move: Mapping[int, int], of: "Puzzle") -> dict[int, int] | None:
        """A move of another reader's puzzle in this one's numbers; None where this one lacks a count of it."""
        told = {self._ids.get((of.names[unknown], of.truth[unknown])): step for unknown, step in move.items()}
        return None if None in told else {unknown: step for unknown, step in told.items() if unknown is not None}

    def ceiling(self, unknown: int) -> int | None:
        """The highest count that the reader must reckon with."""
        high = self.high[unknown]
        return self._below_neighbours(unknown, high) if unknown in self.secondary else high

    def _below_neighbours(self, unknown: int, high: int | None, but: Set[int] = frozenset()) -> int | None:
        """No more than the smallest larger part beside it that is printed: whoever knows the rule knows that."""
        larger = [
            self.truth[other]
            for other in self._neighbours(unknown)
            if self.truth[other] >= self.truth[unknown] and self.low[other] == self.high[other] and other not in but
        ]
        return min(larger if high is None else [*larger, high], default=None)

    def _neighbours(self, unknown: int) -> Iterator[int]:
        """The other parts of the totals that it is a part of."""
        for parts in self._groups_of.get(unknown, ()):
            yield from (other for other in parts if other != unknown)

    @property
    def _least_secondary(self) -> int:
        return 0 if self._latest.rounds else self._latest.limit

    def _learn(self, controlled: Controlled, *, latest: bool) -> None:
        release, profile = controlled.release, controlled.profile
        if latest:
            self._latest = profile
        for cell in sorted(release.cells, key=lambda cell: cell.key):
            if cell.count is None:
                continue
            printed = controlled.cells[cell.key]
            unknown = self._add(quantity(cell, self.reader))
            if latest:
                self._before[unknown] = self.low[unknown], self.high[unknown]
            bounds = self.low[unknown], self.high[unknown]
            known = known_from(printed, profile, is_sum=cell.is_sum)
            self.low[unknown], self.high[unknown] = _both(bounds, known)
            if printed.showing is Showing.SECONDARY:
                self.secondary.add(unknown)
                if not latest:
                    self._secondary_before.add(unknown)
            if latest:
                self._sort_out(unknown, printed)
        self._tie(release)

    def _sort_out(self, unknown: int, printed: Printed) -> None:
        low, high = self._before[unknown]
        if printed.showing is Showing.SECONDARY:
            self.secondary.add(unknown)
        elif printed.value is not None and self.truth[unknown] and low != high:
            self.visible.add(unknown)
        if printed.showing is not Showing.NOT_RELEASED:
            self.published.add(unknown)

    def _add(self, one: Quantity) -> int:
        unknown = self._ids.get((one.key, one.value))
        if unknown is None:
            unknown = self._ids[one.key, one.value] = len(self.truth)
            self.names.append(one.key)
            self.truth.append(one.value)
            self.low.append(-NO_LIMIT if one.signed else 0)
            self.high.append(None)
            self.is_sum.append(one.is_sum)
        if one.small:
            self.small[unknown] = None
        return unknown

    def _tie(self, release: Release) -> None:
        for tie in ties_of(release, self.reader):
            if tie.assumed and self.certain:
                continue
            ids = {one: self._add(one) for one in (*tie.plus, *tie.minus)}
            signs = [(ids[one], 1) for one in tie.plus] + [(ids[one], -1) for one in tie.minus]
            row = tuple(sorted(signs))
            if (tie.at_least, row) in self._known_rows:
                continue
            self._known_rows.add((tie.at_least, row))
            self.rows.append(dict(row))
            # nought for a sum, which holds exactly
            self.fall.append(sum(sign * self.truth[unknown] for unknown, sign in row))
            self.rise.append(NO_LIMIT if tie.at_least else 0)
            if tie.whole is not None:
                self._learn_parts(ids[tie.whole], tuple(ids.values()))

    def _learn_parts(self, whole: int, members: tuple[int, ...]) -> None:
        parts = tuple(unknown for unknown in members if unknown != whole)
        self._parts_of.setdefault(whole, set()).update(parts)
        for part in parts if len(parts) > 1 else ():
            self._groups_of.setdefault(part, []).append(parts)

    def _close(self) -> None:
        """What follows once everything is learnt: the rows of each unknown, and how far one step goes."""
        self.rows_of = [[] for _ in self.truth]
        self.tight_of: list[list[int]] = [[] for _ in self.truth]
        for number, row in enumerate(self.rows):
            breakable = self.fall[number] < len(row)  # by a move, which changes each count by one step
            for unknown in row:
                self.rows_of[unknown].append(number)
                if breakable:
                    self.tight_of[unknown].append(number)
        self.stride = [1] * len(self.truth)
        hidden_sums = [unknown for unknown in self.small if self.is_sum[unknown] and self.low[unknown] > -NO_LIMIT]
        for unknown in hidden_sums:
            step = self.truth[unknown] // PART_OF_A_SUM
            for other in self.reached_from(unknown) if step > self.stride[unknown] else ():
                self.stride[other] = step

    def reached_from(self, start: int) -> set[int]:
        """Everything tied to an unknown, however far."""
        seen, waiting = {start}, [start]
        while waiting:
            for number in self.rows_of[waiting.pop()]:
                fresh = [other for other in self.rows[number] if other not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
        return seen

    def _prices(self) -> tuple[list[int], int]:
        """What hiding each cell costs: its count, and for a total more than all the counts beneath it together.

        And what withholding any cell costs on top: more than hiding all the others.
        """
        margin = sum(map(abs, self.truth)) + 1
        heights: dict[int, int] = {}

        def height(unknown: int, path: frozenset[int]) -> int:
            if unknown in path:
                raise ValueError(f"{self.names[unknown]}: is a part of itself")
            if unknown not in heights:
                below = [height(part, path | {unknown}) for part in self._parts_of.get(unknown, ())]
                heights[unknown] = 1 + max(below) if below else 0
            return heights[unknown]

        prices = [abs(count) + margin * height(unknown, frozenset()) for unknown, count in enumerate(self.truth)]
        return prices, sum(prices) + 1


def _both(one: Bounds, other: Bounds) -> Bounds:
    highs = [high for _, high in (one, other) if high is not None]
    return max(one[0], other[0]), min(highs, default=None)


def _inside(bounds: Bounds, value: int) -> bool:
    low, high = bounds
    return low <= value and (high is None or value <= high)


def known_from(printed: Printed, profile: ReleaseProfile, *, is_sum: bool = False) -> Bounds:
    """The lowest and highest count that a printed place leaves open (highest None: no limit)."""
    if printed.showing is Showing.EXACT and printed.value is not None:
        return printed.value, printed.value
    if printed.showing is Showing.ROUNDED and printed.value is not None:
        return max(0, printed.value - ROUNDING_BASE // 2), printed.value + ROUNDING_BASE // 2
    if printed.showing is Showing.PRIMARY:
        return profile.smallest_hidden, profile.limit - 1
    if printed.showing is Showing.SECONDARY and not profile.rounds and not is_sum:
        return profile.limit, None
    return OPEN
