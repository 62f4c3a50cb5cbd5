"""Conflicting writes of sessions on two connections: whichever comes first, the facts agree and nothing is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from interventions.cases.models import Case
from interventions.cases.services import close_case
from interventions.programmes.models import ListName
from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.rules import Mark
from interventions.sessions.services import arrange_group, change_group, record_attendance, record_register
from tests.factories import ProgrammeFactory
from tests.factories.casework import entry, opened_case
from tests.factories.sessions import arranged_session, recorded_session, session_kind
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db(transaction=True)
HELD = date(2024, 4, 2)
CLOSED = date(2024, 4, 10)
A = Attendance


@pytest.fixture
def cases() -> list[Case]:
    programme = ProgrammeFactory()
    return [opened_case(programme) for _ in range(3)]


@pytest.fixture
def group(cases: list[Case]) -> GroupSession:
    told = {"title": "Invented group", "kind": session_kind(), "worker": None, "by": "test"}
    return arrange_group(programme=cases[0].programme, held_on=HELD, cases=cases, **told)


def turned_away(results: list[Any]) -> int:
    unexpected = [one for one in results if isinstance(one, Exception) and not isinstance(one, (Refused, Changed))]
    assert unexpected == []
    return sum(isinstance(one, (Refused, Changed)) for one in results)


def recording(session: Session, attendance: str, minutes: int | None = None) -> Callable[[], Session]:
    return lambda: record_attendance(
        session=session, revision=session.revision, attendance=attendance, minutes=minutes, by="test"
    )


def register(group: GroupSession, attendance: str, minutes: int | None = None) -> Callable[[], list[Session]]:
    marks = [Mark(one.reference, one.revision, attendance, minutes) for one in group.sessions.order_by("id")]
    return lambda: record_register(group=group, marks=marks, by="test")


def test_two_who_record_one_attendance_record_it_once(at_once: Any, cases: list[Case]) -> None:
    session = arranged_session(cases[0], HELD)
    results = at_once(recording(session, A.ATTENDED, 30), recording(session, A.DID_NOT_ATTEND))
    assert turned_away(results) == 1
    kept = Session.objects.get(pk=session.pk)
    assert kept.revision == 2
    assert Case.objects.get(pk=cases[0].pk).last_session_on == (HELD if kept.attendance == A.ATTENDED else None)


def test_a_register_and_one_who_records_in_it_do_not_write_over_each_other(at_once: Any, group: GroupSession) -> None:
    one = group.sessions.order_by("id")[0]
    results = at_once(register(group, A.DID_NOT_ATTEND), recording(one, A.ATTENDED, 30))
    assert turned_away(results) == 1
    kept = set(group.sessions.values_list("attendance", flat=True))
    alone = isinstance(results[0], Refused)
    assert kept == ({A.ATTENDED, ""} if alone else {A.DID_NOT_ATTEND})


def test_two_registers_of_one_group_are_one(at_once: Any, group: GroupSession) -> None:
    results = at_once(register(group, A.ATTENDED, 60), register(group, A.DID_NOT_ATTEND))
    assert turned_away(results) == 1
    assert len(set(group.sessions.values_list("attendance", flat=True))) == 1
    assert set(group.sessions.values_list("revision", flat=True)) == {2}


def test_moving_a_group_while_its_register_is_saved_ends_well(
    at_once: Any, group: GroupSession, cases: list[Case]
) -> None:
    names = ("title", "starts_at", "minutes", "kind", "mode", "worker")
    told = {**{name: getattr(group, name) for name in names}, "held_on": date(2024, 4, 3)}
    results = at_once(register(group, A.ATTENDED, 60), lambda: change_group(group=group, revision=1, by="test", **told))
    turned_away(results)
    for case in Case.objects.filter(pk__in=[case.pk for case in cases]):
        held = case.sessions.filter(attendance=A.ATTENDED).values_list("held_on", flat=True).first()
        assert case.last_session_on == held


def test_a_session_and_the_closing_of_its_case_agree_about_how_it_ended(at_once: Any, cases: list[Case]) -> None:
    case, reason = cases[0], entry(ListName.CLOSE_REASON, "goals-met")
    results = at_once(
        lambda: recorded_session(case, HELD),
        lambda: close_case(case=case, revision=None, on=CLOSED, reason=reason, by="test"),
    )
    assert turned_away(results) <= 1
    kept = Case.objects.get(pk=case.pk)
    attended = case.sessions.filter(attendance=A.ATTENDED).exists()
    assert (kept.ending == "planned") is attended
