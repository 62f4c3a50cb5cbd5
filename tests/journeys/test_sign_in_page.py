"""The first page that anybody sees, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import check_accessibility


@pytest.mark.smoke
def test_a_stranger_is_asked_to_sign_in(visit: Callable[..., Page]) -> None:
    page = visit(None, "/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    check_accessibility(page)


def test_a_stranger_who_guesses_stays_outside_with_a_message(visit: Callable[..., Page]) -> None:
    page = visit(None, "/accounts/login/")
    page.get_by_label("Email address").fill("nobody@example.invalid")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_accessibility(page)
