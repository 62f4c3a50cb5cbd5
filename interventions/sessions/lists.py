"""The list of sessions: past ones, coming ones, and those of which nobody has said who came."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from interventions.programmes.models import Programme
from interventions.referrals.selectors import programmes_seen
from interventions.sessions.models import Attendance, Session
from interventions.sessions.rules import lacks_attendance
from interventions.sessions.selectors import coming, listed_sessions, without_attendance
from vrn_cases.access.permissions import Permission
from vrn_cases.forms.time_field import in_words
from vrn_cases.pages.columns import Column, name_column
from vrn_cases.pages.day_filter import day_filter
from vrn_cases.pages.lists import ListPage
from vrn_cases.templatetags.gov_display import as_day, as_short_day

STATES = [("without", "Past, without attendance"), ("coming", "Today and to come")] + [
    choice for choice in Attendance.choices if choice[0]
]
COLOURS = {
    Attendance.ATTENDED: "green",
    Attendance.DID_NOT_ATTEND: "orange",
    Attendance.CANCELLED_BY_PERSON: "grey",
    Attendance.CANCELLED_BY_SERVICE: "grey",
}


def _programmes(request: Any) -> QuerySet[Programme]:
    return programmes_seen(request.user, to=Permission.CASE_VIEW)


class SessionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="Attendance", choices=STATES, empty_label="Any", method="by_state")
    whose = django_filters.ChoiceFilter(
        label="Worker", choices=[("mine", "Only mine")], empty_label="Anybody", method="by_worker"
    )
    programme = django_filters.ModelChoiceFilter(
        label="Programme", queryset=_programmes, to_field_name="reference", empty_label="Any"
    )
    first = day_filter("From", "held_on", "gte")
    last = day_filter("Until", "held_on", "lte", help_text="This day included.")

    class Meta:
        model = Session
        fields: ClassVar[list[str]] = []

    def by_state(self, rows: QuerySet[Session], name: str, value: str) -> QuerySet[Session]:
        today = timezone.localdate()
        conditions = {"without": without_attendance(today), "coming": coming(today)}
        return rows.filter(conditions[value]) if value in conditions else rows.filter(attendance=value)

    def by_worker(self, rows: QuerySet[Session], name: str, value: str) -> QuerySet[Session]:
        return rows.filter(worker=self.request.user)


def attendance_in_words(session: Session) -> str:
    if session.attendance:
        return session.get_attendance_display()
    return "Not recorded" if lacks_attendance(session, today=timezone.localdate()) else "To come"


def colour_of(session: Session) -> str:
    if session.attendance:
        return COLOURS[Attendance(session.attendance)]
    return "red" if lacks_attendance(session, today=timezone.localdate()) else "blue"


def day_in_words(session: Session) -> str:
    return as_day(session.held_on) + time_in_words(session)


def short_day_in_words(session: Session) -> str:
    return as_short_day(session.held_on) + time_in_words(session)


def time_in_words(session: Session) -> str:
    return f", {in_words(session.starts_at)}" if session.starts_at else ""


def how_in_words(session: Session) -> str:
    return session.get_mode_display() + (", in a group" if session.group_id else "")


class SessionList(ListPage):
    title = "Sessions"
    kind = "sessions"
    filterset = SessionFilter
    default_order = ("-held_on", "-id")
    empty_text = "No session is recorded yet. Sessions are recorded on the page of a case."
    columns = (
        Column(
            "held_on", "Day", lambda row: row.held_on, words=short_day_in_words, url=lambda row: row.get_absolute_url(),
            order=("held_on", "id"),
        ),
        name_column(
            "name", "Young person", lambda row: row.case.participant,
            order=("case__participant__sort_name", "held_on", "id"),
        ),
        Column(
            "case", "Case", lambda row: row.case.reference, url=lambda row: row.case.get_absolute_url(), width=12
        ),
        Column("kind", "Kind", lambda row: row.kind.label, width=30),
        Column("mode", "How", how_in_words),
        Column("attendance", "Attendance", attendance_in_words, tag=colour_of, width=28),
        Column("minutes", "Minutes", lambda row: row.minutes, numeric=True, width=10),
        Column("worker", "Worker", lambda row: row.worker.name if row.worker else "", width=24),
    )  # fmt: skip

    def queryset(self) -> QuerySet[Session]:
        return listed_sessions(self.request.user)
