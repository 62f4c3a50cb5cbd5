"""What one reader knows: bounds on every count, and the sums that tie the counts together.

A reader is taken to hold every release to their profile and to wider ones, to know the sums, and to know the rule:
a count shown as small lies under the threshold, a count hidden to protect others does not, and the smallest
neighbour is hidden first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from monitoring.indicators.disclosure_profiles import ROUNDING_BASE, ReleaseProfile
from monitoring.indicators.disclosure_release import (
    Controlled,
    Printed,
    Relation,
    Release,
    Showing,
    as_one_printed,
)

Row = Mapping[int, int]
Bounds = tuple[int, int | None]


class Puzzle:
    """Counts as numbered unknowns; each row (unknown -> +1 part, -1 total) adds up to nought.

    One key with one count is one unknown in all releases; a key whose count was restated is another unknown.
    ``deciding``: the last release is still being decided, so that its cells may yet be shown otherwise.
    """

    def __init__(self, releases: Sequence[Controlled], reader: ReleaseProfile, *, deciding: bool = False) -> None:
        self.reader = reader
        self.names: list[str] = []
        self.truth: list[int] = []
        self.low: list[int] = []
        self.high: list[int | None] = []
        self.small: list[int] = []
        self.rows: list[Row] = []
        self.rows_of: list[list[int]] = []
        self.visible: set[int] = set()
        self.secondary: set[int] = set()
        self.published: set[int] = set()
        self._ids: dict[tuple[str, int], int] = {}
        self._secondary_before: set[int] = set()
        self._before: dict[int, Bounds] = {}
        self._latest = reader
        self._known_rows: set[tuple[tuple[int, int], ...]] = set()
        for place, controlled in enumerate(releases, start=1):
            self._learn(controlled, latest=deciding and place == len(releases))
        self.rows_of = [[] for _ in self.truth]
        for number, row in enumerate(self.rows):
            for unknown in row:
                self.rows_of[unknown].append(number)
        self.price, self.dearest = self._prices()

    def show_as(self, unknown: int, showing: Showing) -> None:
        """Change how a cell of the release being decided is shown."""
        if unknown not in self._secondary_before:
            self.secondary.discard(unknown)
        self.visible.discard(unknown)
        bounds = self._before[unknown]
        printed = as_one_printed(self.names[unknown], self.truth[unknown], showing, self._latest)
        self.low[unknown], self.high[unknown] = _both(bounds, known_from(printed, self._latest))
        self._sort_out(unknown, printed)

    def unknown(self, key: str, count: int) -> int:
        return self._ids[key, count]

    def fits(self, unknown: int, step: int) -> bool:
        """Whether the reader must reckon with the true count plus ``step``."""
        value, high = self.truth[unknown] + step, self.high[unknown]
        if value < self.low[unknown] or (high is not None and value > high):
            return False
        return step < 0 or unknown not in self.secondary or _inside((0, self.ceiling(unknown)), value)

    def fits_once(self, unknown: int, step: int, showing: Showing) -> bool:
        """The same, were the cell shown as SECONDARY (and its ``tied`` neighbours with it) or WITHHELD instead."""
        low, high = self._before.get(unknown, (self.low[unknown], self.high[unknown]))
        if showing is Showing.SECONDARY:
            if unknown not in self.visible and unknown not in self.secondary:
                return False
            low, high = max(low, self._least_secondary), self._below_neighbours(unknown, high, self.tied(unknown))
        elif unknown not in self.published:
            return False
        elif unknown in self._secondary_before:
            high = self._below_neighbours(unknown, high)
        return _inside((low, high), self.truth[unknown] + step)

    def tied(self, unknown: int) -> set[int]:
        """Parts beside it on the page with the same count: none may stay if it is to be more than they are."""
        return {
            other
            for other in self._neighbours(unknown)
            if other in self.visible and self.truth[other] == self.truth[unknown]
        }

    def allows(self, move: Mapping[int, int]) -> bool:
        """Whether the counts changed by ``move`` fit all that the reader knows."""
        if not all(self.fits(unknown, step) for unknown, step in move.items()):
            return False
        out: dict[int, int] = {}
        for unknown, step in move.items():
            for number in self.rows_of[unknown]:
                out[number] = out.get(number, 0) + self.rows[number][unknown] * step
        return not any(out.values())

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
        for number in self.rows_of[unknown]:
            row = self.rows[number]
            if row[unknown] > 0:
                yield from (other for other, sign in row.items() if sign > 0 and other != unknown)

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
            unknown = self._add(cell.key, cell.count)
            if latest:
                self._before[unknown] = self.low[unknown], self.high[unknown]
            bounds = self.low[unknown], self.high[unknown]
            self.low[unknown], self.high[unknown] = _both(bounds, known_from(printed, profile))
            if printed.showing is Showing.SECONDARY:
                self.secondary.add(unknown)
                if not latest:
                    self._secondary_before.add(unknown)
            if latest:
                self._sort_out(unknown, printed)
        for relation in sorted(release.relations, key=lambda relation: (relation.total, sorted(relation.parts))):
            self._add_relation(release, relation)

    def _sort_out(self, unknown: int, printed: Printed) -> None:
        low, high = self._before[unknown]
        if printed.showing is Showing.SECONDARY:
            self.secondary.add(unknown)
        elif printed.value is not None and self.truth[unknown] and low != high:
            self.visible.add(unknown)
        if printed.showing is not Showing.NOT_RELEASED:
            self.published.add(unknown)

    def _add(self, name: str, count: int, *, small: bool | None = None) -> int:
        unknown = self._ids.get((name, count))
        if unknown is None:
            unknown = self._ids[name, count] = len(self.truth)
            self.names.append(name)
            self.truth.append(count)
            self.low.append(0)
            self.high.append(None)
            if self.reader.is_small(count) if small is None else small:
                self.small.append(unknown)
        return unknown

    def _add_relation(self, release: Release, relation: Relation) -> None:
        total, parts = release.by_key[relation.total].count, release.reported_parts(relation)
        if total is None:
            return
        sum_of_parts = sum(parts.values())
        complete = len(parts) == len(relation.parts)
        ids = [self._add(key, count) for key, count in parts.items()]
        whole = self._add(relation.total, total)
        if relation.overlapping:
            if complete:
                overlap = self._add(f"{relation.total} counted again", sum_of_parts - total, small=False)
                self._add_row([whole, overlap], ids)
            for part, key in zip(ids, parts, strict=True):
                rest = self._add(f"{relation.total} not in {key}", total - parts[key], small=False)
                self._add_row([whole], [part, rest])
            return
        if not complete and total > sum_of_parts:
            missing = ", ".join(sorted(set(relation.parts) - set(parts)))
            ids.append(self._add(f"{relation.total} less what was reported ({missing})", total - sum_of_parts))
        self._add_row([whole], ids)

    def _add_row(self, totals: Iterable[int], parts: Iterable[int]) -> None:
        row = tuple(sorted([(unknown, -1) for unknown in totals] + [(unknown, 1) for unknown in parts]))
        if row not in self._known_rows:
            self._known_rows.add(row)
            self.rows.append(dict(row))

    def _prices(self) -> tuple[list[int], int]:
        """What hiding each cell costs: its count, and for a total more than all the counts beneath it together.

        And what withholding any cell costs on top: more than hiding all the others.
        """
        parts_of: Mapping[int, list[int]] = self._parts_of_totals()
        margin = sum(self.truth) + 1
        heights: dict[int, int] = {}

        def height(unknown: int, path: frozenset[int]) -> int:
            if unknown in path:
                raise ValueError(f"{self.names[unknown]}: is a part of itself")
            if unknown not in heights:
                below = [height(part, path | {unknown}) for part in parts_of.get(unknown, [])]
                heights[unknown] = 1 + max(below) if below else 0
            return heights[unknown]

        prices = [count + margin * height(unknown, frozenset()) for unknown, count in enumerate(self.truth)]
        return prices, sum(prices) + 1

    def _parts_of_totals(self) -> dict[int, list[int]]:
        parts_of: dict[int, list[int]] = {}
        for row in self.rows:
            for total in [unknown for unknown, sign in row.items() if sign < 0]:
                parts_of.setdefault(total, []).extend(unknown for unknown, sign in row.items() if sign > 0)
        return parts_of


def _both(one: Bounds, other: Bounds) -> Bounds:
    highs = [high for _, high in (one, other) if high is not None]
    return max(one[0], other[0]), min(highs, default=None)


def _inside(bounds: Bounds, value: int) -> bool:
    low, high = bounds
    return low <= value and (high is None or value <= high)


def known_from(printed: Printed, profile: ReleaseProfile) -> Bounds:
    """The lowest and highest count that a printed place leaves open (highest None: no limit)."""
    if printed.showing is Showing.EXACT and printed.value is not None:
        return printed.value, printed.value
    if printed.showing is Showing.ROUNDED and printed.value is not None:
        return max(0, printed.value - ROUNDING_BASE // 2), printed.value + ROUNDING_BASE // 2
    if printed.showing is Showing.PRIMARY:
        return profile.smallest_hidden, profile.limit - 1
    if printed.showing is Showing.SECONDARY and not profile.rounds:
        return profile.limit, None
    return 0, None
