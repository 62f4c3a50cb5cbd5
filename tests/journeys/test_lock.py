"""The lock in a real browser: one key or the button hides the page at once, keeps what was typed, and opens again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NARROW, check_accessibility
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

PASSWORD = "a long enough password for tests"
FORM = "/people/invite/"
# What has the focus and shows in none of nine points, because the button covers it.
COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), bar = document.querySelector('[data-lock]')
  if (one === document.body || bar.contains(one)) return []
  const shows = [.1, .5, .9].some((x) => [.1, .5, .9].some((y) => {
    const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
    return at && !bar.contains(at)
  }))
  return shows ? [] : [one.outerHTML.slice(0, 80)]
}"""
TYPED = "Typed before the lock"


@pytest.fixture
def somebody(make_user: Callable[..., User]) -> User:
    return make_user(Role.ADMINISTRATOR)


def typed_into(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill(TYPED)


def open_again(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Open", exact=True).click()


def assert_locked(page: Page) -> None:
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_hidden()
    expect(page).to_have_title("Locked – Violence Reduction Network")


def told() -> list[str]:
    about = AuditEvent.objects.filter(action__in=(Action.SESSION_LOCKED, Action.SESSION_OPENED))
    return list(about.order_by("id").values_list("action", flat=True))


def test_the_key_hides_what_was_typed_and_the_password_brings_it_back(
    visit: Callable[..., Page], somebody: User
) -> None:
    page = visit(somebody, FORM)
    typed_into(page)
    page.keyboard.press("F9")
    assert_locked(page)
    expect(page.get_by_label("Your password")).to_be_focused()
    check_accessibility(page)
    for _ in range(3):
        page.keyboard.press("Escape")
    assert_locked(page)
    open_again(page, "not the password")
    expect(page.get_by_role("alert").filter(has_text="The password is not right.")).to_be_visible()
    check_accessibility(page)
    open_again(page)
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    assert told() == [Action.SESSION_LOCKED, Action.SESSION_OPENED]
    check_accessibility(page)


def test_the_button_is_in_view_wherever_one_has_scrolled_and_locks_the_server_too(
    visit: Callable[..., Page], somebody: User
) -> None:
    page = visit(somebody, "/people/roles/", width=NARROW)
    page.mouse.wheel(0, 3000)
    button = page.get_by_role("button", name="Lock")
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    with page.expect_response("**/accounts/lock/"):
        button.click()
    page.reload()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_text("What each role may do")).to_be_hidden()
    check_accessibility(page)
    open_again(page)
    expect(page.get_by_role("heading", name="What each role may do")).to_be_visible()


def test_a_second_tab_is_locked_and_opened_with_the_first(visit: Callable[..., Page], somebody: User) -> None:
    first = visit(somebody, FORM)
    typed_into(first)
    second = first.context.new_page()
    second.goto(FORM)
    typed_into(second)
    first.keyboard.press("F9")
    assert_locked(second)
    open_again(second)
    for page in (first, second):
        expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)
        expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()


def test_the_page_is_hidden_even_when_the_server_cannot_be_reached(visit: Callable[..., Page], somebody: User) -> None:
    page = visit(somebody, FORM)
    typed_into(page)
    page.context.set_offline(True)
    page.keyboard.press("F9")
    assert_locked(page)
    expect(page.get_by_text("The service could not be reached, so")).to_be_visible()
    open_again(page)
    expect(page.get_by_role("alert").filter(has_text="Check your connection")).to_be_visible()
    assert_locked(page)
    page.context.set_offline(False)
    open_again(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)


def test_the_key_does_nothing_once_switched_off(visit: Callable[..., Page], somebody: User) -> None:
    page = visit(somebody, "/accounts/this-computer/")
    check_accessibility(page)
    page.get_by_label("The key F9 locks").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)


def test_without_script_the_button_leads_to_a_lock_page_and_back(visit: Callable[..., Page], somebody: User) -> None:
    page = visit(somebody, "/people/roles/", java_script_enabled=False)
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_role("heading", name="What each role may do")).to_have_count(0)
    open_again(page)
    expect(page.get_by_role("heading", name="What each role may do")).to_be_visible()


@pytest.fixture
def at_a_shared_computer(somebody: User, visit: Callable[..., Page]) -> Page:
    page = visit(None, "/accounts/login/")
    check_accessibility(page)
    page.get_by_label("Email address").fill(somebody.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Other people use this computer").check()
    page.clock.install()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Shared computer")).to_be_visible()
    page.goto(FORM)
    return page


def test_a_shared_computer_locks_by_itself_and_typing_keeps_it_open(at_a_shared_computer: Page) -> None:
    page = at_a_shared_computer
    for _ in range(2):
        page.clock.run_for(4 * 60 * 1000)
        typed_into(page)
        page.keyboard.press("End")
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()
    page.clock.run_for(5 * 60 * 1000 + 1000)
    assert_locked(page)
    open_again(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)


def test_a_passkey_opens_it(visit: Callable[..., Page], somebody: User) -> None:
    """With an authenticator that the browser plays: set up, then asked for behind the lock."""
    page = visit(None, "/accounts/login/")
    page.goto(page.url.replace("127.0.0.1", "localhost"))
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_label("Email address").fill(somebody.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Your sign-in").click()
    page.get_by_role("button", name="Add a passkey or key").click()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.wait_for_load_state("load")  # before its script is there a page knows no key
    page.keyboard.press("F9")
    page.get_by_role("button", name="Open with a passkey").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_hidden()
    assert told() == [Action.SESSION_LOCKED, Action.SESSION_OPENED]


@pytest.mark.parametrize("path", [FORM, "/people/", "/accounts/this-computer/"])
def test_the_button_hides_nothing_that_has_the_focus(visit: Callable[..., Page], somebody: User, path: str) -> None:
    """At 400 % zoom too (WCAG 2.4.11): a window of 320 by 256."""
    page = visit(somebody, path)
    page.set_viewport_size({"width": 320, "height": 256})
    hidden = []
    for _ in range(45):
        page.keyboard.press("Tab")
        hidden += page.evaluate(COVERED)
    assert hidden == []


def test_loading_the_page_anew_shows_nothing_before_the_server_has_heard(
    visit: Callable[..., Page], somebody: User
) -> None:
    page = visit(somebody, FORM)
    page.route("**/accounts/lock/", lambda route: route.abort())
    page.keyboard.press("F9")
    assert_locked(page)
    page.unroute("**/accounts/lock/")
    with page.expect_response("**/accounts/lock/"):
        page.reload()
    assert_locked(page)
    page.reload()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    open_again(page)
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()
    assert told() == [Action.SESSION_LOCKED, Action.SESSION_OPENED]
