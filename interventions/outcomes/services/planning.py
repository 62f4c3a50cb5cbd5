"""Which measures a programme asks for, from when; what came with the service is the team's to confirm."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.outcomes import rules
from interventions.outcomes.instruments.registry import instrument as instrument_of
from interventions.outcomes.models import MeasurePlan
from interventions.outcomes.selectors import open_plan
from interventions.outcomes.services.following import follow_since
from interventions.programmes.models import Programme
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked, write


@transaction.atomic
def propose_measure_plan(
    *, programme: Programme, instrument: str, point: str, due_days: int, valid_from: date, by: Any
) -> MeasurePlan | None:
    """A plan that comes with the service, for the team to confirm; None where the programme has had one already.

    Whatever the team has decided stands: it is never proposed again. Raises KeyError for an unknown instrument.
    """
    known: dict[str, Any] = {"programme": programme, "instrument": instrument_of(instrument).code, "point": point}
    if MeasurePlan.objects.filter(**known).exists():
        return None
    programme = locked(programme)
    refuse_if(rules.against_planning(due_days=due_days, valid_from=valid_from, open_plan=None))
    told: dict[str, Any] = {"due_days": due_days, "valid_from": valid_from}
    plan = create(MeasurePlan, action=Action.MEASURE_PLAN_SET, by=by, **known, **told)
    follow_since(valid_from, programme, by=by)
    return plan


@transaction.atomic
def set_measure_plan(
    *,
    programme: Programme,
    instrument: str,
    point: str,
    due_days: int,
    valid_from: date,
    by: Any,
    at: datetime | None = None,
) -> MeasurePlan:
    """The team's plan from a day on; one that was in force ends the day before. Raises Refused; KeyError.

    The programme's own lock makes two such writes one after the other.
    """
    programme = locked(programme)
    known: dict[str, Any] = {"programme": programme, "instrument": instrument_of(instrument).code, "point": point}
    before = open_plan(**known)
    refuse_if(rules.against_planning(due_days=due_days, valid_from=valid_from, open_plan=before))
    confirmed: dict[str, Any] = {"confirmed_at": at or timezone.now(), "confirmed_by": person(by)}
    if before is not None and before.valid_from == valid_from:
        plan = write(locked(before), action=Action.MEASURE_PLAN_SET, by=by, due_days=due_days, **confirmed)
    else:
        if before is not None:
            write(locked(before), action=Action.MEASURE_PLAN_SET, by=by, valid_until=valid_from)
        told: dict[str, Any] = {"due_days": due_days, "valid_from": valid_from}
        plan = create(MeasurePlan, action=Action.MEASURE_PLAN_SET, by=by, **known, **told, **confirmed)
    follow_since(valid_from, programme, by=by)
    return plan


@transaction.atomic
def confirm_measure_plan(
    *, plan: MeasurePlan, revision: int | None, by: Any, at: datetime | None = None
) -> MeasurePlan:
    """The team says that a proposed plan is theirs. Confirmed already, it stays as it is. Raises Changed."""
    plan = locked(plan, revision)
    if plan.confirmed_at is not None:
        return plan
    confirmed: dict[str, Any] = {"confirmed_at": at or timezone.now(), "confirmed_by": person(by)}
    return write(plan, action=Action.MEASURE_PLAN_SET, by=by, **confirmed)


@transaction.atomic
def end_measure_plan(*, plan: MeasurePlan, revision: int | None, ends_on: date, by: Any) -> MeasurePlan:
    """Ask for this measure no more from a day on (exclusive). Raises Refused or Changed."""
    programme = locked(plan.programme)
    plan = locked(plan, revision)
    refuse_if(rules.against_ending_plan(plan, ends_on=ends_on))
    plan = write(plan, action=Action.MEASURE_PLAN_SET, by=by, valid_until=ends_on)
    follow_since(ends_on, programme, by=by)
    return plan
