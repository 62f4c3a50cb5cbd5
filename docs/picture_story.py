"""One quarter's story in pictures, from the return that comes in to the report that the Board reads."""

import shutil
from contextlib import ExitStack
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, sync_playwright

from docs.filled_in import filled_in
from docs.picture_book import Book, follow, numbered, press, served
from docs.picture_casework import caseload, casework_figures, caseworker, programme_lead, referrer
from interventions.demo import PARTNER
from interventions.programmes.services import put_source
from monitoring.budgets.services import put_agreement
from monitoring.indicators.services import aggregate, refresh_figures
from monitoring.periods.windows import FinancialYear
from monitoring.returns.models import Return
from tests.browser import NARROW, finish_jobs, launch_options
from vrn_cases.static_files import collect_static_files

NOW = datetime(2024, 4, 24, 10, 0, tzinfo=ZoneInfo(settings.TIME_ZONE))
A_CHAPTER = timedelta(minutes=10)
YEAR = FinancialYear(2023)
BY = "docs.screenshots"
FUNDER = "Invented Foundation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ATTENDED = "RET-06"
CHANGED = "Young people attended three of every four sessions that they were offered."


def take_pictures(folder: Path) -> None:
    """Put every picture into this folder in the place of those that were there, once all could be taken."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch("vrn_cases.records.models.new_reference", numbered()))
        clock = stack.enter_context(time_machine.travel(NOW))
        taken = Path(stack.enter_context(TemporaryDirectory()))
        prepare()
        home = stack.enter_context(served())
        browser = stack.enter_context(sync_playwright()).chromium.launch(**launch_options())
        stack.callback(browser.close)
        book = Book(taken, browser, home)
        chapters = (
            *(stranger, partner, analyst, director, board_member, funder, administrator),
            *(caseload, referrer, programme_lead, caseworker, casework_figures),
        )
        for number, chapter in enumerate(chapters, start=1):
            clock.move_to(NOW + number * A_CHAPTER)  # so that a slow machine shows the same times
            chapter(book)
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        for new in taken.glob("*.png"):
            shutil.copyfile(new, folder / new.name)


def prepare() -> None:
    """What the service prepares, but for the demonstration's caseload: a small one follows after the report."""
    for command in ("migrate", "load_reference", "load_sign_ins", "load_demo_returns"):
        call_command(command, verbosity=0, stdout=StringIO())
    collect_static_files()
    aggregate(by=BY)


def stranger(book: Book) -> None:
    with book.window() as page:
        book.take(page, "sign-in", height=760)


def partner(book: Book) -> None:
    of = Return.objects.get(organisation__name=PARTNER, label=YEAR.quarters[3].label)
    with book.window("delivery-partner@demonstration.invalid") as page:
        book.take(page, "partner-home", height=620)
        page.goto(of.get_absolute_url())
        book.take(page, "partner-return")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the workbook").click()
        empty = download.value.path().read_bytes()
        upload(page, of, filled_in(of, empty, wrong=True))
        book.take(page, "partner-what-to-change", height=760)
        press(page, "Upload again")
        book.take(page, "partner-upload", height=700)
        upload(page, of, filled_in(of, empty, wrong=False))
        press(page, "Look through version 1")
        book.take(page, "partner-look-through", height=1000)
        page.goto(f"{of.get_absolute_url()}fill-in/")
        book.take(page, "partner-fill-in")
        book.take(page, "partner-fill-in-phone", width=NARROW, height=800)
        page.goto(of.get_absolute_url())
        press(page, "Send to the central team")
        page.get_by_label("Anything the central team should know").fill("Two posts were filled in February.")
        book.take(page, "partner-send", height=700)
        press(page, "Send")
        book.take(page, "partner-sent", height=700)


def upload(page: Page, of: Return, content: bytes) -> None:
    page.goto(f"{of.get_absolute_url()}upload/")
    name = f"return-{of.reference}.xlsx"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    press(page, "Upload")
    finish_jobs()
    page.reload()


def analyst(book: Book) -> None:
    of = Return.objects.get(organisation__name=PARTNER, label=YEAR.quarters[3].label)
    with book.window("analyst@demonstration.invalid") as page:
        book.take(page, "analyst-home", height=620)
        page.goto("/returns/")
        book.take(page, "analyst-returns", height=780)
        page.goto("/returns/ask/")
        book.take(page, "analyst-ask", height=860)
        page.goto(of.get_absolute_url())
        book.take(page, "analyst-check", height=1000)
        press(page, "Accept")
        press(page, "Accept")
        refresh_figures()
        page.goto("/indicators/work-out-again/")
        book.take(page, "analyst-work-out-again", height=660)
        page.goto("/indicators/?window=2023/24+Q4")
        book.take(page, "analyst-indicators")
        page.goto("/indicators/RET-02/?window=2023/24+Q4")
        book.take(page, "analyst-indicator", height=1100)
        page.goto("/theories/")
        follow(page, "The network")
        book.take(page, "analyst-theory", height=1000)
        draft(book, page)


def draft(book: Book, page: Page) -> None:
    page.goto("/reports/draft/")
    page.get_by_label("Which period is it for?").select_option(YEAR.label)
    press(page, "Draft the report")
    press(page, "Add a line to the cover paper")
    page.get_by_label("Where does the line stand?").select_option("change")
    page.get_by_label("The line", exact=True).fill(CHANGED)
    figures = page.get_by_label("The figure it speaks of")
    figures.select_option(f"{ATTENDED}:network:{YEAR.label}")
    book.take(page, "analyst-cover-line", height=900)
    press(page, "Save the line")
    book.take(page, "analyst-report-draft")
    press(page, "Freeze for signature")
    press(page, "Freeze the report")
    finish_jobs()


def director(book: Book) -> None:
    with book.window("director@demonstration.invalid") as page:
        follow(page, "Outcome report to the Board")
        book.take(page, "director-report")
        press(page, "Sign")
        page.get_by_label("I have read the report").check()
        book.take(page, "director-sign", height=620)
        press(page, "Sign the report")
        press(page, "Publish")
        press(page, "Publish the report")


def board_member(book: Book) -> None:
    with book.window("board-member@demonstration.invalid") as page:
        follow(page, "Outcome report to the Board")
        book.take(page, "board-report")
        book.take(page, "board-report-theory", at="svg", height=760)
        book.take(page, "board-report-phone", width=NARROW, height=800)


def funder(book: Book) -> None:
    """After the report, so that the invented grant is in none of the pictures of money that was really granted."""
    source = put_source(code="INVENTED", title="Invented for the pictures", dated="April 2023", by=BY)
    grant = {"funder": FUNDER, "year": YEAR.label, "amount": 250_000_00, "intervention_floor": 20_00}
    agreement = put_agreement(**grant, source=source, by=BY)
    with book.window("analyst@demonstration.invalid", "/returns/funders/make/") as page:
        page.get_by_label("Grant agreement").select_option(label=str(agreement))
        page.get_by_label("Period").select_option(YEAR.label)
        book.take(page, "analyst-grant-return", height=820)
        press(page, "Make the return")
        finish_jobs()
        page.reload()
        book.take(page, "analyst-grant-return-made", height=760)


def administrator(book: Book) -> None:
    with book.window("administrator@demonstration.invalid") as page:
        page.goto("/people/")
        book.take(page, "administrator-people", height=720)
        page.goto("/people/invite/")
        book.take(page, "administrator-invite", height=1100)
        page.goto("/people/")
        follow(page, "Invented Delivery partner")
        book.take(page, "administrator-person", height=1000)
