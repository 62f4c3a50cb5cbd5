"""The invented caseload: two years of referrals, cases, sessions and measures, made through the services.

The same seed, day and reference lists give the same story. It is untidy on purpose: people in several programmes,
people referred again, measures left out, sessions nobody recorded, days written down late.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from interventions.demo_people import Invention, Inventor
from interventions.demo_programmes import SHAPES, Shape
from interventions.demo_story import Story
from interventions.programmes.models import Mode, Organisation, Programme, Running
from interventions.programmes.services import add_running, put_organisation
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import add_user, give_role
from vrn_cases.audit.services import together

BY = "command:load_demo"
SEED = 20_250_401
YEARS = 2
PEOPLE_A_STEP = 10
IN_TWO_PROGRAMMES = 0.06  # of the people of every programme but the first


@dataclass(frozen=True)
class Place:
    """Where a story happens: the programme as it is shaped, who provides it, and who works there."""

    shape: Shape
    programme: Programme
    provider: Organisation
    workers: list[User]


def load_casework(today: date, *, share: float = 1.0) -> Iterator[tuple[int, int]]:
    """Make the caseload up to `today`; gives (done, total) people after each step.

    `share` of the people are made (a test needs few). Makes nothing where a programme already has workers of ours.
    """
    chance = random.Random(SEED)  # noqa: S311  invented people, no secret
    inventor = Inventor(chance, today)
    start = date(today.year - YEARS, today.month, min(today.day, 28))
    places = [place_of(shape, start) for shape in SHAPES]
    planned = [
        (place, on) for place in places for on in _days(chance, start, today, round(place.shape.people * YEARS * share))
    ]
    known: list[tuple[Invention, Any]] = []
    for done in range(0, len(planned), PEOPLE_A_STEP):
        with together():
            for place, on in planned[done : done + PEOPLE_A_STEP]:
                _one_person(inventor, place, on, today, known)
        yield min(done + PEOPLE_A_STEP, len(planned)), len(planned)


def _days(chance: random.Random, start: date, today: date, people: int) -> list[date]:
    """Days on which people are referred: more towards the end, fewer at weekends."""
    span = (today - start).days
    days: list[date] = []
    while len(days) < people:
        day = start + timedelta(days=int(span * chance.random() ** 0.92))
        if day.weekday() < 5 or chance.random() < 0.35:
            days.append(day)
    return sorted(days)


def _one_person(inventor: Inventor, place: Place, on: date, today: date, known: list[tuple[Invention, Any]]) -> None:
    chance, shape = inventor.chance, place.shape
    elsewhere = None
    if known and shape is not SHAPES[0] and chance.random() < IN_TWO_PROGRAMMES:
        someone, elsewhere = chance.choice(known)
        someone = inventor.respelt(someone)
    else:
        someone = inventor.person(youngest=shape.ages[0], oldest=shape.ages[1], on=on, boys=shape.boys)
    story = Story(inventor, place, today)
    participant = story.tell(someone, on, one_with=elsewhere)
    if shape is SHAPES[0]:
        known.append((someone, participant.person))


def place_of(shape: Shape, start: date) -> Place:
    """The programme with its invented provider and workers, made where they are missing."""
    programme = Programme.objects.get(code=shape.code)
    provider = put_organisation(name=shape.provider, by=BY)
    if not Running.objects.filter(programme=programme, organisation=provider).exists():
        add_running(
            programme=programme,
            revision=None,
            organisation=provider,
            mode=Mode.CASEWORK,
            starts_on=start,
            ends_on=None,
            by=BY,
        )
    return Place(shape, programme, provider, [_worker(shape, programme, n, start) for n in range(shape.workers)])


def _worker(shape: Shape, programme: Programme, number: int, start: date) -> User:
    email = f"worker-{number + 1}.{shape.code.lower()}@demonstration.invalid"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    user = add_user(email=email, name=f"Invented Worker {shape.code} {number + 1}", by=BY)
    give_role(
        user=user,
        role=Role.CASEWORKER,
        agency_kind=AgencyKind(shape.agency),
        programme=programme,
        organisation=None,
        starts_on=start,
        by=BY,
    )
    return user
