"""A figure of a report: what may stand in a cell.

A hidden figure holds the reason and never its number: it cannot be made with one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from monitoring.reports.frozen import Frozen


class Kind(StrEnum):
    NUMBER = "number"
    PERCENT = "percent"  # value in whole hundredths of a percentage point
    MONEY = "money"  # value in whole pence
    DATE = "date"
    TEXT = "text"


class State(StrEnum):
    REPORTED = "reported"
    HIDDEN = "hidden"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"


class Qualifier(StrEnum):
    EXACT = "exact"
    ALMOST = "almost"
    OVER = "over"
    POTENTIAL = "potential"


NUMERIC = (Kind.NUMBER, Kind.PERCENT, Kind.MONEY)


@dataclass(frozen=True)
class Figure(Frozen):
    """One cell. `value` is a whole number or a Decimal (number), hundredths (percent) or pence (money).

    `start` and `end` are half-open; a start of None is "not stated". `text` is the content of a text cell and the
    reason of a hidden one. `places` are the decimals to print; None prints what the kind usually prints.
    `key` is stable over reports; `href` is the address, within the service, that the figure opens. `low` and `high`
    are the ends of its 95% interval in the unit of the value; a figure without a value has none.
    """

    kind: Kind = Kind.TEXT
    state: State = State.REPORTED
    value: int | Decimal | None = None
    text: str = ""
    on: date | None = None
    qualifier: Qualifier = Qualifier.EXACT
    places: int | None = None
    signed: bool = False
    unit: str = ""
    period: str = ""
    start: date | None = None
    end: date | None = None
    key: str = ""
    href: str = ""
    note: str = ""
    low: int | Decimal | None = None
    high: int | Decimal | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.value, bool):
            raise TypeError("a figure's value is a number, not true or false")
        if isinstance(self.value, Decimal) and (self.kind != Kind.NUMBER or not self.value.is_finite()):
            raise ValueError("percentages are whole hundredths and money whole pence; only numbers may be decimals")
        if (self.value is not None) != (self.kind in NUMERIC and self.state == State.REPORTED):
            raise ValueError(
                f"a {self.state} {self.kind} figure must {'' if self.value is None else 'not '}have a value"
            )
        self._check_interval()
        if (self.on is not None) != (self.kind == Kind.DATE and self.state == State.REPORTED):
            raise ValueError("a date belongs to a reported figure of kind date, and to no other")
        if self.state == State.HIDDEN and not self.text:
            raise ValueError("a hidden figure says why it is hidden")
        if self.href and (not self.href.startswith("/") or self.href.startswith(("//", "/\\"))):
            raise ValueError("a figure opens an address within the service, which starts with one slash")

    def _check_interval(self) -> None:
        if self.low is None and self.high is None:
            return
        if self.low is None or self.high is None or self.value is None or not self.low <= self.value <= self.high:
            raise ValueError("an interval has two ends, around a value that is told")
        if self.kind != Kind.NUMBER and (isinstance(self.low, Decimal) or isinstance(self.high, Decimal)):
            raise ValueError("the ends of a percentage are whole hundredths and those of money whole pence")

    @property
    def is_number(self) -> bool:
        return self.value is not None


def number(value: int | Decimal, **described: Any) -> Figure:
    return Figure(kind=Kind.NUMBER, value=value, **described)


def percent(hundredths: int, **described: Any) -> Figure:
    """A percentage in whole hundredths of a point: 4136 is 41.36%. `signed=True` for a change prints its plus sign."""
    return Figure(kind=Kind.PERCENT, value=hundredths, **described)


def money(pence: int, **described: Any) -> Figure:
    return Figure(kind=Kind.MONEY, value=pence, **described)


def day(on: date, **described: Any) -> Figure:
    return Figure(kind=Kind.DATE, on=on, **described)


def words(text: str, **described: Any) -> Figure:
    return Figure(text=text, **described)


def hidden(reason: str, kind: Kind = Kind.NUMBER, **described: Any) -> Figure:
    """A figure that this release may not show; the reason is printed: "fewer than 5", "hidden to protect others"."""
    return Figure(kind=kind, state=State.HIDDEN, text=reason, **described)


def not_reported(kind: Kind = Kind.NUMBER, **described: Any) -> Figure:
    return Figure(kind=kind, state=State.NOT_REPORTED, **described)


def not_applicable(kind: Kind = Kind.NUMBER, **described: Any) -> Figure:
    return Figure(kind=kind, state=State.NOT_APPLICABLE, **described)


def no_target(kind: Kind = Kind.NUMBER, **described: Any) -> Figure:
    return Figure(kind=kind, state=State.NO_TARGET, **described)
