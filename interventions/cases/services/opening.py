"""A referral becomes a case, or is joined to the one there is. The participant is locked first, here and in a merge."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from interventions.cases.models import Case, SpellKind
from interventions.cases.rules import against_joining_on, against_opening_on, against_worker
from interventions.cases.selectors import others_since, workers_of
from interventions.cases.services.following import follow
from interventions.cases.services.spells import begin_leading, begin_spell
from interventions.participants.models import Participant
from interventions.participants.services import now_own_work
from interventions.referrals.models import Referral
from interventions.referrals.services import accept_referral, clock, mark_joined
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person, together
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked


@transaction.atomic
def open_case(
    *,
    referral: Referral,
    revision: int | None,
    on: date,
    by: Any,
    worker: User | None = None,
    at: datetime | None = None,
) -> Case:
    """Accept the referral and open its case on the same day, with its first spell and, where given, its lead worker.

    From then on that the programme knows this person is its own work. Raises Refused or Changed.
    """
    now, today = clock(at)
    participant = locked(Participant(pk=referral.participant_id))
    waiting = locked(referral, revision)
    reasons = against_opening_on(waiting, others=others_since(participant, on), on=on, today=today)
    if worker is not None:
        reasons += against_worker(worker, workers_of(referral.programme_id).filter(pk=worker.pk))
    refuse_if(reasons)
    with together():
        accepted = accept_referral(referral=waiting, revision=None, on=on, by=by, at=at)
        case = create(
            Case,
            action=Action.CASE_OPENED,
            by=by,
            participant=participant,
            programme=accepted.programme,
            provider_id=accepted.provider_id,
            referral=accepted,
            opened_on=on,
            opened_at=now,
            opened_by=person(by),
            worker=worker,
            area_id=participant.area_id,
            area_known=participant.area_known,
            care_status_id=participant.care_status_id,
            education_status_id=participant.education_status_id,
        )
        begin_spell(case, SpellKind.OPEN, on)
        if worker is not None:
            begin_leading(case, worker, on)
        now_own_work(participant=participant, by=by)
    return follow(case)


@transaction.atomic
def join_referral(
    *, referral: Referral, revision: int | None, case: Case, on: date, by: Any, at: datetime | None = None
) -> Referral:
    """Join a referral of somebody who has an open case to that case. Raises Refused or Changed."""
    _, today = clock(at)
    participant = locked(Participant(pk=referral.participant_id))
    waiting = locked(referral, revision)
    case = locked(case)
    refuse_if(against_joining_on(waiting, case, on=on, today=today))
    with together():
        joined = mark_joined(referral=waiting, revision=None, case=case, on=on, by=by, at=at)
        now_own_work(participant=participant, by=by)
    return joined
