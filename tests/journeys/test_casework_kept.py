"""Nothing of a case is lost and nothing is doubled: two editors, a double click, a session that ends during a note."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignedIn
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from interventions.cases.models import Case, Note
from interventions.programmes.models import ListName, Programme
from interventions.referrals.models import Referral
from interventions.sessions.models import Attendance, Session
from tests.browser import check_accessibility
from tests.factories import ProgrammeFactory
from tests.factories.access import PASSWORD
from tests.factories.casework import entry, opened_case
from tests.factories.sessions import arranged_session, session_kind
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.forms.models import Draft

AFTER_A_DOUBLE_CLICK = 1_100  # milliseconds: a button takes no second press within one second
BEFORE, AFTER = "Rang, no answer.", " Wrote a message as agreed."


@pytest.fixture
def programme(transactional_db: None) -> Programme:
    session_kind()
    entry(ListName.REFERRED_FROM, "emergency-department")
    entry(ListName.REFERRAL_ROUTE, "in-person")
    return ProgrammeFactory()


@pytest.fixture
def workers(make_user: Callable[..., User], programme: Programme) -> list[User]:
    told = {"programme": programme, "agency_kind": AgencyKind.VOLUNTARY}
    return [make_user(Role.CASEWORKER, **told) for _ in range(2)]


@pytest.fixture
def case(programme: Programme) -> Case:
    return opened_case(programme, on=timezone.localdate() - timedelta(days=10))


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


def test_a_note_outlives_the_session_and_is_saved_once(
    visit: Callable[..., Page], workers: list[User], case: Case
) -> None:
    url = reverse("note_add", args=[case.reference])
    page = visit(workers[0], url)
    words = page.get_by_label("What happened")
    words.press_sequentially(BEFORE)
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()

    SignedIn.objects.all().delete()
    words.press_sequentially(AFTER)
    press(page, "Save the note")
    page.get_by_label("Email address").fill(workers[0].email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(f"**{url}")
    expect(page.get_by_label("What happened")).to_have_value(BEFORE + AFTER)
    check_accessibility(page)
    assert not Note.objects.exists()

    page.get_by_role("button", name="Save the note").dblclick()
    page.wait_for_url(f"**{case.get_absolute_url()}")
    expect(page.get_by_text(BEFORE + AFTER)).to_have_count(1)
    assert [one.text for one in Note.objects.all()] == [BEFORE + AFTER]
    assert not Draft.objects.filter(body__isnull=False).exists()


@pytest.mark.parametrize("script", [True, False])
def test_only_a_page_that_keeps_what_is_typed_says_so(
    visit: Callable[..., Page], workers: list[User], case: Case, script: bool
) -> None:
    page = visit(workers[0], reverse("note_add", args=[case.reference]), java_script_enabled=script)
    told = {True: "What you type is kept while you type.", False: "nothing is kept while you type"}
    expect(page.get_by_text(told[script])).to_be_visible()
    expect(page.get_by_text(told[not script])).to_be_hidden()
    # a day read back by the server would stand unchanged beside another that is typed
    expect(page.locator(".vrn-day__words")).to_be_visible(visible=script)
    measure = reverse("measure_record", args=[case.reference, "swemwbs", "baseline"])
    page.goto(measure)
    expect(page.get_by_text("This is as the page was last sent.")).to_be_visible(visible=not script)


def test_of_two_who_plan_the_same_case_the_second_is_told_and_keeps_what_they_typed(
    visit: Callable[..., Page], workers: list[User], case: Case
) -> None:
    url = reverse("case_next", args=[case.reference])
    first, second = (visit(worker, url) for worker in workers)
    first.get_by_label("What comes next").fill("Ring the college")
    second.get_by_label("What comes next").fill("Meet at the centre")
    press(first, "Save")
    first.wait_for_url(f"**{case.get_absolute_url()}")
    press(second, "Save")
    expect(second.get_by_role("alert")).to_contain_text("changed")
    expect(second.get_by_label("What comes next")).to_have_value("Meet at the centre")
    check_accessibility(second)
    case.refresh_from_db()
    assert case.next_action == "Ring the college"

    press(second, "Save")
    second.wait_for_url(f"**{case.get_absolute_url()}")
    case.refresh_from_db()
    assert case.next_action == "Meet at the centre"


def test_of_two_who_record_one_attendance_the_first_answer_stands_until_the_second_has_seen_it(
    visit: Callable[..., Page], workers: list[User], case: Case
) -> None:
    session = arranged_session(case, timezone.localdate() - timedelta(days=1))
    url = reverse("session_attendance", args=[session.reference])
    first, second = (visit(worker, url) for worker in workers)
    first.get_by_label("Attended", exact=True).check()
    first.get_by_role("textbox", name="Minutes").fill("0")
    press(first, "Save")
    first.wait_for_url(f"**{session.get_absolute_url()}")
    second.get_by_label("Did not attend", exact=True).check()
    second.get_by_label("Note").fill("Nobody at the door.")
    press(second, "Save")
    expect(second.get_by_role("alert")).to_contain_text("changed")
    expect(second.get_by_label("Note")).to_have_value("Nobody at the door.")
    session.refresh_from_db()
    assert (session.attendance, session.minutes) == (Attendance.ATTENDED, 0)


def test_two_clicks_make_one_session_and_one_referral(
    visit: Callable[..., Page], workers: list[User], case: Case, programme: Programme
) -> None:
    page = visit(workers[0], reverse("session_record", args=[case.reference]))
    page.get_by_label("Attended", exact=True).check()
    page.get_by_role("textbox", name="Minutes").fill("30")
    page.get_by_label("Kind").select_option(label="Mentoring")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.wait_for_url(f"**{case.get_absolute_url()}")
    assert Session.objects.count() == 1

    page.goto(f"{reverse('refer')}?to={programme.reference}")
    page.get_by_label("First name").fill("Twice")
    page.get_by_label("Where from").select_option(label="Emergency department")
    page.get_by_label("How it reached us").select_option(label="In person")
    page.get_by_role("button", name="Save the referral").first.dblclick()
    expect(page.get_by_text("Waiting for a decision")).to_be_visible()
    assert Referral.objects.filter(participant__given_name="Twice").count() == 1


def test_an_answer_that_got_lost_on_the_way_makes_no_second_note(
    visit: Callable[..., Page], workers: list[User], case: Case
) -> None:
    """The note was saved and the line broke: who presses again gets what the first press made."""
    page = visit(workers[0], reverse("note_add", args=[case.reference]))
    answered: list[int] = []

    def lose_the_first(route: Route) -> None:
        if answered or route.request.method != "POST":
            route.continue_()
        else:
            answered.append(route.fetch(max_redirects=0).status)
            route.abort("aborted")

    page.clock.install()
    page.reload()
    page.route("**/notes/add/", lose_the_first)
    page.get_by_label("What happened").fill(BEFORE)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Save the note").click(no_wait_after=True)
    page.clock.run_for(AFTER_A_DOUBLE_CLICK)
    page.get_by_role("button", name="Save the note").click()
    page.wait_for_url(f"**{case.get_absolute_url()}")
    assert answered == [302]
    assert [one.text for one in Note.objects.filter(case=case)] == [BEFORE]
