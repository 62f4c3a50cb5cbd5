"""What happens to a case between its opening and its end: a worker, a pause, what comes next."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from interventions.cases.models import Case, CaseSpell, SpellKind
from interventions.cases.rules import (
    against_giving_on,
    against_pausing,
    against_planning,
    against_resuming,
    against_turning,
    against_worker,
)
from interventions.cases.selectors import leading, workers_of
from interventions.cases.services.following import follow
from interventions.cases.services.spells import begin_leading, begin_spell, end_spell, resume_spell
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
    case, _ = _to_turn(case, revision, on, against_pausing, at)
    end_spell(case, on)
    begin_spell(case, SpellKind.PAUSED, on, reason)
    detail = {"reason": reason.code}
    return write(case, action=Action.CASE_PAUSED, by=by, detail=detail, paused_on=on)


@transaction.atomic
def resume_case(*, case: Case, revision: int | None, on: date, by: Any, at: datetime | None = None) -> Case:
    """Go on with it from a day on. Raises Refused or Changed."""
    case, pause = _to_turn(case, revision, on, against_resuming, at)
    resume_spell(case, pause, on)
    return write(case, action=Action.CASE_RESUMED, by=by, detail={"on": on.isoformat()}, paused_on=None)


def _to_turn(
    case: Case, revision: int | None, on: date, against: Callable[[Case], list[str]], at: datetime | None
) -> tuple[Case, CaseSpell]:
    """The case, locked, and the spell that runs until it turns on this day."""
    _, today = clock(at)
    case = locked(case, revision)
    refuse_if(against(case))
    spell = case.spells.get(ends_on=None)
    refuse_if(against_turning(spell, on=on, today=today))
    return case, spell


@transaction.atomic
def plan_next(*, case: Case, revision: int | None, next_action: str, next_action_on: date | None, by: Any) -> Case:
    """Say what comes next and by when; an empty text takes it off. Raises Refused or Changed."""
    case = locked(case, revision)
    refuse_if(against_planning(case))
    day = next_action_on if next_action else None
    return follow(write(case, action=Action.CASE_CHANGED, by=by, next_action=next_action, next_action_on=day))
