"""What stands against a session: each rule on what it is for, and on the edge where it stops."""

from datetime import date, timedelta

import pytest

from interventions.cases.models import Case
from interventions.sessions import rules
from interventions.sessions.models import Attendance, GroupSession, Session

TODAY = date(2024, 4, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OPENED = date(2024, 3, 11)
A = Attendance


@pytest.mark.parametrize(
    ("held_on", "words"),
    [
        (OPENED, ""),
        (OPENED - timedelta(days=1), "The case was opened on 11 March 2024."),
        (TODAY + timedelta(days=366), ""),
        (TODAY + timedelta(days=367), "more than a year ahead"),
    ],
)
def test_a_session_lies_in_its_case_and_within_a_year(held_on: date, words: str) -> None:
    found = " ".join(rules.against_arranging(Case(opened_on=OPENED), held_on, today=TODAY))
    assert (words in found) if words else not found


def test_a_closed_case_takes_none() -> None:
    closed = Case(opened_on=OPENED, closed_on=date(2024, 4, 1))
    assert rules.against_arranging(closed, OPENED, today=TODAY) == [
        "This case was closed on 1 April 2024. Reopen it first: how a case ended is worked out from its sessions."
    ]


@pytest.mark.parametrize(
    ("attendance", "minutes", "held_on", "words"),
    [
        (A.ATTENDED, 0, TODAY, ""),  # zero is an answer
        (A.ATTENDED, 1_440, TODAY, ""),
        (A.ATTENDED, 1_441, TODAY, "from 0 to 1,440"),
        (A.ATTENDED, -1, TODAY, "from 0 to 1,440"),
        (A.ATTENDED, None, TODAY, "Enter how many minutes"),
        (A.ATTENDED, 30, TOMORROW, "16 April 2024 has not come yet"),
        (A.DID_NOT_ATTEND, None, TODAY, ""),
        (A.DID_NOT_ATTEND, None, TOMORROW, "has not come yet"),
        (A.DID_NOT_ATTEND, 0, TODAY, "only when the young person attended"),
        (A.CANCELLED_BY_PERSON, None, TOMORROW, ""),
        (A.CANCELLED_BY_SERVICE, None, TOMORROW, ""),
        (A.CANCELLED_BY_SERVICE, 20, YESTERDAY, "only when the young person attended"),
        (A.NOT_RECORDED, None, TODAY, ""),
        (A.NOT_RECORDED, 5, TODAY, "only when the young person attended"),
        ("perhaps", None, TODAY, "Choose whether"),
    ],
)
def test_what_can_be_recorded_when(attendance: str, minutes: int | None, held_on: date, words: str) -> None:
    found = " ".join(rules.against_attendance(attendance, minutes, held_on=held_on, today=TODAY))
    assert (words in found) if words else not found


def test_a_part_in_a_group_is_moved_with_the_group_alone() -> None:
    part = Session(group_id=1, held_on=TODAY, attendance="")
    assert "Change the group session" in rules.against_moving(part, TODAY, opened_on=OPENED, today=TODAY)[0]


def test_an_attended_session_is_not_moved_to_a_day_to_come() -> None:
    attended = Session(held_on=TODAY, attendance=A.ATTENDED, minutes=30)
    assert rules.against_moving(attended, YESTERDAY, opened_on=OPENED, today=TODAY) == []
    assert rules.against_moving(attended, TOMORROW, opened_on=OPENED, today=TODAY)
    assert rules.against_moving(Session(attendance=""), TOMORROW, opened_on=OPENED, today=TODAY) == []


def test_only_a_mistake_without_attendance_and_notes_is_removed() -> None:
    assert rules.against_removing(Session(attendance=""), notes=0) == []
    assert len(rules.against_removing(Session(attendance=A.DID_NOT_ATTEND), notes=1)) == 2


def test_a_group_with_attendance_is_not_moved_to_a_day_to_come() -> None:
    group = GroupSession(held_on=YESTERDAY)
    assert rules.against_group_day(group, TOMORROW, recorded=0, today=TODAY) == []
    assert rules.against_group_day(group, TODAY, recorded=1, today=TODAY) == []
    assert rules.against_group_day(group, TOMORROW, recorded=1, today=TODAY)


def test_attendance_is_missing_from_the_day_after() -> None:
    assert rules.lacks_attendance(Session(attendance="", held_on=YESTERDAY), today=TODAY)
    assert not rules.lacks_attendance(Session(attendance="", held_on=TODAY), today=TODAY)
    assert not rules.lacks_attendance(Session(attendance=A.DID_NOT_ATTEND, held_on=YESTERDAY), today=TODAY)
