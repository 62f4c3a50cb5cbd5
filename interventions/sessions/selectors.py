"""Reads about sessions: lists of them, what is missing attendance, what is coming, and a group's register."""

from datetime import date
from typing import Any

from django.db.models import Case as Order
from django.db.models import Q, QuerySet, Value, When

from interventions.cases.models import Case, Note
from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, GroupSession, Session
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission


def without_attendance(as_at: date) -> Q:
    """The condition of a session whose day is past and of which nobody has said whether the young person came.

    Of a closed case nothing is recorded any more.
    """
    return Q(attendance=Attendance.NOT_RECORDED, held_on__lt=as_at, case__closed_on=None)


def coming(as_at: date) -> Q:
    """The condition of a session of today or later that still stands; one of a closed case does not."""
    return Q(attendance=Attendance.NOT_RECORDED, held_on__gte=as_at, case__closed_on=None)


def listed_sessions(user: Any) -> QuerySet[Session]:
    """The sessions that a user may see, with everything that a list shows of them."""
    mine = Session.objects.for_user(user, to=Permission.CASE_VIEW)
    return mine.select_related("case__participant__programme", "kind", "worker", "group")


def usual_answers(case: Case) -> dict[str, Any]:
    """Kind and way of the case's latest session, which the next mostly has too; nothing before the first."""
    latest = Session.objects.filter(case=case).order_by("-held_on", "-id").select_related("kind").first()
    return {"kind": latest.kind, "mode": latest.mode} if latest else {}


def notes_about(session: Session, user: Any) -> list[Note]:
    """What was written about a session and `user` may read, the first note first."""
    notes = Note.objects.for_user(user, to=Permission.CASE_VIEW)
    return list(notes.filter(session=session).select_related("written_by").order_by("written_at", "id"))


def register_of(group: GroupSession) -> list[Session]:
    """The sessions under a group session, by the names of the young people."""
    return list(
        group.sessions.select_related("case__participant").order_by("case__participant__sort_name", "case", "id")
    )


def open_cases(programme: Programme, *, worker: User, apart_from: GroupSession | None = None) -> QuerySet[Case]:
    """The open cases of a programme, the worker's own first, without those that a group session was offered to."""
    cases = Case.objects.filter(programme=programme, closed_on=None).select_related("participant")
    if apart_from is not None:
        cases = cases.exclude(sessions__group=apart_from)
    others = When(worker=worker, then=Value(0))
    return cases.order_by(Order(others, default=Value(1)), "participant__sort_name", "id")
