"""The pages of measures: typed in by item number, told what is missing, corrected."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from interventions.cases.models import Case
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment
from interventions.programmes.models import Programme
from tests.factories import MembershipFactory, ProgrammeFactory
from tests.factories.casework import OPENED, opened_case
from tests.factories.outcomes import assessed, reason_not_done
from tests.interventions.outcomes.measure_pages import record_url, typed
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = date(2024, 4, 10)


def test_answers_become_scores_kept_with_the_version_of_the_rules(client: Client, case: Case, worker: User) -> None:
    assert client.get(record_url(case)).status_code == 200
    response = client.post(record_url(case), typed(*"2222222"))
    kept = Assessment.objects.get()
    assert response.headers["Location"] == kept.get_absolute_url()
    assert (kept.main_score, kept.scorer_version, kept.recorded_by) == (1532, 1, worker)
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "15.32" in page
    assert "scored by version 1 of the rules" in page


def test_a_zero_survives_from_the_form_to_the_stored_row_to_the_page(client: Client, case: Case) -> None:
    """Worked example B5 through the form: all 25 answers 0, no difficulties."""
    assert "0 is an answer" in client.get(record_url(case, "sdq_self")).content.decode()
    assert "0 is an answer" not in client.get(record_url(case)).content.decode()  # from 1 to 5
    zeros = typed(*["0"] * 25, paper="baseline", seen_missing="27,28,29,30,31", **{"item-26": "0"})
    response = client.post(record_url(case, "sdq_self"), zeros)
    kept = Assessment.objects.get()
    assert response.headers["Location"] == kept.get_absolute_url()
    assert kept.answers.filter(answer=0).count() == 26
    found = {score.scale: score.hundredths for score in kept.scores.all()}
    assert (found["emotional"], found["prosocial"], found["total"], found["impact"]) == (0, 0, 1000, 0)
    page = client.get(kept.get_absolute_url()).content.decode()
    assert page.count("<dd>0</dd>") == 26
    assert page.count("<dd>Blank</dd>") == 5
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">0</td>' in page
    correction = client.get(reverse("assessment_correct", args=[kept.reference])).content.decode()
    assert 'name="item-1" value="0"' in correction


def test_too_few_of_a_scale_is_said_before_it_is_saved_once(client: Client, case: Case) -> None:
    """Worked example B16: SWEMWBS has no score with one item missing."""
    answers = typed("1", "2", "3", "", "5", "5", "5")
    response = client.post(record_url(case), answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert "6 of 7 answered. Not answered: Q4." in page
    assert "No score for Mental wellbeing." in page
    assert 'name="seen_missing" value="4"' in page
    assert not Assessment.objects.exists()
    client.post(record_url(case), {**answers, "seen_missing": "4"})
    kept = Assessment.objects.get()
    assert kept.main_score is None
    assert "No score" in client.get(kept.get_absolute_url()).content.decode()


def test_what_was_seen_of_other_blanks_does_not_count(client: Client, case: Case) -> None:
    assert client.post(record_url(case), typed(*"12345", "", "1", seen_missing="4")).status_code == 422


def test_a_measure_that_the_young_person_refused_is_settled_from_the_form_that_the_home_page_opens(
    client: Client, case: Case
) -> None:
    address = reverse("measure_not_done", args=[case.reference, "swemwbs", "baseline"])
    assert f'href="{address}"' in client.get(record_url(case)).content.decode()
    standing = assessed(case, case.opened_on)
    page = client.get(record_url(case)).content.decode()
    assert f'href="{address}"' not in page
    assert f'href="{standing.get_absolute_url()}"' in page  # the one that it says is to be corrected instead


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (typed(*"6222222"), "A whole number from 1 to 5"),
        (typed(*"2222222", taken_on=""), "Enter the day"),
        (typed(*"2222222", taken_on="1/3/2024"), "The case was opened on 11 March 2024"),
        (typed(*"2222222", taken_on="tomorrow"), "has not come yet"),
        (typed(*[""] * 7), "No item is answered"),
        (typed(*"2222222", paper="follow_up"), "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, case: Case, answers: dict[str, Any], words: str
) -> None:
    answers = {**answers, "submission_key": str(uuid4())}
    response = client.post(record_url(case), answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert f'name="item-2" value="{answers["item-2"]}"' in page or not answers["item-2"]
    assert not Assessment.objects.exists()


def test_reasons_against_use_are_shown_before_and_wanted_seen(client: Client, programme: Programme) -> None:
    adult = opened_case(programme)
    adult.participant.date_of_birth = date(2001, 1, 1)
    adult.participant.save()
    url = record_url(adult, "sdq_self")
    assert "is for people aged 11 to 17, not 23" in client.get(url).content.decode()
    answers = typed(*["1"] * 25, paper="baseline", seen_missing="27,28,29,30,31", **{"item-26": "0"})
    response = client.post(url, answers)
    assert response.status_code == 422
    assert "tick that you did" in response.content.decode()
    client.post(url, {**answers, "checked": "on"})
    assert Assessment.objects.get().main_score == 2000  # worked example B6


def test_the_wrong_printed_form_is_a_doubt_told_when_it_is_chosen(client: Client, case: Case) -> None:
    answers = typed(*["1"] * 25, paper="follow_up", seen_missing="27,28,29,30,31", **{"item-26": "0"})
    response = client.post(record_url(case, "sdq_self"), answers)
    assert response.status_code == 422
    assert "At this point the baseline form is used" in response.content.decode()


def test_answers_that_clash_are_a_doubt(client: Client, case: Case) -> None:
    told = {f"item-{number}": "1" for number in range(27, 32)}
    answers = typed(*["1"] * 25, paper="baseline", **{"item-26": "0"}, **told)
    response = client.post(record_url(case, "sdq_self"), answers)
    assert response.status_code == 422
    assert "Q26 is 0, so Q27" in response.content.decode()


def test_the_preview_says_what_missing_items_will_do_and_keeps_nothing(client: Client, case: Case) -> None:
    url = reverse("measure_preview", args=["swemwbs"])
    said = client.post(url, {"item-1": "3", "item-2": "9"}).content.decode()
    assert "1 of 7 answered" in said
    assert "Mental wellbeing: Only 1 of 7 answered: no score, all 7 are needed." in said
    assert "Q2: type a whole number from 1 to 5" in said
    assert 'name="seen_missing" value="2,3,4,5,6,7"' in said
    assert not Assessment.objects.exists()
    assert client.post(reverse("measure_preview", args=["nothing"])).status_code == 404


def test_what_is_wrong_is_read_out_first(client: Client) -> None:
    answer = client.post(reverse("measure_preview", args=["swemwbs"]), {"item-1": "9"})
    assert 'data-announce="Q1: type a whole number from 1 to 5, ' in answer.text


def test_a_double_click_records_once_and_two_who_record_the_start_are_one(client: Client, case: Case) -> None:
    answers = typed(*"3333333")
    first, second = client.post(record_url(case), answers), client.post(record_url(case), answers)
    assert first.headers["Location"] == second.headers["Location"]
    response = client.post(record_url(case), typed(*"4444444"))
    assert response.status_code == 422
    assert "There is one at the start already, of 11 March 2024" in response.content.decode()
    assert Assessment.objects.count() == 1


def test_the_score_before_stands_beside_and_a_change_is_judged(client: Client, case: Case) -> None:
    assessed(case, OPENED, answers=dict.fromkeys(range(1, 8), 2))
    later = assessed(case, LATER, point="review", answers=dict.fromkeys(range(1, 8), 3))
    page = client.get(later.get_absolute_url()).content.decode()
    assert "Before, 11 March 2024" in page
    assert "+3.93. Better, by more than measurement error" in page
    overview = client.get(reverse("case_measures", args=[case.reference])).content.decode()
    assert "Mental wellbeing: 15.32 first, 19.25 last" in overview
    assert "<svg" in overview
    assert "One young person’s scores" in overview


def test_bands_name_who_says_so(client: Client, case: Case) -> None:
    page = client.get(assessed(case, OPENED, instrument="sdq_teacher").get_absolute_url()).content.decode()
    assert "Four bands, 2014. Four-band categories, PMC4830858, table 1" in page
    assert "From general knowledge: for the local team to confirm." in page  # of the impact scale
    none = client.get(assessed(case, OPENED).get_absolute_url()).content.decode()
    assert "No bands are shown: sources disagree" in none


def test_a_correction_keeps_both(client: Client, case: Case) -> None:
    first = assessed(case, OPENED)
    url = reverse("assessment_correct", args=[first.reference])
    assert client.get(url).status_code == 200
    answers = {**typed(*"5555555"), "revision": 1, "point": "baseline"}
    response = client.post(url, answers)
    second = Assessment.objects.get(replaced_at=None)
    assert response.headers["Location"] == second.get_absolute_url()
    old = client.get(first.get_absolute_url()).content.decode()
    assert "counts no more" in old
    assert second.get_absolute_url() in old
    assert "corrected already" in client.get(url).content.decode()
    assert "Corrected since (1)" in client.get(reverse("case_measures", args=[case.reference])).content.decode()


def test_a_second_editor_of_a_correction_is_told(client: Client, case: Case) -> None:
    first = assessed(case, OPENED)
    answers = {**typed(*"5555555"), "revision": 9, "point": "baseline"}
    response = client.post(reverse("assessment_correct", args=[first.reference]), answers)
    assert response.status_code == 422
    assert "Somebody else changed this" in response.content.decode()


def test_not_taken_because(client: Client, case: Case) -> None:
    reason = reason_not_done()
    url = reverse("measure_not_done", args=[case.reference, "swemwbs", "baseline"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"submission_key": str(uuid4()), "said_on": "today"}).status_code == 422
    client.post(url, {"submission_key": str(uuid4()), "said_on": "today", "reason": reason.code})
    kept = Assessment.objects.get()
    assert kept.not_done_reason == reason
    page = client.get(kept.get_absolute_url()).content.decode()
    assert f"Not taken: {reason.label}" in page
    assert "It was taken after all" in page
    assert "Not taken, with the reason" in client.get(reverse("case_measures", args=[case.reference])).content.decode()


def test_a_review_cannot_be_not_taken_and_nothing_unknown_exists(client: Client, case: Case) -> None:
    for name, instrument, point in (
        ("measure_not_done", "swemwbs", "review"),
        ("measure_not_done", "phq", "baseline"),
        ("measure_record", "phq", "baseline"),
        ("measure_record", "swemwbs", "middle"),
    ):
        assert client.get(reverse(name, args=[case.reference, instrument, point])).status_code == 404


def test_the_case_says_what_is_due_and_that_the_plan_is_to_be_confirmed(client: Client, case: Case) -> None:
    page = client.get(reverse("case_measures", args=[case.reference])).content.decode()
    assert "Overdue" in page
    assert "8 April 2024" in page
    assert "the programme team’s to confirm" in page
    bare = opened_case(ProgrammeFactory())
    MembershipFactory(
        user=User.objects.get(pk=client.session["_auth_user_id"]), role=Role.CASEWORKER, programme=bare.programme
    )
    assert "asks for no measure" in client.get(reverse("case_measures", args=[bare.reference])).content.decode()


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_a_measure_s_page_has_rights_and_sources_and_says_what_is_general_knowledge(client: Client, code: str) -> None:
    page = client.get(reverse("instrument", args=[code])).content.decode()
    assert INSTRUMENTS[code].rights.split(":")[0] in page
    assert "copyright" in page
    assert "From general knowledge: for the local team to confirm." in page
