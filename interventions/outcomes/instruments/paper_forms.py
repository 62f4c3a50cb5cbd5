"""The printed versions of an instrument: which is used when, what it asks about, and for whom."""

from dataclasses import dataclass
from enum import StrEnum

from interventions.outcomes.instruments.bands import Citation


class Point(StrEnum):
    """When in a piece of work a measure is taken. Follow-up is every time after the first, the exit included."""

    BASELINE = "baseline"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Form:
    """One printed version of the instrument and the stretch of time that it asks about."""

    code: str
    name: str
    asks_about: str


@dataclass(frozen=True)
class Ages:
    """Whole years of age, both ends included; ``highest`` None where there is no upper end."""

    lowest: int
    highest: int | None
    citation: Citation

    def __contains__(self, age: int) -> bool:
        return self.lowest <= age and (self.highest is None or age <= self.highest)

    @property
    def words(self) -> str:
        return f"{self.lowest} and over" if self.highest is None else f"{self.lowest} to {self.highest}"
