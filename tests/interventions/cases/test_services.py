"""A case from its opening to its end and back: every day covered once, every outcome worked out, nothing lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from interventions.cases.models import Case, Note
from interventions.cases.selectors import ATTENDED, NOT_RECORDED
from interventions.cases.services import (
    close_case,
    correct_note,
    give_case,
    open_case,
    pause_case,
    plan_next,
    reopen_case,
    resume_case,
    write_note,
)
from interventions.programmes.models import ListName
from interventions.sessions.models import Attendance
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, entry, opened_case, waiting_referral
from tests.interventions.cases.case_rows import attend, close, leads, pause, spells
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.refusals import Changed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
DAY = timedelta(days=1)


def test_a_case_goes_from_one_lead_worker_to_the_next(programme: Any, workers: list[Any]):
    case = opened_case(programme, worker=workers[0])
    given = give_case(case=case, revision=1, worker=workers[1], on=TODAY, by="test")
    assert (Case.objects.get().worker, given.revision) == (workers[1], 2)
    assert leads(case) == [(workers[0], OPENED, TODAY), (workers[1], TODAY, None)]
    again = give_case(case=given, revision=2, worker=workers[1], on=TODAY, by="test")
    assert again.revision == 2
    with pytest.raises(Refused, match="led it since 15 April 2024. Enter that day"):
        give_case(case=case, revision=None, worker=workers[0], on=TODAY - DAY, by="test")


def test_a_case_is_given_only_to_who_works_there_and_not_once_it_is_closed(
    programme: Any, workers: list[Any], make_user: Callable[..., Any]
):
    case = opened_case(programme)
    for stranger in (make_user(Role.CASEWORKER, programme=ProgrammeFactory()), make_user(Role.ANALYST)):
        with pytest.raises(Refused, match="does not work on this programme"):
            give_case(case=case, revision=1, worker=stranger, on=TODAY, by="test")
    closed = close(case)
    with pytest.raises(Refused, match="closed on"):
        give_case(case=closed, revision=None, worker=workers[0], on=TODAY, by="test")


def test_pausing_and_resuming_cover_every_day_once():
    case = pause(opened_case(), on=date(2024, 3, 20))
    assert Case.objects.get().status == "paused"
    with pytest.raises(Refused, match="paused since 20 March 2024"):
        pause(case, on=TODAY)
    case = resume_case(case=case, revision=None, on=date(2024, 4, 2), by="test")
    with pytest.raises(Refused, match="not paused"):
        resume_case(case=case, revision=None, on=TODAY, by="test")
    assert Case.objects.get().status == "open"
    assert spells(case) == [
        ("open", OPENED, date(2024, 3, 20)),
        ("paused", date(2024, 3, 20), date(2024, 4, 2)),
        ("open", date(2024, 4, 2), None),
    ]


def test_pausing_before_the_spell_began_is_refused_and_turning_twice_on_one_day_is_not():
    case = opened_case()
    with pytest.raises(Refused, match="open since 11 March 2024. Enter that day"):
        pause(case, on=OPENED - DAY)
    pause(case, on=TODAY)
    resume_case(case=case, revision=None, on=TODAY, by="test")
    assert spells(case) == [("open", OPENED, None), ("paused", TODAY, TODAY)]
    pause(case, on=TODAY)
    assert Case.objects.get().status == "paused"
    assert [spell for spell in spells(case) if spell[2] is None] == [("paused", TODAY, None)]


@pytest.mark.parametrize(
    ("reason", "attended", "ending"),
    [
        ("goals-met", True, "planned"),
        ("disengaged", True, "unplanned"),
        ("moved-away", True, "neutral"),
        ("goals-met", False, "not_started"),
        ("disengaged", False, "not_started"),
        ("moved-away", False, "not_started"),
    ],
)
def test_how_a_case_ended_is_worked_out_from_what_was_delivered(reason: str, attended: bool, ending: str):
    case = opened_case()
    attend(case, OPENED, Attendance.DID_NOT_ATTEND)
    if attended:
        attend(case, OPENED + DAY)
    assert close(Case.objects.get(), reason=reason).ending == ending


def test_the_codes_of_attendance_are_the_ones_that_sessions_keep():
    assert (Attendance.ATTENDED.value, Attendance.NOT_RECORDED.value) == (ATTENDED, NOT_RECORDED)


def test_closing_ends_spell_and_lead_on_the_day_after(programme: Any, workers: list[Any]):
    case = opened_case(programme, worker=workers[0])
    closed = close(pause(case, on=date(2024, 4, 1)), note="Said goodbye.")
    assert (Case.objects.get().status, closed.closing_note) == ("closed", "Said goodbye.")
    assert spells(case)[-1] == ("paused", date(2024, 4, 1), TODAY + DAY)
    assert leads(case) == [(workers[0], OPENED, TODAY + DAY)]


def test_a_case_closes_neither_before_its_last_session_nor_before_it_turned_nor_twice():
    case = opened_case()
    attend(case, date(2024, 4, 10))
    now = Case.objects.get()
    with pytest.raises(Refused, match="attended on 10 April 2024, after 9 April 2024"):
        close(now, on=date(2024, 4, 9))
    with pytest.raises(Refused, match="on 11 March 2024, after 10 March 2024"):
        close(now, on=OPENED - DAY)
    with pytest.raises(Refused, match="has not come yet"):
        close(now, on=TODAY + DAY)
    closed = close(now)
    with pytest.raises(Refused, match="closed on 15 April 2024"):
        close(closed)


def test_a_case_closes_no_earlier_than_its_lead_worker_began(programme: Any, workers: list[Any]):
    case = opened_case(programme, worker=workers[0])
    give_case(case=case, revision=None, worker=workers[1], on=TODAY, by="test")
    case.refresh_from_db()
    with pytest.raises(Refused, match="led it since 15 April 2024. Enter that day"):
        close(case, TODAY - DAY)
    assert close(case, TODAY).closed_on == TODAY


def test_a_reopened_case_is_led_by_nobody_who_works_there_no_more(programme: Any, workers: list[Any]):
    case = close(opened_case(programme, worker=workers[0]), TODAY - DAY)
    workers[0].memberships.update(ends_on=TODAY)
    reopened = reopen_case(case=case, revision=None, on=TODAY, by="test")
    assert reopened.worker is None
    assert leads(case) == [(workers[0], OPENED, TODAY)]


def test_no_day_belongs_to_two_cases_of_a_person(programme: Any):
    first = close(opened_case(programme, on=OPENED), OPENED + 2 * DAY)
    again = waiting_referral(programme, participant=first.participant)
    with pytest.raises(Refused, match=f"Their case {first.reference} was open until"):
        open_case(referral=again, revision=1, on=OPENED + DAY, by="test")
    second = close(open_case(referral=again, revision=1, on=OPENED + 2 * DAY, by="test"), OPENED + 5 * DAY)
    with pytest.raises(Refused, match=f"Their case {second.reference} was open until"):
        reopen_case(case=first, revision=None, on=OPENED + 3 * DAY, by="test")
    assert reopen_case(case=first, revision=None, on=OPENED + 5 * DAY, by="test").closed_on is None


@pytest.mark.parametrize("on", [date(2024, 4, 1), date(2024, 4, 8)])
def test_reopening_is_a_new_spell_and_keeps_the_history(programme: Any, workers: list[Any], on: date):
    case = opened_case(programme, worker=workers[0])
    closed = close(case, on=date(2024, 4, 1), note="Said goodbye.")
    reopened = reopen_case(case=closed, revision=closed.revision, on=on, by="test")
    assert (Case.objects.get().status, reopened.ending, reopened.close_reason) == ("open", "", None)
    first_end = min(on, date(2024, 4, 2))
    assert spells(case) == [("open", OPENED, first_end), ("open", on, None)]
    assert leads(case) == [(workers[0], OPENED, first_end), (workers[0], on, None)]
    assert Note.objects.get().text == "This case was closed on 1 April 2024: goals met. Said goodbye."


def test_reopening_on_the_day_of_opening_goes_on_with_the_spell():
    closed = close(opened_case(), on=OPENED)
    reopened = reopen_case(case=closed, revision=None, on=OPENED, by="test")
    assert spells(reopened) == [("open", OPENED, None)]


def test_an_open_case_is_not_reopened_nor_one_beside_another_nor_before_it_closed():
    case = opened_case()
    with pytest.raises(Refused, match="not closed"):
        reopen_case(case=case, revision=None, on=TODAY, by="test")
    closed = close(case, on=date(2024, 4, 1))
    with pytest.raises(Refused, match="closed on 1 April 2024, after 31 March 2024"):
        reopen_case(case=closed, revision=None, on=date(2024, 3, 31), by="test")
    other = opened_case(referral=waiting_referral(participant=case.participant), on=date(2024, 4, 3))
    with pytest.raises(Refused, match=f"another open case, {other.reference}"):
        reopen_case(case=closed, revision=None, on=TODAY, by="test")


def test_what_comes_next_is_said_and_taken_off():
    case = plan_next(case=opened_case(), revision=1, next_action="Call", next_action_on=TODAY + DAY, by="test")
    assert (case.next_action, case.next_action_on, case.next_due_on) == ("Call", TODAY + DAY, TODAY + DAY)
    case = plan_next(case=case, revision=2, next_action="", next_action_on=TODAY, by="test")
    assert (case.next_action, case.next_action_on) == ("", None)
    with pytest.raises(Refused):
        plan_next(case=close(case), revision=None, next_action="Call", next_action_on=None, by="test")


def test_a_note_stays_as_it_was_written_and_a_correction_stands_beside_it():
    case = opened_case()
    note = write_note(case=case, kind="contact", on=TODAY, text="Talked.", sensitivity="support", by="test")
    correction = correct_note(note=note, revision=1, text="Talked for an hour.", by="test")
    assert Note.objects.get(pk=note.pk).text == "Talked."
    assert (correction.corrects, correction.sensitivity, correction.happened_on) == (note, "support", TODAY)
    with pytest.raises(Refused, match="stands beside"):
        correct_note(note=correction, revision=1, text="Again.", by="test")
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True))[-2:] == [
        Action.NOTE_WRITTEN,
        Action.NOTE_CORRECTED,
    ]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_note_is_none_and_nobody_writes_about_tomorrow(text: str):
    case = opened_case()
    with pytest.raises(Refused, match="Write what happened"):
        write_note(case=case, kind="contact", on=TODAY, text=text, by="test")
    with pytest.raises(Refused, match="has not come yet"):
        write_note(case=case, kind="contact", on=TODAY + DAY, text="Talked.", by="test")


def test_a_note_is_about_a_session_of_the_same_case():
    session = attend(opened_case(), OPENED)
    with pytest.raises(Refused, match="another case"):
        write_note(case=opened_case(), kind="contact", on=TODAY, text="Talked.", session=session, by="test")


@pytest.mark.parametrize(
    "step",
    [
        lambda case: pause_case(case=case, revision=1, on=TODAY, reason=entry(ListName.PAUSE_REASON, "away"), by="t"),
        lambda case: close_case(case=case, revision=1, on=TODAY, reason=entry(ListName.CLOSE_REASON, "died"), by="t"),
        lambda case: plan_next(case=case, revision=1, next_action="X", next_action_on=None, by="t"),
    ],
)
def test_who_writes_from_an_old_page_is_told(step: Callable[[Case], Any]):
    case = opened_case()
    plan_next(case=case, revision=1, next_action="Call", next_action_on=None, by="test")
    with pytest.raises(Changed):
        step(case)
