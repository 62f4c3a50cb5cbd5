"""Invented people for the demonstration: names, days of birth and answers drawn by a seed. Nobody of them exists.

Family names are words of nature, so that no list of pupils or patients can be taken for this one.

The shares are made up, but for the areas: they follow the printed shares of serious violence (Strategic Needs
Assessment 2022), so that some districts are small, as they are.
"""

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from interventions.participants.models import AreaKnown, BirthPrecision, Disability, DisabilityEffect, HowKnown
from interventions.participants.rules import age_on
from interventions.programmes.models import Area, ListEntry, ListName
from interventions.programmes.selectors import entries_in_force

NAMES = Path(__file__).parent / "reference" / "invented_names.csv"
SHORT = {"Mohammed": "Mo", "Muhammad": "Mo", "Daniel": "Dan", "Joshua": "Josh", "Kayleigh": "Kay", "Zainab": "Zee"}
AREAS = {
    "LEICESTER": 567, "CHARNWOOD": 134, "NWL": 64, "HINCKLEY": 69, "MELTON": 34, "BLABY": 37, "HARBOROUGH": 46,
    "OADBY": 29, "RUTLAND": 20,
}  # fmt: skip
ELSEWHERE = {AreaKnown.OUTSIDE: 25, AreaKnown.NO_FIXED_ADDRESS: 12, AreaKnown.NOT_KNOWN: 30}
ETHNICITIES = {
    "white-british": 52, "white-irish": 1, "white-gypsy-traveller": 2, "white-roma": 1, "white-other": 6,
    "mixed-white-black-caribbean": 5, "mixed-white-asian": 2, "mixed-other": 2, "asian-indian": 9,
    "asian-pakistani": 4, "asian-bangladeshi": 2, "asian-other": 2, "black-caribbean": 3, "black-african": 6,
    "black-other": 1, "other-arab": 1, "other-any": 1, "prefer-not-to-say": 2,
}  # fmt: skip
ADULT = 18
CARE_OF_CHILDREN = {"none": 64, "section-20": 6, "care-order": 7, "child-in-need": 11, "not-known": 12}
CARE_OF_ADULTS = {"none": 74, "care-leaver": 13, "not-known": 13}
LEARNING = (  # until which age: what they mostly do
    (16, {"school": 74, "alternative-provision": 18, "home-educated": 4, "not-known": 4}),
    (18, {
        "school": 16, "alternative-provision": 5, "home-educated": 1, "college": 40, "apprenticeship": 11,
        "employed": 5, "neet": 18, "not-known": 4,
    }),
    (200, {"college": 24, "apprenticeship": 14, "employed": 27, "neet": 30, "not-known": 5}),
)  # fmt: skip
HOW_KNOWN = {HowKnown.SELF: 70, HowKnown.FAMILY: 10, HowKnown.REFERRER: 14, HowKnown.OBSERVED: 6}


@dataclass(frozen=True)
class Invention:
    """Somebody invented, before any programme knows them: what `register_participant` takes."""

    facts: dict[str, Any]

    @property
    def born(self) -> date | None:
        born: date | None = self.facts["date_of_birth"]
        return born


class Inventor:
    """Draws people with the `chance` it has at the time; the same seed draws the same ones over the same lists."""

    chance: random.Random

    def __init__(self, today: date) -> None:
        self.today = today
        self.lists: dict[str, dict[str, ListEntry]] = {
            name: {entry.code: entry for entry in entries_in_force(name, today)} for name in ListName.values
        }
        with NAMES.open(encoding="utf-8", newline="") as file:
            names = [(row["part"], row["name"]) for row in csv.DictReader(file)]
        self.given, self.family = ([name for part, name in names if part == which] for which in ("given", "family"))
        self.areas = {area.code: area for area in Area.objects.filter(code__in=AREAS)}

    def weighted(self, weights: dict[Any, int]) -> Any:
        return self.chance.choices(list(weights), weights=list(weights.values()))[0]

    def entry(self, name: ListName, weights: dict[str, int] | None = None) -> ListEntry:
        """One entry of a list, by these weights, or each alike."""
        known = self.lists[name]
        return known[self.weighted(weights) if weights else self.chance.choice(sorted(known))]

    def person(self, *, youngest: int, oldest: int, on: date, boys: int = 70) -> Invention:
        """Somebody aged from `youngest` to `oldest` years on a day; `boys` of a hundred are male."""
        facts = {**self.names(), **self._birth(youngest, oldest, on), **self._equality(boys)}
        age = age_on(facts["date_of_birth"], on)
        return Invention({**facts, **self._life((youngest + oldest) // 2 if age is None else age)})

    def names(self) -> dict[str, Any]:
        given_name, family_name = self.chance.choice(self.given), self._family_name()
        known_as = SHORT.get(given_name, "") if self.chance.random() < 0.5 else ""
        return {"given_name": given_name, "family_name": family_name, "known_as": known_as}

    def respelt(self, someone: Invention) -> Invention:
        """The same person as another service writes them down: a letter more, day and month the wrong way round."""
        facts = dict(someone.facts)
        name = facts["given_name"]
        facts["given_name"] = {"Mohammed": "Muhammad", "Sean": "Shaun"}.get(name, name)
        born = facts["date_of_birth"]
        if born and born.day <= 12 and self.chance.random() < 0.3:
            facts["date_of_birth"] = date(born.year, born.day, born.month)
        return Invention(facts)

    def _family_name(self) -> str:
        name = self.chance.choice(self.family)
        return f"{name}-{self.chance.choice(self.family)}" if self.chance.random() < 0.08 else name

    def _birth(self, youngest: int, oldest: int, on: date) -> dict[str, Any]:
        if self.chance.random() < 0.02:
            return {"date_of_birth": None, "birth_precision": BirthPrecision.NOT_KNOWN}
        days = self.chance.randrange(int(youngest * 365.25) + 1, int((oldest + 1) * 365.25) - 1)
        born = on - timedelta(days=days)
        if self.chance.random() < 0.03:
            return {"date_of_birth": date(born.year, 7, 1), "birth_precision": BirthPrecision.YEAR}
        return {"date_of_birth": born, "birth_precision": BirthPrecision.DAY}

    def _equality(self, boys: int) -> dict[str, Any]:
        sex = self.entry(ListName.SEX, {"male": boys, "female": 98 - boys, "prefer-not-to-say": 1, "not-known": 1})
        told = self.chance.random()
        ethnicity = self.entry(ListName.ETHNICITY, ETHNICITIES) if told < 0.9 else None
        disability = self.weighted({"": 25, Disability.YES: 22, Disability.NO: 50, Disability.PREFER_NOT_TO_SAY: 3})
        effects = {DisabilityEffect.A_LOT: 1, DisabilityEffect.A_LITTLE: 2, DisabilityEffect.NOT_AT_ALL: 1}
        return {
            "sex": sex,
            "ethnicity": ethnicity,
            "ethnicity_how_known": self.weighted(HOW_KNOWN) if ethnicity else "",
            "disability": disability,
            "disability_effect": self.weighted(effects) if disability == Disability.YES else "",
        }

    def _life(self, age: int) -> dict[str, Any]:
        known = self.weighted({AreaKnown.KNOWN: 933, **ELSEWHERE})
        area = self.areas[self.weighted(AREAS)] if known == AreaKnown.KNOWN else None
        care = CARE_OF_CHILDREN if age < ADULT else CARE_OF_ADULTS
        learning = next(weights for until, weights in LEARNING if age < until)
        return {
            "area": area,
            "area_known": known,
            "care_status": self.entry(ListName.CARE_STATUS, care),
            "education_status": self.entry(ListName.EDUCATION_STATUS, learning),
        }
