"""Choosing what else to hide so that no small count can be worked out, at the least loss of information."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from monitoring.indicators.disclosure_attack import Finding, attack_puzzle, free_move
from monitoring.indicators.disclosure_moves import Move, MoveSearch
from monitoring.indicators.disclosure_puzzle import Puzzle
from monitoring.indicators.disclosure_release import Showing

SHORT_TRAILS = 400
LONG_TRAILS = 20
HIDING = (Showing.SECONDARY,)
WITHHOLDING = (Showing.SECONDARY, Showing.WITHHELD)


@dataclass
class Reading:
    """What one profile's readers know, and the small counts (key, count) that they knew before this release.

    ``proofs``: for each small count, a move that shows another value of it.
    """

    puzzle: Puzzle
    given_away: set[tuple[str, int]]
    proofs: dict[int, Move] = field(default_factory=dict)

    def resting_on(self, cells: set[int]) -> list[int]:
        """The small counts with a proof that one of ``cells`` takes part in."""
        proofs = {id(move): move for move in self.proofs.values()}
        touched = {name for name, move in proofs.items() if not cells.isdisjoint(move)}
        return [unknown for unknown in self.small if id(self.proofs[unknown]) in touched]

    @cached_property
    def small(self) -> list[int]:
        """The small counts to be protected, in the order of their keys."""
        names, truth = self.puzzle.names, self.puzzle.truth
        small = [unknown for unknown in self.puzzle.small if (names[unknown], truth[unknown]) not in self.given_away]
        return sorted(small, key=lambda unknown: (names[unknown], truth[unknown]))


class Choice:
    """The showings of one release, decided against several readings of it at once.

    Hiding a further cell only ever leaves a reader with more to reckon with, so a proof once found stays good.
    """

    def __init__(self, readings: Sequence[Reading], showings: dict[str, Showing]) -> None:
        self.readings = readings
        self.showings = dict(showings)
        self._first = dict(showings)

    def protect(self) -> None:
        """Hide neighbours until each small count has a proof, in the order of the keys."""
        for reading in self.readings:
            for unknown in reading.small:
                if unknown not in reading.proofs:
                    self._protect_one(reading, unknown)

    def attacked(self) -> list[Finding]:
        """What the attack finds now, every proof checked again."""
        return [
            finding
            for reading in self.readings
            for finding in attack_puzzle(reading.puzzle, reading.proofs)
            if (finding.key, finding.count) not in reading.given_away
        ]

    def show_again(self) -> None:
        """Put back, dearest first, whatever turned out not to be needed once all the rest was hidden."""
        puzzle = self.readings[0].puzzle
        changed = [unknown for unknown in puzzle.published if self._changed(puzzle, unknown)]
        for unknown in sorted(changed, key=lambda unknown: (-puzzle.price[unknown], puzzle.names[unknown])):
            name, now = puzzle.names[unknown], self.showings[puzzle.names[unknown]]
            self._show(puzzle, unknown, self._first[name])
            proofs = [self._proofs_without(reading, name, puzzle.truth[unknown]) for reading in self.readings]
            if any(found is None for found in proofs):
                self._show(puzzle, unknown, now)
                continue
            for reading, found in zip(self.readings, proofs, strict=True):
                reading.proofs.update(found or {})

    def _changed(self, puzzle: Puzzle, unknown: int) -> bool:
        name = puzzle.names[unknown]
        return self.showings[name] is not self._first[name]

    def _protect_one(self, reading: Reading, unknown: int) -> None:
        puzzle = reading.puzzle
        move = free_move(puzzle, unknown)
        for may in (HIDING, WITHHOLDING):
            if move is None:
                search = MoveSearch(puzzle, unknown, may=may)
                move = search.cheapest(SHORT_TRAILS) or search.any(LONG_TRAILS)
                self._make_room(puzzle, search, move or {})
        if move is None:
            self._withhold_all(puzzle, unknown)
            move = free_move(puzzle, unknown)
        if move is not None:
            self._note(reading, move)

    def _make_room(self, puzzle: Puzzle, search: MoveSearch, move: Move) -> None:
        changes: dict[int, Showing] = {}
        for unknown, step in move.items():
            showing = None if puzzle.fits(unknown, step) else search.needed(unknown, step)
            if showing is Showing.SECONDARY:
                changes |= {other: changes.get(other, showing) for other in search.changed_with(unknown, step)}
            if showing is not None and (showing is Showing.WITHHELD or unknown in puzzle.visible):
                changes[unknown] = showing
        for unknown, showing in changes.items():
            self._show(puzzle, unknown, showing)

    def _note(self, reading: Reading, move: Move) -> None:
        """Keep the proof, for the other readers too if it is one for them."""
        for other in self.readings:
            own = move if other is reading else other.puzzle.translated(move, reading.puzzle)
            if own and (other is reading or other.puzzle.allows(own)):
                for unknown in own:
                    other.proofs.setdefault(unknown, own)

    def _show(self, puzzle: Puzzle, unknown: int, showing: Showing) -> None:
        name, count = puzzle.names[unknown], puzzle.truth[unknown]
        self.showings[name] = showing
        for reading in self.readings:
            reading.puzzle.show_as(reading.puzzle.unknown(name, count), showing)

    def _withhold_all(self, puzzle: Puzzle, start: int) -> None:
        """Every cell tied to ``start`` by sums, however far."""
        for unknown in sorted(puzzle.reached_from(start) & puzzle.published):
            self._show(puzzle, unknown, Showing.WITHHELD)

    def _proofs_without(self, reading: Reading, name: str, count: int) -> dict[int, Move] | None:
        """New proofs for those that no longer hold with this cell shown again; None when one cannot be found."""
        puzzle = reading.puzzle
        cell = puzzle.unknown(name, count)
        around = {other for number in puzzle.rows_of[cell] for other in puzzle.rows[number]}
        found: dict[int, Move] = {}
        for unknown in reading.resting_on(around):
            if unknown in found or puzzle.allows(reading.proofs[unknown]):
                continue
            fresh = free_move(puzzle, unknown, trails=1)
            if fresh is None:
                return None
            found.update(dict.fromkeys(fresh, fresh))
        return found
