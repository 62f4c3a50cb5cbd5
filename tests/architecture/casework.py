"""A record of casework for each address that names one; each is made in the programme of the side that it stands on.

Each function gives the same record however often it is asked for one side.
"""

from datetime import date
from typing import Any

from interventions.participants.models import ContactPoint, Participant
from interventions.participants.services import add_contact_point
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
