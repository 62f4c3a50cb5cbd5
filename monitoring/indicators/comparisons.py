"""Who compares those who had the support with others, and so what is said with a change in scores."""

from collections.abc import Mapping

from django.utils.module_loading import import_string

from interventions.programmes.models import Programme
from monitoring.indicators.change_words import caveat
from monitoring.indicators.declarations import Indicator

# Theories of change stand after figures in the order of rooms, and it is theirs to name a study; so the function is
# named here as the kinds of jobs name theirs.
TOLD_BY = "monitoring.theory.selectors.studies"


def studies(indicator: Indicator) -> Mapping[int, str]:
    """The study of each programme that has one, by the programme's id; of nothing but a change in scores."""
    if indicator.unit != "points":
        return {}
    found: Mapping[int, str] = import_string(TOLD_BY)()
    return found


def caution_of(indicator: Indicator, programme: Programme | None, told: Mapping[int, str]) -> str:
    """What is to be known of the indicator's figures, with the study that compares this programme's where there is one.

    The network's are compared by nobody: a study compares its own programme's alone.
    """
    study = told.get(programme.pk, "") if programme else ""
    return indicator.caution.replace(caveat(), caveat(study), 1)
