"""Every write of outcome measures and of the plans that ask for them."""

from interventions.outcomes.services.assessing import correct_assessment, record_assessment, record_not_done
from interventions.outcomes.services.following import follow_every_case, follow_measures
from interventions.outcomes.services.planning import (
    confirm_measure_plan,
    end_measure_plan,
    propose_measure_plan,
    set_measure_plan,
)

__all__ = [
    "confirm_measure_plan",
    "correct_assessment",
    "end_measure_plan",
    "follow_every_case",
    "follow_measures",
    "propose_measure_plan",
    "record_assessment",
    "record_not_done",
    "set_measure_plan",
]
