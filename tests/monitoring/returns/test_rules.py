"""Which step may be taken from which state: every rule against every state."""

from types import SimpleNamespace
from typing import Any

import pytest

from monitoring.returns.rules import (
    OWN_RETURN,
    against_accepting,
    against_filling_in,
    against_querying,
    against_submitting,
)

SENDER, OTHER = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
STATES: dict[str, dict[str, Any]] = {
    "being prepared": {},
    "sent": {"submitted_at": 1, "submitted_by_id": 1},
    "queried": {"submitted_at": 1, "submitted_by_id": 1, "queried_at": 2},
    "accepted": {"submitted_at": 1, "submitted_by_id": 1, "accepted_at": 3},
    "replaced before sending": {"replaced_at": 4},
    "replaced after sending": {"submitted_at": 1, "submitted_by_id": 1, "replaced_at": 4},
    "replaced after a query": {"submitted_at": 1, "submitted_by_id": 1, "queried_at": 2, "replaced_at": 4},
    "replaced after acceptance": {"submitted_at": 1, "submitted_by_id": 1, "accepted_at": 3, "replaced_at": 4},
}
MAY = {
    "submit": {"being prepared"},
    "query": {"sent"},
    "accept": {"sent"},
}
RULES = {
    "submit": against_submitting,
    "query": against_querying,
    "accept": lambda version: against_accepting(version, OTHER),
}


def version_in(state: str) -> Any:
    facts = {
        "submitted_at": None,
        "submitted_by_id": None,
        "queried_at": None,
        "accepted_at": None,
        "replaced_at": None,
    }
    return SimpleNamespace(**{**facts, **STATES[state]})


@pytest.mark.parametrize("step", RULES)
@pytest.mark.parametrize("state", STATES)
def test_a_step_may_be_taken_from_these_states_alone(step, state):
    reasons = RULES[step](version_in(state))
    assert (reasons == []) is (state in MAY[step])
    assert all(reason.endswith(".") for reason in reasons)


def test_who_sent_does_not_accept():
    assert against_accepting(version_in("sent"), SENDER) == [OWN_RETURN]


def test_what_is_left_to_do_stands_against_sending():
    assert against_submitting(version_in("being prepared"), ["Line 2 has no answer."]) == ["Line 2 has no answer."]


@pytest.mark.parametrize(("published", "may"), [(False, True), (True, False)])
def test_a_statement_of_the_published_record_is_not_filled_in(published, may):
    assert (against_filling_in(SimpleNamespace(published=published)) == []) is may
