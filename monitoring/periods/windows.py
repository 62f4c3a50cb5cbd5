"""Financial years, quarters and years to date: half-open windows of days, with the label as people print it.

A quarter has a number, (year of 1 April) * 4 + 0 to 3, the one that the database works out (`vrn_cases.records.quarters`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

WindowKind = Literal["quarter", "ytd", "year"]
FIRST_MONTHS = (4, 7, 10, 1)
FORM = re.compile(r"(?P<year>20\d\d)/(?P<next>\d\d)(?: Q(?P<quarter>[1-4]))?( to date)?")


@dataclass(frozen=True)
class Window:
    """From `start` up to, and not including, `end`. `quarter` is the number of the quarter that ends it."""

    kind: WindowKind
    quarter: int
    start: date
    end: date
    label: str

    @property
    def year_started(self) -> int:
        """The calendar year in which the financial year starts."""
        return self.quarter // 4

    @property
    def year(self) -> "Window":
        return year_window(self.year_started)

    @property
    def quarters(self) -> tuple["Window", ...]:
        first = self.quarter if self.kind == "quarter" else self.year_started * 4
        return tuple(quarter_window(number) for number in range(first, self.quarter + 1))

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def before(self) -> "Window":
        """The window of the same length before this one; of a year to date, the same one a year earlier."""
        if self.kind == "quarter":
            return quarter_window(self.quarter - 1)
        return window(self.kind, self.quarter - 4)

    def overlaps(self, start: date | None, end: date) -> bool:
        """Whether [start, end) has a day in this window; a start that is not stated counts as the last day alone."""
        first = end - timedelta(days=1) if start is None else start
        return first < self.end and end > self.start

    def holds(self, start: date | None, end: date) -> bool:
        """Whether [start, end) lies wholly in this window; what has no stated start never does."""
        return start is not None and self.start <= start and end <= self.end


def first_day(quarter: int) -> date:
    year, index = divmod(quarter, 4)
    return date(year + (index == 3), FIRST_MONTHS[index], 1)


def quarter_of(day: date) -> int:
    return day.year * 4 - 1 if day.month < 4 else day.year * 4 + (day.month - 4) // 3


def quarter_window(quarter: int) -> Window:
    label = f"{year_label(quarter // 4)} Q{quarter % 4 + 1}"
    return Window("quarter", quarter, first_day(quarter), first_day(quarter + 1), label)


def to_date_window(quarter: int) -> Window:
    label = f"{year_label(quarter // 4)} Q{quarter % 4 + 1} to date"
    return Window("ytd", quarter, date(quarter // 4, 4, 1), first_day(quarter + 1), label)


def year_window(year: int) -> Window:
    return Window("year", year * 4 + 3, date(year, 4, 1), date(year + 1, 4, 1), year_label(year))


def window(kind: WindowKind, quarter: int) -> Window:
    if kind == "quarter":
        return quarter_window(quarter)
    return to_date_window(quarter) if kind == "ytd" else year_window(quarter // 4)


def year_label(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def parse(label: str) -> Window:
    """ "2023/24", "2023/24 Q1" or "2023/24 Q1 to date". Raises ValueError in words for a person."""
    told = FORM.fullmatch(label.strip())
    if told is None:
        raise ValueError(f"“{label}” is not a financial year or quarter. Write it like 2023/24 or 2023/24 Q1.")
    year, quarter = int(told["year"]), told["quarter"]
    if (year + 1) % 100 != int(told["next"]):
        raise ValueError(f"“{label}” is not a financial year: after {year} comes {(year + 1) % 100:02d}.")
    if quarter is None:
        return year_window(year)
    number = year * 4 + int(quarter) - 1
    return to_date_window(number) if label.strip().endswith("to date") else quarter_window(number)


def spanned(start: date, end: date) -> Window | None:
    """The quarter or financial year that is exactly [start, end); None when none is."""
    quarter = quarter_of(end - timedelta(days=1))
    for candidate in (quarter_window(quarter), year_window(quarter // 4)):
        if (candidate.start, candidate.end) == (start, end):
            return candidate
    return None
