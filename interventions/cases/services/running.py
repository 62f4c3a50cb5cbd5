"""What happens to a case between its opening and its end: a worker, a pause, what comes next."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from interventions.cases.models import Case, SpellKind
from interventions.cases.rules import (
    against_giving_on,
    against_pausing,
    against_planning,
    against_resuming,
    against_turning,
    against_worker,
)
from interventions.cases.selectors import leading, running_spell, workers_of
from interventions.cases.services.following import follow
from interventions.cases.services.spells import begin_leading, begin_spell, end_spell
from interventions.programmes.models import ListEntry
from interventions.referrals.services import clock
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import locked, write


@transaction.atomic
def give_case(*, case: Case, revision: int | None, worker: User, on: date, by: Any, at: datetime | None = None) -> Case:
    """Give it to a lead worker from a day on; who led it before does until then. Raises Refused or Changed.

    Giving it to who leads it already writes nothing.
    """
    _, today = clock(at)
    case = locked(case, revision)
    now = leading(case)
    if now is not None and now.worker_id == worker.pk:
        return case
    reasons = against_giving_on(case, since=now.starts_on if now else None, on=on, today=today)
    refuse_if(reasons + against_worker(worker, workers_of(case.programme_id).filter(pk=worker.pk)))
    begin_leading(case, worker, on)
    return write(case, action=Action.CASE_ASSIGNED, by=by, detail={"on": on.isoformat()}, worker=worker)


@transaction.atomic
def pause_case(
    *, case: Case, revision: int | None, on: date, reason: ListEntry, by: Any, at: datetime | None = None
) -> Case:
    """Pause it from a day on, with a reason of the list. Raises Refused or Changed."""
    case = _turned(case, revision, SpellKind.PAUSED, on, against_pausing, reason, at)
    detail = {"reason": reason.code}
    return write(case, action=Action.CASE_PAUSED, by=by, detail=detail, paused_on=on)


@transaction.atomic
def resume_case(*, case: Case, revision: int | None, on: date, by: Any, at: datetime | None = None) -> Case:
    """Go on with it from a day on. Raises Refused or Changed."""
    case = _turned(case, revision, SpellKind.OPEN, on, against_resuming, None, at)
    return write(case, action=Action.CASE_RESUMED, by=by, detail={"on": on.isoformat()}, paused_on=None)


def _turned(
    case: Case, revision: int | None, into: SpellKind, on: date, against: Any, reason: Any, at: datetime | None
) -> Case:
    """The case, locked, with its running spell ended and another begun on this day."""
    _, today = clock(at)
    case = locked(case, revision)
    refuse_if(against(case))
    spell = running_spell(case)
    refuse_if(against_turning(spell, on=on, today=today) if spell else [])
    end_spell(case, on)
    begin_spell(case, into, on, reason)
    return case


@transaction.atomic
def plan_next(*, case: Case, revision: int | None, next_action: str, next_action_on: date | None, by: Any) -> Case:
    """Say what comes next and by when; an empty text takes it off. Raises Refused or Changed."""
    case = locked(case, revision)
    refuse_if(against_planning(case))
    day = next_action_on if next_action else None
    return follow(write(case, action=Action.CASE_CHANGED, by=by, next_action=next_action, next_action_on=day))
