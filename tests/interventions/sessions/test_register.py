"""The register of a group session: everybody in one submit, nothing lost."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, GroupSession
from interventions.sessions.services import add_to_group, arrange_group, record_attendance, remove_session
from tests.factories.casework import opened_case
from tests.factories.sessions import session_kind
from vrn_cases.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
A = Attendance


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

    def test_somebody_who_was_added_meanwhile_does_not_stand_in_the_way(
        self, client: Client, programme: Programme, group: GroupSession
    ) -> None:
        first = group.sessions.order_by("id")[0]
        answers = self.answers(group, **{first.reference: (A.ATTENDED, "20")})
        add_to_group(group=group, revision=1, cases=[opened_case(programme)], by="another")
        assert client.post(reverse("group_register", args=[group.reference]), answers).status_code == 302
        assert list(group.sessions.order_by("id").values_list("minutes", flat=True)) == [20, None, None, None]

    def test_who_was_added_can_be_marked_on_the_page_that_comes_back(
        self, client: Client, programme: Programme, group: GroupSession
    ) -> None:
        first = group.sessions.order_by("id")[0]
        wrong = self.answers(group, **{first.reference: (A.DID_NOT_ATTEND, "20")})
        add_to_group(group=group, revision=1, cases=[opened_case(programme)], by="another")
        added = group.sessions.latest("id")
        page = client.post(reverse("group_register", args=[group.reference]), wrong).content.decode()
        assert f'name="seen-{added.reference}" value="1"' in page

    def test_that_somebody_marked_was_taken_out_meanwhile_is_said_once(
        self, client: Client, group: GroupSession
    ) -> None:
        first, second, _ = group.sessions.order_by("id")
        answers = self.answers(group, **{first.reference: (A.ATTENDED, "20"), second.reference: (A.ATTENDED, "30")})
        remove_session(session=first, revision=1, by="another")
        url = reverse("group_register", args=[group.reference])
        response = client.post(url, answers)
        page = response.content.decode()
        assert response.status_code == 422
        assert f"cannot be recorded (session {first.reference})" in page
        assert f'name="attendance-{first.reference}"' not in page
        marks = {second.reference: (A.ATTENDED, "30")}
        assert client.post(url, self.answers(group, **marks)).status_code == 302
        second.refresh_from_db()
        assert second.minutes == 30

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
