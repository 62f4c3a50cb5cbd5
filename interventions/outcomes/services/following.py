"""The day on which something is next due in a case, kept on the case for lists by every write that can move it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from interventions.cases.models import Case
from interventions.outcomes.selectors import measures_of, next_due
from interventions.programmes.models import Programme
from vrn_cases.jobs.services import request_job

CHUNK = 200  # cases in one transaction


def follow_measures(cases: Sequence[Case]) -> int:
    """Bring `next_due_on` of these locked cases up to date: the next action or the next measure, whichever is sooner.

    Returns how many changed. The column is worked out from the case, its plan and its assessments, whose writes are
    audited and call this; so it is updated without an event or a revision of its own, and a page of the case that
    somebody has open stays good. Which day is next does not depend on what day it is.
    """
    measures = measures_of(cases, as_at=timezone.localdate())
    changed = defaultdict(list)
    for case in cases:
        days = (case.next_action_on, next_due(measures[case.pk]))
        due = min((day for day in days if day is not None), default=None)
        if due != case.next_due_on:
            case.next_due_on = due
            changed[due].append(case.pk)
    for due, of in changed.items():
        Case.objects.filter(pk__in=of).update(next_due_on=due)
    return sum(len(of) for of in changed.values())


def follow_since(day: date, programme: Programme, *, by: Any) -> None:
    """After a change of this locked programme's plan from a day on: bring up to date every case that it can ask more
    or less of. More than a few are left to a job, so that nobody waits.

    A case that is still open is among them: it may be closed at this very moment by somebody who saw the plan as it
    was, and is then read again when they are done. One that is being opened waits for the programme's lock.
    """
    asked = Q(closed_on=None) | Q(opened_on__gte=day) | Q(closed_on__gte=day)
    cases = list(_locked(Case.objects.filter(asked, programme=programme))[: CHUNK + 1])
    if len(cases) > CHUNK:
        request_job("follow_measures", subject={"programme": programme.reference}, by=by)
    else:
        follow_measures(cases)


def follow_every_case(
    *, programme: str | None = None, step: Callable[[], AbstractContextManager[None]] = transaction.atomic
) -> int:
    """The same for every case, or those of one programme (its reference), a short `step` at a time. May run twice.

    For what is written in bulk, and for a plan that changed for more cases than somebody can wait for.
    """
    of = Case.objects.all() if programme is None else Case.objects.filter(programme__reference=programme)
    last, changed = 0, 0
    while True:
        with step():
            found = list(_locked(of.filter(pk__gt=last))[:CHUNK])
            changed += follow_measures(found)
        if not found:
            return changed
        last = found[-1].pk


def _locked(cases: Any) -> Any:
    return cases.select_for_update(of=("self",)).order_by("pk")
