"""An indicator is a declaration over one grain. From it come its figures, its records, its page and its sentence."""

from dataclasses import dataclass
from typing import Literal

from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.kinds import Kind, Share, SummedShare

Unit = Literal["count", "percent", "pence", "days", "points"]
OverQuarters = Literal["added", "apart", "latest", "anew"]
Tie = Literal["adds", "overlaps", "none"]
PROGRAMMES, QUARTERS = "programmes", "quarters"


@dataclass(frozen=True)
class Indicator:
    """One figure with its definition.

    `counted` names what is counted ("people", "attendances"): figures that count different things are never added.
    `over_quarters`: "added", a year is the sum of its quarters; "apart", a year has a figure only from rows that cover
    the whole of it (a person supported in two quarters is one person in the year); "latest", what is told for a quarter
    holds for the year to date that ends with it; "anew", quarter, year to date and year are each worked out from rows.
    `about_people`: small numbers could tell something about somebody, so the figure goes through the disclosure door.
    `same_as`: the indicator that counts the same wherever both are told for the same days; they are released together.
    `same_numbers`: which of its numbers is which of that one's, by the endings of their keys.
    `by_year_alone`: so few stand behind a quarter that it is told only to who sees the figure exactly.
    `people_in`: the indicator of this grain that counts distinct people, none of whom this figure leaves out: how many
    people it is about at least, wherever it is told.
    `by`: which of the grain's quarters places a row in a window; empty: its first and last.
    `adds_over_programmes`: programmes may be summed to the network; otherwise the network has no figure.
    """

    code: str
    version: int
    name: str
    subject: str
    grain: Grain
    kind: Kind
    counted: str
    definition: str
    unit: Unit = "count"
    over_quarters: OverQuarters = "added"
    adds_over_programmes: bool = True
    breakdowns: tuple[str, ...] = ()
    good_direction: Literal["up", "down", "neither"] = "neither"
    caution: str = ""
    population: str = ""
    about_people: bool = True
    same_as: str = ""
    same_numbers: tuple[tuple[str, str], ...] = (("", ""),)
    by: str = ""
    by_year_alone: bool = False
    people_in: str = ""

    @property
    def is_share(self) -> bool:
        return isinstance(self.kind, (Share, SummedShare))

    @property
    def family(self) -> str:
        """The code under which everything is kept and attacked that this indicator's figures could be told from."""
        return self.same_as or self.code

    def by_network(self, breakdown: str) -> bool:
        """Whether the network counts people over this breakdown by what all programmes together know of them."""
        known = self.grain.breakdowns.get(breakdown)
        return bool(self.kind.distinct and known and known.network_column)

    def tie(self, over: str) -> Tie:
        """How its numbers over programmes, over quarters or over a breakdown hang together with the whole, as every
        reader knows: they add up to it; they overlap, so that it lies between the largest and their sum; or not at all.
        """
        if over == PROGRAMMES and not self.adds_over_programmes and not self.kind.distinct:
            return "none"
        if over == QUARTERS and self.over_quarters not in ("added", "anew"):
            return "none"
        known_of_the_person = over in self.grain.breakdowns and self.grain.breakdowns[over].fixed
        return "overlaps" if self.kind.distinct and not known_of_the_person else "adds"
