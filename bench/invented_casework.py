"""The casework of a size: the demonstration's own people, and as many copies of them as the size asks for."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from bench.seeding import BY
from interventions.cases.models import Case
from interventions.demo_casework import load_casework
from interventions.demo_scale import enlarge_casework
from interventions.participants.models import Participant
from interventions.programmes.models import Programme
from monitoring.indicators.services import aggregate
from monitoring.indicators.store import plain_step
from vrn_cases.access.models import User

YEARS = 4
PROGRAMME = "VIP"  # where most of the people are
WORKER = "worker-1.vip@demonstration.invalid"


@dataclass(frozen=True)
class Amount:
    """`share` of the demonstration is made through the services; `further` sessions are added to each that is copied,
    so that S has 10 sessions a person, M and L 15.
    """

    people: int
    share: float
    further: float


AMOUNTS = {
    "XS": Amount(60, 0.02, 0.2),
    "S": Amount(2_000, 0.1, 0.06),
    "M": Amount(20_000, 0.1, 0.6),
    "L": Amount(200_000, 0.1, 0.6),
}


def write_casework(size: str) -> None:
    """The casework of this size, over four years up to today; needs the reference lists. May be asked for twice."""
    amount, today = AMOUNTS[size], timezone.localdate()
    if Participant.objects.count() >= amount.people:
        return
    since = date(today.year - YEARS, today.month, min(today.day, 28))
    first = load_casework(today, step=plain_step, share=amount.share)
    enlarge_casework(today, people=amount.people, first=first, since=since, step=plain_step, further=amount.further)
    _analyse()
    aggregate(by=BY)
    _analyse()


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def worker() -> User:
    """One of the invented workers of the largest programme, who sees its people and cases and no others."""
    return User.objects.get(email=WORKER)


def programme() -> Programme:
    return Programme.objects.get(code=PROGRAMME)


def in_words() -> str:
    """How much there is."""
    return f"{Participant.objects.count():,} people, {Case.objects.count():,} cases"
