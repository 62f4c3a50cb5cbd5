"""The rows of everybody in the invented caseload, as patterns that copies are made from.

A `Pattern` is one person of the network with all that hangs on them, in one programme or in two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import DateField, F, Model
from django.utils import timezone

from interventions.cases.models import Case, CaseSpell, LeadWorker, Note
from interventions.outcomes.models import Assessment, ItemAnswer, ScaleScore
from interventions.participants.models import ContactPoint, Participant, Person, PersonLink
from interventions.referrals.intake.registry import INTAKES
from interventions.referrals.models import Referral
from interventions.sessions.models import Session

OWNER: dict[type[Model], str] = {  # the way from a row to the participant whom it is about
    Participant: "pk",
    PersonLink: "participant",
    ContactPoint: "participant",
    Referral: "participant",
    **dict.fromkeys(INTAKES.values(), "referral__participant"),
    Case: "participant",
    CaseSpell: "case__participant",
    LeadWorker: "case__participant",
    Session: "case__participant",
    Assessment: "case__participant",
    ItemAnswer: "assessment__case__participant",
    ScaleScore: "assessment__case__participant",
    Note: "case__participant",
}
COPIED: tuple[type[Model], ...] = (Person, *OWNER)  # in an order in which most rows find what they point to
OF_THEIR_OWN = frozenset({"id", "uid", "reference", "revision"})  # columns that no copy takes over
NOT_MOVED = frozenset({"date_of_birth"})
TO_COME = frozenset({"next_due_on", "next_action_on", "ends_on"})  # days that may lie ahead

Rows = dict[type[Model], list[Any]]


@dataclass
class Pattern:
    """One person's rows; `earliest` and `latest` are the first and the last day that any of them tells of.

    Something is `unsettled` while it belongs to the present: an open case, a referral without an answer, a session
    that is still to come.
    """

    rows: Rows = field(default_factory=lambda: defaultdict(list))
    earliest: date = date.max
    latest: date = date.min
    unsettled: bool = False

    @property
    def participants(self) -> list[Participant]:
        return self.rows[Participant]

    @cached_property
    def opened(self) -> dict[int, date]:
        """On which day each of the cases was opened."""
        return {case.pk: case.opened_on for case in self.rows[Case]}


@cache
def columns(model: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that a copy takes over, and those of them that are days or instants to be moved."""
    kept = [one for one in model._meta.concrete_fields if not one.generated and one.attname not in OF_THEIR_OWN]
    moved = [one.attname for one in kept if isinstance(one, DateField) and one.attname not in NOT_MOVED]
    return tuple(one.attname for one in kept), tuple(moved)


@cache
def pointers(model: type[Model]) -> dict[str, type[Model]]:
    """The columns that point to a row which is copied too, and to which table."""
    found = {one.attname: one.related_model for one in model._meta.concrete_fields if one.is_relation}
    return {name: table for name, table in found.items() if table in COPIED}


def patterns(first: int, today: date) -> list[Pattern]:
    """Everybody among the `first` invented participants, but for those merged by hand since, in a fixed order."""
    ids = Participant.objects.filter(invented=True).order_by("pk").values_list("pk", flat=True)[:first]
    last = max(ids, default=0)
    people: dict[int, Pattern] = {}
    owners: dict[int, Pattern] = {}
    for model, way in OWNER.items():
        rows = model._default_manager.filter(**{f"{way}__lte": last}).annotate(owner=F(way)).order_by("pk")
        for row in rows:
            if isinstance(row, Participant) and row.invented and row.merged_into_id is None:
                owners[row.pk] = people.setdefault(row.person_id, Pattern())
            if row.owner in owners:
                owners[row.owner].rows[model].append(row)
    _put_persons(people.values())
    for one in people.values():
        _measure(one, today)
    return list(people.values())


def _put_persons(people: Iterable[Pattern]) -> None:
    """The keys of each person: their own, and those that they had before a record matcher knew better."""
    wanted: list[tuple[Pattern, set[int]]] = []
    for one in people:
        before = {pk for row in one.rows[PersonLink] for pk in (row.was_id, row.linked_to_id)}
        wanted.append((one, before | {row.person_id for row in one.participants}))
    every = Person.objects.in_bulk({pk for _, pks in wanted for pk in pks})
    for one, pks in wanted:
        one.rows[Person] = [every[pk] for pk in sorted(pks)]


def _measure(one: Pattern, today: date) -> None:
    days = list(_days(one, today))
    one.earliest, one.latest = min(days), max(days)
    one.unsettled = (
        any(case.closed_on is None for case in one.rows[Case])
        or any(referral.status == "waiting" for referral in one.rows[Referral])
        or any(session.held_on > today for session in one.rows[Session])
    )


def _days(one: Pattern, today: date) -> Iterator[date]:
    for model, rows in one.rows.items():
        if model is Person:
            continue
        moved = [name for name in columns(model)[1] if name not in TO_COME]
        for row in rows:
            for name in moved:
                day = getattr(row, name)
                if day is not None:
                    yield min(timezone.localdate(day) if isinstance(day, datetime) else day, today)
