"""Every write of a case and of what is written about it."""

from interventions.cases.services.ending import close_case, reopen_case
from interventions.cases.services.notes import correct_note, write_note
from interventions.cases.services.opening import join_referral, open_case
from interventions.cases.services.running import give_case, pause_case, plan_next, resume_case

__all__ = [
    "close_case",
    "correct_note",
    "give_case",
    "join_referral",
    "open_case",
    "pause_case",
    "plan_next",
    "reopen_case",
    "resume_case",
    "write_note",
]
