"""Invented casework in bulk: people, referrals, cases with their spells, sessions and measures, over four years.

Seven in eight people are known to one programme; the others to two, or come back. Rows stand under every constraint of
the database; figures are made from them afterwards, as after a restore.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench.seeding import in_chunks
from interventions.cases.models import Case, CaseSpell, Ending
from interventions.outcomes.models import Assessment, MeasurePlan
from interventions.participants.models import Participant, Person
from interventions.programmes.models import Area, ListEntry, ListName, Organisation, Programme
from interventions.referrals.models import Referral
from interventions.sessions.models import Attendance, Session

FIRST_DAY, DAYS = date(2022, 4, 1), 4 * 365
PROGRAMMES = 12
AT_ONCE = 2_000
SOURCES = ("swemwbs", "sdq_self")
ATTENDANCE = (Attendance.ATTENDED,) * 7 + (
    Attendance.DID_NOT_ATTEND,
    Attendance.CANCELLED_BY_PERSON,
    Attendance.CANCELLED_BY_SERVICE,
    Attendance.NOT_RECORDED,
)
REASONS = {Ending.PLANNED: 5, Ending.UNPLANNED: 3, Ending.NEUTRAL: 1, Ending.NOT_STARTED: 1}


@dataclass(frozen=True)
class Amount:
    people: int
    sessions_a_case: int
    measures_a_case: int = 3


AMOUNTS = {
    "XS": Amount(40, 5),
    "S": Amount(2_000, 9),
    "M": Amount(20_000, 13),
    "L": Amount(200_000, 13),
}


@dataclass
class Lists:
    """What rows refer to."""

    programmes: list[Programme]
    providers: list[Organisation]
    entries: dict[str, list[ListEntry]]
    areas: list[Area]
    now: datetime
    chance: Random
    numbers: Iterator[int]

    def one_of(self, name: ListName) -> ListEntry:
        return self.chance.choice(self.entries[name])

    def reference(self, kind: str) -> str:
        return f"{kind}{next(self.numbers):07d}"

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))


def write_casework(size: str) -> Amount:
    """The casework of this size; needs the reference lists and at least two programmes."""
    amount = AMOUNTS[size]
    lists = _lists()
    _plans(lists)
    for people in in_chunks(range(amount.people), AT_ONCE):
        with transaction.atomic():
            _write(lists, amount, len(people))
    return amount


def _lists() -> Lists:
    entries: dict[str, list[ListEntry]] = {}
    for entry in ListEntry.objects.order_by("id"):
        entries.setdefault(entry.list, []).append(entry)
    return Lists(
        programmes=list(Programme.objects.order_by("-id")[:PROGRAMMES]),
        providers=list(Organisation.objects.order_by("-id")[:PROGRAMMES]),
        entries=entries,
        areas=list(Area.objects.exclude(level="partnership")),
        now=timezone.now(),
        chance=Random(2022),  # noqa: S311  no secret
        numbers=count(1),
    )


def _plans(lists: Lists) -> None:
    MeasurePlan.objects.bulk_create(
        MeasurePlan(
            reference=lists.reference("I"),
            programme=programme,
            instrument=instrument,
            point=point,
            due_days=28,
            valid_from=FIRST_DAY,
        )
        for programme in lists.programmes
        for instrument in SOURCES
        for point in ("baseline", "exit")
    )


def _write(lists: Lists, amount: Amount, count_of_people: int) -> None:
    people = Person.objects.bulk_create(Person() for _ in range(count_of_people))
    told = [(person, programme) for person in people for programme in _programmes(lists)]
    participants = Participant.objects.bulk_create(_participant(lists, person, place) for person, place in told)
    places = dict(zip((row.pk for row in participants), (place for _, place in told), strict=True))
    twice = [row for row in participants for _ in range(2 if lists.chance.random() < 0.06 else 1)]
    referrals = Referral.objects.bulk_create(_referral(lists, row, places[row.pk]) for row in twice)
    open_ones: set[int] = set()
    cases = Case.objects.bulk_create(
        _case(lists, referral, open_ones) for referral in referrals if referral.accepted_on is not None
    )
    CaseSpell.objects.bulk_create(
        CaseSpell(
            case=case,
            kind="open",
            starts_on=case.opened_on,
            ends_on=None if case.closed_on is None else case.closed_on + timedelta(days=1),
        )
        for case in cases
    )
    _in_bulk(Session, (row for case in cases for row in _sessions(lists, case, amount)))
    _in_bulk(Assessment, (row for case in cases for row in _measures(lists, case)))


def _in_bulk(model: Any, rows: Iterator[Any]) -> None:
    for chunk in in_chunks(rows, AT_ONCE):
        model.objects.bulk_create(chunk)


def _programmes(lists: Lists) -> list[int]:
    return lists.chance.sample(range(len(lists.programmes)), 2 if lists.chance.random() < 0.08 else 1)


def _participant(lists: Lists, person: Person, place: int) -> Participant:
    born = date(1998, 1, 1) + timedelta(days=lists.chance.randrange(15 * 365))
    known = lists.chance.random() < 0.95
    ethnicity = lists.one_of(ListName.ETHNICITY) if known else None
    return Participant(
        reference=lists.reference("A"),
        person=person,
        programme=lists.programmes[place],
        given_name="Invented",
        sort_name="invented",
        date_of_birth=born if known else None,
        birth_precision="day" if known else "not_known",
        sex=lists.one_of(ListName.SEX) if known else None,
        ethnicity=ethnicity,
        ethnicity_how_known=lists.chance.choice(("self", "referrer")) if ethnicity else "",
        registered_at=lists.now,
        invented=True,
    )


def _area(lists: Lists) -> dict[str, Any]:
    area = lists.chance.choice([*lists.areas, None])
    return {"area": area, "area_known": "known" if area else "outside"}


def _referral(lists: Lists, participant: Participant, place: int) -> Referral:
    received = lists.day()
    decided = received + timedelta(days=lists.chance.choice((0, 1, 2, 3, 5, 8, 13)))
    outcome = lists.chance.choice(("accepted",) * 8 + ("declined", ""))
    told: dict[str, Any] = {f"{outcome}_on": decided, f"{outcome}_at": lists.now} if outcome else {}
    if outcome == "declined":
        told["decline_reason"] = lists.one_of(ListName.DECLINE_REASON)
    return Referral(
        reference=lists.reference("D"),
        participant=participant,
        programme=lists.programmes[place],
        provider=lists.providers[place % len(lists.providers)],
        received_on=received,
        received_at=lists.now,
        referred_from=lists.one_of(ListName.REFERRED_FROM),
        route=lists.one_of(ListName.REFERRAL_ROUTE),
        source="own_work",
        **_area(lists),
        **told,
    )


def _case(lists: Lists, referral: Referral, open_ones: set[int]) -> Case:
    opened = referral.accepted_on
    assert opened is not None
    closed: date | None = opened + timedelta(days=lists.chance.choice((0, 40, 90, 120, 160, 200, 260)))
    if closed and closed > FIRST_DAY + timedelta(days=DAYS) and referral.participant_id not in open_ones:
        open_ones.add(referral.participant_id)
        closed = None
    told: dict[str, Any] = {}
    if closed:
        ending = lists.chance.choices(list(REASONS), weights=list(REASONS.values()))[0]
        told = {"closed_at": lists.now, "close_reason": lists.one_of(ListName.CLOSE_REASON), "ending": ending}
    return Case(
        reference=lists.reference("C"),
        participant_id=referral.participant_id,
        programme_id=referral.programme_id,
        provider_id=referral.provider_id,
        referral=referral,
        opened_on=opened,
        opened_at=lists.now,
        area_id=referral.area_id,
        area_known=referral.area_known,
        care_status=lists.one_of(ListName.CARE_STATUS),
        education_status=lists.one_of(ListName.EDUCATION_STATUS),
        closed_on=closed,
        **told,
    )


def _sessions(lists: Lists, case: Case, amount: Amount) -> Iterator[Session]:
    last = case.closed_on or FIRST_DAY + timedelta(days=DAYS)
    length = max((last - case.opened_on).days, 1)
    draw: Callable[[], int] = lambda: lists.chance.randrange(length)  # noqa: E731  said once
    for _ in range(amount.sessions_a_case * 2 if length > 100 else amount.sessions_a_case // 2):
        on, attendance = case.opened_on + timedelta(days=draw()), lists.chance.choice(ATTENDANCE)
        told: dict[str, Any] = {}
        if attendance:
            told = {"recorded_on": on + timedelta(days=lists.chance.choice((0, 1, 9))), "recorded_at": lists.now}
        yield Session(
            reference=lists.reference("3"),
            case=case,
            programme_id=case.programme_id,
            held_on=on,
            kind=lists.entries[ListName.SESSION_KIND][0],
            attendance=attendance,
            minutes=lists.chance.choice((30, 45, 60)) if attendance == Attendance.ATTENDED else None,
            arranged_at=lists.now,
            **told,
        )


def _measures(lists: Lists, case: Case) -> Iterator[Assessment]:
    for instrument in SOURCES:
        for point, on in (("baseline", case.opened_on), ("exit", case.closed_on)):
            if on is not None and lists.chance.random() < 0.75:
                yield Assessment(
                    reference=lists.reference("E"),
                    case=case,
                    programme_id=case.programme_id,
                    instrument=instrument,
                    form="standard",
                    point=point,
                    taken_on=on,
                    scorer_version=1,
                    main_score=lists.chance.randrange(700, 3500),
                    recorded_at=lists.now,
                )
