"""The invented caseload: two years of referrals, cases, sessions and measures, made through the services.

The same seed, day and reference lists give the same story, but for reference numbers. It is untidy on purpose: people
in several programmes, people referred again, measures left out, sessions nobody recorded, days written down late.

Each person has a seed of their own, by their place in the plan: whoever goes on after a stop makes the same people.
"""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from interventions.demo import SCHOOL, SIGN_INS
from interventions.demo_people import Invention, Inventor
from interventions.demo_programmes import SHAPES, Shape
from interventions.demo_story import BY, Place, Story
from interventions.participants.models import Participant
from interventions.programmes.models import Mode, Programme, Running
from interventions.programmes.services import add_running, put_organisation
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import add_user, give_role

SEED = 20_250_401
YEARS = 2
PEOPLE_A_STEP = 1  # so that no step holds the one write lock for long
IN_TWO_PROGRAMMES = 0.06  # of the people of every programme but the first
FIRST = SHAPES[0]
SCHOOLS = (SCHOOL, "Invented Academy", "Invented College", "Invented Community School")

Step = Callable[..., AbstractContextManager[Any]]


@dataclass(frozen=True)
class Planned:
    """One person of the plan: who they are follows from `number` alone."""

    number: int
    shape: Shape
    on: date


def plan(today: date, share: float = 1.0) -> list[Planned]:
    """Everybody of the caseload in the order of their referral; `share` of them (a test needs few)."""
    start = first_day(today)
    days = [
        (on, place, shape)
        for place, shape in enumerate(SHAPES)
        for on in _days(shape, start, today, round(shape.people * YEARS * share))
    ]
    return [Planned(number, shape, on) for number, (on, _, shape) in enumerate(sorted(days, key=lambda day: day[:2]))]


def first_day(today: date) -> date:
    return date(today.year - YEARS, today.month, min(today.day, 28))


def load_casework(today: date, *, step: Step, share: float = 1.0) -> int:
    """Make the caseload up to `today` and return how many people it has; goes on where it stopped."""
    planned = plan(today, share)
    with step("Finding out how far it is"):
        done = Participant.objects.filter(invented=True).count()
        places = {shape.code: place_of(shape, first_day(today)) for shape in SHAPES}
    inventor = Inventor(today)
    while done < len(planned):
        with step(f"Inventing {done + 1:,} of {len(planned):,} people", done=done, total=len(planned)):
            for one in planned[done : done + PEOPLE_A_STEP]:
                _one_person(inventor, places[one.shape.code], one, planned)
        done += PEOPLE_A_STEP
    return len(planned)


def _days(shape: Shape, start: date, today: date, people: int) -> list[date]:
    """Days on which people are referred: more towards the end, fewer at weekends."""
    chance = random.Random(f"{SEED}:{shape.code}")  # noqa: S311  invented people, no secret
    span = (today - start).days
    days: list[date] = []
    while len(days) < people:
        day = start + timedelta(days=int(span * chance.random() ** 0.92))
        if day.weekday() < 5 or chance.random() < 0.35:
            days.append(day)
    return days


def _one_person(inventor: Inventor, place: Place, one: Planned, planned: list[Planned]) -> None:
    someone, elsewhere = _who(inventor, one), None
    earlier = [other for other in planned[: one.number] if other.shape is FIRST]
    if earlier and one.shape is not FIRST and inventor.chance.random() < IN_TWO_PROGRAMMES:
        other = inventor.chance.choice(earlier)
        state = inventor.chance
        someone = _who(inventor, other)
        inventor.chance = state
        someone = inventor.respelt(someone)
        elsewhere = Participant.objects.filter(invented=True).order_by("id")[other.number].person
    Story(inventor, place).tell(someone, one.on, one_with=elsewhere)


def _who(inventor: Inventor, one: Planned) -> Invention:
    """Who this is; leaves the inventor with this person's own chance."""
    inventor.chance = random.Random(f"{SEED}:person:{one.number}")  # noqa: S311  invented people, no secret
    youngest, oldest = one.shape.ages
    return inventor.person(youngest=youngest, oldest=oldest, on=one.on, boys=one.shape.boys)


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
    schools = [put_organisation(name=name, by=BY) for name in SCHOOLS]
    workers = [_worker(shape, programme, n, start) for n in range(shape.workers)]
    return Place(shape, programme, provider, workers, schools)


def _worker(shape: Shape, programme: Programme, number: int, start: date) -> User:
    """One of the programme's workers; the first is whoever signs in as its caseworker, so that a list waits there."""
    signs_in = [one.email for one in SIGN_INS if one.role is Role.CASEWORKER and one.programme == shape.code]
    caseworker = User.objects.filter(email__in=signs_in).first()
    if caseworker and number == 0:
        return caseworker
    email = f"worker-{number + 1}.{shape.code.lower()}@demonstration.invalid"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    user = add_user(email=email, name=f"Invented Worker {shape.code} {number + 1}", by=BY)
    agency = AgencyKind(shape.agency)
    give_role(
        user=user,
        role=Role.CASEWORKER,
        agency_kind=agency,
        programme=programme,
        organisation=None,
        starts_on=start,
        by=BY,
    )
    return user
