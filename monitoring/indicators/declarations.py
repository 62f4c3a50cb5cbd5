"""An indicator is a declaration over one grain. From it come its figures, its records, its page and its sentence."""

from dataclasses import dataclass
from typing import Literal

from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.kinds import Kind, Share, SummedShare

Unit = Literal["count", "percent", "pence"]
OverQuarters = Literal["added", "apart", "latest"]


@dataclass(frozen=True)
class Indicator:
    """One figure with its definition.

    `counted` names what is counted ("people", "attendances"): figures that count different things are never added.
    `over_quarters`: "added", a year is the sum of its quarters; "apart", a year has a figure only from rows that cover
    the whole of it (a person supported in two quarters is one person in the year); "latest", what is told for a quarter
    holds for the year to date that ends with it.
    `about_people`: small numbers could tell something about somebody, so the figure goes through the disclosure door.
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

    @property
    def is_share(self) -> bool:
        return isinstance(self.kind, (Share, SummedShare))
