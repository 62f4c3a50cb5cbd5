"""Sessions that nobody can record any more: those of a case that was closed since they were arranged."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from interventions.cases.models import Case
from interventions.cases.services import close_case
from interventions.programmes.models import ListName, Programme
from interventions.sessions.models import Attendance, Session
from interventions.sessions.services import arrange_group, change_group
from tests.factories.casework import entry, opened_case
from tests.factories.sessions import arranged_session, session_kind
from tests.interventions.sessions.session_pages import told
from vrn_cases.access.models import User
from vrn_cases.records.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
DAY = timedelta(days=1)


def close(case: Case) -> None:
    reason = entry(ListName.CLOSE_REASON, "goals-met")
    close_case(case=case, revision=None, on=TODAY, reason=reason, by="test")


@pytest.mark.parametrize("held_on", [TODAY - DAY, TODAY, TODAY + DAY])
def test_they_want_nothing_and_can_be_removed(client: Client, case: Case, worker: User, held_on: date) -> None:
    session = arranged_session(case, held_on)
    Session.objects.update(worker=worker)
    assert session.reference in client.get("/").text
    close(case)
    assert session.reference not in client.get("/").text
    page = client.get(session.get_absolute_url()).text
    assert "nothing is recorded of this session any more" in page
    remove = reverse("session_remove", args=[session.reference])
    assert remove in page
    assert reverse("session_attendance", args=[session.reference]) not in page
    form = client.get(remove).context["form"]
    sent = {name: form[name].value() for name in ("submission_key", "revision")}
    assert client.post(remove, {name: str(value) for name, value in sent.items()}).status_code == 302
    assert not Session.objects.exists()


def test_a_group_is_moved_once_the_closed_case_is_out_of_it(programme: Programme, case: Case) -> None:
    group_told = {"title": "Group", "held_on": TODAY + DAY, "kind": session_kind(), "worker": None}
    closed = opened_case(programme)
    group = arrange_group(programme=programme, cases=[case, closed], by="test", **group_told)
    close(closed)
    moved = {**group_told, "held_on": TODAY + 2 * DAY, "mode": "in_person", "starts_at": None, "minutes": None}
    with pytest.raises(Refused, match=f"closed: {closed.reference}. Remove its session"):
        change_group(group=group, revision=None, by="test", **moved)
    Session.objects.filter(case=closed).delete()
    assert change_group(group=group, revision=None, by="test", **moved).held_on == TODAY + 2 * DAY


def test_a_cancellation_ahead_of_its_day_takes_a_note_of_today(client: Client, case: Case) -> None:
    session = arranged_session(case, TODAY + DAY)
    attendance = reverse("session_attendance", args=[session.reference])
    revision = client.get(attendance).context["form"]["revision"].value()
    answers = told(
        attendance=Attendance.CANCELLED_BY_PERSON, minutes="", note="Rang to say so.", revision=str(revision)
    )
    assert client.post(attendance, answers).status_code == 302
    assert session.notes.get().happened_on == TODAY
