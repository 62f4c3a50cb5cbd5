"""The pages of cases."""

from interventions.cases.views.coded import coded_case, coded_cases
from interventions.cases.views.entering import accept, join
from interventions.cases.views.reading import case, cases, details, openings_of
from interventions.cases.views.steps import close, give, pause, plan, reopen, resume
from interventions.cases.views.writing import add_note, correct

__all__ = [
    "accept",
    "add_note",
    "case",
    "cases",
    "close",
    "coded_case",
    "coded_cases",
    "correct",
    "details",
    "give",
    "join",
    "openings_of",
    "pause",
    "plan",
    "reopen",
    "resume",
]
