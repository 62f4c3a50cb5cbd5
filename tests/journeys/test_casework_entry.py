"""The register and the answers of a measure by keyboard alone, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interventions.cases.models import Case
from interventions.outcomes.models import Assessment
from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, GroupSession
from interventions.sessions.services import arrange_group
from tests.browser import NARROW, check_accessibility
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case, waiting_referral
from tests.factories.people import invented_participant
from tests.factories.sessions import session_kind
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

SAID, TOTALS_SAID = "[data-register-said]", "[data-register-totals-said]"


@pytest.fixture
def programme(db: None) -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def worker(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY)


@pytest.fixture
def group(programme: Programme) -> GroupSession:
    names = ("Ash", "Bay", "Cedar")
    people = [invented_participant(programme, given_name=name, family_name="Invented") for name in names]
    cases = [opened_case(referral=waiting_referral(participant=one)) for one in people]
    told = {"title": "Invented group", "kind": session_kind(), "worker": None, "minutes": 90, "by": "test"}
    return arrange_group(programme=programme, held_on=timezone.localdate(), cases=cases, **told)


@pytest.fixture
def case(programme: Programme) -> Case:
    return opened_case(programme, on=timezone.localdate() - timedelta(days=10))


def marked(group: GroupSession) -> list[tuple[str, int | None]]:
    rows = group.sessions.order_by("case__participant__sort_name")
    return list(rows.values_list("attendance", "minutes"))


def test_a_register_is_taken_by_letters_and_arrows(
    visit: Callable[..., Page], worker: User, group: GroupSession
) -> None:
    page = visit(worker, reverse("group_register", args=[group.reference]))
    check_accessibility(page)
    page.get_by_role("group", name="Attendance of Ash Invented").get_by_label("Attended", exact=True).focus()
    page.keyboard.press("a")
    expect(page.locator(SAID)).to_have_text("Ash Invented: Attended")
    expect(page.locator("[data-register-totals]")).to_contain_text("Attended: 1")
    expect(page.get_by_label("Minutes of Ash Invented")).to_have_value("90")
    page.emulate_media(media="print")  # what only a keyboard can use is nothing on paper
    expect(page.get_by_text("Use the letter keys")).to_be_hidden()
    expect(page.get_by_role("link", name="Cancel")).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    expect(page.locator(SAID)).to_have_text("Bay Invented: Did not attend")
    expect(page.locator("[data-register-totals]")).to_contain_text("Not marked: 1")
    expect(page.locator(TOTALS_SAID)).to_contain_text("Not marked: 1")
    page.get_by_label("Minutes of Ash Invented").fill("0")
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_role("heading", name="Invented group")).to_be_visible()
    assert marked(group) == [(Attendance.ATTENDED, 0), (Attendance.DID_NOT_ATTEND, None), ("", None)]


def test_letters_act_in_a_row_alone_and_can_be_switched_off(
    visit: Callable[..., Page], worker: User, group: GroupSession
) -> None:
    page = visit(worker, reverse("group_register", args=[group.reference]), width=NARROW)
    check_accessibility(page)
    page.get_by_label("Use the letter keys").focus()
    page.keyboard.press("a")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.get_by_label("Minutes of Ash Invented").focus()
    page.keyboard.press("d")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.get_by_label("Use the letter keys").uncheck()
    page.get_by_role("group", name="Attendance of Ash Invented").get_by_label("Attended", exact=True).focus()
    page.keyboard.press("d")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)


def test_totals_are_said_at_most_every_three_seconds(
    visit: Callable[..., Page], worker: User, group: GroupSession
) -> None:
    page = visit(worker, reverse("group_register", args=[group.reference]))
    page.clock.install()
    page.reload()
    page.clock.pause_at(timezone.now() + timedelta(minutes=1))  # from here on it goes when it is told to
    page.get_by_role("group", name="Attendance of Ash Invented").get_by_label("Attended", exact=True).focus()
    page.keyboard.press("a")
    page.clock.run_for(100)
    expect(page.locator(TOTALS_SAID)).to_contain_text("Attended: 1")
    page.keyboard.press("d")
    page.clock.run_for(2_800)
    expect(page.locator("[data-register-totals]")).to_contain_text("Did not attend: 1")
    expect(page.locator(TOTALS_SAID)).to_contain_text("Attended: 1")
    page.clock.run_for(200)
    expect(page.locator(TOTALS_SAID)).to_contain_text("Did not attend: 1")


def test_answers_are_typed_without_the_mouse_and_the_page_says_what_is_missing(
    visit: Callable[..., Page], worker: User, case: Case
) -> None:
    url = reverse("measure_record", args=[case.reference, "swemwbs", "baseline"])
    page = visit(worker, url)
    check_accessibility(page)
    page.get_by_label("Q1", exact=True).focus()
    page.keyboard.type("234")
    expect(page.get_by_label("Q4", exact=True)).to_be_focused()
    expect(page.locator("#items-live")).to_contain_text("3 of 7 answered")
    expect(page.locator("#items-live")).to_contain_text("no score, all 7 are needed")
    page.keyboard.type("9")  # cannot be an answer, so it stays to be put right
    expect(page.get_by_label("Q4", exact=True)).to_be_focused()
    expect(page.locator("#items-live")).to_contain_text("Q4: type a whole number from 1 to 5")
    expect(page.locator("#vrn-live")).to_contain_text("Q4: type a whole number from 1 to 5")  # and read out
    page.keyboard.press("Backspace")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Q6", exact=True)).to_be_focused()
    page.keyboard.type("55")
    expect(page.locator("#items-live")).to_contain_text("Not answered: Q5.")
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_text("Too few items answered: no score")).to_be_visible()
    kept = Assessment.objects.get()
    assert list(kept.answers.order_by("number").values_list("answer", flat=True)) == [2, 3, 4, 1, None, 5, 5]
    check_accessibility(page)


def test_the_sign_of_the_calendar_is_seen_in_forced_colours(visit: Callable[..., Page], worker: User) -> None:
    page = visit(worker, reverse("cases"), forced_colors="active")
    drawn, paper = page.locator(".moj-datepicker-icon").first.evaluate(
        "one => [getComputedStyle(one.querySelector('path')).fill, getComputedStyle(one).backgroundColor]"
    )
    assert drawn != paper
