"""Every write of a referral. Opening a case of one and joining one to a case stand with cases, and use these."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.participants.models import Participant
from interventions.programmes.models import ListEntry, Organisation
from interventions.referrals.intake.intake import Intake
from interventions.referrals.intake.registry import intake_model
from interventions.referrals.models import Referral
from interventions.referrals.rules import (
    against_changing,
    against_deciding_on,
    against_received_on,
    against_receiving,
    source_of,
)
from interventions.referrals.selectors import sole_provider
from vrn_cases.access.readable import Sensitivity
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person, together
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, differing, locked, write


def clock(at: datetime | None) -> tuple[datetime, date]:
    """The instant of a write, now unless it is given, and the day that it falls on here."""
    instant = at or timezone.now()
    return instant, timezone.localdate(instant)


@transaction.atomic
def receive_referral(
    *,
    participant: Participant,
    on: date,
    referred_from: ListEntry,
    route: ListEntry,
    by: Any,
    referring_organisation: Organisation | None = None,
    provider: Organisation | None = None,
    sensitivity: str = Sensitivity.ORDINARY,
    at: datetime | None = None,
    **told: Any,
) -> Referral:
    """A request to the participant's programme, received on a day. Whose fact it is follows from where it came from.

    `told`: referrer_name, referrer_contact, told, reason, area, area_known. Without a `provider` it is the one
    organisation that does the programme's casework on that day, if there is but one. Raises Refused.
    """
    now, today = clock(at)
    programme, participant = participant.programme, locked(participant)
    refuse_if(against_receiving(programme, participant, on=on, today=today))
    told = {"area": participant.area, "area_known": participant.area_known, **told}
    return create(
        Referral,
        action=Action.REFERRAL_RECEIVED,
        by=by,
        participant=participant,
        programme=programme,
        provider=provider or sole_provider(programme, on),
        referring_organisation=referring_organisation,
        received_on=on,
        received_at=now,
        received_by=person(by),
        referred_from=referred_from,
        route=route,
        source=source_of(referred_from.group),
        sensitivity=sensitivity,
        **told,
    )


@transaction.atomic
def change_referral(
    *,
    referral: Referral,
    revision: int | None,
    by: Any,
    intake: dict[str, Any] | None = None,
    at: datetime | None = None,
    **values: Any,
) -> Referral:
    """Correct it, or add what has become known; `values` are fields of Referral, `intake` the programme's own answers.

    Raises Refused or Changed.
    """
    _, today = clock(at)
    referral = locked(referral, revision)
    reasons = against_changing(referral)
    if "received_on" in values:
        reasons += against_received_on(referral, on=values["received_on"], today=today)
    refuse_if(reasons)
    if "referred_from" in values:
        values["source"] = source_of(values["referred_from"].group)
    with together():
        answered = put_intake(referral=referral, answers=intake, by=by) if intake is not None else False
        changes = differing(referral, values)
        if changes or answered:  # an answer in the table beside is a change of the referral too: its page is renewed
            referral = write(referral, action=Action.REFERRAL_CHANGED, by=by, **changes)
    return referral


def put_intake(*, referral: Referral, answers: dict[str, Any], by: Any) -> bool:
    """The answers to the programme's own questions, by the names of the model's fields; True when any is new.

    Inside the transaction of the service that holds the referral. Raises ValueError for a programme without questions.
    """
    model = intake_model(referral.programme)
    if model is None:
        raise ValueError(f"{referral.programme} asks no questions of its own")
    row: Intake | None = model._base_manager.filter(referral=referral).first()
    if row is None:
        if all(value in (None, "") for value in answers.values()):
            return False
        create(model, action=Action.REFERRAL_CHANGED, by=by, referral=referral, **answers)
        return True
    changes = differing(row, answers)
    if changes:
        write(locked(row), action=Action.REFERRAL_CHANGED, by=by, **changes)
    return bool(changes)


@transaction.atomic
def accept_referral(
    *, referral: Referral, revision: int | None, on: date, by: Any, at: datetime | None = None
) -> Referral:
    """Say that it was accepted, as a step of `cases.services.open_case`. Raises Refused or Changed."""
    return _decide(referral, revision, "accepted", Action.REFERRAL_ACCEPTED, on, by, at)


@transaction.atomic
def mark_joined(
    *, referral: Referral, revision: int | None, case: Any, on: date, by: Any, at: datetime | None = None
) -> Referral:
    """Say that it was joined to a case, as a step of `cases.services.join_referral`. Raises Refused or Changed."""
    return _decide(referral, revision, "joined", Action.REFERRAL_JOINED, on, by, at, case=case)


@transaction.atomic
def decline_referral(
    *,
    referral: Referral,
    revision: int | None,
    on: date,
    reason: ListEntry,
    by: Any,
    note: str = "",
    at: datetime | None = None,
) -> Referral:
    """Decline it as of a day, with a reason of the list. Raises Refused or Changed."""
    why = {"decline_reason": reason, "decline_note": note}
    return _decide(referral, revision, "declined", Action.REFERRAL_DECLINED, on, by, at, **why)


@transaction.atomic
def withdraw_referral(
    *,
    referral: Referral,
    revision: int | None,
    on: date,
    reason: ListEntry,
    by: Any,
    note: str = "",
    at: datetime | None = None,
) -> Referral:
    """Take it back as of a day, with a reason of the list. Raises Refused or Changed."""
    why = {"withdraw_reason": reason, "withdraw_note": note}
    return _decide(referral, revision, "withdrawn", Action.REFERRAL_WITHDRAWN, on, by, at, **why)


def _decide(
    referral: Referral,
    revision: int | None,
    outcome: str,
    action: Action,
    on: date,
    by: Any,
    at: datetime | None,
    **told: Any,
) -> Referral:
    """What came of it (one of `OUTCOMES`) on a day, when that was written down and by whom, and what was told of it."""
    now, today = clock(at)
    referral = locked(referral, revision)
    refuse_if(against_deciding_on(referral, on=on, today=today))
    when = {f"{outcome}_on": on, f"{outcome}_at": now, f"{outcome}_by": person(by)}
    return write(referral, action=action, by=by, **when, **told)
