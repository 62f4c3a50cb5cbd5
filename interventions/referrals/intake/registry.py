"""Which programme asks questions of its own, by its code: a file beside this one and a line here.

Form, page, filter and export read the model's fields; a programme without a line has no such questions.
"""

from typing import Any

from interventions.programmes.models import Programme
from interventions.referrals.intake.intake import Intake
from interventions.referrals.intake.phoenix import PhoenixIntake
from interventions.referrals.intake.reach import ReachIntake
from interventions.referrals.intake.vip import VipIntake

INTAKES: dict[str, type[Intake]] = {
    "VIP": VipIntake,
    "REACH": ReachIntake,
    "PHOENIX": PhoenixIntake,
}


def intake_model(programme: Programme) -> type[Intake] | None:
    return INTAKES.get(programme.code)


def questions_of(model: type[Intake]) -> list[Any]:
    """The model's own columns, in the order in which they are asked."""
    shared = {field.name for field in Intake._meta.get_fields()} | {"id"}
    return [field for field in model._meta.concrete_fields if field.name not in shared]
