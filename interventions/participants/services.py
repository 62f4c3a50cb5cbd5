"""Registering somebody with a programme, and keeping what it knows of them right."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.participants.contact_values import index_of
from interventions.participants.models import ContactPoint, NameKey, Participant, Person, PersonLink
from interventions.participants.names import keys_of, sort_name
from interventions.participants.rules import (
    NO_NAME,
    against_birth,
    against_changing,
    against_ending_contact,
    against_linking,
    against_unlinking,
)
from interventions.programmes.models import Programme
from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person as who
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked, write

NAMES = ("given_name", "family_name", "known_as")


@transaction.atomic
def register_participant(
    *,
    programme: Programme,
    by: Any,
    source: str = SourceAuthority.OWN_WORK,
    sensitivity: str = Sensitivity.ORDINARY,
    at: datetime | None = None,
    invented: bool = False,
    **facts: Any,
) -> Participant:
    """What `programme` knows of somebody from now on, as a person of their own until a record matcher says otherwise.

    `facts` are fields of Participant. Raises Refused without any name, or for an impossible date of birth.
    """
    _refuse_wrong(facts.get("given_name", ""), facts.get("family_name", ""), facts.get("date_of_birth"))
    participant = create(
        Participant,
        action=Action.PARTICIPANT_REGISTERED,
        by=by,
        person=Person.objects.create(),
        programme=programme,
        source=source,
        sensitivity=sensitivity,
        registered_at=at or timezone.now(),
        invented=invented,
        sort_name=sort_name(facts.get("given_name", ""), facts.get("family_name", "")),
        **facts,
    )
    _put_name_keys(participant)
    return participant


@transaction.atomic
def change_participant(*, participant: Participant, revision: int | None = None, by: Any, **facts: Any) -> Participant:
    """Correct or complete what is known. Raises Refused, or Changed when somebody has written since."""
    participant = locked(participant, revision)
    refuse_if(against_changing(participant))
    names = {name: facts.get(name, getattr(participant, name)) for name in NAMES}
    _refuse_wrong(names["given_name"], names["family_name"], facts.get("date_of_birth", participant.date_of_birth))
    participant = write(
        participant,
        action=Action.PARTICIPANT_CHANGED,
        by=by,
        **facts,
        sort_name=sort_name(names["given_name"], names["family_name"]),
    )
    if {*NAMES, "date_of_birth"} & facts.keys():
        _put_name_keys(participant)
    return participant


def now_own_work(*, participant: Participant, by: Any) -> Participant:
    """From the acceptance of a referral on, that the programme knows them is the programme's own work."""
    participant = locked(participant)
    if (participant.source, participant.sensitivity) == (SourceAuthority.OWN_WORK, Sensitivity.ORDINARY):
        return participant
    return write(
        participant,
        action=Action.PARTICIPANT_CHANGED,
        by=by,
        source=SourceAuthority.OWN_WORK,
        sensitivity=Sensitivity.ORDINARY,
    )


@transaction.atomic
def add_contact_point(
    *, participant: Participant, kind: str, value: str, starts_on: date, by: Any, postcode: str = "", **facts: Any
) -> ContactPoint:
    """Another way of reaching somebody. The same one a second time is kept once: the one that stands is returned."""
    participant = locked(participant)
    refuse_if(against_changing(participant))
    index = index_of(kind, value, postcode)
    standing = participant.contact_points.filter(kind=kind, index=index, ends_on=None).first() if index else None
    return standing or create(
        ContactPoint,
        action=Action.CONTACT_ADDED,
        by=by,
        participant=participant,
        kind=kind,
        value=value,
        postcode=postcode,
        index=index,
        starts_on=starts_on,
        **facts,
    )


@transaction.atomic
def change_contact_point(*, point: ContactPoint, revision: int | None = None, by: Any, **facts: Any) -> ContactPoint:
    """Say otherwise what is safe, or correct the value. Raises Refused or Changed."""
    point = locked(point, revision)
    refuse_if(against_ending_contact(point))
    value, postcode = facts.get("value", point.value), facts.get("postcode", point.postcode)
    return write(point, action=Action.CONTACT_CHANGED, by=by, **facts, index=index_of(point.kind, value, postcode))


@transaction.atomic
def end_contact_point(*, point: ContactPoint, revision: int | None = None, ends_on: date, by: Any) -> ContactPoint:
    """From this day on it does not reach them any more. It stays to be seen, as what was once true."""
    point = locked(point, revision)
    refuse_if(against_ending_contact(point))
    return write(point, action=Action.CONTACT_ENDED, by=by, ends_on=max(ends_on, point.starts_on))


@transaction.atomic
def link_person(*, participant: Participant, person: Person, by: Any, at: datetime | None = None) -> PersonLink:
    """A record matcher says that this participant is that person: from now on both are counted as one.

    Nothing else changes and nobody sees anything new. Raises Refused when they are one already.
    """
    participant = locked(participant)
    refuse_if(against_linking(participant, person))
    was = participant.person
    write(participant, action=Action.PERSON_LINKED, by=by, person=person)
    told = {"was": was, "linked_to": person, "linked_at": at or timezone.now(), "linked_by": who(by)}
    return create(PersonLink, action=Action.PERSON_LINKED, by=by, participant=participant, **told)


@transaction.atomic
def unlink_person(*, link: PersonLink, revision: int | None = None, by: Any) -> PersonLink:
    """The participant counts as the person they were before. Raises Refused or Changed."""
    link = locked(link, revision)
    refuse_if(against_unlinking(link))
    participant = locked(link.participant)
    write(participant, action=Action.PERSON_UNLINKED, by=by, person=link.was)
    return write(link, action=Action.PERSON_UNLINKED, by=by, undone_at=timezone.now(), undone_by=who(by))


def name_keys(participants: Iterable[Participant]) -> list[NameKey]:
    """The keys under which these are to be found, not yet stored."""
    return [
        NameKey(kind=kind, key=key, programme_id=participant.programme_id, participant=participant)
        for participant in participants
        for kind, key in sorted(
            keys_of(
                given_name=participant.given_name,
                family_name=participant.family_name,
                known_as=participant.known_as,
                born=participant.date_of_birth,
            )
        )
    ]


def _put_name_keys(participant: Participant) -> None:
    wanted = {(key.kind, key.key): key for key in name_keys([participant])}
    stored = {(key.kind, key.key): key.pk for key in participant.name_keys.all()}
    NameKey.objects.filter(pk__in=[pk for told, pk in stored.items() if told not in wanted]).delete()
    NameKey.objects.bulk_create(key for told, key in wanted.items() if told not in stored)


def _refuse_wrong(given_name: str, family_name: str, born: date | None) -> None:
    refuse_if(
        ([] if given_name.strip() or family_name.strip() else [NO_NAME]) + against_birth(born, timezone.localdate())
    )
