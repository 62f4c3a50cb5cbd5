"""When a measure is asked for, due, in time and done; and what stands against taking one down."""

from datetime import date, timedelta

import pytest

from interventions.cases.models import Case, Ending
from interventions.outcomes import rules
from interventions.outcomes.instruments.registry import instrument
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint
from interventions.outcomes.rules import MeasureState as S

OPENED, CLOSED = date(2024, 1, 8), date(2024, 6, 10)
DAYS = 28
BASELINE_DUE, EXIT_DUE = OPENED + timedelta(days=DAYS), CLOSED + timedelta(days=DAYS)
ONE = timedelta(days=1)
P = MeasurePoint


def case(*, closed_on: date | None = None, ending: str = "") -> Case:
    return Case(opened_on=OPENED, closed_on=closed_on, ending=ending)


def taken(on: date, *, point: str = P.BASELINE, reason: int | None = None) -> Assessment:
    return Assessment(point=point, taken_on=on, not_done_reason_id=reason)


def state(point: str, of: Case, as_at: date, assessment: Assessment | None = None) -> S:
    return rules.state_of(point, of, due_days=DAYS, taken=assessment, as_at=as_at)


@pytest.mark.parametrize(
    ("as_at", "expected"), [(OPENED, S.DUE), (BASELINE_DUE, S.DUE), (BASELINE_DUE + ONE, S.OVERDUE)]
)
def test_the_start_is_due_some_days_after_the_opening(as_at: date, expected: S) -> None:
    assert state(P.BASELINE, case(), as_at) == expected


def test_a_start_that_was_taken_late_is_done_all_the_same() -> None:
    late = taken(BASELINE_DUE + timedelta(days=60))
    assert state(P.BASELINE, case(), date(2025, 1, 1), late) == S.DONE


@pytest.mark.parametrize(("closed_on", "expected"), [(BASELINE_DUE - ONE, S.NOT_ASKED), (BASELINE_DUE, S.OVERDUE)])
def test_a_case_closed_before_the_start_was_due_is_not_asked_for_one(closed_on: date, expected: S) -> None:
    closed = case(closed_on=closed_on, ending=Ending.UNPLANNED)
    assert state(P.BASELINE, closed, CLOSED) == expected


def test_the_end_comes_with_the_closing() -> None:
    closed = case(closed_on=CLOSED, ending=Ending.PLANNED)
    assert state(P.EXIT, case(), CLOSED) == S.LATER
    assert state(P.EXIT, closed, EXIT_DUE) == S.DUE
    assert state(P.EXIT, closed, EXIT_DUE + ONE) == S.OVERDUE


@pytest.mark.parametrize(
    ("taken_on", "expected"),
    [
        (CLOSED - timedelta(days=DAYS), S.DONE),
        (CLOSED - timedelta(days=DAYS) - ONE, S.DUE),  # too early: it says nothing of the end
        (EXIT_DUE, S.DONE),
        (EXIT_DUE + ONE, S.DUE),
    ],
)
def test_the_end_counts_near_the_closing_alone(taken_on: date, expected: S) -> None:
    closed = case(closed_on=CLOSED, ending=Ending.PLANNED)
    assert state(P.EXIT, closed, EXIT_DUE, taken(taken_on, point=P.EXIT)) == expected


def test_an_end_taken_while_the_case_is_open_stands_for_now() -> None:
    assert state(P.EXIT, case(), CLOSED, taken(OPENED, point=P.EXIT)) == S.DONE


def test_a_case_that_never_started_is_asked_for_nothing() -> None:
    never = case(closed_on=CLOSED, ending=Ending.NOT_STARTED)
    assert {state(point, never, CLOSED) for point in (P.BASELINE, P.EXIT)} == {S.NOT_ASKED}


def test_a_reason_settles_it_whenever_it_was_given() -> None:
    closed = case(closed_on=CLOSED, ending=Ending.PLANNED)
    for point in (P.BASELINE, P.EXIT):
        assert state(point, closed, date(2025, 1, 1), taken(OPENED, point=point, reason=1)) == S.NOT_DONE


def test_a_plan_asks_by_the_opening_and_by_the_closing() -> None:
    plan = MeasurePlan(valid_from=OPENED, valid_until=CLOSED)
    days = {"opened_on": OPENED, "closed_on": CLOSED, "as_at": date(2025, 1, 1)}
    assert rules.in_force(plan, rules.day_of_plan(P.BASELINE, **days))
    assert not rules.in_force(plan, rules.day_of_plan(P.EXIT, **days))  # the end is exclusive
    assert rules.in_force(plan, CLOSED - ONE)
    assert rules.day_of_plan(P.EXIT, opened_on=OPENED, closed_on=None, as_at=CLOSED) == CLOSED


TODAY = date(2024, 7, 1)


@pytest.mark.parametrize(
    ("point", "taken_on", "words"),
    [
        (P.BASELINE, OPENED, ""),
        (P.BASELINE, OPENED - ONE, "The case was opened on 8 January 2024"),
        (P.REVIEW, CLOSED + ONE, "only the measure at the end"),
        (P.EXIT, CLOSED + ONE, ""),
        (P.EXIT, TODAY + ONE, "has not come yet"),
    ],
)
def test_a_measure_lies_in_its_case(point: str, taken_on: date, words: str) -> None:
    closed = case(closed_on=CLOSED, ending=Ending.PLANNED)
    found = " ".join(rules.against_assessing(closed, point=point, taken_on=taken_on, others=[], today=TODAY))
    assert (words in found) if words else not found


def against_beside(point: str, taken_on: date, other: Assessment) -> str:
    return " ".join(rules.against_assessing(case(), point=point, taken_on=taken_on, others=[other], today=TODAY))


def test_there_is_one_at_the_start_and_one_at_the_end_and_as_many_between_as_one_likes() -> None:
    day = date(2024, 2, 1)
    assert "Correct that one instead" in against_beside(P.BASELINE, day, taken(day))
    assert "Correct that one instead" in against_beside(P.EXIT, day, taken(day, point=P.EXIT, reason=1))
    assert against_beside(P.REVIEW, day, taken(day, point=P.REVIEW)) == ""


def test_the_points_follow_one_another() -> None:
    day = date(2024, 2, 1)
    assert "at the start was taken after this day" in against_beside(P.EXIT, day - ONE, taken(day))
    assert "at the end was taken before this day" in against_beside(P.BASELINE, day + ONE, taken(day, point=P.EXIT))
    assert against_beside(P.EXIT, day, taken(day)) == ""
    assert against_beside(P.EXIT, day - ONE, taken(day, reason=1)) == ""  # what was not taken has no place in time


def test_nothing_answered_is_no_measure_and_a_form_must_be_one_of_its_own() -> None:
    swemwbs = instrument("swemwbs")
    nothing = dict.fromkeys(range(1, 8))
    assert "None" not in str(rules.against_answers(swemwbs, "standard", {**nothing, 1: 1}))
    assert rules.against_answers(swemwbs, "standard", {**nothing, 1: 1}) == []
    assert len(rules.against_answers(swemwbs, "follow_up", nothing)) == 2


def test_doubts_are_the_age_the_form_and_answers_that_clash() -> None:
    sdq = instrument("sdq_self")
    blank = dict.fromkeys(item.number for item in sdq.items)
    told = {"form": "baseline", "point": P.BASELINE, "answers": blank}
    assert rules.doubts(sdq, age=15, **told) == []
    assert "not 18" in rules.doubts(sdq, age=18, **told)[0]
    assert "age is not known" in rules.doubts(sdq, age=None, **told)[0]
    assert "follow-up form" in rules.doubts(sdq, age=15, **{**told, "point": P.REVIEW})[0]
    clash = {**blank, 26: 0, 27: 2}
    assert "Q26 is 0" in rules.doubts(sdq, age=15, **{**told, "answers": clash})[0]


def test_a_plan_does_not_begin_before_the_one_it_follows_nor_end_before_it_began() -> None:
    before = MeasurePlan(valid_from=OPENED)
    assert rules.against_planning(due_days=0, valid_from=OPENED, open_plan=before) == []
    assert len(rules.against_planning(due_days=367, valid_from=OPENED - ONE, open_plan=before)) == 2
    assert rules.against_ending_plan(before, ends_on=OPENED)
    assert rules.against_ending_plan(before, ends_on=OPENED + ONE) == []
    assert rules.against_ending_plan(MeasurePlan(valid_from=OPENED, valid_until=CLOSED), ends_on=TODAY)


def test_a_corrected_measure_is_not_corrected_again() -> None:
    assert rules.against_correcting(Assessment()) == []
    assert rules.against_correcting(Assessment(replaced_at="then"))
