"""From answers to scores. A score is whole hundredths of a point, or None where there is none; never a guess."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from interventions.outcomes.instruments.items import Gate, in_words

Answers = dict[int, int | None]
"""The answer of every item by its number; None where it was not answered."""


class Standing(StrEnum):
    """What a score rests on."""

    COMPLETE = "complete"
    FROM_FEWER = "from_fewer"
    NOT_ASKED = "not_asked"
    NO_SCORE = "no_score"


@dataclass(frozen=True)
class Score:
    """One scale's score in ``hundredths`` of a point (None: no score), and what it rests on.

    ``raw`` is the whole-number sum before any conversion, made up for missing items where the scale allows that.
    ``missing`` are the numbers of the items that were asked and not answered. ``words`` say what that does.
    """

    hundredths: int | None
    raw: int | None
    standing: Standing
    missing: tuple[int, ...]
    words: str


def whole_points(raw: int) -> int:
    """Hundredths of a sum whose points stand for themselves."""
    return raw * 100


def made_up(total: int, answered: int, asked: int) -> int:
    """The sum that all the items asked would have at the mean of those answered: floor(x + 1/2), in whole numbers.

    A half goes up, as the scoring guides have it; Python's ``round`` would take 2.5 to 2.
    """
    return (2 * total * asked + answered) // (2 * answered)


@dataclass(frozen=True)
class ItemScale:
    """A scale over items.

    ``points``: for each item number, how many points each answer is worth. Once ``at_least`` items are answered the
    sum is made up to all of them (mean of those answered x number of items, half up). ``convert`` takes the sum to
    hundredths. A closed ``gate`` makes the score 0.
    """

    code: str
    name: str
    more_is_better: bool
    points: Mapping[int, Mapping[int, int]]
    at_least: int
    convert: Callable[[int], int] = whole_points
    gate: Gate | None = None

    @cached_property
    def items(self) -> tuple[int, ...]:
        return tuple(self.points)

    @cached_property
    def values(self) -> tuple[int, ...]:
        """Every score there can be, in hundredths, from the lowest to the highest."""
        lowest = sum(min(worth.values()) for worth in self.points.values())
        highest = sum(max(worth.values()) for worth in self.points.values())
        return tuple(self.convert(raw) for raw in range(lowest, highest + 1))

    @property
    def rule(self) -> str:
        """What missing items will do, before anything is typed."""
        if self.at_least == len(self.points):
            return f"{self.name}: all {len(self.points)} items are needed."
        return f"{self.name}: worked out once {self.at_least} of its {len(self.points)} items are answered."

    def score(self, answers: Answers) -> Score:
        """The score of checked answers (every item of the scale present, each None or allowed)."""
        if self.gate and self.gate.is_closed(answers):
            return Score(0, 0, Standing.NOT_ASKED, (), f"Q{self.gate.number} says that there is nothing to ask: 0.")
        given = [worth[answer] for number, worth in self.points.items() if (answer := answers[number]) is not None]
        missing = tuple(sorted(number for number in self.points if answers[number] is None))
        if len(given) < self.at_least:
            return Score(None, None, Standing.NO_SCORE, missing, self._too_few(len(given)))
        raw = made_up(sum(given), len(given), len(self.points))
        if not missing:
            return Score(self.convert(raw), raw, Standing.COMPLETE, (), f"All {len(given)} answered.")
        words = f"{len(given)} of {len(self.points)} answered: worked out from these."
        return Score(self.convert(raw), raw, Standing.FROM_FEWER, missing, words)

    def _too_few(self, answered: int) -> str:
        asked = len(self.points)
        needed = f"all {asked} are needed" if self.at_least == asked else f"at least {self.at_least} are needed"
        count = f"Only {answered}" if answered else "None"
        return f"{count} of {asked} answered: no score, {needed}."


@dataclass(frozen=True)
class SumScale:
    """A sum of other scales, in which more is always worse or always better; missing as soon as one of them is."""

    code: str
    name: str
    more_is_better: bool
    parts: tuple[ItemScale, ...]

    @cached_property
    def items(self) -> tuple[int, ...]:
        return tuple(number for part in self.parts for number in part.items)

    @cached_property
    def values(self) -> tuple[int, ...]:
        """Every score there can be, in hundredths: the parts are in whole points."""
        lowest, highest = (sum(part.values[end] for part in self.parts) for end in (0, -1))
        return tuple(range(lowest, highest + 1, 100))

    @property
    def rule(self) -> str:
        return f"{self.name}: needs a score for {in_words([part.name for part in self.parts])}."

    def score(self, answers: Answers) -> Score:
        """The score of checked answers."""
        scores = {part.name: part.score(answers) for part in self.parts}
        missing = tuple(sorted(number for score in scores.values() for number in score.missing))
        without = [name for name, score in scores.items() if score.hundredths is None]
        if without:
            words = f"No score, because there is none for {in_words(without)}."
            return Score(None, None, Standing.NO_SCORE, missing, words)
        hundredths = sum(score.hundredths or 0 for score in scores.values())
        raw = sum(score.raw or 0 for score in scores.values())
        if not missing:
            return Score(hundredths, raw, Standing.COMPLETE, (), f"All {len(self.items)} answered.")
        answered = len(self.items) - len(missing)
        words = f"{answered} of {len(self.items)} answered: worked out from these."
        return Score(hundredths, raw, Standing.FROM_FEWER, missing, words)


Scale = ItemScale | SumScale
