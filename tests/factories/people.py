from datetime import date
from typing import Any

from interventions.participants.models import BirthPrecision, Participant
from interventions.participants.services import register_participant
from interventions.programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory

BORN = date(2008, 6, 20)


def invented_participant(programme: Programme | None = None, **facts: Any) -> Participant:
    """Somebody invented, registered through the service."""
    told = {"given_name": "Invented", "family_name": "Person", "date_of_birth": BORN, **facts}
    if told["date_of_birth"] and "birth_precision" not in told:
        told["birth_precision"] = BirthPrecision.DAY
    return register_participant(programme=programme or ProgrammeFactory(), by="test", **told)
