"""The automated attack: can a reader work out a small count from everything that was ever printed for them?

A small count is protected when the reader must reckon with at least two values of it, given every printed figure,
every sum, and the rule (see ``Puzzle``). Two is the least that keeps a figure from being known; it is asked of every
small count, printed or not, and it is proved by showing other counts that fit, never by failing to break the figures.
What is left open lies within the range that the words "fewer than 5" name already.

Not defended against: a reader who runs this very code over every table that could be and compares the pages. At the
ends of the range the choice of what was hidden can tell such a reader more than the page does (1 and 5, where only
the total is hidden).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitoring.indicators.disclosure_algebra import Bounds, Equation, Undecided, another_value, determined, narrowed
from monitoring.indicators.disclosure_moves import Move, MoveSearch
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_puzzle import Puzzle
from monitoring.indicators.disclosure_release import Controlled

SHORT_TRAILS = 50
LONG_TRAILS = 5
LAST_TRAILS = 100
LAST_LENGTH = 400
WHOLE_NUMBER_POSITIONS = 3000
ALGEBRA_LIMIT = 400
WHOLE_NUMBER_LIMIT = 40


@dataclass(frozen=True)
class Finding:
    """A small count that is not proved safe. ``low`` to ``high`` (None: no limit) is what the reader can narrow it to.

    ``certain``: worked out to this very value; otherwise no other value was found, and it is treated as given away.
    """

    key: str
    count: int
    low: int
    high: int | None
    certain: bool


def attack(releases: Sequence[Controlled], reader: ReleaseProfile) -> tuple[Finding, ...]:
    """The small counts that a reader of ``reader`` could learn from ``releases``; empty when all are proved safe.

    Releases to profiles that this reader does not see are left out. Findings stand in the order of their keys.
    """
    return attack_puzzle(Puzzle([release for release in releases if reader.also_reads(release.profile)], reader))


def attack_puzzle(puzzle: Puzzle, proofs: Mapping[int, Move] | None = None) -> tuple[Finding, ...]:
    """The same for one reading. ``proofs``: moves found before, each checked again before it is believed."""
    safe = {unknown for unknown, move in (proofs or {}).items() if unknown in move and puzzle.allows(move)}
    findings = []
    for unknown in sorted(puzzle.small, key=lambda unknown: puzzle.names[unknown]):
        if unknown in safe:
            continue
        move, finding = None if _is_known(puzzle, unknown) else free_move(puzzle, unknown), None
        if move is None:
            finding = _worked_out(puzzle, unknown)
        if finding is not None and not finding.certain:
            search = MoveSearch(puzzle, unknown)
            move = search.cheapest(LAST_TRAILS * SHORT_TRAILS) or search.any(LAST_TRAILS, LAST_LENGTH)
        if move is not None:
            safe.update(move)
        elif finding is not None:
            findings.append(finding)
    return tuple(findings)


def _is_known(puzzle: Puzzle, unknown: int) -> bool:
    return puzzle.low[unknown] == puzzle.high[unknown]


def free_move(puzzle: Puzzle, unknown: int, trails: int = LONG_TRAILS) -> Move | None:
    """A move that needs nothing further to be hidden, or None when none was found."""
    search = MoveSearch(puzzle, unknown)
    return search.cheapest(SHORT_TRAILS) or search.any(trails)


def _worked_out(puzzle: Puzzle, unknown: int) -> Finding | None:
    """What algebra says of a count for which no move was found; None when it proves the count safe after all."""
    name, truth = puzzle.names[unknown], puzzle.truth[unknown]
    own = puzzle.low[unknown], puzzle.high[unknown]
    if _is_known(puzzle, unknown):
        return Finding(name, truth, truth, truth, certain=True)
    equations, bounds = _surroundings(puzzle, unknown)
    open_counts = sum(1 for one in bounds if one >= 0)
    if open_counts > ALGEBRA_LIMIT:
        return Finding(name, truth, *own, certain=False)
    if unknown in determined([equation for equation in equations if min(equation.terms, default=0) >= 0]):
        return Finding(name, truth, truth, truth, certain=True)
    bounds = narrowed(equations, bounds)
    low, high = bounds[unknown]
    if low == high:
        return Finding(name, truth, truth, truth, certain=True)
    if open_counts > WHOLE_NUMBER_LIMIT or puzzle.is_sum[unknown]:
        return Finding(name, truth, low, high, certain=False)
    try:
        other = another_value(equations, bounds, unknown, truth, WHOLE_NUMBER_POSITIONS)
    except Undecided:
        return Finding(name, truth, low, high, certain=False)
    return Finding(name, truth, truth, truth, certain=True) if other is None else None


def _surroundings(puzzle: Puzzle, start: int) -> tuple[list[Equation], Bounds]:
    """The ties from ``start`` to other open counts, however far, and the bounds of all of these.

    By how much a tie that is "no less" is more is an unknown of its own, with a number below nought.
    """
    bounds: Bounds = {}
    equations: dict[int, Equation] = {}
    waiting = [start]
    while waiting:
        unknown = waiting.pop()
        if unknown in bounds:
            continue
        bounds[unknown] = puzzle.low[unknown], puzzle.ceiling(unknown)
        for number in puzzle.rows_of[unknown]:
            if number not in equations:
                equations[number] = _equation(puzzle, number)
                waiting.extend(one for one in equations[number].terms if one >= 0)
                bounds.update({one: (0, None) for one in equations[number].terms if one < 0})
    return [equations[number] for number in sorted(equations)], bounds


def _equation(puzzle: Puzzle, number: int) -> Equation:
    terms, right = {}, 0
    for unknown, sign in puzzle.rows[number].items():
        if puzzle.low[unknown] == puzzle.high[unknown]:
            right -= sign * puzzle.truth[unknown]
        else:
            terms[unknown] = sign
    if puzzle.rise[number]:
        terms[-1 - number] = -1
    return Equation(terms, right)
