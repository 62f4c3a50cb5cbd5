"""Everything that happened in a case, newest first, a page at a time: two queries however much there is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, IntegerField, Model, Q, TextChoices, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from interventions.cases.models import Case, Note, NoteKind, SpellKind
from interventions.referrals.models import Referral
from vrn_cases.access.permissions import Permission
from vrn_cases.records.addresses import address_of
from vrn_cases.records.encryption import Encrypted

PAGE_SIZE = 25
LARGEST = 2**62  # of what the database takes as a number
DAY = timedelta(days=1)
TEXT_OF_NOTE: Any = Note._meta.get_field("text")


class EventKind(TextChoices):
    NOTE = "note", "Notes"
    SESSION = "session", "Sessions"
    MEASURE = "measure", "Measures"
    CASE = "case", "Opening, pauses and closing"
    WORKER = "worker", "Lead workers"
    REFERRAL = "referral", "Referrals"


RANK = {
    kind: len(EventKind) - place for place, kind in enumerate(EventKind)
}  # of one day: what is written stands above


@dataclass(frozen=True, order=True)
class Place:
    """Where an event stands: by its day, then its kind, then the order in which it was put down."""

    day: date
    rank: int
    number: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.rank}.{self.number}"


@dataclass(frozen=True)
class Correction:
    """What stands beside a note that somebody corrected."""

    text: str
    by: str
    written_at: Any


@dataclass(frozen=True)
class Event:
    """One thing that happened. `corrections` stand beside the note that they correct."""

    kind: EventKind
    place: Place
    title: str
    by: str = ""
    text: str = ""
    url: str = ""
    correct_url: str = ""
    written_at: Any = None
    corrections: Sequence[Correction] = ()


@dataclass(frozen=True)
class TimelinePage:
    events: list[Event]
    older: str  # what stands in the address of the next page; empty on the last one


def place_in(text: str) -> Place | None:
    """The place that an address names; None for what is none."""
    try:
        day, rank, number = text.split(".")
        place = Place(date.fromisoformat(day), int(rank), int(number))
    except ValueError:
        return None
    return place if 0 <= place.number <= LARGEST else None


def timeline(
    case: Case, user: Any, *, kind: str = "", after: Place | None = None, size: int = PAGE_SIZE
) -> TimelinePage:
    """The events of one page that `user` may read, after a place in the order; of one kind, or of all."""
    events: list[Event] = []
    if not kind or kind in _RECORDED:
        kinds = [EventKind(kind)] if kind else list(_RECORDED)
        events += _recorded(case, [_RECORDED[one](case, user, after) for one in kinds], size + 1)
    if kind not in _RECORDED:
        events += [one for one in _milestones(case, user) if not kind or one.kind == kind]
    events = sorted((one for one in events if after is None or one.place < after), key=lambda one: one.place)
    events = events[: -size - 2 : -1]
    more = len(events) > size
    return TimelinePage(events[:size], str(events[size - 1].place) if more else "")


class _Row(NamedTuple):
    """A note, a session or a measure. A correction has the `number` of its note, and a key of its own."""

    day: date
    rank: int
    number: int
    key: int
    uid: UUID
    reference: str
    what: str  # a note's kind, a session's mode, a measure's instrument
    state: str  # a session's attendance, a measure's point
    label: str  # a session's kind, why a measure was not taken
    by: str
    text: Encrypted | None
    minutes: int | None
    written_at: datetime | None

    @property
    def place(self) -> Place:
        return Place(self.day, self.rank, self.number)


NOTHING = Value("", CharField())
NO_TEXT, NO_NUMBER, NO_MOMENT = (Cast(Value(None), kind()) for kind in (TextField, IntegerField, DateTimeField))


def _part(rows: Any, kind: EventKind, after: Place | None, day: str, **told: Any) -> Any:
    """The rows of one kind that stand after a place, with the columns of a `_Row`."""
    rank = RANK[kind]
    rows = rows.annotate(day=F(day), rank=Value(rank, IntegerField()), key=F("pk"), **told)
    if after is not None:
        same, earlier = Q(day=after.day), Q(day__lt=after.day)
        if rank == after.rank:
            same &= Q(number__lt=after.number)
        rows = rows.filter(earlier | same if rank <= after.rank else earlier)
    return rows.order_by().values_list(*_Row._fields)


def _notes(case: Any, user: Any, after: Place | None) -> Any:
    """The notes that may be read, and their corrections."""
    rows = Note.objects.for_user(user, to=Permission.CASE_VIEW).filter(case=case)
    number, by = Coalesce("corrects", "pk"), Coalesce("written_by__name", NOTHING)
    blank = {"state": NOTHING, "label": NOTHING, "minutes": NO_NUMBER}
    return _part(rows, EventKind.NOTE, after, "happened_on", number=number, what=F("kind"), by=by, **blank)


def _sessions(case: Any, user: Any, after: Place | None) -> Any:
    told = {"number": F("pk"), "what": F("mode"), "state": F("attendance"), "label": F("kind__label")}
    by = Coalesce("worker__name", NOTHING)
    return _part(case.sessions, EventKind.SESSION, after, "held_on", by=by, text=NO_TEXT, written_at=NO_MOMENT, **told)


def _measures(case: Any, user: Any, after: Place | None) -> Any:
    label, by = (Coalesce(name, NOTHING) for name in ("not_done_reason__label", "recorded_by__name"))
    told = {"number": F("pk"), "what": F("instrument"), "state": F("point"), "label": label, "by": by}
    blank = {"text": NO_TEXT, "minutes": NO_NUMBER, "written_at": NO_MOMENT}
    return _part(case.assessments.filter(replaced_at=None), EventKind.MEASURE, after, "taken_on", **told, **blank)


_RECORDED = {EventKind.NOTE: _notes, EventKind.SESSION: _sessions, EventKind.MEASURE: _measures}


def _recorded(case: Case, parts: Sequence[Any], size: int) -> Iterator[Event]:
    """The first events of these parts, at most `size`, each note with its corrections: in one query, but where there
    are more corrections than events. A correction is of the day of its note and stands before it.
    """
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    rows = rows.order_by("-day", "-rank", "-number", "-key")
    most = 2 * size
    while True:
        found = [_Row(*row) for row in rows[: most + 1]]
        told = [row for row in found if row.key == row.number]
        if len(told) >= size or len(found) <= most:
            break
        most *= 2
    corrections = defaultdict(list)
    for row in reversed(found):
        if row.key != row.number:
            corrections[row.number].append(Correction(_opened(row), row.by, row.written_at))
    today = timezone.localdate()
    for row in told[:size]:
        if row.rank == RANK[EventKind.NOTE]:
            yield _note(row, case, corrections[row.number])
        else:
            yield _session(row, case, today) if row.rank == RANK[EventKind.SESSION] else _measure(row, case)


def _opened(row: _Row) -> str:
    return TEXT_OF_NOTE.opened(row.text, row.uid)


def _note(row: _Row, case: Case, corrections: Sequence[Correction]) -> Event:
    return Event(
        EventKind.NOTE,
        row.place,
        NoteKind(row.what).label,
        by=row.by,
        text=_opened(row),
        correct_url=address_of("note_correct", case.reference, row.reference),
        written_at=row.written_at,
        corrections=corrections,
    )


@cache
def _words(model: type[Model], field: str) -> dict[str, str]:
    """What each code of a column is called."""
    column: Any = model._meta.get_field(field)
    return {code: str(words) for code, words in column.flatchoices}


def _session(row: _Row, case: Any, today: date) -> Event:
    lasted = "" if row.minutes is None else f", {row.minutes} minutes"
    came = _words(case.sessions.model, "attendance")[row.state] if row.state or row.day < today else "To come"
    title = f"{row.label}, {_words(case.sessions.model, 'mode')[row.what].lower()}"
    url = address_of("session", row.reference)
    return Event(EventKind.SESSION, row.place, title, by=row.by, text=f"{came}{lasted}", url=url)


def _measure(row: _Row, case: Any) -> Event:
    measure, why = case.assessments.model, f"Not taken: {row.label}" if row.label else ""
    title = f"{measure.name_of(row.what)}, {_words(measure, 'point')[row.state].lower()}"
    url = address_of("assessment", row.reference)
    return Event(EventKind.MEASURE, row.place, title, by=row.by, text=why, url=url)


def _milestones(case: Case, user: Any) -> Iterator[Event]:
    """Referrals, spells and lead workers, of which a case has few: all of them, in one query."""

    def told(rows: Any, what: str, *columns: Any) -> Any:
        return rows.order_by().values_list(Value(what, CharField()), *columns, "pk")

    readable = Referral.objects.for_user(user, to=Permission.REFERRAL_VIEW)
    # by their keys: asked with its scope in one condition, SQLite walks every referral of the programme
    joined = Referral.objects.filter(case=case).values("pk")
    of_case = readable.filter(Q(pk=case.referral_id) | Q(pk__in=joined))
    none = Value("", CharField())
    found = told(of_case, "referral", "received_on", "joined_on", "referred_from__label", "reference").union(
        told(case.spells, "spell", "starts_on", "ends_on", Coalesce("reason__label", none), "kind"),
        told(case.lead_workers, "worker", "starts_on", "ends_on", "worker__name", none),
        all=True,
    )
    rows = defaultdict(list)
    for what, *columns in found:
        rows[what].append(columns)
    yield from _of_referrals(rows["referral"])
    yield from _of_workers(rows["worker"])
    yield from _of_spells(case, sorted(rows["spell"], key=lambda row: (row[0], row[-1])))


def _of_referrals(rows: Iterable[Sequence[Any]]) -> Iterator[Event]:
    for received_on, joined_on, origin, reference, number in rows:
        place, url = Place(received_on, RANK[EventKind.REFERRAL], 2 * number), address_of("referral", reference)
        yield Event(EventKind.REFERRAL, place, f"Referral received: {origin}", url=url)
        if joined_on:
            joined = Place(joined_on, RANK[EventKind.REFERRAL], 2 * number + 1)
            yield Event(EventKind.REFERRAL, joined, f"Referral {reference} joined to this case", url=url)


def _of_workers(rows: Iterable[Sequence[Any]]) -> Iterator[Event]:
    for starts_on, _, name, _, number in rows:
        yield Event(EventKind.WORKER, Place(starts_on, RANK[EventKind.WORKER], number), f"Led by {name} from this day")


def _of_spells(case: Case, rows: Sequence[Sequence[Any]]) -> Iterator[Event]:
    """A spell's beginning in words, and a closing wherever no other spell goes on, or it was reopened the same day.
    A spell that ended on the day on which it began covers no day, and nothing came of it but the opening."""
    rank = RANK[EventKind.CASE]
    rows = [row for place, row in enumerate(rows) if not place or row[1] != row[0]]
    for place, (starts_on, _, reason, kind, number) in enumerate(rows):
        before = rows[place - 1] if place else None
        if kind == SpellKind.PAUSED:
            title = f"Paused: {reason}" if reason else "Paused"
        elif before is None:
            title = "Case opened"
        else:
            title = "Resumed" if before[1] == starts_on and before[3] == SpellKind.PAUSED else "Reopened"
        yield Event(EventKind.CASE, Place(starts_on, rank, 2 * number), title)
    for place, (_, ends_on, _, kind, number) in enumerate(rows):
        following = rows[place + 1][0] if place + 1 < len(rows) else None
        again = ends_on is not None and following == ends_on and kind == rows[place + 1][3] == SpellKind.OPEN
        if ends_on is not None and (following is None or following > ends_on or again):
            yield _closing(case, ends_on if again else ends_on - DAY, 2 * number + 1)


def _closing(case: Case, day: date, number: int) -> Event:
    place = Place(day, RANK[EventKind.CASE], number)
    if case.closed_on != day:  # it was reopened; why it had been closed stands in a note
        return Event(EventKind.CASE, place, "Case closed")
    told = "\n".join(part for part in (f"{case.get_ending_display()}.", case.closing_note) if part)
    return Event(EventKind.CASE, place, f"Case closed: {case.close_reason}", text=told)
