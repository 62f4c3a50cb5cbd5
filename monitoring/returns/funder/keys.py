"""Under which keys the figures of a return to a funder stand: those of the indicators that count the same facts.

The door takes one key with one count for one number, in whatever it was released. So what the Board was shown and what
a funder is shown of the same facts is attacked together. A line that no indicator tells of stands under its own name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitoring.indicators.adding_lines import told_as
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.windows import window_for, window_of_days
from monitoring.periods.windows import NotAPeriod

Column = tuple[date, str]
Days = tuple[date, date]
ALL = "network"


@dataclass(frozen=True)
class Keys:
    """The keys of one line. `days`: first day and day after the last, of each column and of the whole period."""

    measure: str
    days: Mapping[Column, Days]
    period: Days

    @property
    def family(self) -> str:
        """What earlier releases of the same facts are kept under."""
        return INDICATORS[self.code].family if self.code in INDICATORS else self.code

    @property
    def code(self) -> str:
        return told_as(self.measure)[0]

    def key(self, whose: str, column: Column | None, part: tuple[str, str]) -> str:
        """`whose`: `ALL`, a programme's code, or a programme's and a provider's with a stroke between."""
        ending = told_as(self.measure)[1]
        words = [self.code, whose, self._period if column is None else self._label(column)]
        return ":".join([*words, "=".join(part)] if part[0] else words) + ending

    @property
    def _over(self) -> str:
        return INDICATORS[self.code].over_quarters if self.code in INDICATORS else "added"

    def _label(self, column: Column) -> str:
        label = _named(self.days[column], self._over)
        return label or f"{column[1]} from {column[0].isoformat()}"

    @property
    def _period(self) -> str:
        """The period as a whole is the indicator's only where that is the sum of its quarters too."""
        label = _named(self.period, self._over) if self._over == "added" else ""
        start, end = self.period
        taken = {self._label(column) for column in self.days}
        return label if label and label not in taken else f"all from {start.isoformat()} to {end.isoformat()}"


def _named(days: Days, over: str) -> str:
    try:
        return window_for(over, window_of_days(*days)).label
    except NotAPeriod:
        return ""
