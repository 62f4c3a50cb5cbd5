"""The pages of sessions: recording in one step, correcting, the register, and who may open what."""

from collections.abc import Callable
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
from interventions.programmes.models import ListName, Programme
from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.services import arrange_group, record_attendance
from tests.factories import MembershipFactory, ProgrammeFactory
from tests.factories.casework import entry, opened_case
from tests.factories.sessions import arranged_session, recorded_session, session_kind
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
A = Attendance


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def case(programme: Programme) -> Case:
    session_kind()
    return opened_case(programme)


@pytest.fixture
def worker(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY)


@pytest.fixture
def client(client_for: Callable[[User], Client], worker: User) -> Client:
    return client_for(worker)


def told(**answers: Any) -> dict[str, Any]:
    known = {
        "submission_key": str(uuid4()),
        "held_on": "yesterday",
        "attendance": A.ATTENDED,
        "minutes": "45",
        "kind": "mentoring",
        "mode": "phone",
        "note": "",
    }
    return {**known, **answers}


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


class TestRegister:
    @pytest.fixture
    def group(self, programme: Programme) -> GroupSession:
        cases = [opened_case(programme) for _ in range(3)]
        told = {"title": "Invented group", "kind": session_kind(), "worker": None, "minutes": 90, "by": "test"}
        return arrange_group(programme=programme, held_on=YESTERDAY, cases=cases, **told)

    def answers(self, group: GroupSession, **marks: tuple[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {"submission_key": str(uuid4())}
        for session in group.sessions.order_by("id"):
            attendance, minutes = marks.get(session.reference, ("", ""))
            found[f"attendance-{session.reference}"] = attendance
            found[f"minutes-{session.reference}"] = minutes
            found[f"seen-{session.reference}"] = session.revision
        return found

    def test_one_submit_records_everybody(self, client: Client, group: GroupSession) -> None:
        first, second, third = group.sessions.order_by("id")
        url = reverse("group_register", args=[group.reference])
        assert client.get(url).status_code == 200
        marks = {first.reference: (A.ATTENDED, "0"), second.reference: (A.ATTENDED, ""), third.reference: ("", "")}
        response = client.post(url, self.answers(group, **marks))
        assert response.headers["Location"] == group.get_absolute_url()
        kept = list(group.sessions.order_by("id").values_list("attendance", "minutes"))
        assert kept == [(A.ATTENDED, 0), (A.ATTENDED, 90), ("", None)]  # zero is told, a blank is the usual number
        assert client.get(group.get_absolute_url()).status_code == 200

    def test_what_is_wrong_stands_at_its_row(self, client: Client, group: GroupSession) -> None:
        first = group.sessions.order_by("id")[0]
        url = reverse("group_register", args=[group.reference])
        response = client.post(url, self.answers(group, **{first.reference: (A.DID_NOT_ATTEND, "20")}))
        assert response.status_code == 422
        assert "Minutes are recorded only when" in response.content.decode()
        assert not group.sessions.exclude(attendance="").exists()

    def test_somebody_who_records_meanwhile_is_not_written_over(self, client: Client, group: GroupSession) -> None:
        first, second, _ = group.sessions.order_by("id")
        url = reverse("group_register", args=[group.reference])
        marks = {first.reference: (A.DID_NOT_ATTEND, ""), second.reference: (A.ATTENDED, "60")}
        answers = self.answers(group, **marks)
        record_attendance(session=first, revision=1, attendance=A.ATTENDED, minutes=15, by="another")
        response = client.post(url, answers)
        page = response.content.decode()
        assert response.status_code == 422
        assert "somebody recorded “Attended, 15 minutes”" in page
        assert 'value="60"' in page
        again = {**self.answers(group, **marks), "submission_key": str(uuid4())}
        assert client.post(url, again).status_code == 302
        first.refresh_from_db()
        assert first.attendance == A.DID_NOT_ATTEND

    def test_the_page_that_comes_back_can_be_saved_again_as_it_is(self, client: Client, group: GroupSession) -> None:
        first = group.sessions.order_by("id")[0]
        answers = self.answers(group, **{first.reference: (A.DID_NOT_ATTEND, "")})
        record_attendance(session=first, revision=1, attendance=A.ATTENDED, minutes=15, by="another")
        page = client.post(reverse("group_register", args=[group.reference]), answers).content.decode()
        assert f'name="seen-{first.reference}" value="2"' in page

    def test_whose_names_it_shows_is_in_the_log(self, client: Client, group: GroupSession) -> None:
        client.get(reverse("group_register", args=[group.reference]))
        event = AuditEvent.objects.filter(action="list_shown").latest("id")
        assert all(session.case.reference in event.detail for session in group.sessions.all())

    def test_a_group_is_arranged_changed_and_added_to(
        self, client: Client, programme: Programme, group: GroupSession
    ) -> None:
        more = opened_case(programme)
        answers = {"submission_key": str(uuid4()), "title": "Another", "held_on": "today", "starts_at": "",
                   "minutes": "60", "kind": "mentoring", "mode": "in_person", "cases": [more.reference]}  # fmt: skip
        url = reverse("group_arrange", args=[programme.reference])
        assert client.get(url).status_code == 200
        client.post(url, answers)
        made = GroupSession.objects.get(title="Another")
        change = reverse("group_change", args=[made.reference])
        assert client.get(change).status_code == 200
        client.post(change, {**answers, "submission_key": str(uuid4()), "revision": 1, "title": "Renamed"})
        made.refresh_from_db()
        assert made.title == "Renamed"
        add = reverse("group_add", args=[made.reference])
        assert client.get(add).status_code == 200
        other = group.sessions.order_by("id")[0].case
        client.post(add, {"submission_key": str(uuid4()), "revision": 2, "cases": [other.reference]})
        assert made.sessions.count() == 2


class TestWhoMay:
    def test_a_lead_here_and_a_caseworker_there_do_each_where_they_may(
        self, make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case
    ) -> None:
        """A safeguarding lead here sees and does not record; the same person is a caseworker there."""
        there = opened_case()
        user = make_user(Role.SAFEGUARDING_LEAD, programme=case.programme, agency_kind=AgencyKind.COUNCIL)
        MembershipFactory(user=user, role=Role.CASEWORKER, programme=there.programme, agency_kind=AgencyKind.COUNCIL)
        here_session, there_session = arranged_session(case, YESTERDAY), arranged_session(there, YESTERDAY)
        client = client_for(User.objects.get(pk=user.pk))
        expected = {
            here_session.get_absolute_url(): 200,
            there_session.get_absolute_url(): 200,
            reverse("session_attendance", args=[here_session.reference]): 403,
            reverse("session_attendance", args=[there_session.reference]): 200,
            reverse("session_record", args=[case.reference]): 403,
            reverse("session_record", args=[there.reference]): 200,
            reverse("group_arrange", args=[case.programme.reference]): 404,
            reverse("group_arrange", args=[there.programme.reference]): 200,
        }
        assert {url: client.get(url).status_code for url in expected} == expected
        assert client.post(reverse("session_record", args=[case.reference]), told()).status_code == 403
        assert "2 results" in client.get(reverse("sessions")).content.decode()

    def test_another_programme_s_sessions_do_not_exist(self, client: Client) -> None:
        session = arranged_session(opened_case(), YESTERDAY)
        for name in ("session", "session_attendance", "session_change", "session_remove"):
            assert client.get(reverse(name, args=[session.reference])).status_code == 404

    def test_a_case_of_another_programme_cannot_be_put_into_a_group(
        self, client: Client, programme: Programme, case: Case
    ) -> None:
        stranger = opened_case()
        answers = {"submission_key": str(uuid4()), "title": "Group", "held_on": "today", "starts_at": "",
                   "minutes": "", "kind": "mentoring", "mode": "in_person", "cases": [stranger.reference]}  # fmt: skip
        response = client.post(reverse("group_arrange", args=[programme.reference]), answers)
        assert response.status_code == 422
        assert "Select a valid choice" in response.content.decode()

    def test_a_note_that_one_may_not_read_is_not_on_the_session_s_page(
        self, make_user: Callable[..., User], client_for: Callable[[User], Client], client: Client, case: Case
    ) -> None:
        client.post(reverse("session_record", args=[case.reference]), told(note="Support words."))
        Note.objects.update(sensitivity="support")
        police = make_user(Role.CASEWORKER, programme=case.programme, agency_kind=AgencyKind.POLICE)
        url = Session.objects.get().get_absolute_url()
        assert "Support words." in client.get(url).content.decode()
        assert "Support words." not in client_for(police).get(url).content.decode()

    def test_hidden_names_are_hidden_here_too(self, client: Client, case: Case) -> None:
        case.participant.given_name = "Somebody"
        case.participant.save()
        session = arranged_session(case, YESTERDAY)
        assert case.participant.name in client.get(session.get_absolute_url()).content.decode()
        client.post(reverse("hide_names"), {"hide": "yes"})
        for url in (reverse("sessions"), session.get_absolute_url()):
            assert case.participant.name not in client.get(url).content.decode()
