"""A programme's work as its lead sees it: worker by worker, and what is late in each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from interventions.cases.models import Case
from interventions.sessions.models import Session
from interventions.sessions.selectors import without_attendance
from interventions.worklist.selectors.lines import list_at
from vrn_cases.access.permissions import Permission as P


@dataclass(frozen=True)
class WorkerRow:
    """One worker's work in one programme, as the lead sees it. `name` empty: nobody leads these cases.

    `overdue`: how many cases, closed ones too, which may still want their last measure; `overdue_url` lists them.
    """

    name: str
    url: str
    overdue_url: str
    open_cases: int
    unrecorded: int
    overdue: int
    quiet: int


QUIET = timedelta(days=28)


def team_of(user: Any, today: date) -> list[tuple[str, list[WorkerRow]]]:
    """Each programme that this user leads, worker by worker: open cases, and what is late."""
    standing, late = Q(closed_on=None), Q(next_due_on__lt=today)
    quiet = Q(last_session_on__lt=today - QUIET) | Q(last_session_on=None, opened_on__lt=today - QUIET)
    cases = Case.objects.for_user(user, to=P.CASE_ASSIGN).filter(standing | late)
    told = cases.values_list("programme__name", "worker__name", "worker__reference").annotate(
        open_cases=Count("pk", filter=standing),
        overdue=Count("pk", filter=late),
        quiet=Count("pk", filter=standing & quiet),
    )
    missing = _unrecorded_by_worker(user, today)
    programmes: dict[str, list[WorkerRow]] = {}
    for programme, name, reference, open_cases, overdue, silent in told.order_by("programme__name", "worker__name"):
        theirs = {"worker": reference or "nobody"}
        row = WorkerRow(
            name=name or "",
            url=list_at("cases", **theirs, status="standing"),
            overdue_url=list_at("cases", **theirs, due="late"),
            open_cases=open_cases,
            unrecorded=missing.get((programme, reference), 0),
            overdue=overdue,
            quiet=silent,
        )
        programmes.setdefault(programme, []).append(row)
    return list(programmes.items())


def _unrecorded_by_worker(user: Any, today: date) -> dict[tuple[str, str | None], int]:
    rows = Session.objects.for_user(user, to=P.CASE_ASSIGN).filter(without_attendance(today))
    counted = rows.order_by().values_list("programme__name", "worker__reference").annotate(n=Count("pk"))
    return {(programme, worker): n for programme, worker, n in counted}
