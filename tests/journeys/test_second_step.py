"""Signing in with more than a password: a passkey alone, a code from an app, and a code on paper that works once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser import check_accessibility
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

PASSWORD = "a long enough password for tests"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def somebody(make_user: Callable[..., User]) -> User:
    return make_user(Role.ANALYST)


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """On the sign-in page, with an authenticator that the browser plays. Passkeys need a name, not a number."""
    page = visit(None, "/accounts/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(page.url.replace("127.0.0.1", "localhost"))
    return page


def give_password(page: Page, user: User) -> None:
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_second_step(page: Page, user: User) -> None:
    give_password(page, user)
    page.get_by_role("link", name="Your sign-in").click()


def add_passkey(page: Page, *, alone: bool) -> None:
    page.get_by_role("button", name="Add a passkey or key").click()
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_label("Sign in with this alone").set_checked(alone)
    check_accessibility(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()


def set_up_app(page: Page) -> str:
    """The key that the app holds from now on."""
    page.get_by_role("button", name="Set up an app").click()
    secret = page.get_by_label("Or type this key into the app").input_value()
    check_accessibility(page)
    page.get_by_label("Code").last.fill(code(secret))
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    return secret


def code(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()


def expect_signed_in(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def second_code(page: Page, typed: str) -> None:
    page.get_by_label("Code from your app, or a recovery code").fill(typed)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_enough_by_itself(page: Page, somebody: User) -> None:
    open_second_step(page, somebody)
    add_passkey(page, alone=True)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_signed_in(page)
    assert AuditEvent.objects.filter(action=Action.SIGNED_IN, subject_id=somebody.reference).count() == 2


def test_a_key_that_is_no_passkey_is_the_second_step(page: Page, somebody: User) -> None:
    open_second_step(page, somebody)
    add_passkey(page, alone=False)
    sign_out(page)
    give_password(page, somebody)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Use your passkey or key").click()
    expect_signed_in(page)


def test_a_code_from_the_app_and_a_recovery_code_once(clock: Any, page: Page, somebody: User) -> None:
    open_second_step(page, somebody)
    secret = set_up_app(page)
    paper = page.get_by_label("Your unused codes").input_value().split()
    check_accessibility(page)
    sign_out(page)

    give_password(page, somebody)
    second_code(page, "000000")
    expect(page.get_by_text("The code is not right.").first).to_be_visible()
    check_accessibility(page)
    clock.shift(timedelta(seconds=30))  # the app's next code
    second_code(page, code(secret))
    expect_signed_in(page)
    sign_out(page)

    give_password(page, somebody)
    second_code(page, paper[0])
    expect_signed_in(page)
    sign_out(page)

    give_password(page, somebody)
    second_code(page, paper[0])
    expect(page.get_by_text("The code is not right.").first).to_be_visible()
    second_code(page, paper[1])
    expect_signed_in(page)
