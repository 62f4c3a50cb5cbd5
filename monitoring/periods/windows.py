"""Financial years, quarters and other spans of days, half-open: the first day counts, the end day does not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

YEAR_LABEL = re.compile(r"(?P<first>\d{4})/(?P<second>\d{2})")
QUARTER_LABEL = re.compile(r"(?P<year>\d{4}/\d{2}) Q(?P<quarter>[1-4])")
FIRST_MONTH = 4
YEARS = range(1900, 2200)


class NotAPeriod(ValueError):
    """Text that does not name a financial year or quarter; its message says what would."""


@dataclass(frozen=True)
class Window:
    """The days from ``start`` up to, not including, ``end``. ``start`` None: the source does not state it.

    Raises ValueError when the window holds no day.
    """

    start: date | None
    end: date
    label: str = field(compare=False)

    def __post_init__(self) -> None:
        if self.start is not None and self.start >= self.end:
            raise ValueError(f"{self.label}: ends before it has begun")

    @classmethod
    def of_days(cls, first: date | None, last: date, label: str) -> "Window":
        """From the first and the last day, both included, as sources and forms give them."""
        return cls(first, last + timedelta(days=1), label)

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def months(self) -> int | None:
        """Whole calendar months covered; None when the start is not stated or either end cuts a month."""
        if self.start is None or self.start.day != 1 or self.end.day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def is_annual(self) -> bool:
        """True for twelve whole months: only then may a figure be called annual."""
        return self.months == 12

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and day < self.end

    def overlaps(self, other: "Window") -> bool:
        """True when a day lies in both; a start that is not stated lies before every day."""
        return (self.start is None or self.start < other.end) and (other.start is None or other.start < self.end)

    def contains(self, other: "Window") -> bool:
        """True when every day of ``other`` is a day of this window; never when a start is not stated."""
        if self.start is None or other.start is None:
            return False
        return self.start <= other.start and other.end <= self.end

    def crosses(self, other: "Window") -> bool:
        """True when it overlaps ``other`` and reaches beyond it."""
        return self.overlaps(other) and not other.contains(self)


def _window_of_months(year: int, month: int, months: int, label: str) -> Window:
    last = month - 1 + months
    return Window(date(year, month, 1), date(year + last // 12, last % 12 + 1, 1), label)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April of ``first`` to 31 March of the next year."""

    first: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """From "2023/24". Raises NotAPeriod."""
        found = YEAR_LABEL.fullmatch(text.strip())
        if found is None:
            raise NotAPeriod(f"“{text}” is not a financial year. Write it like 2023/24.")
        year = cls(int(found["first"]))
        if year.first not in YEARS:
            raise NotAPeriod(f"“{text}” is too far away. Years from {YEARS[0]} to {YEARS[-1]} are held.")
        if int(found["second"]) != (year.first + 1) % 100:
            raise NotAPeriod(f"“{text}” is not a financial year: {year.first} is followed by {year.label[-2:]}.")
        return year

    @classmethod
    def holding(cls, day: date) -> "FinancialYear":
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @property
    def label(self) -> str:
        return f"{self.first}/{(self.first + 1) % 100:02}"

    @property
    def window(self) -> Window:
        return _window_of_months(self.first, FIRST_MONTH, 12, self.label)

    @property
    def quarters(self) -> tuple["Quarter", ...]:
        return tuple(Quarter(self.first * 4 + index) for index in range(4))

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year as one small integer: the year's first calendar year x 4 + 0 to 3.

    Over a date this is ``year * 4 + (month - 1) / 3 - 1`` in whole numbers, which a database can generate.
    """

    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """From "2023/24 Q1". Raises NotAPeriod."""
        found = QUARTER_LABEL.fullmatch(text.strip())
        if found is None:
            raise NotAPeriod(f"“{text}” is not a quarter. Write it like 2023/24 Q1.")
        return FinancialYear.parse(found["year"]).quarters[int(found["quarter"]) - 1]

    @classmethod
    def holding(cls, day: date) -> "Quarter":
        return cls(day.year * 4 + (day.month - 1) // 3 - 1)

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.number // 4)

    @property
    def index(self) -> int:
        """1 to 4 within its financial year."""
        return self.number % 4 + 1

    @property
    def label(self) -> str:
        return f"{self.year} Q{self.index}"

    @property
    def window(self) -> Window:
        started = FIRST_MONTH - 1 + 3 * (self.index - 1)
        return _window_of_months(self.year.first + started // 12, started % 12 + 1, 3, self.label)

    @property
    def year_to_date(self) -> Window:
        """From 1 April to the end of this quarter; the whole year in the fourth."""
        label = self.year.label if self.index == 4 else f"{self.year} to Q{self.index}"
        return Window(self.year.window.start, self.window.end, label)

    @property
    def following(self) -> "Quarter":
        return Quarter(self.number + 1)

    @property
    def preceding(self) -> "Quarter":
        return Quarter(self.number - 1)

    def __str__(self) -> str:
        return self.label


class Place(StrEnum):
    """Where a printed figure stands in a report."""

    MAIN = "main"
    SECOND = "second"
    OUTSIDE = "outside"


def place(printed: Window, report: Window, others: Iterable[Window] = ()) -> Place:
    """Where a figure printed for ``printed`` stands in the report for ``report``.

    It enters when the two overlap; a figure whose start is not stated stands at its last day. It goes to the second
    table, "figures stated for other periods or at a date", when it crosses the report's bounds, has no start, or
    contains another of ``others``, the periods printed for the same programme and measure.
    """
    if printed.start is None:
        return Place.SECOND if report.holds(printed.last_day) else Place.OUTSIDE
    if not printed.overlaps(report):
        return Place.OUTSIDE
    wider = any(printed.contains(other) and printed != other for other in others)
    return Place.SECOND if wider or printed.crosses(report) else Place.MAIN
