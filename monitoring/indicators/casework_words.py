"""The words for rows, dates and conditions of the casework grains."""

from collections.abc import Callable, Mapping
from typing import Any

from interventions.outcomes.instruments.registry import INSTRUMENTS
from monitoring.indicators.models import CaseEnding, ReferralOutcome

Say = Callable[[Any], str]

GRAINS: Mapping[str, str] = {
    "referral": "One row for each referral.",
    "case": "One row for each case.",
    "case_quarter": "One row for each case and quarter in which it was open or paused on some day, or for which a "
    "session was arranged.",
    "measure_pair": "One row for each case and outcome measure that the programme asked for at its start or its end.",
}
PLACED: Mapping[str, str] = {
    "received_quarter": "A row stands in the quarter in which the referral was received.",
    "decided_quarter": "A row stands in the quarter in which the referral was accepted, joined to a case or declined.",
    "opened_quarter": "A row stands in the quarter in which the case was opened.",
    "closed_quarter": "A row stands in the quarter in which the case was closed.",
    "kept_quarter": "A row stands in the quarter that holds the case's 90th day.",
    "quarter": "A row stands in its own quarter.",
    "baseline_due_quarter": "A row stands in the quarter in which the measure at the start was due.",
    "exit_due_quarter": "A row stands in the quarter in which the measure at the end was due.",
}


def _either(yes: str, no: str) -> Say:
    return lambda value: yes if value else no


CONDITIONS: Mapping[tuple[str, str], Say] = {
    ("referral", "decided"): _either(
        "the referral was accepted, joined to a case or declined", "the referral was not decided"
    ),
    ("referral", "taken_up"): _either(
        "it was accepted or joined to an open case", "it was neither accepted nor joined to a case"
    ),
    ("referral", "outcome"): lambda value: f"it stands at “{ReferralOutcome(value).label}”",
    ("referral", "days_to_decision__isnull"): _either("its days are not known", "its days to the decision are known"),
    ("case", "started"): _either(
        "the case was closed after at least one session", "the case is open, or no session was attended"
    ),
    ("case", "ending"): lambda value: f"it stands at “{CaseEnding(value).label}”",
    ("case", "kept"): _either(
        "three sessions or more were attended in its first 90 days", "fewer than three were attended in 90 days"
    ),
    ("case", "days_to_first_session__isnull"): _either("no session was attended", "a session was attended"),
    ("case", "ethnicity_self"): _either(
        "the young person told us their ethnicity", "the young person has not told us their ethnicity"
    ),
    ("case", "birth_known"): _either("the date of birth is known", "the date of birth is not known"),
    ("case_quarter", "supported"): _either(
        "the case was open on some day, or a session was attended", "the case was not open and no session attended"
    ),
    ("case_quarter", "held_at_end"): _either(
        "the case was open or paused on the quarter's last day", "the case was closed on the quarter's last day"
    ),
    ("case_quarter", "attended__gt"): lambda value: f"more than {value} sessions were attended",
    ("case_quarter", "arranged__gt"): lambda value: f"more than {value} sessions were arranged",
    ("case_quarter", "answered__gt"): lambda value: f"more than {value} sessions offered had their attendance recorded",
    ("case_quarter", "recorded__gt"): lambda value: f"more than {value} sessions had their attendance recorded",
    ("measure_pair", "instrument"): lambda value: (
        f"the measure is {INSTRUMENTS[value].short_name}, {INSTRUMENTS[value].name}"
    ),
    ("measure_pair", "eligible"): _either(
        "the measure was due at both points", "the measure was not due at both points"
    ),
    ("measure_pair", "baseline_done"): _either("it was taken at the start", "it was not taken at the start"),
    ("measure_pair", "exit_done"): _either(
        "it was taken at the end, within the days allowed", "it was not taken at the end in time"
    ),
}
COLUMNS: Mapping[tuple[str, str], str] = {
    ("case_quarter", "offered"): "sessions offered",
    ("case_quarter", "minutes"): "minutes of sessions attended",
    ("case_quarter", "attended"): "sessions attended",
    ("case_quarter", "answered"): "sessions offered whose attendance was recorded",
    ("case_quarter", "not_recorded"): "sessions without attendance",
    ("case_quarter", "arranged"): "sessions arranged",
    ("case_quarter", "recorded_late"): "sessions recorded late",
    ("case_quarter", "recorded"): "sessions recorded",
}
ALWAYS_TOLD: Mapping[tuple[str, str], Say] = {
    (grain, f"{column}__isnull"): lambda value: "" for grain, column in COLUMNS
}  # a row of casework has all its numbers
