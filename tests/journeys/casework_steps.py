"""What a caseworker and a lead do in a case, screen by screen, each page checked for accessibility."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from interventions.cases.models import Case, Note
from interventions.outcomes.models import Assessment
from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, Session
from tests.browser import check_accessibility
from tests.factories.access import PASSWORD
from tests.factories.casework import opened_case, waiting_referral
from tests.factories.people import invented_participant
from vrn_cases.access.models import User

FIRST, LAST = "Rowan", "Brookes-Invented"
FULL = f"{FIRST} {LAST}"
NOTE = "Talked about college. Will ring on Friday."


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


def follow(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("link", name=label).first.click()


def came(page: Page, words: str, minutes: str = "") -> None:
    page.get_by_label(words, exact=True).check()
    page.get_by_role("textbox", name="Minutes").fill(minutes)


def refer(page: Page, worker: User) -> None:
    """The worker signs in with a password and refers somebody in seven answers."""
    page.get_by_label("Email address").fill(worker.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
    check_accessibility(page)
    press(page, "Refer somebody")
    check_accessibility(page)
    follow(page, "Violence Intervention Project")
    check_accessibility(page)
    page.get_by_label("First name").fill(FIRST)
    page.get_by_label("Last name").fill(LAST)
    page.get_by_label("Year").fill("2008")
    page.get_by_label("Where from").select_option(label="Emergency Department")
    page.get_by_label("How it reached us").select_option(label="In person at the reachable moment")
    page.get_by_role("button", name="Save the referral").dblclick()
    expect(page.get_by_text("Waiting for a decision")).to_be_visible()
    check_accessibility(page)


def accept(page: Page, worker: User) -> Case:
    """The lead finds it waiting and opens a case with a lead worker."""
    follow(page, FULL)
    press(page, "Accept and open a case")
    check_accessibility(page)
    page.get_by_label("Lead worker").select_option(label=worker.name)
    press(page, "Accept")
    expect(page.get_by_role("region", name=re.compile("Case"))).to_contain_text(f"led by {worker.name}")
    return Case.objects.get()


def measure(page: Page, case: Case, point: str, answers: str) -> None:
    """One paper form typed in without the mouse: digits, then Tab to the button."""
    page.goto(case.get_absolute_url())
    page.get_by_role("navigation", name=f"Case {case.reference}").get_by_role("link", name="Measures").click()
    check_accessibility(page)
    named = {"baseline": "at the start", "exit": "at the end"}[point]
    page.get_by_role("main").get_by_role("link", name=f"Record SWEMWBS, {named}").first.click()
    check_accessibility(page)
    page.get_by_label("Q1", exact=True).focus()
    page.keyboard.type(answers)
    expect(page.locator("#items-live")).to_contain_text("All 7 answered")
    button = page.get_by_role("button", name="Save the answers")
    while not button.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessments/**")
    check_accessibility(page)
    kept = Assessment.objects.get(case=case, point=point)
    assert [str(one) for one in kept.answers.order_by("number").values_list("answer", flat=True)] == list(answers)


def in_one_step(page: Page, case: Case) -> None:
    page.goto(case.get_absolute_url())
    press(page, "Record a session")
    check_accessibility(page)
    came(page, "Attended", "45")
    page.get_by_label("Kind").select_option(label="Mentoring")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("45 minutes")
    check_accessibility(page)


def arrange(page: Page, case: Case) -> None:
    """One session that nobody came to, one that is to come."""
    press(page, "Record a session")
    came(page, "Did not attend")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Did not attend")
    follow(page, "Arrange a session")
    check_accessibility(page)
    page.get_by_label("Day", exact=True).fill("5/3")
    page.get_by_label("Time").fill("1515")
    press(page, "Arrange the session")
    expect(page.get_by_role("main")).to_contain_text("3:15pm")
    check_accessibility(page)


def with_a_draft_between(page: Page, case: Case) -> None:
    """A note is begun, left for another page, found again and saved by two quick clicks: it stands there once."""
    page.goto(case.get_absolute_url())
    press(page, "Add a note")
    check_accessibility(page)
    page.get_by_label("What happened").press_sequentially(NOTE[:20])
    page.goto("/cases/")
    check_accessibility(page)
    follow(page, case.reference)
    press(page, "Add a note")
    expect(page.get_by_label("What happened")).to_have_value(NOTE[:20])
    check_accessibility(page)
    page.get_by_label("What happened").press("Control+End")
    page.get_by_label("What happened").press_sequentially(NOTE[20:])
    page.get_by_role("button", name="Save the note").dblclick()
    page.wait_for_url(f"**{case.get_absolute_url()}")
    expect(page.get_by_text(NOTE)).to_have_count(1)
    assert [one.text for one in Note.objects.filter(case=case)] == [NOTE]


def from_the_worklist(page: Page, case: Case) -> None:
    """The session whose day has passed is a line on the home page, and gone from there when it is recorded."""
    check_accessibility(page)
    expect(page.get_by_role("heading", name=re.compile("Who came"))).to_be_visible()
    follow(page, FULL)
    check_accessibility(page)
    came(page, "Attended", "0")
    press(page, "Save")
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Who came"))).to_have_count(0)
    page.goto(case.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("0 minutes")
    recorded = Session.objects.filter(case=case).order_by("held_on").values_list("attendance", "minutes")
    assert list(recorded) == [(Attendance.ATTENDED, 45), (Attendance.DID_NOT_ATTEND, None), (Attendance.ATTENDED, 0)]


def in_another_programme(page: Page, worker: User) -> Case:
    """Somebody else in a programme where nobody attended anything: a nought that must reach the report."""
    somebody = invented_participant(Programme.objects.get(code="PHOENIX"), given_name="Hazel", family_name="Invented")
    today = timezone.localdate()
    case = opened_case(referral=waiting_referral(participant=somebody, on=today), worker=worker, on=today)
    page.goto(f"/cases/{case.reference}/sessions/record/")
    page.get_by_label("Did not attend", exact=True).check()
    page.get_by_label("Kind").select_option(label="Mentoring")
    press(page, "Save")
    page.wait_for_url(f"**{case.get_absolute_url()}")
    return case


def close(page: Page, case: Case) -> None:
    check_accessibility(page)
    follow(page, "Close")
    check_accessibility(page)
    page.get_by_label("Why the support ends").select_option(label="Goals met")
    press(page, "Close the case")
    expect(page.get_by_role("region", name=re.compile("Case"))).to_contain_text("Closed")
    check_accessibility(page)
