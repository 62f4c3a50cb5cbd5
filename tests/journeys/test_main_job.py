"""The main job through a real browser: a partner's workbook comes in, the Board's report comes out."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from interventions.programmes.models import Mode, Organisation, Programme
from monitoring.indicators.services import refresh_figures
from monitoring.periods.windows import Quarter
from monitoring.reports.models import Report
from monitoring.returns.asked import rows_asked
from monitoring.returns.models import Return, ReturnVersion
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.writing import places
from tests.browser import check_accessibility, finish_jobs
from tests.factories import RunningFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.questions.models import QuestionKind

PASSWORD = "an invented password for one test"
STARTED, SUPPORTED = 24, 61


@pytest.fixture
def record(transactional_db: None) -> None:
    call_command("load_reference", stdout=io.StringIO())


@pytest.fixture
def quarter() -> Quarter:
    return Quarter.holding(timezone.localdate()).preceding


@pytest.fixture
def partner(record: None, quarter: Quarter, make_user: Callable[..., User]) -> User:
    """Somebody at an organisation that runs a programme by returns, with a password to sign in with."""
    programme, organisation = Programme.objects.get(code="UP"), Organisation.objects.get(name="Leicestershire Cares")
    RunningFactory(
        programme=programme, organisation=organisation, mode=Mode.RETURN_ONLY, starts_on=quarter.window.start
    )
    user = make_user(Role.DELIVERY_PARTNER, organisation=organisation, agency_kind=AgencyKind.VOLUNTARY)
    user.set_password(PASSWORD)
    User.objects.filter(pk=user.pk).update(password=user.password)
    return user


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def due_on() -> str:
    """A day that has not passed, as people type one."""
    day = timezone.localdate() + timedelta(days=30)
    return f"{day.day}/{day.month}/{day.year}"


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def filled_in(path: Path, of: Return) -> bytes:
    """The downloaded workbook with every required line answered, as somebody would type it."""
    book = load_workbook(path)
    sheet = book[layout.LINES]
    rows = rows_asked(of)
    numbers = {"people_started": STARTED, "people_supported": SUPPORTED, "people_supported_in_year": SUPPORTED}
    first_parts: set[tuple[str, str]] = set()
    for row in rows:
        line, breakdown, _ = row.key
        if row.kind in (QuestionKind.TEXT, QuestionKind.DATE, QuestionKind.YES_NO):
            continue
        value = numbers.get(line, 12)
        if breakdown:  # everybody stands in the first part of each breakdown
            value, _ = (0, None) if (line, breakdown) in first_parts else (value, first_parts.add((line, breakdown)))
        sheet.cell(places(rows)[row.key], layout.ANSWER + 1).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_from_a_partners_workbook_to_the_boards_report(
    visit: Callable[..., Page], partner: User, quarter: Quarter, make_user: Callable[..., User], tmp_path: Path
) -> None:
    analyst, director, board = (make_user(role) for role in (Role.ANALYST, Role.DIRECTOR, Role.BOARD_MEMBER))

    # The analyst asks for the quarter's returns
    page = visit(analyst, "/returns/ask/")
    check_accessibility(page)
    page.get_by_label("Quarter").select_option(quarter.label)
    page.get_by_label("Due on").fill(due_on())
    press(page, "Ask for returns")
    expect(page.get_by_role("heading", name="Returns", exact=True)).to_be_visible()
    of = Return.objects.get(published=False)

    # The partner signs in, sees what needs them, and takes the workbook
    page = visit(None, "/")
    sign_in(page, partner)
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name=re.compile("Unlocking Potential")).click()
    check_accessibility(page)
    with page.expect_download() as downloading:
        press(page, "Download the workbook")
    workbook = tmp_path / "return.xlsx"
    downloading.value.save_as(workbook)

    # ... fills it in, uploads it, and sends it
    press(page, "Upload the filled-in workbook")
    check_accessibility(page)
    page.get_by_label("The filled-in workbook").set_input_files(
        {"name": "filled.xlsx", "mimeType": "application/octet-stream", "buffer": filled_in(workbook, of)}
    )
    press(page, "Upload")
    finish_jobs()
    page.goto(of.get_absolute_url())
    check_accessibility(page)
    press(page, "Send to the central team")
    check_accessibility(page)
    press(page, "Send")
    assert ReturnVersion.objects.get(of=of).status == "submitted"

    # The analyst accepts it, and the figures move
    page = visit(analyst, "/")
    page.get_by_role("link", name=re.compile("Unlocking Potential")).click()
    check_accessibility(page)
    press(page, "Accept")
    check_accessibility(page)
    press(page, "Accept")
    refresh_figures()
    page.goto(f"/indicators/RET-02/?period={quarter.label}")
    expect(page.locator("main")).to_contain_text(str(STARTED))
    check_accessibility(page)

    # ... drafts the report, writes a line of its cover paper, and freezes it
    page.goto("/reports/")
    check_accessibility(page)
    press(page, "Draft a report")
    check_accessibility(page)
    page.get_by_label("Which period is it for?").select_option(quarter.label)
    press(page, "Draft the report")
    check_accessibility(page)
    press(page, "Add a line to the cover paper")
    check_accessibility(page)
    page.get_by_label("Where does the line stand?").select_option("change")
    page.get_by_role("textbox", name="The line").fill("More young people began in the quarter than in any before it.")
    page.get_by_label("The figure it speaks of").select_option(f"RET-02:network:{quarter.label}")
    press(page, "Save the line")
    press(page, "Freeze for signature")
    check_accessibility(page)
    press(page, "Freeze the report")
    finish_jobs()
    page.reload()
    check_accessibility(page)
    page.get_by_role("link", name=re.compile("Open the report")).click()
    check_accessibility(page)
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)

    # The director signs, the analyst publishes
    report = Report.objects.get()
    page = visit(director, report.get_absolute_url())
    press(page, "Sign")
    check_accessibility(page)
    page.get_by_label("I have read the report").check()
    press(page, "Sign the report")
    check_accessibility(page)
    page = visit(analyst, report.get_absolute_url())
    press(page, "Publish")
    press(page, "Publish the report")

    # The Board member opens one link, reads, and takes both files, which say what the page says
    page = visit(board, "/")
    page.get_by_role("link", name=re.compile("Outcome report to the Board")).first.click()
    check_accessibility(page)
    expect(page.locator("main")).to_contain_text("More young people began in the quarter")
    figure = page.locator('a[href*="RET-02%3Anetwork"]').first
    expect(figure).to_contain_text(str(STARTED))
    paper, sheets = (read(page, tmp_path, kind) for kind in ("pdf", "xlsx"))
    reader = PdfReader(io.BytesIO(paper))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(one.extract_text() for one in reader.pages)
    assert "More young people began in the quarter" in " ".join(text.split())
    flat = {
        str(row[0]): row
        for row in load_workbook(io.BytesIO(sheets))["All figures"].iter_rows(values_only=True)
        if row[0]
    }
    assert STARTED in flat[f"RET-02:network:{quarter.label}"]
    assert str(STARTED) in text
    page.locator('a[href*="RET-02%3Anetwork"]').first.click()
    expect(page.get_by_role("heading", name="People who started")).to_be_visible()
    check_accessibility(page)


def read(page: Page, folder: Path, kind: str) -> bytes:
    with page.expect_download() as downloading:
        page.locator("ul.vrn-documents li", has_text=f".{kind}").get_by_role("link").first.click()
    target = folder / f"report.{kind}"
    downloading.value.save_as(target)
    return target.read_bytes()
