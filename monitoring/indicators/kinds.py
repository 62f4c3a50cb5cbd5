"""How an indicator works a figure out of a grain's rows: the parts it keeps, how parts add up, and what they say.

Parts are whole numbers, kept apart (a share keeps both of its numbers), so that a window is the sum of its quarters and
the network is the sum of its programmes without rounding. A kind whose parts are all zero says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Protocol

from django.db.models import Aggregate, Count, Q, Sum

from monitoring.indicators.guarded import ITSELF, Guarded, Number, one_number, share_of

Parts = Mapping[str, int]
PEOPLE = "people"
"""The part that says how many people a figure is about, where another indicator counts them (`people_in`)."""


class Kind(Protocol):
    """What every kind can do. `rows()` is the condition under which a row of the grain is behind the figure."""

    @property
    def distinct(self) -> bool:
        """It counts what can stand in several rows (people): parts overlap, and a whole is no more than their sum."""
        ...

    @property
    def spread(self) -> str:
        """The column whose numbers are kept each with how many rows have it; empty where parts are added up."""
        ...

    def aggregates(self) -> dict[str, Aggregate]: ...

    def of_records(self) -> dict[str, Aggregate]:
        """What one record puts into the figure."""
        ...

    def rows(self) -> Q: ...

    def value(self, parts: Parts | None) -> int | Fraction | None: ...

    def population(self, parts: Parts | None) -> int:
        """How many rows of the grain the figure is made from."""
        ...

    def guarded(self, parts: Parts | None) -> Guarded:
        """The numbers that the disclosure door guards, and what is shown or hidden with them."""
        ...


@dataclass(frozen=True)
class Counted:
    """How many rows fulfil the condition. No row is zero."""

    distinct: ClassVar[bool] = False
    spread: ClassVar[str] = ""
    where: Q

    def aggregates(self) -> dict[str, Aggregate]:
        return {"n": Count("pk", filter=self.where)}

    def of_records(self) -> dict[str, Aggregate]:
        return self.aggregates()

    def rows(self) -> Q:
        return self.where

    def value(self, parts: Parts | None) -> int:
        return parts["n"] if parts else 0

    def population(self, parts: Parts | None) -> int:
        return self.value(parts)

    def guarded(self, parts: Parts | None) -> Guarded:
        return one_number(self.value(parts))


@dataclass(frozen=True)
class Summed:
    """The sum of a column over the rows that fulfil the condition and have a value. No row: not reported, never 0.

    `about_each`: the number tells something of each person (minutes), and is no count of what was done.
    """

    distinct: ClassVar[bool] = False
    spread: ClassVar[str] = ""
    where: Q
    column: str = "value"
    about_each: bool = False

    def aggregates(self) -> dict[str, Aggregate]:
        return {"sum": Sum(self.column, filter=self.where), "rows": Count(self.column, filter=self.where)}

    def of_records(self) -> dict[str, Aggregate]:
        return self.aggregates()

    def rows(self) -> Q:
        return self.where & Q(**{f"{self.column}__isnull": False})

    def value(self, parts: Parts | None) -> int | None:
        return parts["sum"] if parts and parts["rows"] else None

    def population(self, parts: Parts | None) -> int:
        return parts["rows"] if parts else 0

    def guarded(self, parts: Parts | None) -> Guarded:
        value, people = self.value(parts), (parts or {}).get(PEOPLE)
        if not self.about_each:
            return one_number(value, people)
        return Guarded({ITSELF: Number(value, people=max(1, people or 0) if value else 0)})


@dataclass(frozen=True)
class Share:
    """Rows that fulfil `having` as a share of the rows that fulfil `of`. Of none: there is no share."""

    distinct: ClassVar[bool] = False
    spread: ClassVar[str] = ""
    of: Q
    having: Q

    def aggregates(self) -> dict[str, Aggregate]:
        return {"having": Count("pk", filter=self.of & self.having), "of": Count("pk", filter=self.of)}

    def of_records(self) -> dict[str, Aggregate]:
        return self.aggregates()

    def rows(self) -> Q:
        return self.of

    def value(self, parts: Parts | None) -> Fraction | None:
        return Fraction(parts["having"], parts["of"]) if parts and parts["of"] else None

    def population(self, parts: Parts | None) -> int:
        return parts["of"] if parts else 0

    def guarded(self, parts: Parts | None) -> Guarded:
        return share_of(parts["having"], parts["of"]) if parts else share_of(None, None)


@dataclass(frozen=True)
class SummedShare:
    """One column's sum as a share of another's, over the rows that have both; what lacks one counts in neither."""

    distinct: ClassVar[bool] = False
    spread: ClassVar[str] = ""
    where: Q
    column: str = "value"
    of: str = "of_value"

    def _both(self) -> Q:
        return self.where & Q(**{f"{self.column}__isnull": False, f"{self.of}__isnull": False})

    def aggregates(self) -> dict[str, Aggregate]:
        both = self._both()
        return {
            "having": Sum(self.column, filter=both),
            "of": Sum(self.of, filter=both),
            "rows": Count("pk", filter=both),
        }

    def of_records(self) -> dict[str, Aggregate]:
        return self.aggregates()

    def rows(self) -> Q:
        return self._both()

    def value(self, parts: Parts | None) -> Fraction | None:
        return Fraction(parts["having"], parts["of"]) if parts and parts["of"] else None

    def population(self, parts: Parts | None) -> int:
        return parts["of"] if parts else 0

    def guarded(self, parts: Parts | None) -> Guarded:
        return share_of(parts["having"], parts["of"], parts.get(PEOPLE)) if parts else share_of(None, None)


def added(first: Parts | None, second: Parts | None, *, sign: int = 1) -> dict[str, int]:
    """Parts added name by name; with `sign=-1` the second is taken away."""
    if not first and sign == 1:
        return dict(second or {})
    total = dict(first or {})
    for name, number in (second or {}).items():
        total[name] = total.get(name, 0) + sign * number
    return total
