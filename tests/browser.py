"""Driving the system's Chromium: finding it, what a page may not do, and the accessibility check."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import run_job

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
WIDE, NARROW = 1280, 400
HEIGHT = 900
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
TARGETS = (Path(__file__).parent / "targets.js").read_text(encoding="utf-8")
LEAST_HIGH = {WIDE: 24, NARROW: 44}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PAGES_AND_PARTS = ("document", "xhr", "fetch")


def chromium_path() -> str:
    """Raises RuntimeError, with what to do, where there is none: a browser test fails and never vanishes."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError(
            f"No Chromium was found (looked for {', '.join(NAMES)}). Browser tests need the system's own; "
            "on Debian: apt-get install chromium"
        )
    return path


def launch_options() -> dict[str, object]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium_path(), "args": [*QUIET, *as_root], "headless": True}


class Faults:
    """What no page of the service may do, collected while a test drives it."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.found: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"script error on {page.url}: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # the browser's own line for an answer of 400 and more is judged with the response
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.found.append(f"asked another machine: {request.url}")

    def _response(self, response: Response) -> None:
        forgiven = response.request.resource_type in PAGES_AND_PARTS and response.status < 500
        if response.status >= 400 and not forgiven:
            self.found.append(f"answer {response.status} for {response.url}")


def resize(page: Page, width: int, height: int = HEIGHT) -> None:
    """Returns when the page has drawn itself anew: what its script does about a size, it does as a picture is made."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def targets_too_small(page: Page, width: int) -> list[str]:
    """Whatever is pressed, stands alone and is less high than a pointer or, on a phone, a thumb needs (2.5.8)."""
    resize(page, width)
    whole = page.evaluate("document.documentElement.scrollHeight")
    resize(page, width, max(HEIGHT, whole))
    return list(page.evaluate(TARGETS, LEAST_HIGH[width]))


def check_accessibility(page: Page) -> None:
    """The page as it stands has no violation at either width, is pressed easily and never scrolled sideways."""
    problems: list[str] = []
    page.wait_for_load_state()  # a click returns when the next page begins to come
    for width in (WIDE, NARROW):
        resize(page, width)
        page.evaluate(AXE)
        result = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
        )
        problems += [
            f"{width} px: {fault['id']}: {fault['help']}: "
            + "; ".join(" ".join(map(str, n["target"])) for n in fault["nodes"])
            for fault in result["violations"]
        ]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            problems.append(f"{width} px: the page is {over} px wider than the window")
        problems += [f"{width} px: {target}" for target in targets_too_small(page, width)]
    resize(page, WIDE)
    assert not problems, f"{page.url}\n" + "\n".join(problems)


def finish_jobs() -> int:
    """Do the background work that was asked for, as the worker would; returns how many jobs that were."""
    count = 0
    while (job := Job.objects.filter(state=JobState.QUEUED).order_by("pk").first()) is not None:
        run_job(job.pk)
        count += 1
    return count
