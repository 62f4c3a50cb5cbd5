"""The end of an idle session (WCAG 2.2.1): told two minutes before, put off with one key, and no word lost after it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import check_accessibility
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

PASSWORD = "a long enough password for tests"
FORM = "/people/invite/"
TYPED = "Typed before the end"
MINUTE = 60 * 1000


@pytest.fixture
def page(visit: Callable[..., Page], make_user: Callable[..., User]) -> Page:
    page = visit(make_user(Role.ADMINISTRATOR, email="idle@example.invalid"), "/help/")
    page.clock.install()
    page.goto(FORM)
    page.get_by_label("Name", exact=True).fill(TYPED)
    return page


def warning(page: Page) -> object:
    return page.get_by_role("heading", name="You will be signed out in 2 minutes")


def test_it_warns_two_minutes_before_and_one_key_puts_it_off(page: Page) -> None:
    page.clock.run_for(27 * MINUTE)
    expect(warning(page)).to_be_hidden()
    page.clock.run_for(MINUTE + 1000)
    expect(warning(page)).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    check_accessibility(page)
    with page.expect_response("**/stay-signed-in/") as told:
        page.keyboard.press("Enter")
    assert told.value.status == 204
    expect(warning(page)).to_be_hidden()
    expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)
    page.clock.run_for(27 * MINUTE)
    expect(warning(page)).to_be_hidden()


def test_after_the_end_the_text_is_covered_and_comes_back_with_its_owner(page: Page) -> None:
    page.clock.run_for(31 * MINUTE)
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    check_accessibility(page)
    for _ in range(4):  # a browser lets a page hold back no more than two
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = opened.value
    tab.context.clear_cookies()
    tab.goto("/accounts/login/")
    tab.get_by_label("Email address").fill("idle@example.invalid")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_hidden()
    expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)


def test_what_the_dialog_says_of_its_owner_is_no_key_of_a_row(page: Page) -> None:
    owner = page.locator("#vrn-session").get_attribute("data-owner")
    user = User.objects.get(email="idle@example.invalid")
    assert owner == user.reference


def test_behind_the_lock_nothing_warns_and_the_end_is_still_told(page: Page) -> None:
    page.keyboard.press("F9")
    page.clock.run_for(29 * MINUTE)
    expect(warning(page)).to_be_hidden()
    page.clock.run_for(2 * MINUTE)
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_hidden()
