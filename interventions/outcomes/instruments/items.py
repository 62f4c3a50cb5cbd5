"""The items of an instrument as they are typed in from paper: by number, never by their wording."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


class NotAnAnswer(ValueError):
    """What was typed cannot be an answer to this item; its text says to a person what can."""


@dataclass(frozen=True)
class Item:
    """One item, answered with a whole number from ``lowest`` to ``highest``.

    ``label`` says what to look for where the paper prints no number beside the item.
    """

    number: int
    lowest: int
    highest: int
    label: str = ""

    @property
    def name(self) -> str:
        return f"Q{self.number} ({self.label})" if self.label else f"Q{self.number}"

    @property
    def allowed(self) -> range:
        return range(self.lowest, self.highest + 1)

    @property
    def allowed_words(self) -> str:
        """What can be typed: "0, 1 or 2", or "a whole number from 1 to 5"."""
        if len(self.allowed) > 4:
            return f"a whole number from {self.lowest} to {self.highest}"
        *others, last = map(str, self.allowed)
        return f"{', '.join(others)} or {last}"

    def read(self, typed: object) -> int | None:
        """The answer in what was typed, None for a blank. Raises NotAnAnswer for anything else.

        Only the plain digits of an allowed answer count: "02" may be two answers typed into one box.
        """
        if typed is None or (isinstance(typed, str) and not typed.strip()):
            return None
        if isinstance(typed, str):
            answers = {str(answer): answer for answer in self.allowed}
            found = answers.get(typed.strip())
        else:
            found = typed if type(typed) is int and typed in self.allowed else None
        if found is None:
            raise NotAnAnswer(f"{self.name}: type {self.allowed_words}, or leave it blank if it was not answered.")
        return found


@dataclass(frozen=True)
class Section:
    """Items that stand together on the paper and in the grid, in the order in which they are typed."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Gate:
    """Item ``number`` answered ``closed_by`` sends the reader past ``items``, which are then not asked."""

    number: int
    closed_by: int
    items: tuple[int, ...]

    def is_closed(self, answers: dict[int, int | None]) -> bool:
        return answers[self.number] == self.closed_by


def in_words(names: Collection[str]) -> str:
    """ "Q1", "Q1 and Q2", "Q1, Q2 and Q3"; nothing for none."""
    *others, last = names or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def names_of(items: Sequence[Item]) -> str:
    """The items in words, three or more that follow one another as "Q4 to Q7"."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and item.number == runs[-1][-1].number + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    names = []
    for run in runs:
        names += [f"{run[0].name} to {run[-1].name}"] if len(run) > 2 else [item.name for item in run]
    return in_words(names)
