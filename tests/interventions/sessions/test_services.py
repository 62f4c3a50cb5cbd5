"""Writes of single sessions: one event each, the case's last session following, nothing written over."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from interventions.cases.models import Case
from interventions.cases.services import close_case, write_note
from interventions.programmes.models import ListName
from interventions.sessions.models import Attendance, Session
from interventions.sessions.services import change_session, record_attendance, record_session, remove_session
from tests.factories.casework import OPENED, entry, opened_case
from tests.factories.sessions import arranged_session, recorded_session, session_kind
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Changed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
A = Attendance


@pytest.fixture
def case() -> Case:
    return opened_case()


def last_session(case: Case) -> date | None:
    return Case.objects.values_list("last_session_on", flat=True).get(pk=case.pk)


def actions(session: Session) -> list[str]:
    return list(AuditEvent.objects.filter(subject_id=session.reference).order_by("id").values_list("action", flat=True))


def test_recording_in_one_step_is_one_event_and_one_mark(case: Case) -> None:
    session = recorded_session(case, YESTERDAY, minutes=0, by="somebody")
    kept = Session.objects.get(pk=session.pk)
    assert (kept.attendance, kept.minutes, kept.recorded_on, kept.revision) == (A.ATTENDED, 0, TODAY, 1)
    assert actions(session) == [Action.ATTENDANCE_RECORDED]
    assert Touched.objects.filter(kind="session", pk_touched=session.pk).count() == 1
    assert last_session(case) == YESTERDAY


def test_the_case_follows_without_an_event_or_a_revision_of_its_own(case: Case) -> None:
    before = Case.objects.get(pk=case.pk)
    recorded_session(case, YESTERDAY)
    assert Case.objects.get(pk=case.pk).revision == before.revision
    assert AuditEvent.objects.filter(subject_id=case.reference).values_list("action", flat=True).get() == "case_opened"


def test_an_earlier_session_recorded_later_does_not_move_the_last_one_back(case: Case) -> None:
    recorded_session(case, YESTERDAY)
    recorded_session(case, OPENED)
    assert last_session(case) == YESTERDAY


def test_only_attended_sessions_count_as_the_last(case: Case) -> None:
    recorded_session(case, OPENED)
    recorded_session(case, YESTERDAY, A.DID_NOT_ATTEND)
    arranged_session(case, TOMORROW)
    assert last_session(case) == OPENED


def test_correcting_and_taking_back_moves_the_last_session(case: Case) -> None:
    recorded_session(case, OPENED)
    session = recorded_session(case, YESTERDAY)
    session = record_attendance(session=session, revision=1, attendance=A.DID_NOT_ATTEND, by="test")
    assert (session.minutes, last_session(case)) == (None, OPENED)
    session = record_attendance(session=session, revision=2, attendance=A.ATTENDED, minutes=20, by="test")
    assert last_session(case) == YESTERDAY
    session = record_attendance(session=session, revision=3, attendance=A.NOT_RECORDED, by="test")
    assert (session.recorded_on, session.recorded_by, last_session(case)) == (None, None, OPENED)
    assert actions(session) == [Action.ATTENDANCE_RECORDED] * 4


def test_a_second_recording_from_an_old_page_is_turned_away(case: Case) -> None:
    session = arranged_session(case, YESTERDAY)
    record_attendance(session=session, revision=1, attendance=A.ATTENDED, minutes=30, by="one")
    with pytest.raises(Changed):
        record_attendance(session=session, revision=1, attendance=A.DID_NOT_ATTEND, by="other")
    assert Session.objects.get(pk=session.pk).minutes == 30


def test_future_attendance_is_refused_and_a_future_cancellation_kept(case: Case) -> None:
    session = arranged_session(case, TOMORROW)
    for attendance, minutes in ((A.ATTENDED, 30), (A.DID_NOT_ATTEND, None)):
        with pytest.raises(Refused, match="has not come yet"):
            record_attendance(session=session, revision=1, attendance=attendance, minutes=minutes, by="test")
    cancelled = record_attendance(session=session, revision=1, attendance=A.CANCELLED_BY_PERSON, by="test")
    assert cancelled.recorded_on == TODAY
    assert last_session(case) is None


def test_the_clock_can_be_told(case: Case) -> None:
    then = datetime(2024, 3, 20, 23, 30, tzinfo=timezone.get_default_timezone())
    session = recorded_session(case, date(2024, 3, 20), at=then)
    assert (session.recorded_on, session.recorded_at, session.arranged_at) == (date(2024, 3, 20), then, then)
    with pytest.raises(Refused, match="has not come yet"):
        recorded_session(case, date(2024, 3, 21), at=then)


def test_recording_without_saying_who_came_is_refused(case: Case) -> None:
    with pytest.raises(Refused, match="Choose whether"):
        record_session(
            case=case, held_on=YESTERDAY, kind=session_kind(), attendance="", minutes=None, worker=None, by="test"
        )
    assert not Session.objects.exists()


def test_a_closed_case_takes_no_session_and_no_attendance(case: Case) -> None:
    waiting = arranged_session(case, YESTERDAY)
    reason = entry(ListName.CLOSE_REASON, "goals-met")
    close_case(case=case, revision=None, on=TODAY, reason=reason, by="test")
    with pytest.raises(Refused, match="Reopen it first"):
        recorded_session(case, YESTERDAY)
    with pytest.raises(Refused, match="Reopen it first"):
        record_attendance(session=waiting, revision=1, attendance=A.DID_NOT_ATTEND, by="test")


def changed(session: Session, **values: Any) -> Session:
    names = ("held_on", "kind", "mode", "worker", "starts_at")
    told = {name: getattr(session, name) for name in names}
    return change_session(session=session, revision=session.revision, by="test", **{**told, **values})


def test_moving_an_attended_session_moves_the_last_day(case: Case) -> None:
    session = changed(recorded_session(case, YESTERDAY), held_on=OPENED)
    assert last_session(case) == OPENED
    with pytest.raises(Refused, match="has not come yet"):
        changed(session, held_on=TOMORROW)


def test_changing_what_is_recorded_keeps_the_attendance(case: Case) -> None:
    session = changed(recorded_session(case, YESTERDAY, minutes=25), kind=session_kind("review"))
    kept = Session.objects.get(pk=session.pk)
    assert (kept.kind.code, kept.attendance, kept.minutes) == ("review", A.ATTENDED, 25)
    assert actions(session)[-1] == Action.SESSION_CHANGED


def test_a_mistake_is_removed_and_the_log_says_what_it_was(case: Case) -> None:
    session = arranged_session(case, TOMORROW)
    remove_session(session=session, revision=1, by="test")
    assert not Session.objects.exists()
    assert actions(session) == [Action.SESSION_ARRANGED, Action.SESSION_REMOVED]


def test_what_was_recorded_or_written_about_is_not_removed(case: Case) -> None:
    session = recorded_session(case, YESTERDAY)
    with pytest.raises(Refused, match="Attendance is recorded"):
        remove_session(session=session, revision=1, by="test")
    arranged = arranged_session(case, YESTERDAY)
    write_note(case=case, kind="contact", on=YESTERDAY, text="Invented.", session=arranged, by="test")
    with pytest.raises(Refused, match="A note was written"):
        remove_session(session=arranged, revision=1, by="test")
