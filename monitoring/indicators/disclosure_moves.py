"""Proof that a hidden count could be another: a move from the true counts to other counts that fit all that is printed.

A move changes some counts by one step, up or down, so that every tie still holds and every changed count stays inside
what the reader knows of it. If one exists for a count, the reader must reckon with at least two values of it. In tables
that are trees or have two ways, and in their quarterly sums, a count that can be another at all has such a move (their
matrices are totally unimodular); elsewhere the search may miss a larger one, which hides more, never less.
"""

import heapq
import random
from collections.abc import Sequence
from itertools import count

from monitoring.indicators.disclosure_puzzle import Puzzle
from monitoring.indicators.disclosure_release import Showing

Move = dict[int, int]
Option = tuple[int, int, int]
Out = dict[int, int]  # by how many steps each tie that a move touches is out

NEAREST = 8
"""Cells tried in each broken sum, the cheapest first, beside those that mend two sums at once."""


class MoveSearch:
    """Moves that change ``start``; cells may first be shown as one of ``may`` (SECONDARY, WITHHELD).

    The price of a move is that of the cells that would have to be shown otherwise: over hidden cells only it is free.
    """

    def __init__(self, puzzle: Puzzle, start: int, *, may: Sequence[Showing] = ()) -> None:
        self.puzzle = puzzle
        self.start = start
        self.may = may
        self._prices: dict[tuple[int, int], int | None] = {}
        self._rows: dict[tuple[int, bool], list[Option]] = {}

    def cheapest(self, positions: int) -> Move | None:
        """The cheapest move, or None when none was found among so many positions."""
        order = count()
        heap: list[tuple[int, int, int, int, int, Move, Out, Out]] = []
        seen: set[frozenset[tuple[int, int]]] = set()
        for step, price in self._starts():
            out, broken = self._after({}, {}, self.start, step)
            heapq.heappush(heap, (price, len(broken), 1, next(order), price, {self.start: step}, out, broken))
        while heap and positions > 0:
            estimate, *_, paid, move, out, broken = heapq.heappop(heap)
            if not broken:
                return move
            choices = self._choices(move, broken)
            if not choices:
                continue
            least = paid + max(options[0][0] for options in choices)
            if least > estimate:
                heapq.heappush(heap, (least, len(broken), len(move), next(order), paid, move, out, broken))
                continue
            positions -= 1
            for price, unknown, step in self._nearest(choices, broken):
                longer = {**move, unknown: step}
                identity = frozenset(longer.items())
                if identity in seen:
                    continue
                seen.add(identity)
                after, worse = self._after(out, broken, unknown, step)
                rank = max(least, paid + price), len(worse), len(longer)
                heapq.heappush(heap, (*rank, next(order), paid + price, longer, after, worse))
        return None

    def any(self, trails: int, length: int = 150) -> Move | None:
        """Some move, found by following a trail to its end: for moves of many cells.

        A trail that has gone wrong early is not worth mending late, so each is short and the next one turns otherwise
        at its forks; the turns are drawn from a fixed seed, so the same tables always give the same move.
        """
        for number in range(trails):
            turns = random.Random(number)  # noqa: S311 - turns at forks, nothing secret
            for step, _ in self._starts():
                move = self._trail(step, length, turns, free_first=number % 2 == 0)
                if move is not None:
                    return move
        return None

    def _trail(self, step: int, length: int, turns: random.Random, *, free_first: bool) -> Move | None:
        move = {self.start: step}
        out, broken = self._after({}, {}, self.start, step)
        forks = [iter(self._ordered(move, out, broken, turns, free_first))]
        for _ in range(length):
            if not broken:
                return move
            option = next(forks[-1], None)
            if option is not None:
                _, unknown, forth = option
                move[unknown] = forth
                out, broken = self._after(out, broken, unknown, forth)
                forks.append(iter(self._ordered(move, out, broken, turns, free_first)))
                continue
            forks.pop()
            if not forks:
                return None
            unknown, back = move.popitem()
            out, broken = self._after(out, broken, unknown, -back)
        return None

    def needed(self, unknown: int, step: int) -> Showing | None:
        """How the cell must be shown, of the ways allowed, for the step to fit."""
        return next((showing for showing in self.may if self.puzzle.fits_once(unknown, step, showing)), None)

    def changed_with(self, unknown: int, step: int) -> list[int]:
        """The neighbours that have to be hidden with a cell for it to be one more."""
        return sorted(self.puzzle.tied(unknown)) if step > 0 else []

    def _starts(self) -> list[tuple[int, int]]:
        prices = [(step, self._price(self.start, step)) for step in (1, -1)]
        return [(step, price) for step, price in prices if price is not None]

    def _price(self, unknown: int, step: int) -> int | None:
        """Nothing for a count that is open anyway; else what showing the cell otherwise costs, None where it cannot."""
        if (unknown, step) not in self._prices:
            price: int | None = 0
            if not self.puzzle.fits(unknown, step):
                showing = self.needed(unknown, step)
                price = None if showing is None else self._price_of(unknown, step, showing)
            self._prices[unknown, step] = price
        return self._prices[unknown, step]

    def _price_of(self, unknown: int, step: int, showing: Showing) -> int:
        if showing is Showing.WITHHELD:
            return self.puzzle.price[unknown] + self.puzzle.dearest
        own = self.puzzle.price[unknown] if unknown in self.puzzle.visible else 0
        return own + sum(self.puzzle.price[other] for other in self.changed_with(unknown, step))

    def _after(self, out: Out, broken: Out, unknown: int, step: int) -> tuple[Out, Out]:
        """By how much each tie is out after one more step, and those of them that do not hold any more."""
        out, broken = dict(out), dict(broken)
        for number in self.puzzle.tight_of[unknown]:
            by = out.get(number, 0) + self.puzzle.rows[number][unknown] * step
            out[number] = by
            if self.puzzle.holds(number, by):
                broken.pop(number, None)
            else:
                broken[number] = by
        return out, broken

    def _choices(self, move: Move, broken: Out) -> list[list[Option]]:
        """For each broken sum the steps that mend it, cheapest first; empty when one cannot be mended any more."""
        choices = []
        for number, out in broken.items():
            options = [option for option in self._row_options(number, out > 0) if option[1] not in move]
            if not options:
                return []
            choices.append(options)
        return choices

    def _row_options(self, number: int, too_much: bool) -> list[Option]:
        known = self._rows.get((number, too_much))
        if known is None:
            known = []
            for unknown, sign in self.puzzle.rows[number].items():
                step = -sign if too_much else sign
                price = self._price(unknown, step)
                if price is not None:
                    known.append((price, unknown, step))
            known.sort()
            self._rows[number, too_much] = known
        return known

    def _nearest(self, choices: list[list[Option]], broken: Out) -> list[Option]:
        """The steps worth trying: in the sum with fewest ways to mend it, the cheapest and those that mend two."""
        fewest = min(choices, key=len)
        return fewest[:NEAREST] + [option for option in fewest[NEAREST:] if self._mended(option, broken) > 1]

    def _ordered(self, move: Move, out: Out, broken: Out, turns: random.Random, free_first: bool) -> list[Option]:
        choices = self._choices(move, broken)
        if not choices:
            return []
        ranked = [
            (self._level(option) if free_first else 0, self._left_broken(option, out), turns.random(), option)
            for option in self._nearest(choices, broken)
        ]
        return [option for *_, option in sorted(ranked)]

    def _level(self, option: Option) -> int:
        price = option[0]
        return 0 if not price else 1 if price < self.puzzle.dearest else 2

    def _mended(self, option: Option, broken: Out) -> int:
        """How many broken ties the step brings nearer to holding."""
        _, unknown, step = option
        return sum(
            broken.get(number, 0) * self.puzzle.rows[number][unknown] * step < 0
            for number in self.puzzle.tight_of[unknown]
        )

    def _left_broken(self, option: Option, out: Out) -> int:
        """How many more ties are broken after the step than before it."""
        _, unknown, step = option
        holds, rows = self.puzzle.holds, self.puzzle.rows
        return sum(
            holds(number, out.get(number, 0)) - holds(number, out.get(number, 0) + rows[number][unknown] * step)
            for number in self.puzzle.tight_of[unknown]
        )
