"""A real browser against a live server: `visit(user, "/returns/")` opens a window of its own for each person."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import HEIGHT, WIDE, Faults, launch_options
from vrn_cases.access.models import User

PICTURES = Path(__file__).parents[2] / "build" / "browser"
LONGEST_WAIT = 30_000  # milliseconds; nothing waits that long unless it fails or the machine has much else to do
failed_call = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        item.stash[failed_call] = report.failed
    return report


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file. Its loop runs in this thread, so Django must be told that this is no asynchronous code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            yield browser
            browser.close()
    finally:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def visit(
    chromium: Browser, live_server: Any, client_for: Callable[[User], Client], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """`visit(user, path)`: a new window, signed in as `user` (nobody when None), on `path`.

    When the test ends, nothing may have failed on any page: no script error, no refused style or script, no missing
    file, no request to another machine. A failed test leaves pictures in build/browser/.
    """
    faults = Faults(live_server.url)
    contexts: list[BrowserContext] = []

    def open_window(user: User | None = None, path: str = "/", *, width: int = WIDE, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHT},
            locale="en-GB",
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        if user is not None:
            cookie = client_for(user).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        faults.watch(page)
        page.goto(path)
        return page

    yield open_window
    if request.node.stash.get(failed_call, False):
        keep_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()
    assert not faults.found, "\n".join(faults.found)


def keep_pictures(contexts: list[BrowserContext], test: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=PICTURES / f"{test.replace('/', '-')}-{number}.png", full_page=True)
