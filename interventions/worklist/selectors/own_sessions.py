"""Sessions of one worker that want something: a line each, and one line for a group session however many are in it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.selectors import coming, without_attendance
from interventions.worklist.selectors.lines import SHOWN, Group, Thing, in_words, list_at
from vrn_cases.access.permissions import Permission as P
from vrn_cases.pages.selectors import shown_name

LOOKED_AT = 400  # sessions, of which the first lines are made: each may stand for a group of fifty
LATE_DAYS = 7
IN_GROUPS = "the list of sessions, where a group session has a line for each young person"


def unrecorded(user: Any, today: date) -> Group:
    """Past days of which nobody has said whether the young person came: the longest first."""

    def late(day: date) -> dict[str, str]:
        days = (today - day).days
        since = "yesterday" if days == 1 else f"{days} days ago"
        return {"since": since, "tag": "Attendance missing", "tag_colour": "red" if days > LATE_DAYS else "yellow"}

    def single(row: Session) -> Thing:
        told = late(row.held_on)
        detail = f"{row.kind.label}, {in_words(row.held_on, row.starts_at)}, {told.pop('since')}"
        return Thing(shown_name(row.case.participant), _attendance(row), detail, about=row.reference, **told)

    def grouped(row: GroupSession, offered: int, waiting: int) -> Thing:
        told = late(row.held_on)
        who = f"{waiting} of {_people(offered)}" if waiting < offered else _people(offered)
        detail = f"Group session, {who}, {in_words(row.held_on, row.starts_at)}, {told.pop('since')}"
        return Thing(row.title, _register(row), detail, about=row.reference, **told)

    rows = _mine(user).filter(without_attendance(today))
    behind = list_at("sessions", state="without", whose="mine", sort="held_on")
    return _lines("Who came? Not recorded yet", rows, single, grouped, behind)


def to_come(user: Any, title: str, first: date, last: date) -> Group:
    """Sessions of these days that still stand; those of one day alone lead to where attendance is recorded."""

    def single(row: Session) -> Thing:
        url = _attendance(row) if first == last else row.get_absolute_url()
        detail = f"{row.kind.label}, {row.get_mode_display().lower()}, {in_words(row.held_on, row.starts_at)}"
        return Thing(shown_name(row.case.participant), url, detail, about=row.reference)

    def grouped(row: GroupSession, offered: int, waiting: int) -> Thing:
        url = _register(row) if first == last else row.get_absolute_url()
        how = f"Group session, {_people(waiting)}, {row.get_mode_display().lower()}"
        return Thing(row.title, url, f"{how}, {in_words(row.held_on, row.starts_at)}", about=row.reference)

    rows = _mine(user).filter(coming(first), held_on__lte=last)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return _lines(
        title, rows, single, grouped, list_at("sessions", whose="mine", state="coming", sort="held_on", **days)
    )


def _mine(user: Any) -> QuerySet[Session]:
    return Session.objects.for_user(user, to=P.CASE_WORK).filter(worker=user)


def _lines(
    title: str,
    rows: QuerySet[Session],
    single: Callable[[Session], Thing],
    grouped: Callable[[GroupSession, int, int], Thing],
    behind: str,
) -> Group:
    """The first lines in the order of their days and times; what is untimed comes before the rest of its day."""
    ordered = rows.order_by("held_on", F("starts_at").asc(nulls_first=True), "group", "id")
    first: dict[tuple[str, int], Session] = {}
    for row in ordered.select_related("case__participant", "kind")[:LOOKED_AT]:
        first.setdefault(("group", row.group_id) if row.group_id else ("session", row.pk), row)
    shown, more = list(first.items())[:SHOWN], 0
    if len(first) > SHOWN:
        counted = rows.order_by().aggregate(
            alone=Count("pk", filter=Q(group=None)), groups=Count("group", distinct=True)
        )
        more = counted["alone"] + counted["groups"] - SHOWN
    groups = _groups(number for (kind, number), _ in shown if kind == "group")
    things = [grouped(*groups[number]) if kind == "group" else single(row) for (kind, number), row in shown]
    any_group = any(kind == "group" for kind, _ in first)
    return Group(title, things, more, behind, IN_GROUPS if any_group else "the list of sessions")


def _groups(wanted: Any) -> dict[int, tuple[GroupSession, int, int]]:
    """Group sessions by primary key, with how many each was offered to and for how many nothing is recorded."""
    numbers = list(wanted)
    if not numbers:
        return {}
    waiting = Count("sessions", filter=Q(sessions__attendance=Attendance.NOT_RECORDED))
    found = GroupSession.objects.filter(pk__in=numbers).annotate(offered=Count("sessions"), waiting=waiting)
    return {row.pk: (row, row.offered, row.waiting) for row in found.order_by("pk")}


def _attendance(session: Session) -> str:
    """The form that settles it, which leads back here."""
    return reverse("session_attendance", args=[session.reference]) + "?from=home"


def _register(group: GroupSession) -> str:
    return reverse("group_register", args=[group.reference]) + "?from=home"


def _people(count: int) -> str:
    return "1 young person" if count == 1 else f"{count} young people"
