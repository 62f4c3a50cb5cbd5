"""Searching a list for a name in a browser: found as one types, and the address never holds it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import check_accessibility
from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role


def test_a_name_is_found_as_it_is_typed_and_stands_in_no_address(
    visit: Callable[..., Page], make_user: Callable[..., User]
) -> None:
    UserFactory(name="Zebulon Invented")
    page = visit(make_user(Role.ADMINISTRATOR), "/people/")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.get_by_label("Name or email address").fill("zebulon")
    expect(page.get_by_text("1 result", exact=True).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/people/\?words=[\w-]+$"))
    page.reload()
    expect(page.get_by_label("Name or email address")).to_have_value("zebulon")
    page.get_by_role("link", name="Zebulon Invented").click()
    page.go_back()
    expect(page.get_by_text("1 result", exact=True).first).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Remove the filter").click()
    expect(page.get_by_label("Name or email address")).to_have_value("")
    assert not [url for url in addresses if "zebulon" in url.lower()]


def test_it_works_without_script(visit: Callable[..., Page], make_user: Callable[..., User]) -> None:
    UserFactory(name="Zebulon Invented")
    page = visit(make_user(Role.ADMINISTRATOR), "/people/", java_script_enabled=False)
    page.get_by_label("Name or email address").fill("zebulon")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="Zebulon Invented")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/people/\?words=[\w-]+$"))
