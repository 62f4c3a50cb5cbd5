"""Kinds of figure that casework needs beside counts, sums and shares: distinct people, a median, a paired change."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from django.db.models import Aggregate, Count, F, Q, Sum

from monitoring.indicators.guarded import Guarded, Number, one_number
from monitoring.indicators.kinds import Parts
from monitoring.indicators.statistics_change import PAIRED_MINIMUM, PairedSums

HUNDREDTHS = 100
TOO_FEW_PAIRS = "too few answered twice to say"
LOW_POINT, NO_COMPARISON = (
    "People join at a low point; some improve without help.",
    "There is no comparison group here.",
)
"""What goes with every change in scores."""
ASKED = ("#eligible", "#begun", "#not begun", "#paired", "#not paired")
OUTCOMES = ("#improved", "#unchanged", "#deteriorated")
ADDED = {"#eligible": ("#begun", "#not begun"), "#begun": ("#paired", "#not paired")}


@dataclass(frozen=True)
class DistinctPeople:
    """How many people have a row that fulfils the condition, each counted once however many rows they have.

    Who has one record alone is counted by the database: in a quarter by their row, in a year so far by the first of
    their rows, which is the one that does not fulfil `again` (the grain tells whether an earlier one did; empty: nobody
    has two). Everybody else is counted person by person.
    """

    distinct: ClassVar[bool] = True
    spread: ClassVar[str] = ""
    where: Q
    again: Q | None = None

    def aggregates(self) -> dict[str, Aggregate]:
        """Of people with one record: rows in a quarter, and those that are the first of their year."""
        alone = self.where & Q(alone=True)
        first = alone & ~self.again if self.again is not None else alone
        return {"n": Count("pk", filter=alone), "first": Count("pk", filter=first)}

    def of_records(self) -> dict[str, Aggregate]:
        return {"n": Count("person", filter=self.where, distinct=True)}

    def rows(self) -> Q:
        return self.where

    def value(self, parts: Parts | None) -> int:
        return parts["n"] if parts else 0

    def population(self, parts: Parts | None) -> int:
        return self.value(parts)

    def guarded(self, parts: Parts | None) -> Guarded:
        return one_number(self.value(parts))


@dataclass(frozen=True)
class Median:
    """The middle of a column of whole numbers; of an even number of rows, half way between the middle two.

    Kept as how many rows have each number ("n" of all, "12" of those with 12), so that parts add up exactly.
    """

    distinct: ClassVar[bool] = False
    where: Q
    spread: str

    def aggregates(self) -> dict[str, Aggregate]:
        return {"n": Count("pk", filter=self.rows())}

    def of_records(self) -> dict[str, Aggregate]:
        return {"n": Count("pk", filter=self.rows()), "sum": Sum(self.spread, filter=self.rows())}

    def rows(self) -> Q:
        return self.where & Q(**{f"{self.spread}__isnull": False})

    def value(self, parts: Parts | None) -> int | Fraction | None:
        if not parts or not parts["n"]:
            return None
        middles = [self._at((parts["n"] - 1) // 2, parts), self._at(parts["n"] // 2, parts)]
        return Fraction(sum(middles), 2)

    def _at(self, place: int, parts: Parts) -> int:
        """The number at this place (from nought) of all in order."""
        passed = 0
        for number in sorted(int(name) for name in parts if name != "n"):
            passed += parts[str(number)]
            if place < passed:
                return number
        raise ValueError("a median is kept with fewer numbers than rows")

    def population(self, parts: Parts | None) -> int:
        return parts["n"] if parts else 0

    def guarded(self, parts: Parts | None) -> Guarded:
        return Guarded(
            {"#rows": Number(parts["n"] if parts and parts["n"] else None)}, shown_with=("#rows",), from_numbers=False
        )


@dataclass(frozen=True)
class PairedScores:
    """The mean change of those with a score at both points, in points; kept as counts, sums and sums of squares.

    Nothing is said below ten pairs, and a first score is never carried forward.
    """

    distinct: ClassVar[bool] = False
    spread: ClassVar[str] = ""
    where: Q

    def aggregates(self) -> dict[str, Aggregate]:
        eligible = self.where & Q(eligible=True)
        pairs = self.where & Q(paired=True)
        return {
            "eligible": Count("pk", filter=eligible),
            "with_first": Count("pk", filter=eligible & Q(with_first=True)),
            "paired": Count("pk", filter=pairs),
            "first": Sum("first", filter=pairs),
            "first_squares": Sum(F("first") * F("first"), filter=pairs),
            "later": Sum("later", filter=pairs),
            "later_squares": Sum(F("later") * F("later"), filter=pairs),
            "change_squares": Sum(F("change") * F("change"), filter=pairs),
            "improved": Count("pk", filter=pairs & Q(reliable=1)),
            "unchanged": Count("pk", filter=pairs & Q(reliable=0)),
            "deteriorated": Count("pk", filter=pairs & Q(reliable=-1)),
        }

    def of_records(self) -> dict[str, Aggregate]:
        return self.aggregates()

    def rows(self) -> Q:
        return self.where & Q(eligible=True)

    def sums(self, parts: Parts) -> PairedSums:
        """What `statistics_change.paired_change` works with; scores are hundredths."""
        return PairedSums(
            eligible=parts["eligible"],
            with_first=parts["with_first"],
            paired=parts["paired"],
            first=parts["first"],
            first_squares=parts["first_squares"],
            later=parts["later"],
            later_squares=parts["later_squares"],
            change_squares=parts["change_squares"],
        )

    def value(self, parts: Parts | None) -> Fraction | None:
        if not parts or parts["paired"] < PAIRED_MINIMUM:
            return None
        return Fraction(parts["later"] - parts["first"], parts["paired"] * HUNDREDTHS)

    def population(self, parts: Parts | None) -> int:
        return parts["paired"] if parts else 0

    def guarded(self, parts: Parts | None) -> Guarded:
        """The pairs and who is missing from them, their three outcomes, and the sum behind the mean.

        Every number has a place where there is none, too: that nobody was asked or paired is known only inside.
        """
        if not parts or not parts["eligible"]:
            nobody = {ending: Number(None) for ending in (*ASKED, *OUTCOMES)}
            nobody["#change"] = Number(None, people=0, least=PAIRED_MINIMUM, signed=True)
            return Guarded(nobody, sums={**ADDED, "#paired": OUTCOMES}, shown_with=ASKED[:1])
        paired, eligible, begun = parts["paired"], parts["eligible"], parts["with_first"]
        counts = (eligible, begun, eligible - begun, paired, begun - paired)
        numbers = dict(zip(ASKED, map(Number, counts), strict=True))
        change = parts["later"] - parts["first"] if paired else None
        numbers["#change"] = Number(change, people=paired, least=PAIRED_MINIMUM, signed=True)
        outcomes = {ending: parts[ending.removeprefix("#")] for ending in OUTCOMES}
        sums: dict[str, tuple[str, ...]] = dict(ADDED)
        if sum(outcomes.values()) == paired:
            numbers |= {ending: Number(count) for ending, count in outcomes.items()}
            sums["#paired"] = OUTCOMES
        shown_with = (*ASKED, "#change")
        return Guarded(
            numbers, sums=sums, shown_with=shown_with, too_few=TOO_FEW_PAIRS, as_a_set=sums.get("#paired", ())
        )
