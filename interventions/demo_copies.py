"""One copy of one invented person: another name, another age, other days, the same story."""

import random
import re
import uuid
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState

from interventions.cases.models import Note
from interventions.demo_patterns import Pattern, columns, pointers
from interventions.demo_people import Invention, Inventor
from interventions.participants.contact_values import index_of
from interventions.participants.models import BirthPrecision, ContactPoint, Participant, Person
from interventions.participants.names import sort_name
from interventions.sessions.models import Session
from interventions.sessions.rules import in_words
from vrn_cases.records.models import Record

DAY_IN_WORDS = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(month_name[1:])}) \d{{4}}\b")
WEEK = 7
UNSETTLED_DAYS = 3  # a story that belongs to the present is moved by so much at most
BIRTH_DAYS = 200  # and everybody's date of birth by so much in either direction
EARLIER_DAYS = 3  # how far before the session that it repeats another one lies

Key = tuple[type[Model], int]


@dataclass
class Copy:
    """`made`: the primary keys of the new rows by those of the pattern's. `shift`: by how much its days are moved."""

    pattern: Pattern
    chance: random.Random
    shift: timedelta
    told: dict[int, dict[str, Any]]  # who each participant of the pattern is now, by its primary key
    made: dict[Key, int] = field(default_factory=dict)

    def ready(self, row: Model) -> bool:
        """Whether everything that this row points to has been made."""
        model = type(row)
        return all(
            getattr(row, name) is None or (table, getattr(row, name)) in self.made
            for name, table in pointers(model).items()
        )

    def of(self, row: Model) -> Any:
        """A new row after this one, not yet stored and without a reference."""
        model = type(row)
        names, moved = columns(model)
        values = {name: getattr(row, name) for name in names}
        for name in moved:
            if values[name] is not None:
                values[name] += self.shift
        for name, table in pointers(model).items():
            if values[name] is not None:
                values[name] = self.made[table, values[name]]
        if issubclass(model, Record):
            values |= {"revision": 1, "reference": ""}
            values["uid"] = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        self._vary(row, values)
        return _new(model, values)

    def _vary(self, row: Model, values: dict[str, Any]) -> None:
        if isinstance(row, Person):
            values["pseudonym"] = f"{self.chance.getrandbits(128):032x}"
        elif isinstance(row, Participant):
            values |= self.told[row.pk]
        elif isinstance(row, ContactPoint) and row.kind == "phone":
            values["value"] = f"07700 900{self.chance.randrange(1000):03}"
            values["index"] = index_of(row.kind, values["value"])
        elif isinstance(row, Note):
            values["text"] = DAY_IN_WORDS.sub(self._moved, values["text"])

    def _moved(self, told: re.Match[str]) -> str:
        """A day in words as a note names it, moved as everything is."""
        return in_words(datetime.strptime(told[0], "%d %B %Y").date() + self.shift)  # noqa: DTZ007  a day, no instant

    def further(self, sessions: list[Session], share: float) -> Iterator[Session]:
        """Further sessions a few days before `share` (0 and above) of these, so that the work is denser."""
        for session in sessions:
            opened_on = self._opened_on(session)
            for _ in range(int(share) + (self.chance.random() < share % 1)):
                earlier = min(self.chance.randint(1, EARLIER_DAYS), (session.held_on + self.shift - opened_on).days)
                another = self.of(session)
                another.group_id = None  # one has been at a gathering once
                for name in columns(Session)[1]:
                    if getattr(another, name) is not None:
                        setattr(another, name, getattr(another, name) - timedelta(days=earlier))
                yield another

    def _opened_on(self, session: Session) -> date:
        return self.pattern.opened[session.case_id] + self.shift


def _new(model: type[Model], values: dict[str, Any]) -> Any:
    """As `model(**values)` by the names of columns, in a fifth of its time: nobody else gives these."""
    new = model.__new__(model)
    new._state = ModelState()
    new.__dict__ |= {"id": None, **values}
    return new


def copy_of(pattern: Pattern, number: int, *, seed: int, inventor: Inventor, since: date) -> Copy:
    """The copy with this number: who it is, and when, follows from the number and the seed alone."""
    chance = random.Random(f"{seed}:copy:{number}")  # noqa: S311  invented people, no secret
    shift = _shift(pattern, chance, today=inventor.today, since=since)
    return Copy(pattern, chance, shift, _told(pattern, chance, inventor, shift))


def _shift(pattern: Pattern, chance: random.Random, *, today: date, since: date) -> timedelta:
    """Whole weeks, as far as the story stays between `since` and today; hardly at all where it is not over."""
    back, ahead = max((pattern.earliest - since).days, 0), (today - pattern.latest).days
    if pattern.unsettled:
        return timedelta(days=-chance.randint(0, min(back, UNSETTLED_DAYS)))
    return timedelta(weeks=chance.randint(-(back // WEEK), ahead // WEEK))


def _told(pattern: Pattern, chance: random.Random, inventor: Inventor, shift: timedelta) -> dict[int, dict[str, Any]]:
    """Name and date of birth of each participant of one person; a second service writes them down its own way."""
    inventor.chance = chance
    names = inventor.names()
    older = timedelta(days=chance.randint(-BIRTH_DAYS, BIRTH_DAYS))
    found: dict[int, dict[str, Any]] = {}
    for place, one in enumerate(pattern.participants):
        someone = Invention({**names, "date_of_birth": _born(one, shift + older)})
        facts = (
            inventor.respelt(someone).facts if place and one.birth_precision == BirthPrecision.DAY else someone.facts
        )
        found[one.pk] = {**facts, "sort_name": sort_name(facts["given_name"], facts["family_name"])}
    return found


def _born(one: Participant, moved: timedelta) -> date | None:
    """Another date of birth, as exactly known as this one: what is no day stands at the middle of its month or year."""
    if one.date_of_birth is None:
        return None
    born = one.date_of_birth + moved
    if one.birth_precision == BirthPrecision.YEAR:
        return born.replace(month=7, day=1)
    return born.replace(day=15) if one.birth_precision == BirthPrecision.MONTH else born
