"""What a case keeps of its sessions for lists."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from interventions.cases.models import Case
from interventions.sessions.models import Attendance, Session


def follow_sessions(cases: Iterable[int]) -> None:
    """Bring `last_session_on` of these cases (primary keys) up to date, in one statement.

    The column is worked out from the sessions, whose writes are audited; so it is updated without an event or a
    revision of its own, and a page of the case that somebody has open stays good.
    """
    attended = Session.objects.filter(case=OuterRef("pk"), attendance=Attendance.ATTENDED).order_by("-held_on")
    Case.objects.filter(pk__in=list(cases)).update(last_session_on=Subquery(attended.values("held_on")[:1]))


def locked_cases(of: Any) -> list[Case]:
    """The cases with these primary keys, locked in one order. A case is locked before its sessions, everywhere."""
    return list(Case.objects.select_for_update(of=("self",)).filter(pk__in=of).order_by("pk"))


def clock(at: datetime | None) -> tuple[datetime, date]:
    """The instant of a write, now unless it is given, and the day that it falls on here."""
    instant = at or timezone.now()
    return instant, timezone.localdate(instant)
