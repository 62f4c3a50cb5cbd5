"""What needs somebody today: whose, how late, and one step from where it is settled."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from interventions.cases.services import close_case, give_case, plan_next
from interventions.programmes.models import ListName
from interventions.sessions.models import Attendance, GroupSession
from interventions.sessions.rules import Mark
from interventions.sessions.services import arrange_group, record_attendance, record_register
from interventions.worklist.selectors import SHOWN, Thing, casework_of, team_of
from interventions.worklist.selectors.lines import in_words
from tests.factories import MembershipFactory, ProgrammeFactory
from tests.factories.casework import entry, opened_case, waiting_referral
from tests.factories.outcomes import assessed, measure_plan
from tests.factories.people import invented_participant
from tests.factories.sessions import arranged_session, recorded_session, session_kind
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent

TODAY = date(2024, 4, 15)  # where the clock stands, a Monday
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def programme(db):
    return ProgrammeFactory(name="Invented Mentoring")


@pytest.fixture
def worker(make_user, programme) -> User:
    return make_user(role=Role.CASEWORKER, programme=programme)


@pytest.fixture
def lead(make_user, programme) -> User:
    return make_user(role=Role.PROGRAMME_LEAD, programme=programme)


def lines(user: User) -> dict[tuple[str, str], list[Thing]]:
    user = User.objects.get(pk=user.pk)
    return {
        (section.title, group.title): group.things for section in casework_of(user, TODAY) for group in section.groups
    }


def test_nothing_to_do_is_an_empty_list(worker) -> None:
    assert casework_of(worker, TODAY) == []


def test_past_sessions_without_attendance_come_first_and_lead_to_their_form(programme, worker) -> None:
    case = opened_case(programme, worker=worker)
    late = arranged_session(case, TODAY - 9 * DAY, worker=worker)
    arranged_session(case, TODAY - DAY, worker=worker)
    recorded_session(case, TODAY - 2 * DAY, worker=worker)
    first, second = lines(worker)["Now", "Who came? Not recorded yet"]
    assert first.url == f"/sessions/{late.reference}/attendance/?from=home"
    assert first.tag_colour == "red"
    assert "9 days ago" in first.detail
    assert "yesterday" in second.detail
    assert second.tag_colour == "yellow"


def test_a_day_of_another_year_says_its_year() -> None:
    assert in_words(date(2023, 12, 18)) == "Monday 18 December 2023"
    assert in_words(date(2025, 1, 6), time(15, 15)) == "Monday 6 January 2025, 3:15pm"
    assert in_words(date(2024, 4, 6), time(9)) == "Saturday 6 April, 9am"


def test_sessions_of_today_and_of_the_week_stand_apart(programme, worker) -> None:
    case = opened_case(programme, worker=worker)
    arranged_session(case, TODAY, worker=worker)
    arranged_session(case, TODAY + 7 * DAY, worker=worker)
    arranged_session(case, TODAY + 8 * DAY, worker=worker)
    told = lines(worker)
    assert len(told["Today", "Sessions today"]) == 1
    assert len(told["This week", "Sessions to come"]) == 1


def test_a_colleagues_sessions_are_not_mine(programme, worker, make_user) -> None:
    colleague = make_user(role=Role.CASEWORKER, programme=programme)
    arranged_session(opened_case(programme, worker=colleague), TODAY, worker=colleague)
    assert lines(worker) == {}
    assert len(lines(colleague)) == 1


def test_referrals_wait_for_who_decides_alone(programme, worker, lead) -> None:
    old = waiting_referral(programme, on=TODAY - 6 * DAY)
    waiting_referral(programme, on=TODAY)
    waiting_referral(ProgrammeFactory(), on=TODAY)
    first, second = lines(lead)["Now", "Referrals waiting"]
    assert first.url == old.get_absolute_url()
    assert (first.tag_colour, second.tag_colour) == ("red", "blue")
    assert "waiting 6 days" in first.detail
    assert "received today" in second.detail
    assert lines(worker) == {}


def test_measures_due_follow_the_plan_of_the_programme(programme, worker) -> None:
    measure_plan(programme)
    overdue = opened_case(programme, worker=worker, on=TODAY - 29 * DAY)
    due = opened_case(programme, worker=worker, on=TODAY - 25 * DAY)
    opened_case(programme, worker=worker, on=TODAY - 3 * DAY)
    told = lines(worker)
    (late,) = told["Now", "Measures overdue"]
    (soon,) = told["This week", "Measures due"]
    assert late.url == f"/cases/{overdue.reference}/measures/swemwbs/baseline/record/"
    assert "1 day overdue" in late.detail
    assert due.reference in soon.url
    assessed(overdue, taken_on=TODAY - DAY)
    assert ("Now", "Measures overdue") not in lines(worker)


def test_a_next_action_whose_day_has_come(programme, worker) -> None:
    case = opened_case(programme, worker=worker)
    plan_next(case=case, revision=None, next_action="Ring the college", next_action_on=TODAY - DAY, by=worker)
    (thing,) = lines(worker)["Now", "Next actions"]
    assert thing.url == case.get_absolute_url()
    assert "Ring the college" in thing.detail
    assert thing.tag == "Late"


def test_a_long_group_shows_its_first_lines_and_says_how_many_more(programme, worker) -> None:
    case = opened_case(programme, worker=worker)
    for back in range(1, SHOWN + 4):
        arranged_session(case, TODAY - back * DAY, worker=worker)
    (section,) = casework_of(worker, TODAY)
    (group,) = section.groups
    assert (len(group.things), group.more, group.count) == (SHOWN, 3, SHOWN + 3)
    assert group.list_url == "/sessions/?state=without&whose=mine&sort=held_on"
    assert group.list_words == "the list of sessions"


def group_of_four(programme, worker, on: date) -> GroupSession:
    cases = [opened_case(programme, worker=worker) for _ in range(4)]
    told = {"title": "Boxing", "kind": session_kind(), "worker": worker, "by": "test"}
    return arrange_group(programme=programme, held_on=on, starts_at=time(15), cases=cases, **told)


def test_a_group_session_is_one_line_that_leads_to_its_register(programme, worker) -> None:
    late, now, later = (group_of_four(programme, worker, TODAY + days * DAY) for days in (-9, 0, 2))
    first, *others = late.sessions.order_by("id")
    record_attendance(session=first, revision=None, attendance=Attendance.CANCELLED_BY_PERSON, by="test")
    told = lines(worker)
    ((missing,), (today,), (coming,)) = (
        told[place]
        for place in (
            ("Now", "Who came? Not recorded yet"), ("Today", "Sessions today"), ("This week", "Sessions to come")
        )
    )  # fmt: skip
    assert (missing.text, missing.url) == ("Boxing", f"/groups/{late.reference}/register/?from=home")
    assert missing.detail == "Group session, 3 of 4 young people, Saturday 6 April, 3pm, 9 days ago"
    assert today.url == f"/groups/{now.reference}/register/?from=home"
    assert today.detail == "Group session, 4 young people, in person, Monday 15 April, 3pm"
    assert coming.url == later.get_absolute_url()
    assert coming.about == later.reference
    mark = {"attendance": Attendance.DID_NOT_ATTEND, "revision": 1}
    record_register(group=late, marks=[Mark(session=one.reference, **mark) for one in others], by="test")
    assert ("Now", "Who came? Not recorded yet") not in lines(worker)


def test_lines_that_are_not_shown_are_counted_as_lines(programme, worker) -> None:
    """Each group once, however many are in it; the words say that the list counts otherwise."""
    case = opened_case(programme, worker=worker)
    for back in range(1, SHOWN + 1):
        arranged_session(case, TODAY - back * DAY, worker=worker)
    for back in (1, 30):
        group_of_four(programme, worker, TODAY - back * DAY)
    ((group,),) = (section.groups for section in casework_of(worker, TODAY))
    assert (group.things[0].text, group.more) == ("Boxing", 2)
    assert "a line for each young person" in group.list_words


def test_many_lines_cost_as_many_queries_as_few(programme, worker, django_assert_max_num_queries) -> None:
    worker = User.objects.get(pk=worker.pk)
    for back in range(1, 13):
        group_of_four(programme, worker, TODAY - back * DAY)
    with django_assert_max_num_queries(12):
        casework_of(worker, TODAY)


def test_what_is_not_shown_stands_in_the_list_behind_it(programme, worker) -> None:
    measure_plan(programme)
    for days in range(SHOWN + 2):
        opened_case(programme, worker=worker, on=TODAY - (29 + days) * DAY)
    (section,) = casework_of(User.objects.get(pk=worker.pk), TODAY)
    (group,) = section.groups
    client = Client()
    client.force_login(worker)
    assert (group.title, group.more) == ("Measures overdue", 2)
    home = client.get("/").text
    assert "and 2 more: your cases with something due within a week or overdue" in home
    assert client.get(group.list_url).context["list"].count == SHOWN + 2


def test_two_roles_in_two_programmes_bring_the_work_of_each_alone(programme, worker) -> None:
    """A caseworker here who looks after safeguarding there has no sessions to record there."""
    there = ProgrammeFactory()
    MembershipFactory(user=worker, role=Role.SAFEGUARDING_LEAD, programme=there)
    arranged_session(opened_case(there), TODAY - DAY, worker=worker)
    assert lines(worker) == {}


def test_a_lead_sees_the_programme_worker_by_worker(programme, lead, worker) -> None:
    case = opened_case(programme, worker=worker, on=TODAY - 40 * DAY)
    arranged_session(case, TODAY - DAY, worker=worker)
    opened_case(programme, on=TODAY)
    opened_case(ProgrammeFactory(), on=TODAY)
    ((name, rows),) = team_of(lead, TODAY)
    assert name == "Invented Mentoring"
    by_name = {row.name: row for row in rows}
    mine = by_name[worker.name]
    assert (mine.open_cases, mine.unrecorded, mine.quiet) == (1, 1, 1)
    assert (by_name[""].open_cases, by_name[""].quiet) == (1, 0)
    give_case(case=case, revision=None, worker=lead, on=TODAY, by=lead)
    rows = dict(team_of(lead, TODAY))["Invented Mentoring"]
    assert {row.name: row.open_cases for row in rows} == {"": 1, lead.name: 1}
    assert team_of(worker, TODAY) == []


def test_a_lead_sees_what_is_overdue_in_closed_cases_too(programme, lead, worker) -> None:
    measure_plan(programme)
    case = opened_case(programme, worker=worker, on=TODAY - 40 * DAY)
    assessed(case, taken_on=TODAY - 39 * DAY)
    recorded_session(case, TODAY - 38 * DAY, worker=worker)
    reason = entry(ListName.CLOSE_REASON, "goals-met")
    close_case(case=case, revision=None, on=TODAY - 36 * DAY, reason=reason, by=worker)
    ((_, (row,)),) = team_of(lead, TODAY)
    assert (row.name, row.open_cases, row.overdue, row.quiet) == (worker.name, 0, 1, 0)
    client = Client()
    client.force_login(lead)
    assert f'1<span class="govuk-visually-hidden"> with something overdue, {worker.name}' in client.get("/").text
    assert [one.pk for one in client.get(row.overdue_url).context["list"].page.rows] == [case.pk]


def test_the_home_page_shows_it_with_names_as_chosen(programme, worker) -> None:
    client = Client()
    client.force_login(worker)
    participant = invented_participant(programme, given_name="Hideable", family_name="Surname")
    arranged_session(opened_case(programme, worker=worker, participant=participant), TODAY, worker=worker)
    shown = client.get("/").text
    assert "Hideable Surname" in shown
    assert "Refer somebody" in shown
    session = client.session
    session["names_hidden"] = True
    session.save()
    hidden = client.get("/").text
    assert "Hideable" not in hidden
    assert f"HS {participant.reference}" in hidden


def test_the_home_page_leaves_an_event_that_says_whom_it_named(programme, worker) -> None:
    client = Client()
    client.force_login(worker)
    client.get("/")
    assert not AuditEvent.objects.filter(action="list_shown").exists()
    session = arranged_session(opened_case(programme, worker=worker), TODAY, worker=worker)
    client.get("/")
    event = AuditEvent.objects.get(action="list_shown")
    assert (event.subject_id, event.actor) == ("worklist", str(worker.uid))
    assert session.reference in event.detail
