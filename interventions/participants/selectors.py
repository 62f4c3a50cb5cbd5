"""Finding people inside the programmes that somebody may see, and reading what a programme knows of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncHour

from interventions.participants.contact_values import indexes_of
from interventions.participants.models import ContactKind, ContactPoint, NameKey, Participant
from interventions.participants.names import Known, keys_of, likeness, name_likeness, shared_keys, words_of
from interventions.participants.search_words import Asked
from interventions.programmes.models import Area, Programme
from interventions.programmes.selectors import in_force
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Record

CANDIDATES = 200  # looked at for one search; the best are shown
SHOWN = 50
LIKE_ENOUGH = 0.72  # to be shown as perhaps the same person
FOUND_ENOUGH = 0.8  # of a name that was searched for
LIKENESSES = 5
OPENINGS_SHOWN = 50


@dataclass(frozen=True)
class Found:
    """Somebody who was found, and how alike (0 to 1); it orders the list and is never shown as a number."""

    participant: Participant
    likeness: float


def people_found(user: Any, asked: Asked, *, to: Permission = Permission.CASE_VIEW) -> list[Found]:
    """The people that `user` may see and may have asked for, the likeliest first; at most SHOWN."""
    mine = Participant.objects.for_user(user, to=to).filter(merged_into=None)
    if asked.is_empty:
        return []
    if asked.reference:
        merged = Q(merged_from__reference=asked.reference)  # an older letter names the record that is a signpost now
        rows = mine.filter(Q(reference=asked.reference) | merged).distinct()
        return [Found(participant, 1.0) for participant in _for_list(rows)]
    if asked.phone:
        points = ContactPoint.objects.filter(
            participant=OuterRef("pk"), kind=ContactKind.PHONE, index__in=indexes_of(ContactKind.PHONE, asked.phone)
        )
        rows = mine.filter(Exists(points.for_user(user, to=to)))
        return [Found(participant, 1.0) for participant in _for_list(rows[:SHOWN])]
    programmes = _programmes(user, to)
    ids = _named(asked.words, programmes) if asked.words else _born(asked.born, programmes)
    rows = mine.filter(pk__in=ids)
    if asked.words and asked.born:
        rows = rows.filter(name_keys__kind="b", name_keys__key=asked.born.isoformat()).distinct()
    scores = _scores(asked, rows)
    likeliest = sorted(scores, key=lambda one: (-scores[one], one[1], one[0]))[:SHOWN]
    shown = _for_list(mine).in_bulk([pk for pk, _ in likeliest])
    return [Found(shown[pk], scores[pk, name]) for pk, name in likeliest]


def alike_in_programmes(
    user: Any, *, given_name: str, family_name: str, born: date | None, programme: Programme | None = None
) -> list[Found]:
    """People in the worker's own programmes who may be the one about to be entered, the likeliest first.

    Who is known elsewhere alone makes no difference at all: this looks nowhere else.
    """
    programmes = _programmes(user, Permission.CASE_VIEW)
    if programme is not None:
        programmes = [programme.pk] if programmes is None or programme.pk in programmes else []
    asked = Known(words_of(given_name, family_name), born=born)
    keys = shared_keys(keys_of(given_name=given_name, family_name=family_name, known_as="", born=born))
    condition = Q(pk__in=[])
    for kind in ("s", "b", "i"):
        if keys.get(kind):
            condition |= Q(kind=kind, key__in=keys[kind])
    ids = set(_in(programmes).filter(condition).values_list("participant", flat=True)[:CANDIDATES])
    ids |= _sounding(keys.get("p", []), programmes)
    rows = Participant.objects.for_user(user, to=Permission.CASE_VIEW).filter(pk__in=ids, merged_into=None)
    found = [Found(one, likeness(asked, known(one))) for one in _for_list(rows)]
    near = sorted((one for one in found if one.likeness >= LIKE_ENOUGH), key=lambda one: -one.likeness)
    return near[:LIKENESSES]


def known(participant: Participant) -> Known:
    """What of a participant is compared with others."""
    return Known(
        words_of(participant.given_name, participant.family_name),
        words_of(participant.known_as),
        participant.date_of_birth,
    )


def contact_points(participant: Participant, user: Any, *, to: Permission = Permission.CASE_VIEW) -> list[ContactPoint]:
    """Every way of reaching them that `user` may read: those that stand first, then those that ended."""
    points = ContactPoint.objects.for_user(user, to=to).filter(participant=participant)
    return sorted(points.order_by("-starts_on", "-id"), key=lambda point: point.ends_on is not None)


@dataclass(frozen=True)
class Opening:
    """That somebody opened a record within one hour: when first and last in it, and how often."""

    who: str
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True)
class Openings:
    """Who opened a record, the latest first; `further`: there is more in the log than these lines."""

    lines: list[Opening]
    further: bool


def openings(record: Record) -> Openings:
    """A line for each reader and hour. The log itself keeps each opening as an event of its own."""
    events = AuditEvent.objects.filter(
        action=Action.RECORD_OPENED, subject_kind=record._meta.label_lower, subject_id=record.reference
    )
    hours = events.annotate(hour=TruncHour("at")).order_by().values("actor", "hour")
    told = hours.annotate(first=Min("at"), last=Max("at"), latest=Max("pk"), times=Count("pk"))
    found = list(told.order_by("-latest")[: OPENINGS_SHOWN + 1])
    names = dict(User.objects.filter(uid__in={one["actor"] for one in found}).values_list("uid", "name"))
    by_uid = {str(uid): name for uid, name in names.items()}
    lines = [
        Opening(by_uid.get(one["actor"], "The service itself"), one["first"], one["last"], one["times"])
        for one in found[:OPENINGS_SHOWN]
    ]
    return Openings(lines, further=len(found) > OPENINGS_SHOWN)


def residence_areas(on: date) -> list[Area]:
    """The areas that somebody's home is told by: districts, and the upper tiers that have none."""
    areas = list(Area.objects.filter(in_force(on), level__in=("district", "upper_tier")).order_by("name"))
    parents = {area.parent_id for area in areas if area.level == "district"}
    return [area for area in areas if area.pk not in parents]


def _programmes(user: Any, to: Permission) -> list[int] | None:
    """Ids of the programmes whose people may be looked at; None is every programme."""
    return None if user.grants.network_wide(to) else sorted(user.grants.programmes(to))


def _in(programmes: Sequence[int] | None) -> QuerySet[NameKey]:
    keys = NameKey.objects.order_by()
    return keys if programmes is None else keys.filter(programme__in=programmes)


def _named(words: Sequence[str], programmes: Sequence[int] | None) -> set[int]:
    """Candidates for a name: everybody who has each of the words by its beginning; else by how the words sound."""
    found = _in(programmes).filter(kind="t", **_begins(words[0]))
    for word in words[1:]:
        others = NameKey.objects.filter(participant=OuterRef("participant"), kind="t", **_begins(word))
        found = found.filter(Exists(others))
    exactly = set(found.values_list("participant", flat=True)[:CANDIDATES])
    if len(exactly) >= SHOWN:
        return exactly
    heard = shared_keys(keys_of(given_name=" ".join(words), family_name="", known_as="", born=None)).get("p", [])
    return exactly | _sounding(heard, programmes)


def _begins(word: str) -> dict[str, str]:
    """The keys that begin with a word, as a range that an index answers."""
    return {"key__gte": word, "key__lt": word + "\uffff"}


def _sounding(heard: Sequence[str], programmes: Sequence[int] | None) -> set[int]:
    """Candidates by sound: who shares every sound asked for, or the one there is."""
    if not heard:
        return set()
    found = _in(programmes).filter(kind="p", key=heard[0])
    for sound in heard[1:]:
        others = NameKey.objects.filter(participant=OuterRef("participant"), kind="p", key=sound)
        found = found.filter(Exists(others))
    return set(found.values_list("participant", flat=True)[:CANDIDATES])


def _born(born: date | None, programmes: Sequence[int] | None) -> set[int]:
    if born is None:
        return set()
    rows = Participant.objects.filter(date_of_birth=born).order_by()
    if programmes is not None:
        rows = rows.filter(programme__in=programmes)
    return set(rows.values_list("pk", flat=True)[:CANDIDATES])


def _scores(asked: Asked, rows: QuerySet[Participant]) -> dict[tuple[int, str], float]:
    """How alike those are who are alike enough, by key and name to sort by; of no other column is anything read."""
    found = rows.values_list("pk", "sort_name", "given_name", "family_name", "known_as")
    if not asked.words:
        return {(pk, name): 1.0 for pk, name, *_ in found}
    scores = {
        (pk, name): name_likeness(asked.words, Known(words_of(given, family), words_of(also)))
        for pk, name, given, family, also in found
    }
    return {one: score for one, score in scores.items() if score >= FOUND_ENOUGH}


def _for_list(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    return rows.select_related("programme", "area")
