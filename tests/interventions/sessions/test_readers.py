"""Who may open and write what of sessions."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from interventions.cases.models import Case, Note
from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, Session
from tests.factories import MembershipFactory
from tests.factories.casework import opened_case
from tests.factories.sessions import arranged_session
from tests.interventions.sessions.session_pages import told
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
A = Attendance


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
        assert "is not open any more" in response.content.decode()

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
