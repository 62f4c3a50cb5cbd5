"""The pages of sessions: recording in one step, correcting, what is missing."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.cases.models import Case, Note
from interventions.cases.services import close_case
from interventions.programmes.models import ListName
from interventions.sessions.models import Attendance, Session
from interventions.sessions.services import record_attendance
from tests.factories.casework import entry
from tests.factories.sessions import arranged_session, recorded_session, session_kind
from tests.interventions.sessions.session_pages import told
from vrn_cases.access.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
A = Attendance


def test_a_session_is_recorded_in_one_step_from_its_case(client: Client, case: Case, worker: User) -> None:
    url = reverse("session_record", args=[case.reference])
    assert client.get(url).status_code == 200
    response = client.post(url, told())
    assert response.headers["Location"] == case.get_absolute_url()
    kept = Session.objects.get()
    assert (kept.held_on, kept.attendance, kept.minutes, kept.mode) == (YESTERDAY, A.ATTENDED, 45, "phone")
    assert (kept.worker, kept.recorded_by, kept.kind) == (worker, worker, session_kind())


def test_zero_minutes_survive_from_the_form_to_the_page(client: Client, case: Case) -> None:
    client.post(reverse("session_record", args=[case.reference]), told(minutes="0"))
    kept = Session.objects.get()
    assert kept.minutes == 0
    page = client.get(kept.get_absolute_url()).content.decode()
    assert '<dd class="govuk-summary-list__value">0</dd>' in page
    form = client.get(reverse("session_attendance", args=[kept.reference])).content.decode()
    assert 'name="minutes" value="0"' in form
    assert ">0</td>" in client.get(reverse("sessions")).content.decode()


def test_a_double_click_records_once(client: Client, case: Case) -> None:
    url, answers = reverse("session_record", args=[case.reference]), told()
    first, second = client.post(url, answers), client.post(url, answers)
    assert first.headers["Location"] == second.headers["Location"]
    assert Session.objects.count() == 1


def test_from_the_list_of_what_to_do_one_goes_back_to_it(client: Client, case: Case) -> None:
    response = client.post(reverse("session_record", args=[case.reference]) + "?from=home", told())
    assert response.headers["Location"] == reverse("home")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"minutes": ""}, "Enter how many minutes it lasted. Zero is an answer."),
        ({"minutes": "forty"}, "Enter whole minutes from 0 to 1,440"),
        ({"minutes": "1441"}, "Enter whole minutes from 0 to 1,440"),
        ({"attendance": ""}, "Select whether the young person attended"),
        ({"attendance": A.DID_NOT_ATTEND}, "Minutes are recorded only when the young person attended."),
        ({"held_on": "tomorrow"}, "has not come yet"),
        ({"held_on": ""}, "Enter the day of the session"),
        ({"held_on": "1/3/2024"}, "The case was opened on 11 March 2024"),
        ({"kind": "no-such"}, "Select a valid choice"),
        ({"note": "NHS number 943 476 5870"}, "take it out"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_what_was_typed_stays(
    client: Client, case: Case, answers: dict[str, Any], words: str
) -> None:
    response = client.post(reverse("session_record", args=[case.reference]), told(**{"note": "Kept words.", **answers}))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert answers.get("note", "Kept words.") in page
    assert not Session.objects.exists()


def test_a_note_of_the_session_is_a_note_of_the_case(client: Client, case: Case) -> None:
    client.post(reverse("session_record", args=[case.reference]), told(note="Talked about work."))
    note = Note.objects.get()
    assert (note.case, note.session, note.text) == (case, Session.objects.get(), "Talked about work.")
    assert "Talked about work." in client.get(note.session.get_absolute_url()).content.decode()


def test_saving_one_session_costs_few_statements(client: Client, case: Case) -> None:
    """Performance target J6: ten statements from the submission key to the end of the transaction."""
    url = reverse("session_record", args=[case.reference])
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.post(url, told())
    said = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    start = next(number for number, sql in enumerate(said) if "submission" in sql)
    assert len(said[start:]) <= 10, "\n".join(said[start:])
    assert len(said) <= 17, "\n".join(said)


def test_attendance_is_recorded_corrected_and_taken_back(client: Client, case: Case) -> None:
    session = arranged_session(case, YESTERDAY)
    url = reverse("session_attendance", args=[session.reference])
    answers = {"submission_key": str(uuid4()), "revision": 1, "attendance": A.ATTENDED, "minutes": "30", "note": ""}
    assert client.post(url, answers).headers["Location"] == session.get_absolute_url()
    assert "Not recorded yet, after all" in client.get(url).content.decode()
    answers = {"submission_key": str(uuid4()), "revision": 2, "attendance": "", "minutes": "", "note": ""}
    client.post(url, answers)
    session.refresh_from_db()
    assert (session.attendance, session.revision) == ("", 3)


def test_a_second_editor_is_told_and_keeps_what_they_typed(client: Client, case: Case) -> None:
    session = arranged_session(case, YESTERDAY)
    record_attendance(session=session, revision=1, attendance=A.DID_NOT_ATTEND, by="another")
    url = reverse("session_attendance", args=[session.reference])
    answers = {
        "submission_key": str(uuid4()),
        "revision": 1,
        "attendance": A.ATTENDED,
        "minutes": "35",
        "note": "Mine.",
    }
    response = client.post(url, answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Somebody else changed this" in page
    assert "Mine." in page
    assert 'value="35"' in page


def test_a_session_is_arranged_changed_and_removed(client: Client, case: Case) -> None:
    answers = {"submission_key": str(uuid4()), "held_on": "tomorrow", "starts_at": "3.15pm", "kind": "mentoring",
               "mode": "in_person"}  # fmt: skip
    response = client.post(reverse("session_arrange", args=[case.reference]), answers)
    session = Session.objects.get()
    assert response.headers["Location"] == session.get_absolute_url()
    assert f"{session.starts_at:%H:%M}" == "15:15"
    answers = {**answers, "submission_key": str(uuid4()), "revision": 1, "starts_at": "0930"}
    client.post(reverse("session_change", args=[session.reference]), answers)
    session.refresh_from_db()
    assert f"{session.starts_at:%H:%M}" == "09:30"
    url = reverse("session_remove", args=[session.reference])
    assert client.get(url).status_code == 200
    client.post(url, {"submission_key": str(uuid4()), "revision": 2})
    assert not Session.objects.exists()


def test_a_closed_case_says_why_nothing_can_be_recorded(client: Client, case: Case) -> None:
    close_case(case=case, revision=None, on=TODAY, reason=entry(ListName.CLOSE_REASON, "goals-met"), by="test")
    page = client.get(reverse("session_record", args=[case.reference])).content.decode()
    assert "This case was closed on 15 April 2024. Reopen it first" in page
    assert 'disabled aria-disabled="true"' in page


def test_the_list_shows_what_is_missing_attendance(client: Client, case: Case) -> None:
    missing = arranged_session(case, YESTERDAY)
    arranged_session(case, TOMORROW)
    recorded_session(case, YESTERDAY)
    page = client.get(reverse("sessions"), {"state": "without"}).content.decode()
    assert missing.get_absolute_url() in page
    assert page.count(">Not recorded<") == 1
    assert "1 result" in page
    assert "1 result" in client.get(reverse("sessions"), {"state": "coming"}).content.decode()
    assert "Nothing matches" in client.get(reverse("sessions"), {"whose": "mine"}).content.decode()
    between = {"first": "16/4/2024", "last": "16/4/2024"}
    assert "1 result" in client.get(reverse("sessions"), between).content.decode()


def test_an_empty_list_says_where_to_begin(client: Client) -> None:
    assert "Sessions are recorded on the page of a case" in client.get(reverse("sessions")).content.decode()
