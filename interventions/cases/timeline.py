"""Everything that happened in a case, newest first, a page at a time: four queries however much there is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Q, TextChoices, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from interventions.cases.models import Case, Note, SpellKind
from interventions.referrals.models import Referral
from vrn_cases.access.permissions import Permission
from vrn_cases.records.addresses import address_of

PAGE_SIZE = 25
LARGEST = 2**62  # of what the database takes as a number
DAY = timedelta(days=1)
# What an event says; no other column is read.
OF_NOTES = ("uid", "reference", "corrects", "kind", "happened_on", "text", "written_at", "written_by__name")
OF_SESSIONS = ("case", "reference", "held_on", "mode", "attendance", "minutes", "kind__label", "worker__name")
OF_MEASURES = ("case", "reference", "taken_on", "instrument", "point", "recorded_by__name", "not_done_reason__label")


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
    corrections: Sequence[Note] = field(default=())


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
    for kinds, source in _SOURCES:
        if not kind or kind in kinds:
            events += [one for one in source(case, user, after, size + 1) if not kind or one.kind == kind]
    events = sorted((one for one in events if after is None or one.place < after), key=lambda one: one.place)
    events = events[: -size - 2 : -1]
    more = len(events) > size
    return TimelinePage(events[:size], str(events[size - 1].place) if more else "")


def _after(rows: Any, day: str, kind: EventKind, after: Place | None, number: str = "pk") -> Any:
    """The rows that stand after a place, the newest first; of one `number`, as they were put down."""
    if after is not None:
        same = Q(**{day: after.day})
        earlier = Q(**{f"{day}__lt": after.day})
        if RANK[kind] == after.rank:
            same &= Q(**{f"{number}__lt": after.number})
        rows = rows.filter(earlier | same if RANK[kind] <= after.rank else earlier)
    return rows.order_by(f"-{day}", f"-{number}", *([] if number == "pk" else ["-pk"]))


def _notes(case: Case, user: Any, after: Place | None, size: int) -> Iterator[Event]:
    """The notes that may be read, each with its corrections."""
    readable = Note.objects.for_user(user, to=Permission.CASE_VIEW).filter(case=case)
    rows = readable.select_related("written_by").only(*OF_NOTES).annotate(note=Coalesce("corrects", "pk"))
    notes, corrections = _whole(_after(rows, "happened_on", EventKind.NOTE, after, number="note"), size)
    for note in notes:
        yield Event(
            EventKind.NOTE,
            Place(note.happened_on, RANK[EventKind.NOTE], note.pk),
            note.get_kind_display(),
            by=note.written_by.name if note.written_by else "",
            text=note.text,
            correct_url=address_of("note_correct", case.reference, note.reference),
            written_at=note.written_at,
            corrections=corrections[note.pk],
        )


def _whole(rows: Any, size: int) -> tuple[list[Note], dict[int, list[Note]]]:
    """The first notes of `rows`, at most `size`, and the corrections of each by its key, in one query but where there
    are more corrections than notes. A correction is of the day of its note and stands before it in `rows`.
    """
    most = 2 * size
    while True:
        found = list(rows[: most + 1])
        notes = [row for row in found if row.corrects_id is None]
        if len(notes) >= size or len(found) <= most:
            break
        most *= 2
    corrections = defaultdict(list)
    for row in reversed(found):
        if row.corrects_id is not None:
            corrections[row.corrects_id].append(row)
    return notes[:size], corrections


def _sessions(case: Any, user: Any, after: Place | None, size: int) -> Iterator[Event]:
    rows = case.sessions.select_related("kind", "worker").only(*OF_SESSIONS)
    rows = _after(rows, "held_on", EventKind.SESSION, after)
    today = timezone.localdate()
    for row in rows[:size]:
        lasted = "" if row.minutes is None else f", {row.minutes} minutes"
        came = row.get_attendance_display() if row.attendance or row.held_on < today else "To come"
        yield Event(
            EventKind.SESSION,
            Place(row.held_on, RANK[EventKind.SESSION], row.pk),
            f"{row.kind}, {row.get_mode_display().lower()}",
            by=row.worker.name if row.worker else "",
            text=f"{came}{lasted}",
            url=row.get_absolute_url(),
        )


def _measures(case: Any, user: Any, after: Place | None, size: int) -> Iterator[Event]:
    rows = case.assessments.filter(replaced_at=None).select_related("recorded_by", "not_done_reason")
    rows = rows.only(*OF_MEASURES)
    for row in _after(rows, "taken_on", EventKind.MEASURE, after)[:size]:
        yield Event(
            EventKind.MEASURE,
            Place(row.taken_on, RANK[EventKind.MEASURE], row.pk),
            f"{row.instrument.upper()}, {row.get_point_display().lower()}",
            by=row.recorded_by.name if row.recorded_by else "",
            text=f"Not taken: {row.not_done_reason}" if row.not_done_reason else "",
            url=row.get_absolute_url(),
        )


def _milestones(case: Case, user: Any, after: Place | None, size: int) -> Iterator[Event]:
    """Referrals, spells and lead workers, of which a case has few: all of them, in one query."""

    def told(rows: Any, what: str, *columns: Any) -> Any:
        return rows.order_by().values_list(Value(what, CharField()), *columns, "pk")

    readable = Referral.objects.for_user(user, to=Permission.REFERRAL_VIEW)
    of_case = readable.filter(Q(case=case) | Q(opened_case=case))
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
    """A spell's beginning in words, and a closing wherever no other spell goes on."""
    rank = RANK[EventKind.CASE]
    for place, (starts_on, _, reason, kind, number) in enumerate(rows):
        before = rows[place - 1] if place else None
        if kind == SpellKind.PAUSED:
            title = f"Paused: {reason}" if reason else "Paused"
        elif before is None:
            title = "Case opened"
        else:
            title = "Resumed" if before[1] == starts_on and before[3] == SpellKind.PAUSED else "Reopened"
        yield Event(EventKind.CASE, Place(starts_on, rank, 2 * number), title)
    for place, (_, ends_on, _, _, number) in enumerate(rows):
        following = rows[place + 1][0] if place + 1 < len(rows) else None
        if ends_on is not None and (following is None or following > ends_on):
            yield _closing(case, ends_on - DAY, 2 * number + 1)


def _closing(case: Case, day: date, number: int) -> Event:
    place = Place(day, RANK[EventKind.CASE], number)
    if case.closed_on != day:  # it was reopened; why it had been closed stands in a note
        return Event(EventKind.CASE, place, "Case closed")
    told = "\n".join(part for part in (f"{case.get_ending_display()}.", case.closing_note) if part)
    return Event(EventKind.CASE, place, f"Case closed: {case.close_reason}", text=told)


_SOURCES: tuple[tuple[frozenset[EventKind], Any], ...] = (
    (frozenset({EventKind.NOTE}), _notes),
    (frozenset({EventKind.SESSION}), _sessions),
    (frozenset({EventKind.MEASURE}), _measures),
    (frozenset({EventKind.CASE, EventKind.WORKER, EventKind.REFERRAL}), _milestones),
)
