"""What a case keeps of its measures for lists."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date

from django.db import transaction
from django.utils import timezone

from interventions.cases.models import Case
from interventions.outcomes.selectors import measures_of, next_due

CHUNK = 200  # cases in one transaction


def follow_measures(cases: Sequence[Case], *, today: date | None = None) -> int:
    """Bring `next_due_on` of these cases up to date: the next action or the next measure, whichever comes first.

    Returns how many changed. The column is worked out from plan, assessments and next action, whose writes are
    audited; so it is updated without an event or a revision of its own, and a page of the case that somebody has open
    stays good.
    """
    measures = measures_of(cases, as_at=today or timezone.localdate())
    changed = 0
    for case in cases:
        days = (case.next_action_on, next_due(measures[case.pk]))
        due = min((day for day in days if day is not None), default=None)
        if due != case.next_due_on:
            changed += Case.objects.filter(pk=case.pk).update(next_due_on=due)
    return changed


def follow_every_case(
    *, programme: str | None = None, step: Callable[[], AbstractContextManager[None]] = transaction.atomic
) -> int:
    """The same for every case, or those of one programme (its reference), a short `step` at a time. May run twice."""
    of = Case.objects.order_by("pk")
    of = of if programme is None else of.filter(programme__reference=programme)
    last, changed = 0, 0
    while found := list(of.filter(pk__gt=last)[:CHUNK]):
        with step():
            changed += follow_measures(found)
        last = found[-1].pk
    return changed
