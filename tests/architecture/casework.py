"""A record of casework for each address that names one; each is made in the programme of the side that it stands on.

Each function gives the same record however often it is asked for one side.
"""

from datetime import date
from typing import Any

from interventions.cases.models import Case, Note
from interventions.cases.services import write_note
from interventions.participants.models import ContactPoint, Participant
from interventions.participants.services import add_contact_point
from interventions.referrals.models import Referral
from tests.factories.casework import opened_case, waiting_referral
from tests.factories.people import invented_participant

DAY = date(2023, 4, 3)


def participant(side: Any) -> Participant:
    return side.once("participant", lambda: invented_participant(side.programme))


def contact(side: Any) -> ContactPoint:
    told = {"kind": "email", "value": "somebody@example.invalid", "starts_on": DAY, "by": "test"}
    return side.once("contact", lambda: add_contact_point(participant=participant(side), **told))


def of_participant(side: Any) -> tuple[Any, ...]:
    return (participant(side),)


def of_contact(side: Any) -> tuple[Any, ...]:
    return (participant(side), contact(side))


def referral(side: Any) -> Referral:
    """Waiting, and sent by the side's organisation, so that its referrer may follow it."""
    return side.once("referral", lambda: waiting_referral(side.programme, referring_organisation=side.organisation))


def case(side: Any) -> Case:
    return side.once("case", lambda: opened_case(side.programme))


def note(side: Any) -> Note:
    told = {"kind": "contact", "on": case(side).opened_on, "text": "Talked.", "by": "test"}
    return side.once("note", lambda: write_note(case=case(side), **told))


def of_referral(side: Any) -> tuple[Any, ...]:
    return (referral(side),)


def of_case(side: Any) -> tuple[Any, ...]:
    return (case(side),)


def of_note(side: Any) -> tuple[Any, ...]:
    return (case(side), note(side))
