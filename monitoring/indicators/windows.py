"""The windows that figures are stored for: a quarter, a year to date, or a financial year."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monitoring.indicators.models import WindowKind
from monitoring.periods.windows import FinancialYear, NotAPeriod, Quarter, Window


@dataclass(frozen=True)
class FigureWindow:
    """`quarter` is the number of the quarter that ends the window; a year ends with its fourth."""

    kind: WindowKind
    quarter: int

    @property
    def days(self) -> Window:
        return _days(self.kind, self.quarter)

    @property
    def label(self) -> str:
        """The window as it is printed; a year to date says so even when it ends with the year."""
        told = self.days.label
        return f"{told} to date" if self.kind == WindowKind.YEAR_TO_DATE and self.quarter % 4 == 3 else told

    @property
    def start(self) -> date:
        start = self.days.start
        if start is None:
            raise ValueError(f"{self.label} has no start")
        return start

    @property
    def end(self) -> date:
        return self.days.end

    @property
    def year(self) -> "FigureWindow":
        return year_window(Quarter(self.quarter).year)

    @property
    def quarters(self) -> tuple["FigureWindow", ...]:
        """The quarters that it is made of, in order."""
        first = self.quarter if self.kind == WindowKind.QUARTER else self.quarter // 4 * 4
        return tuple(FigureWindow(WindowKind.QUARTER, number) for number in range(first, self.quarter + 1))

    @property
    def before(self) -> "FigureWindow":
        """The quarter before; of a year or a year to date, the same one a year earlier."""
        return FigureWindow(self.kind, self.quarter - (1 if self.kind == WindowKind.QUARTER else 4))


@lru_cache(maxsize=512)
def _days(kind: WindowKind, quarter: int) -> Window:
    """Kept, because a report asks for the label of the same few windows thousands of times."""
    if kind == WindowKind.QUARTER:
        return Quarter(quarter).window
    return Quarter(quarter).year_to_date if kind == WindowKind.YEAR_TO_DATE else Quarter(quarter).year.window


def window_for(over_quarters: str, asked: FigureWindow) -> FigureWindow:
    """The window that answers for this one: a figure told for the year so far has none for a quarter by itself."""
    if over_quarters != "latest" or asked.kind != WindowKind.QUARTER:
        return asked
    return FigureWindow(WindowKind.YEAR if asked.quarter % 4 == 3 else WindowKind.YEAR_TO_DATE, asked.quarter)


def window_so_far(over_quarters: str, asked: FigureWindow, today: date) -> FigureWindow:
    """The same for a page that is read today: a year that is not over is told up to today's quarter, for what is told
    at its end is not there yet."""
    told, now = window_for(over_quarters, asked), Quarter.holding(today).number
    if over_quarters != "latest" or told.kind != WindowKind.YEAR or now not in range(told.quarter - 3, told.quarter):
        return told
    return FigureWindow(WindowKind.YEAR_TO_DATE, now)


def quarter_window(quarter: Quarter) -> FigureWindow:
    return FigureWindow(WindowKind.QUARTER, quarter.number)


def year_window(year: FinancialYear) -> FigureWindow:
    return FigureWindow(WindowKind.YEAR, year.quarters[-1].number)


def window_named(label: str) -> FigureWindow:
    """From a window's own label: "2023/24", "2023/24 Q1", "2023/24 to Q3", "2023/24 to date". Raises NotAPeriod."""
    told = label.strip()
    if told.endswith(" to date"):
        return FigureWindow(
            WindowKind.YEAR_TO_DATE, FinancialYear.parse(told.removesuffix(" to date")).quarters[-1].number
        )
    if " to Q" in told:
        return FigureWindow(WindowKind.YEAR_TO_DATE, Quarter.parse(told.replace(" to Q", " Q")).number)
    return quarter_window(Quarter.parse(told)) if " Q" in told else year_window(FinancialYear.parse(told))


def window_of_days(start: date, end: date) -> FigureWindow:
    """The quarter or financial year that is exactly [start, end). Raises NotAPeriod when none is."""
    for found in (quarter_window(Quarter.holding(start)), year_window(FinancialYear.holding(start))):
        if (found.start, found.end) == (start, end):
            return found
    raise NotAPeriod(f"{start.isoformat()} to {end.isoformat()} is neither a quarter nor a financial year.")
