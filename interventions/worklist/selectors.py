"""What needs somebody today, derived from the records: each line is one step from the form that settles it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from interventions.cases.models import Case
from interventions.outcomes.models import MeasurePoint
from interventions.outcomes.selectors import Measure, measures_to_do
from interventions.referrals.models import Referral, ReferralStatus
from interventions.sessions.models import Session
from interventions.sessions.selectors import coming, without_attendance
from vrn_cases.access.permissions import Permission as P
from vrn_cases.pages.selectors import shown_name

SHOWN = 8  # a group shows its first lines; its link opens the whole list
WEEK = timedelta(days=7)
DECIDE_WITHIN = timedelta(days=5)
LOOKED_AT = 400  # open cases of one worker whose measures are looked at; nobody leads more


@dataclass(frozen=True)
class Thing:
    """One line: what it is, where it is settled, the clock that runs, and a tag; `about`: the record that it names."""

    text: str
    url: str
    detail: str = ""
    tag: str = ""
    tag_colour: str = "grey"
    about: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind. `more`: how many stand in the list behind it and not here; `list_words` say what it is."""

    title: str
    things: list[Thing]
    more: int = 0
    list_url: str = ""
    list_words: str = ""

    @property
    def count(self) -> int:
        return len(self.things) + self.more


@dataclass(frozen=True)
class Section:
    """When the groups want doing: now, today, this week."""

    title: str
    groups: list[Group] = field(default_factory=list)


def casework_of(user: Any, today: date) -> list[Section]:
    """A caseworker's own work and, for who decides on referrals, what waits for them; without empty parts."""
    if not user.holds(P.CASE_WORK) and not user.holds(P.REFERRAL_DECIDE):
        return []
    due, coming_up = _measures(user, today)
    sections = [
        Section("Now", [_unrecorded(user, today), _waiting(user, today), due, _actions(user, today)]),
        Section("Today", [_sessions(user, "Sessions today", today, today)]),
        Section("This week", [coming_up, _sessions(user, "Sessions to come", today + timedelta(days=1), today + WEEK)]),
    ]
    kept = [Section(one.title, [group for group in one.groups if group.things]) for one in sections]
    return [section for section in kept if section.groups]


def _unrecorded(user: Any, today: date) -> Group:
    """Past days of which nobody has said whether the young person came: the longest first."""
    rows = _mine(user).filter(without_attendance(today)).order_by("held_on", "id")

    def thing(row: Session) -> Thing:
        late = (today - row.held_on).days
        days = "yesterday" if late == 1 else f"{late} days ago"
        return Thing(
            shown_name(row.case.participant),
            _attendance(row),
            f"{row.kind.label}, {in_words(row.held_on, row.starts_at)}, {days}",
            "Attendance missing",
            "red" if late > 7 else "yellow",
            about=row.reference,
        )

    return _group("Who came? Not recorded yet", rows, thing, _list("sessions", state="without", whose="mine"))


def _sessions(user: Any, title: str, first: date, last: date) -> Group:
    rows = _mine(user).filter(coming(first), held_on__lte=last).order_by("held_on", "starts_at", "id")

    def thing(row: Session) -> Thing:
        return Thing(
            shown_name(row.case.participant),
            _attendance(row) if first == last else row.get_absolute_url(),
            f"{row.kind.label}, {row.get_mode_display().lower()}, {in_words(row.held_on, row.starts_at)}",
            about=row.reference,
        )

    return _group(title, rows, thing, _list("sessions", state="coming", whose="mine"))


def _attendance(session: Session) -> str:
    """The form that settles it, which leads back here."""
    return reverse("session_attendance", args=[session.reference]) + "?from=home"


def _mine(user: Any) -> QuerySet[Session]:
    rows = Session.objects.for_user(user, to=P.CASE_WORK).filter(worker=user)
    return rows.select_related("case__participant", "kind")


def _waiting(user: Any, today: date) -> Group:
    """Referrals that wait for a decision of this user, the longest waiting first."""
    rows = (
        Referral.objects.for_user(user, to=P.REFERRAL_DECIDE)
        .filter(status=ReferralStatus.WAITING)
        .select_related("participant", "referred_from")
        .order_by("received_on", "id")
    )

    def thing(row: Referral) -> Thing:
        waits = (today - row.received_on).days
        words = "received today" if waits == 0 else f"waiting {waits} {'day' if waits == 1 else 'days'}"
        late = today - row.received_on > DECIDE_WITHIN
        return Thing(
            shown_name(row.participant),
            row.get_absolute_url(),
            f"{row.referred_from.label}, {words}",
            "To decide",
            "red" if late else "blue",
            about=row.reference,
        )

    return _group("Referrals waiting", rows, thing, _list("referrals", status="waiting"))


def _measures(user: Any, today: date) -> tuple[Group, Group]:
    """Measures that are due or overdue in the cases that this user leads, and those due within a week."""
    cases = list(
        Case.objects.for_user(user, to=P.CASE_WORK)
        .filter(Q(closed_on=None) | Q(next_due_on__isnull=False), worker=user)
        .select_related("participant", "programme")
        .order_by("next_due_on", "id")[:LOOKED_AT]
    )
    to_do = measures_to_do(cases, as_at=today)
    late = [one for one in to_do if one.due_on and one.due_on < today]
    soon = [one for one in to_do if one.due_on and today <= one.due_on <= today + WEEK]
    return _of_measures("Measures overdue", late, today), _of_measures("Measures due", soon, today)


def _of_measures(title: str, measures: Sequence[Measure], today: date) -> Group:
    things = [_measure(one, today) for one in measures[:SHOWN]]
    return Group(title, things, max(0, len(measures) - SHOWN), _list("cases", worker="mine"), "your cases")


def _measure(one: Measure, today: date) -> Thing:
    due = one.due_on or today
    days = (today - due).days
    clock = f"due {in_words(due)}" if days <= 0 else f"{days} {'day' if days == 1 else 'days'} overdue"
    return Thing(
        shown_name(one.case.participant),
        reverse("measure_record", args=[one.case.reference, one.plan.instrument, one.plan.point]),
        f"{one.instrument.short_name}, {MeasurePoint(one.plan.point).label.lower()}, {clock}",
        "Overdue" if days > 0 else "Due",
        "red" if days > 14 else "yellow",
        about=one.case.reference,
    )


def _actions(user: Any, today: date) -> Group:
    """Next actions whose day has come."""
    rows = (
        Case.objects.for_user(user, to=P.CASE_WORK)
        .filter(worker=user, closed_on=None, next_action_on__lte=today)
        .select_related("participant")
        .order_by("next_action_on", "id")
    )

    def thing(row: Case) -> Thing:
        on = row.next_action_on or today
        tag = ("Today", "blue") if on == today else ("Late", "red")
        told = f"{row.next_action}, {in_words(on)}"
        return Thing(shown_name(row.participant), row.get_absolute_url(), told, *tag, about=row.reference)

    return _group("Next actions", rows, thing, _list("cases", worker="mine", due="late"))


def _group(title: str, rows: QuerySet[Any], thing: Any, list_url: str) -> Group:
    found = list(rows[: SHOWN + 1])
    more = rows.order_by().count() - SHOWN if len(found) > SHOWN else 0
    return Group(title, [thing(row) for row in found[:SHOWN]], more, list_url)


def _list(name: str, **filters: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in filters.items())
    return f"{reverse(name)}?{query}" if query else reverse(name)


def in_words(day: date, at: time | None = None) -> str:
    """ "Monday 5 November" with the time of day where there is one; the year only where it is not this one's."""
    told = f"{day:%A} {day.day} {day:%B}"
    if at is None:
        return told
    minutes = f":{at:%M}" if at.minute else ""
    return f"{told}, {at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def named_in(sections: Sequence[Section]) -> list[str]:
    """The references of the records that these lines name, for the log."""
    return [thing.about for section in sections for group in section.groups for thing in group.things]


@dataclass(frozen=True)
class WorkerRow:
    """One worker's work in one programme, as the lead sees it. `name` empty: nobody leads these cases."""

    name: str
    url: str
    open_cases: int
    unrecorded: int
    overdue: int
    quiet: int


QUIET = timedelta(days=28)


def team_of(user: Any, today: date) -> list[tuple[str, list[WorkerRow]]]:
    """Each programme that this user leads, worker by worker: open cases, and what is late in them."""
    cases = Case.objects.for_user(user, to=P.CASE_ASSIGN).filter(closed_on=None)
    quiet = Q(last_session_on__lt=today - QUIET) | Q(last_session_on=None, opened_on__lt=today - QUIET)
    told = cases.values_list("programme__name", "worker__name", "worker__reference").annotate(
        open_cases=Count("pk"),
        overdue=Count("pk", filter=Q(next_due_on__lt=today)),
        quiet=Count("pk", filter=quiet),
    )
    missing = _unrecorded_by_worker(user, today)
    programmes: dict[str, list[WorkerRow]] = {}
    for programme, name, reference, open_cases, overdue, silent in told.order_by("programme__name", "worker__name"):
        url = _list("cases", worker=reference or "nobody", status="open")
        row = WorkerRow(name or "", url, open_cases, missing.get((programme, reference), 0), overdue, silent)
        programmes.setdefault(programme, []).append(row)
    return list(programmes.items())


def _unrecorded_by_worker(user: Any, today: date) -> dict[tuple[str, str | None], int]:
    rows = Session.objects.for_user(user, to=P.CASE_ASSIGN).filter(without_attendance(today), case__closed_on=None)
    counted = rows.order_by().values_list("programme__name", "worker__reference").annotate(n=Count("pk"))
    return {(programme, worker): n for programme, worker, n in counted}
