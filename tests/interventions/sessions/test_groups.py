"""Group sessions and their register: one submit for everybody, and nobody's mark written over unseen."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.rules import Mark
from interventions.sessions.services import (
    add_to_group,
    arrange_group,
    change_group,
    record_attendance,
    record_register,
)
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from tests.factories.sessions import session_kind
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
TOMORROW = TODAY + timedelta(days=1)
A = Attendance


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def cases(programme: Programme) -> list[Case]:
    return [opened_case(programme) for _ in range(3)]


def group_of(cases: list[Case], held_on: date = TODAY, **told: Any) -> GroupSession:
    known = {"title": "Invented group", "kind": session_kind(), "worker": None, "by": "test", **told}
    return arrange_group(programme=cases[0].programme, held_on=held_on, cases=cases, **known)


def sessions_of(group: GroupSession) -> list[Session]:
    return list(group.sessions.order_by("id"))


def mark(session: Session, attendance: str, minutes: int | None = None) -> Mark:
    return Mark(session.reference, session.revision, attendance, minutes)


def test_a_group_offers_a_session_to_each_case(cases: list[Case]) -> None:
    group = group_of(cases)
    assert [session.case for session in sessions_of(group)] == cases
    assert AuditEvent.objects.filter(action="session_arranged").count() == 4


def test_a_case_of_another_programme_or_a_closed_one_is_refused(cases: list[Case]) -> None:
    with pytest.raises(Refused, match="another programme"):
        group_of([*cases, opened_case()])
    with pytest.raises(Refused, match=f"{cases[0].reference}: The case was opened on"):
        group_of(cases, held_on=date(2024, 3, 1))
    assert not GroupSession.objects.exists()


def test_who_was_offered_it_already_is_not_offered_it_twice(cases: list[Case]) -> None:
    group = group_of(cases[:2])
    add_to_group(group=group, revision=group.revision, cases=cases, by="test")
    assert [session.case for session in sessions_of(group)] == cases


def test_one_submit_records_everybody_and_every_case_follows(cases: list[Case]) -> None:
    group = group_of(cases)
    first, second, third = sessions_of(group)
    marks = [mark(first, A.ATTENDED, 0), mark(second, A.DID_NOT_ATTEND), mark(third, "")]
    assert len(record_register(group=group, marks=marks, by="test")) == 2
    kept = [(session.attendance, session.minutes) for session in sessions_of(group)]
    assert kept == [(A.ATTENDED, 0), (A.DID_NOT_ATTEND, None), ("", None)]
    days = list(Case.objects.order_by("id").values_list("last_session_on", flat=True))
    assert days == [TODAY, None, None]


def test_the_same_register_again_writes_nothing(cases: list[Case]) -> None:
    group = group_of(cases)
    marks = [mark(session, A.ATTENDED, 45) for session in sessions_of(group)]
    record_register(group=group, marks=marks, by="test")
    assert record_register(group=group, marks=marks, by="test") == []
    assert AuditEvent.objects.filter(action="attendance_recorded").count() == 3


def test_a_register_is_all_or_nothing(cases: list[Case]) -> None:
    group = group_of(cases)
    first, second, _ = sessions_of(group)
    with pytest.raises(Refused, match="Enter how many minutes"):
        record_register(group=group, marks=[mark(first, A.ATTENDED, 30), mark(second, A.ATTENDED)], by="test")
    assert not Session.objects.exclude(attendance="").exists()


def test_a_register_does_not_write_over_what_somebody_recorded_meanwhile(cases: list[Case]) -> None:
    group = group_of(cases)
    first, second, _ = opened = sessions_of(group)
    record_attendance(session=first, revision=1, attendance=A.ATTENDED, minutes=15, by="another")
    with pytest.raises(Refused, match=f"{cases[0].reference}: somebody recorded “Attended, 15 minutes”"):
        record_register(group=group, marks=[mark(first, A.DID_NOT_ATTEND), mark(second, A.DID_NOT_ATTEND)], by="test")
    assert Session.objects.get(pk=first.pk).minutes == 15
    # a row that the register leaves blank, or marks the same, takes nothing away
    marks = [mark(first, ""), mark(second, A.DID_NOT_ATTEND)]
    assert [session.pk for session in record_register(group=group, marks=marks, by="test")] == [second.pk]
    assert record_register(group=group, marks=[mark(first, A.ATTENDED, 15)], by="test") == []
    # seen and marked again from the newer page, it is a correction
    marks = [mark(Session.objects.get(pk=opened[0].pk), A.DID_NOT_ATTEND)]
    assert len(record_register(group=group, marks=marks, by="test")) == 1


def test_a_mark_of_another_group_is_refused(cases: list[Case]) -> None:
    group, other = group_of(cases[:1]), group_of(cases[1:])
    with pytest.raises(Refused, match="not part of this group"):
        record_register(group=group, marks=[mark(sessions_of(other)[0], A.DID_NOT_ATTEND)], by="test")


def test_a_cancellation_can_be_marked_before_the_day(cases: list[Case]) -> None:
    group = group_of(cases, held_on=TOMORROW)
    session = sessions_of(group)[0]
    with pytest.raises(Refused, match="has not come yet"):
        record_register(group=group, marks=[mark(session, A.ATTENDED, 60)], by="test")
    record_register(group=group, marks=[mark(session, A.CANCELLED_BY_SERVICE)], by="test")


def test_a_register_of_many_asks_no_more_for_each_than_its_own_row(programme: Programme) -> None:
    counts = []
    for size in (5, 10):
        group = group_of([opened_case(programme) for _ in range(size)])
        marks = [mark(session, A.ATTENDED, 60) for session in sessions_of(group)]
        with CaptureQueriesContext(connection) as asked:
            record_register(group=group, marks=marks, by="test")
        counts.append(len(asked))
    assert counts[1] - counts[0] == 5


def test_a_group_is_moved_whole(cases: list[Case]) -> None:
    group = group_of(cases)
    marks = [mark(session, A.ATTENDED, 60) for session in sessions_of(group)[:1]]
    record_register(group=group, marks=marks, by="test")
    names = ("title", "held_on", "starts_at", "minutes", "kind", "mode", "worker")
    told = {name: getattr(group, name) for name in names}
    earlier = date(2024, 4, 12)
    change_group(group=group, revision=1, by="test", **{**told, "held_on": earlier})
    assert {session.held_on for session in sessions_of(group)} == {earlier}
    assert Case.objects.get(pk=cases[0].pk).last_session_on == earlier
    with pytest.raises(Refused, match="Attendance is recorded"):
        change_group(group=group, revision=2, by="test", **{**told, "held_on": TOMORROW})
