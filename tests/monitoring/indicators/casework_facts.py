"""Plain facts of casework, which a test draws and changes."""

from dataclasses import dataclass, field
from datetime import date

DUE_DAYS = 28


@dataclass
class SessionFact:
    on: date
    attendance: str  # as the column holds it
    minutes: int | None
    recorded_on: date | None
    pk: int = 0


@dataclass
class MeasureFact:
    """The measure that stands at one point; `score` None: taken, and too few answers. `on` None: why not is told."""

    instrument: str
    point: str
    on: date | None
    score: int | None
    pk: int = 0


@dataclass
class ReferralFact:
    participant: int
    provider: int | None
    received: date
    outcome: str  # "", accepted, joined, declined or withdrawn
    decided: date | None
    route: str
    source: str
    area: str | None  # an area, or what is known instead of one
    pk: int = 0


@dataclass
class CaseFact:
    """`spells`: (kind, first day, first day after or None)."""

    participant: int
    provider: int | None
    opened: date
    spells: list[tuple[str, date, date | None]]
    closed: date | None
    ending: str
    area: str | None
    care: str
    education: str
    sessions: list[SessionFact] = field(default_factory=list)
    measures: list[MeasureFact] = field(default_factory=list)
    pk: int = 0


@dataclass
class ParticipantFact:
    person: int
    programme: int
    born: date | None
    sex: str
    ethnicity: str
    how_known: str
    merged: bool = False
    pk: int = 0


@dataclass
class PlanFact:
    programme: int
    instrument: str
    point: str
    since: date
    until: date | None
    days: int = DUE_DAYS
    pk: int = 0
