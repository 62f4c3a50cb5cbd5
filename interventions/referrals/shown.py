"""What the page of a referral says, row by row."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from interventions.participants.models import AreaKnown, Participant
from interventions.participants.rules import age_on
from interventions.referrals.intake.questions import rows_of
from interventions.referrals.intake.registry import intake_model
from interventions.referrals.models import Referral, Told
from interventions.referrals.rules import (
    against_accepting,
    against_changing,
    against_deciding,
    against_joining,
    in_words,
)
from interventions.referrals.selectors import intake_of, may_read, open_case_reference, with_everything
from vrn_cases.access.permissions import Permission

COLOURS = {"waiting": "yellow", "accepted": "green", "joined": "green", "declined": "grey", "withdrawn": "grey"}
NOT_TOLD = "Not said"


def row(key: str, value: Any, url: str = "") -> dict[str, str]:
    return {"key": key, "value": str(value or NOT_TOLD), "url": url}


def page_of(referral: Referral, user: Any) -> dict[str, Any]:
    """Everything on the page of a referral for whoever works with it."""
    referral = with_everything(referral)
    model = intake_model(referral.programme)
    intake = intake_of(referral)
    return {
        "referral": referral,
        "participant": referral.participant,
        "age": age_on(referral.participant.date_of_birth, timezone.localdate()),
        "facts": fact_rows(referral),
        "questions": rows_of(model, intake) if model is not None else [],
        "outcome": outcome_rows(referral),
        "colour": COLOURS[referral.status],
        "may_see_person": Participant.objects.for_user(user, to=Permission.CASE_VIEW)
        .filter(pk=referral.participant_id)
        .exists(),
        "steps": steps_of(referral, user),
        "may_work": may_read(referral, user, to=Permission.CASE_WORK),
        "against_changing": against_changing(referral),
    }


def fact_rows(referral: Referral) -> list[dict[str, str]]:
    home = referral.area.name if referral.area else AreaKnown(referral.area_known).label
    by = referral.referring_organisation
    return [
        row("Received", in_words(referral.received_on)),
        row("Received by", referral.received_by),
        row("Where from", referral.referred_from),
        row("How it reached us", referral.route),
        row("Organisation", by),
        row("Who referred them", referral.referrer_name),
        row("How to reach them", referral.referrer_contact),
        row("Does the young person know?", Told(referral.told).label),
        row("Where they lived then", home),
        row("Why they are referred", referral.reason),
    ]


def outcome_rows(referral: Referral) -> list[dict[str, str]]:
    """What came of it, whole; nothing while it waits."""
    if referral.accepted_on:
        case = getattr(referral, "opened_case", None)
        return [
            row("Accepted", _when(referral.accepted_on, referral.accepted_by)),
            row("Case", case, case.get_absolute_url() if case else ""),
        ]
    if referral.joined_on and referral.case:
        return [
            row("Joined to a case", _when(referral.joined_on, referral.joined_by)),
            row("Case", referral.case, referral.case.get_absolute_url()),
        ]
    if referral.declined_on:
        return [
            row("Declined", _when(referral.declined_on, referral.declined_by)),
            row("Why", referral.decline_reason),
            row("Note", referral.decline_note),
        ]
    if referral.withdrawn_on:
        return [
            row("Withdrawn", _when(referral.withdrawn_on, referral.withdrawn_by)),
            row("Why", referral.withdraw_reason),
            row("Note", referral.withdraw_note),
        ]
    return []


def _when(day: Any, by: Any) -> str:
    return f"{in_words(day)} by {by.name}" if by else in_words(day)


def steps_of(referral: Referral, user: Any) -> list[dict[str, Any]]:
    """What this user may do with it here, each with the reasons against it."""
    decided = against_deciding(referral)
    open_case = "" if decided else open_case_reference(referral)
    steps = []
    if may_read(referral, user, to=Permission.REFERRAL_DECIDE):
        if open_case:
            steps.append(
                _step(
                    "Join to the open case", "referral_join", referral, against_joining(referral, open_case=open_case)
                )
            )
        else:
            steps.append(
                _step("Accept and open a case", "referral_accept", referral, against_accepting(referral, open_case=""))
            )
        steps.append(_step("Decline", "referral_decline", referral, decided, secondary=True))
    if may_read(referral, user, to=Permission.CASE_WORK):
        steps.append(_step("Withdraw", "referral_withdraw", referral, decided, secondary=True))
    return [] if decided else steps


def _step(
    label: str, address: str, referral: Referral, against: list[str], *, secondary: bool = False
) -> dict[str, Any]:
    url = reverse(address, args=[referral.reference])
    return {"label": label, "url": url, "against": against, "secondary": secondary}
