"""What pictures are taken with: the product on this machine, and a window of the browser that walks through it."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from playwright.sync_api import Browser, Page

from interventions.demo import PASSWORD
from tests.browser import HEIGHT, WIDE
from vrn_cases.records.references import ALPHABET, RANDOM_LENGTH, check_character

LONGEST_WAIT = 180_000  # milliseconds; a draft of a report is worked out while its page is asked for


class Book:
    """Takes pictures of one window: `book.take("name")` of what is in view, narrow or scrolled to something."""

    def __init__(self, folder: Path, browser: Browser, home: str) -> None:
        self.folder, self.browser, self.home = folder, browser, home

    @contextmanager
    def window(self, email: str | None = None, path: str = "/") -> Iterator[Page]:
        context = self.browser.new_context(
            base_url=self.home,
            viewport={"width": WIDE, "height": HEIGHT},
            locale="en-GB",
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
        )
        context.set_default_timeout(LONGEST_WAIT)
        page = context.new_page()
        page.goto(path)
        if email is not None:
            page.get_by_label("Email address").fill(email)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            press(page, "Sign in")
        yield page
        context.close()

    def take(self, page: Page, name: str, *, at: str = "", height: int = HEIGHT, width: int = WIDE) -> None:
        """`at`: a selector that is scrolled to the top of the picture."""
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("at => (at ? document.querySelector(at).scrollIntoView() : scrollTo(0, 0))", at)
        page.evaluate("document.activeElement?.blur()")
        page.screenshot(path=self.folder / f"{name}.png", scale="css", animations="disabled", caret="hide")
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})


def numbered() -> Callable[[str], str]:
    """References that are the same in every run."""
    chosen = random.Random(2024)  # noqa: S311  nothing here is a secret

    def new_reference(kind: str) -> str:
        body = kind + "".join(chosen.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
        return body + check_character(body)

    return new_reference


@contextmanager
def served() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.set_app(get_internal_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """The pictures are the result; requests need no lines."""


def press(page: Page, name: str) -> None:
    """A button, or a link that looks like one; the page that it leads to is there when this returns."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name).first.click()
