"""The pages of a case: what happened, newest first; steps for those who may."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from interventions.cases.models import Case, Note
from interventions.cases.services import (
    close_case,
    correct_note,
    give_case,
    pause_case,
    plan_next,
    reopen_case,
    resume_case,
    write_note,
)
from interventions.programmes.models import ListName, Programme
from interventions.sessions.services import arrange_session
from tests.factories.casework import OPENED, entry, opened_case
from tests.interventions.cases.case_pages import attended, titles, url
from tests.interventions.casework import send, text
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
DAY = timedelta(days=1)


def test_the_page_names_the_person_once_and_what_to_do(of_worker: Client, case: Case):
    page = of_worker.get(url(case))
    shown = text(page)
    assert "Invented Person" in shown
    assert "15 years old" in shown
    assert "led by A Worker" in shown
    assert "Nothing is planned." in shown
    assert f"<title>Case {case.reference}" in shown  # no name in the tab
    assert [step.label for step in page.context["steps"]] == ["Pause"]


def test_a_session_is_to_come_until_its_day_is_past(of_worker: Client, case: Case):
    kind = entry(ListName.SESSION_KIND, "review")
    arrange_session(case=case, held_on=TODAY, kind=kind, worker=None, by="test")
    assert [event.text for event in of_worker.get(url(case), {"kind": "session"}).context["events"]] == ["To come"]
    arrange_session(case=case, held_on=TODAY - DAY, kind=kind, worker=None, by="test")
    texts = [event.text for event in of_worker.get(url(case), {"kind": "session"}).context["events"]]
    assert texts == ["To come", "Not recorded"]


def test_everything_stands_in_one_order_and_can_be_taken_apart(of_worker: Client, case: Case, worker: User, lead: User):
    attended(case, TODAY - 5 * DAY)
    arrange_session(
        case=case, held_on=TODAY + 2 * DAY, kind=entry(ListName.SESSION_KIND, "review"), worker=None, by="test"
    )
    note = write_note(case=case, kind="contact", on=TODAY - 3 * DAY, text="Talked.", by=worker)
    correct_note(note=note, revision=1, text="Talked for an hour.", by=lead)
    give_case(case=case, revision=None, worker=lead, on=TODAY - 2 * DAY, by=lead)
    pause_case(case=case, revision=None, on=TODAY - DAY, reason=entry(ListName.PAUSE_REASON, "away"), by=lead)
    page = of_worker.get(url(case))
    assert titles(page) == [
        "Review, in person",
        "Paused: Away",
        "Led by A Lead from this day",
        "Contact with the young person",
        "Mentoring, in person",
        "Case opened",
        "Led by A Worker from this day",
        "Referral received: Emergency department",
    ]
    shown = text(page)
    assert "Talked for an hour." in shown
    assert "Corrected by A Lead" in shown
    assert "Attended, 60 minutes" in shown
    kinds = {
        "note": ["Contact with the young person"],
        "session": ["Review, in person", "Mentoring, in person"],
        "worker": ["Led by A Lead from this day", "Led by A Worker from this day"],
        "case": ["Paused: Away", "Case opened"],
        "referral": ["Referral received: Emergency department"],
        "measure": [],
    }
    assert {kind: titles(of_worker.get(url(case), {"kind": kind})) for kind in kinds} == kinds
    for forged in ("nonsense", f"2024-04-15.1.{'9' * 30}", "2024-04-15.1.-1", "2024-99-99.1.1"):
        assert titles(of_worker.get(url(case), {"kind": "nonsense", "after": forged})) == titles(page)


def test_closing_and_reopening_stay_in_the_history(of_lead: Client, case: Case):
    reason = entry(ListName.CLOSE_REASON, "goals-met")
    close_case(case=case, revision=None, on=TODAY - 4 * DAY, reason=reason, note="Goodbye.", by="test")
    assert titles(of_lead.get(url(case)))[0] == "Case closed: Goals met"
    assert "Ended before any session was attended" in text(of_lead.get(url(case)))
    send(of_lead, url(case, "reopen"), on="today")
    page = of_lead.get(url(case))
    assert titles(page)[:4] == ["Reopened", "Led by A Worker from this day", "Other", "Case closed"]
    assert "This case was closed on 11 April 2024: goals met. Goodbye." in text(page)


def test_steps_of_one_day_are_told_as_they_were(of_lead: Client, case: Case):
    for reason in ("away", "custody"):
        resume_case(case=case, revision=None, on=TODAY, by="test") if reason == "custody" else None
        pause_case(case=case, revision=None, on=TODAY, reason=entry(ListName.PAUSE_REASON, reason), by="test")
    told = titles(of_lead.get(url(case), {"kind": "case"}))
    assert [title.split(":")[0] for title in told] == ["Paused", "Case opened"]


def test_a_pause_taken_back_on_its_day_is_no_closing(of_lead: Client, case: Case):
    pause_case(case=case, revision=None, on=TODAY, reason=entry(ListName.PAUSE_REASON, "away"), by="test")
    resume_case(case=case, revision=None, on=TODAY, by="test")
    assert titles(of_lead.get(url(case), {"kind": "case"})) == ["Case opened"]
    close_case(case=case, revision=None, on=TODAY, reason=entry(ListName.CLOSE_REASON, "goals-met"), by="test")
    reopen_case(case=case, revision=None, on=TODAY, by="test")
    assert titles(of_lead.get(url(case), {"kind": "case"})) == ["Reopened", "Case closed", "Case opened"]


def test_the_opening_stands_in_the_history_of_a_case_paused_on_its_first_day(of_lead: Client, case: Case):
    pause_case(case=case, revision=None, on=OPENED, reason=entry(ListName.PAUSE_REASON, "away"), by="test")
    assert titles(of_lead.get(url(case), {"kind": "case"})) == ["Paused: Away", "Case opened"]


def test_closed_and_reopened_on_one_day_is_told_once_each(of_lead: Client, case: Case):
    for _ in range(2):
        close_case(case=case, revision=None, on=TODAY, reason=entry(ListName.CLOSE_REASON, "goals-met"), by="test")
        reopen_case(case=case, revision=None, on=TODAY, by="test")
    events = of_lead.get(url(case), {"kind": "case"}).context["events"]
    assert [(event.title, event.place.day) for event in events] == [
        ("Reopened", TODAY),
        ("Case closed", TODAY),
        ("Case opened", OPENED),
    ]


def test_pages_follow_one_another_without_a_gap_or_a_repeat(of_worker: Client, case: Case, worker: User):
    for number in range(60):
        write_note(case=case, kind="contact", on=OPENED + number % 7 * DAY, text=f"Note {number}", by=worker)
        if number % 3 == 0:
            attended(case, OPENED + number % 7 * DAY)
    seen, after = [], ""
    while True:
        page = of_worker.get(url(case), {"after": after} if after else {})
        seen += [event.place for event in page.context["events"]]
        after = page.context["older"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 60 + 20 + 3
    assert seen == sorted(seen, reverse=True)


def test_a_note_is_written_once_and_locked(of_worker: Client, case: Case, worker: User):
    add = url(case, "notes/add")
    assert send(of_worker, add, text="").status_code == 422
    response = send(of_worker, add, text="Talked.", kind="family", on="yesterday")
    assert response["Location"] == case.get_absolute_url()
    note = Note.objects.get()
    assert (note.text, note.kind, note.happened_on, note.written_by) == ("Talked.", "family", TODAY - DAY, worker)
    correct = url(case, f"notes/{note.reference}/correct")
    assert "The note stays as it was written" in text(of_worker.get(correct))
    send(of_worker, correct, text="Talked with the mother.")
    assert Note.objects.get(pk=note.pk).text == "Talked."
    assert [one.text for one in note.corrections.all()] == ["Talked with the mother."]


def test_a_number_that_names_somebody_elsewhere_is_not_kept_in_a_note(of_worker: Client, case: Case):
    page = send(of_worker, url(case, "notes/add"), text="Talked. Her NHS number is 999 000 0018.")
    assert page.status_code == 422
    assert "It is kept for no purpose of this service" in text(page)
    assert not Note.objects.exists()


def test_a_note_of_another_case_is_not_corrected_from_here(of_worker: Client, case: Case, programme: Programme):
    other = write_note(case=opened_case(programme), kind="contact", on=TODAY, text="Talked.", by="test")
    assert of_worker.get(url(case, f"notes/{other.reference}/correct")).status_code == 404


def test_nobody_chooses_readers_among_whom_they_are_not(
    make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case, programme: Programme
):
    nurse = make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.HEALTH)
    form = client_for(nurse).get(url(case, "notes/add")).context["form"]
    assert [value for value, _ in form.fields["sensitivity"].choices] == ["ordinary"]
    assert "police" not in [value for value, _ in form.fields["source"].choices]
    assert send(client_for(nurse), url(case, "notes/add"), text="X", sensitivity="support").status_code == 422


def test_the_steps_of_a_case_by_its_pages(of_lead: Client, of_worker: Client, case: Case, lead: User):
    entry(ListName.PAUSE_REASON, "away")
    entry(ListName.CLOSE_REASON, "goals-met")
    assert send(of_lead, url(case, "give"), worker=lead.reference, on="today").status_code == 302
    assert send(of_worker, url(case, "pause"), reason="away", on="today").status_code == 302
    assert Case.objects.get().status == "paused"
    assert "This case has been paused since 15 April 2024." in text(of_worker.get(url(case, "pause")))
    assert send(of_worker, url(case, "resume"), on="today").status_code == 302
    assert send(of_worker, url(case, "next"), next_action="Call", next_action_on="tomorrow").status_code == 302
    assert "By 16 April 2024" in text(of_worker.get(url(case)))
    assert send(of_lead, url(case, "close"), reason="goals-met", on="today").status_code == 302
    assert (Case.objects.get().status, Case.objects.get().worker) == ("closed", lead)
    assert [step.label for step in of_lead.get(url(case)).context["steps"]] == ["Reopen"]


def test_a_next_action_that_is_late_is_said(of_worker: Client, case: Case):
    plan_next(case=case, revision=1, next_action="Call", next_action_on=TODAY - DAY, by="test")
    assert "Was due 14 April 2024" in text(of_worker.get(url(case)))
    assert send(of_worker, url(case, "next"), next_action="", next_action_on="tomorrow").status_code == 422


def test_whoever_closes_is_warned_of_sessions_that_nobody_recorded(of_lead: Client, case: Case):
    kind = entry(ListName.SESSION_KIND, "review")
    for day in (TODAY - DAY, TODAY + DAY):
        arrange_session(case=case, held_on=day, kind=kind, worker=None, by="test")
    entry(ListName.CLOSE_REASON, "goals-met")
    shown = text(of_lead.get(url(case, "close")))
    assert "1 session has no attendance recorded, the last on 14 April 2024." in shown
    assert "1 session is still to come, the next on 16 April 2024." in shown
    assert send(of_lead, url(case, "close"), reason="goals-met", on="today").status_code == 302


def test_two_editors_the_second_is_told_and_keeps_what_was_typed(of_lead: Client, case: Case):
    entry(ListName.CLOSE_REASON, "goals-met")
    form = of_lead.get(url(case, "close")).context["form"]
    answers = {field.html_name: field.value() for field in form if field.value() is not None}
    plan_next(case=case, revision=1, next_action="Call", next_action_on=None, by="somebody else")
    page = of_lead.post(url(case, "close"), {**answers, "reason": "goals-met", "on": "today", "note": "My own words."})
    assert page.status_code == 422
    assert "Somebody else changed this" in text(page)
    assert "My own words." in text(page)
    assert Case.objects.get().status == "open"


def test_a_double_click_closes_once(of_lead: Client, case: Case):
    entry(ListName.CLOSE_REASON, "goals-met")
    form = of_lead.get(url(case, "close")).context["form"]
    answers = {field.html_name: field.value() for field in form if field.value() is not None}
    sent = {**answers, "reason": "goals-met", "on": "today"}
    assert [of_lead.post(url(case, "close"), sent)["Location"] for _ in range(2)] == [case.get_absolute_url()] * 2
    assert AuditEvent.objects.filter(action=Action.CASE_CLOSED).count() == 1
