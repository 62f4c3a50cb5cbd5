"""Measures taken down: every answer and score kept as it was, a correction beside what it corrects, cases following."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interventions.cases.models import Case
from interventions.outcomes.models import Assessment, ItemAnswer, MeasurePlan
from interventions.outcomes.rules import MeasureState
from interventions.outcomes.selectors import measures_of, measures_of_case
from interventions.outcomes.services import (
    confirm_measure_plan,
    correct_assessment,
    end_measure_plan,
    follow_every_case,
    propose_measure_plan,
    set_measure_plan,
)
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, opened_case
from tests.factories.outcomes import LONG_AGO, assessed, measure_plan, not_assessed
from vrn_cases.audit.models import AuditEvent
from vrn_cases.jobs.models import Job
from vrn_cases.records.refusals import Changed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
DUE = date(2024, 4, 8)  # 28 days after the opening


@pytest.fixture
def case() -> Case:
    return opened_case()


def scores(assessment: Assessment) -> dict[str, tuple[int | None, str]]:
    return {row.scale: (row.hundredths, row.band) for row in assessment.scores.order_by("id")}


def row(*answers: int | None) -> dict[int, int | None]:
    return dict(enumerate(answers, 1))


@pytest.mark.parametrize(
    ("answers", "hundredths"),
    [
        (row(1, 1, 1, 1, 1, 1, 1), 700),
        (row(2, 2, 2, 2, 2, 2, 2), 1532),
        (row(3, 3, 3, 3, 3, 3, 3), 1925),
        (row(5, 5, 5, 5, 5, 5, 5), 3500),
    ],
)
def test_published_swemwbs_scores_are_what_is_stored(case: Case, answers: Any, hundredths: int) -> None:
    """Worked example B15."""
    kept = Assessment.objects.get(pk=assessed(case, OPENED, answers=answers).pk)
    assert (kept.main_score, kept.scorer_version) == (hundredths, 1)
    assert scores(kept) == {"wellbeing": (hundredths, "")}  # sources disagree about bands, so none is kept


def test_an_sdq_of_zeros_keeps_every_zero(case: Case) -> None:
    """Worked example B5: reversed items make points of zeros, and the zeros are answers."""
    zeros = dict.fromkeys(range(1, 32), 0)
    kept = assessed(case, OPENED, instrument="sdq_self", answers=zeros)
    assert list(ItemAnswer.objects.filter(assessment=kept, answer=0).values_list("number", flat=True)) == list(zeros)
    found = scores(kept)
    assert {code: found[code][0] for code in ("emotional", "conduct", "hyperactivity", "peer", "prosocial")} == {
        "emotional": 0, "conduct": 200, "hyperactivity": 400, "peer": 400, "prosocial": 0,
    }  # fmt: skip
    assert found["total"] == (1000, "close to average")
    assert kept.main_score == 1000
    assert kept.scores.get(scale="total").banding == "four_band"


def test_too_few_answers_are_kept_without_a_score(case: Case) -> None:
    """Worked examples B4 and B16."""
    kept = assessed(case, OPENED, answers=row(1, 2, 3, None, 5, 5, 5))
    assert (kept.main_score, scores(kept)) == (None, {"wellbeing": (None, "")})
    assert kept.answers.get(number=4).answer is None
    assert kept.scores.get().standing == "no_score"
    event = AuditEvent.objects.get(subject_id=kept.reference)
    assert '"answered":6' in event.detail


def test_nothing_answered_and_doubts_unseen_are_refused(case: Case) -> None:
    with pytest.raises(Refused, match="No item is answered"):
        assessed(case, OPENED, answers=row(*[None] * 7))
    young = opened_case(participant=None)
    with pytest.raises(Refused, match="At this point the follow-up form"):
        assessed(young, OPENED, instrument="sdq_self", point="review", form="baseline", checked=False)
    assert assessed(young, OPENED, instrument="sdq_self", point="review", form="baseline", checked=True)


def test_an_answer_that_cannot_be_leaves_nothing(case: Case) -> None:
    with pytest.raises(ValueError, match="Q1"):
        assessed(case, OPENED, answers=row(0, 1, 1, 1, 1, 1, 1))
    assert not Assessment.objects.exists()


def correction(assessment: Assessment, *, revision: int = 1, **told: Any) -> Assessment:
    known = {"form": "standard", "point": "baseline", "taken_on": OPENED, "answers": row(*[5] * 7), "checked": True}
    return correct_assessment(assessment=assessment, revision=revision, by="test", **{**known, **told})


def test_a_correction_replaces_and_both_are_kept(case: Case) -> None:
    first = assessed(case, OPENED)
    second = correction(first)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert (second.replaces, first.answers.count(), second.main_score) == (first, 7, 3500)
    with pytest.raises(Refused, match="corrected already"):
        correction(first, revision=2)
    with pytest.raises(Changed):
        correction(second, revision=7)
    assert measures_of_case(case, as_at=TODAY) == []


def test_a_refused_correction_leaves_the_first_standing(case: Case) -> None:
    first = assessed(case, OPENED)
    with pytest.raises(Refused):
        correction(first, answers=row(*[None] * 7))
    first.refresh_from_db()
    assert first.replaced_at is None


def test_what_was_not_taken_can_be_taken_after_all(case: Case) -> None:
    measure_plan(case.programme)
    reason = not_assessed(case, OPENED)
    assert measures_of_case(case, as_at=TODAY)[0].state == MeasureState.NOT_DONE
    correction(reason)
    assert measures_of_case(case, as_at=TODAY)[0].state == MeasureState.DONE


def next_due(case: Case) -> date | None:
    return Case.objects.values_list("next_due_on", flat=True).get(pk=case.pk)


def test_the_day_on_which_a_measure_is_due_follows(case: Case) -> None:
    measure_plan(case.programme)
    assert next_due(case) == DUE
    assert follow_every_case() == 0  # nothing is left to do
    revision = Case.objects.get(pk=case.pk).revision
    assessed(case, OPENED)
    assert (next_due(case), Case.objects.get(pk=case.pk).revision) == (None, revision)


def test_a_next_action_before_the_measure_comes_first(case: Case) -> None:
    measure_plan(case.programme)
    Case.objects.filter(pk=case.pk).update(next_action="Ring.", next_action_on=date(2024, 4, 2))
    follow_every_case(programme=case.programme.reference)
    assert next_due(case) == date(2024, 4, 2)


def test_a_plan_for_more_cases_than_somebody_can_wait_for_is_left_to_a_job(case: Case, monkeypatch) -> None:
    monkeypatch.setattr("interventions.outcomes.services.following.CHUNK", 1)
    opened_case(case.programme)
    set_plan(case.programme, valid_from=LONG_AGO)
    assert next_due(case) is None
    assert case.programme.reference in Job.objects.get(kind="follow_measures").subject
    assert follow_every_case(programme=case.programme.reference) == 2
    assert next_due(case) == date(2024, 3, 25)  # 14 days after the opening


def test_cases_of_other_programmes_are_left_alone(case: Case) -> None:
    measure_plan(case.programme)
    Case.objects.update(next_due_on=None)
    assert follow_every_case(programme=ProgrammeFactory().reference) == 0


def test_what_is_due_for_many_cases_costs_two_queries() -> None:
    programme = ProgrammeFactory()
    measure_plan(programme)
    cases = [opened_case(programme) for _ in range(4)]
    assessed(cases[0], OPENED)
    with CaptureQueriesContext(connection) as asked:
        found = measures_of(cases, as_at=TODAY)
    assert len(asked) == 2
    assert [[measure.state for measure in found[case.pk]] for case in cases] == [
        [MeasureState.DONE, MeasureState.LATER],
        *[[MeasureState.OVERDUE, MeasureState.LATER]] * 3,
    ]


def set_plan(programme: Any, **told: Any) -> MeasurePlan:
    known = {"instrument": "swemwbs", "point": "baseline", "due_days": 14, "valid_from": TODAY, "by": "test"}
    return set_measure_plan(programme=programme, **{**known, **told})


def test_a_team_s_plan_takes_the_place_of_the_proposal_from_its_day_on(case: Case) -> None:
    proposed = measure_plan(case.programme)[0]
    plan = set_plan(case.programme)
    proposed.refresh_from_db()
    assert (proposed.valid_until, plan.valid_from, plan.confirmed_at is not None) == (TODAY, TODAY, True)
    assert measures_of_case(case, as_at=TODAY)[0].due_on == DUE  # opened while the proposal was in force
    assert next_due(opened_case(case.programme, on=TODAY)) == date(2024, 4, 29)


def test_a_plan_changed_on_its_first_day_is_changed_in_place(case: Case) -> None:
    first = set_plan(case.programme)
    again = set_plan(case.programme, due_days=21)
    assert (again.pk, again.due_days, again.revision) == (first.pk, 21, 2)


def test_what_the_team_decided_is_not_proposed_again(case: Case) -> None:
    plan = measure_plan(case.programme)[0]
    end_measure_plan(plan=plan, revision=1, ends_on=TODAY, by="test")
    told = {"programme": case.programme, "instrument": "swemwbs", "point": "baseline", "valid_from": LONG_AGO}
    assert propose_measure_plan(**told, due_days=28, by="test") is None
    with pytest.raises(Refused, match="ended already"):
        end_measure_plan(plan=plan, revision=2, ends_on=TODAY, by="test")


def test_confirming_a_proposal_keeps_it_as_it_is(case: Case) -> None:
    plan = measure_plan(case.programme)[0]
    confirmed = confirm_measure_plan(plan=plan, revision=1, by="test")
    assert (confirmed.confirmed_at is not None, confirmed.due_days, confirmed.revision) == (True, 28, 2)
    assert confirm_measure_plan(plan=plan, revision=2, by="test").revision == 2
