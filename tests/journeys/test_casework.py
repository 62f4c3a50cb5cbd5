"""Casework through a real browser: from a referral to the figures, the report and its workbook, over one quarter."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from monitoring.indicators.services import refresh_figures
from monitoring.reports.models import Report
from tests.browser import check_accessibility, finish_jobs
from tests.factories import MembershipFactory
from tests.journeys.casework_steps import (
    FIRST,
    LAST,
    NOTE,
    accept,
    arrange,
    came,
    close,
    from_the_worklist,
    in_another_programme,
    in_one_step,
    measure,
    press,
    refer,
    with_a_draft_between,
)
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

QUARTER = "2023/24 Q4"
VALUE = 4  # the column of the flat sheet
Visit = Callable[..., Page]


def at(day: int, month: int, hour: int = 10) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))


@pytest.fixture
def calendar() -> Iterator[time_machine.Traveller]:
    """The day of the story: it goes on by the second, and from chapter to chapter by days."""
    with time_machine.travel(at(12, 2)) as travelling:
        yield travelling


@pytest.fixture
def record(calendar: time_machine.Traveller, transactional_db: None) -> None:
    call_command("load_reference", stdout=io.StringIO())


@pytest.fixture
def worker(record: None, make_user: Callable[..., User]) -> User:
    """A caseworker of two programmes."""
    user = make_user(Role.CASEWORKER, programme=Programme.objects.get(code="VIP"), agency_kind=AgencyKind.VOLUNTARY)
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=Programme.objects.get(code="PHOENIX"))
    return user


@pytest.fixture
def lead(record: None, make_user: Callable[..., User]) -> User:
    return make_user(Role.PROGRAMME_LEAD, programme=Programme.objects.get(code="VIP"), agency_kind=AgencyKind.VOLUNTARY)


def test_from_a_referral_to_the_boards_report(
    visit: Visit,
    worker: User,
    lead: User,
    calendar: time_machine.Traveller,
    make_user: Callable[..., User],
    tmp_path: Path,
) -> None:
    refer(visit(None, "/"), worker)
    case = accept(visit(lead, "/"), worker)

    calendar.move_to(at(20, 2))
    page = visit(worker, case.get_absolute_url())
    check_accessibility(page)
    measure(page, case, "baseline", "2232232")
    in_one_step(page, case)

    calendar.move_to(at(27, 2))
    page = visit(worker, case.get_absolute_url())
    arrange(page, case)
    with_a_draft_between(page, case)

    calendar.move_to(at(6, 3))
    from_the_worklist(visit(worker, "/"), case)
    other = in_another_programme(visit(worker, "/"), worker)

    calendar.move_to(at(14, 3))
    measure(visit(worker, case.get_absolute_url()), case, "exit", "4344434")
    close(visit(lead, case.get_absolute_url()), case)
    take_the_list(visit(lead, "/sessions/"), tmp_path)

    calendar.move_to(at(15, 4))
    finish_jobs()
    refresh_figures()
    analyst, director = make_user(Role.ANALYST), make_user(Role.DIRECTOR)
    page = visit(analyst, "/indicators/?window=2023%2F24+Q4")
    check_accessibility(page)
    open_figures(page, case)
    report = draft_and_freeze(page)
    read_the_report(page, report, tmp_path)
    publish(visit, report, analyst, director)

    came_later(visit(worker, "/"), other)
    refresh_figures()
    compare(visit(analyst, report.get_absolute_url()), report)


def take_the_list(page: Page, folder: Path) -> None:
    """Minutes of nought stay a number in the Excel file, and no minutes stay empty; nobody is named in it."""
    check_accessibility(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("Download as Excel")).click()
    target = folder / "sessions.xlsx"
    downloading.value.save_as(target)
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    head = next(row for row in rows if "Minutes" in row)
    place = head.index("Minutes")
    assert sorted((row[place] for row in rows[rows.index(head) + 1 :]), key=str) == [0, 45, None]
    assert LAST not in str(rows)


def open_figures(page: Page, case: Case) -> None:
    """A figure has moved, and opens into a record that names nobody."""
    page.goto("/indicators/ENG-01/?window=2023%2F24+Q4&programme=VIP")
    check_accessibility(page)
    expect(page.locator(".vrn-figure__value").first).to_have_text("3")
    page.goto("/indicators/REA-01/?window=2023%2F24+Q4")
    expect(page.locator(".vrn-figure__value").first).to_have_text("2")
    check_accessibility(page)
    page.get_by_role("rowheader").get_by_role("link", name=case.reference).click()
    expect(page.get_by_role("heading", name=f"Case {case.reference}", level=1)).to_be_visible()
    check_accessibility(page)
    seen = page.content()
    assert FIRST not in seen
    assert LAST not in seen
    assert NOTE not in seen


def draft_and_freeze(page: Page) -> Report:
    page.goto("/reports/draft/")
    page.get_by_label("Which period is it for?").select_option(QUARTER)
    press(page, "Draft the report")
    check_accessibility(page)
    press(page, "Freeze for signature")
    press(page, "Freeze the report")
    finish_jobs()
    report = Report.objects.get()
    page.goto(report.get_absolute_url())
    check_accessibility(page)
    return report


def read_the_report(page: Page, report: Report, folder: Path) -> None:
    """The team's edition has every number, a nought too, in all three forms; the Board's gives away no person."""
    page.goto(f"{report.get_absolute_url()}?edition=central_team")
    check_accessibility(page)
    assert LAST not in page.content()
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(taken(page, folder, "pdf"))).pages)
    assert "Casework recorded in the service" in " ".join(text.split())
    rows = load_workbook(io.BytesIO(taken(page, folder, "xlsx")))["All figures"].iter_rows(values_only=True)
    told = {str(row[0]): row for row in rows if row[0]}
    offered, attended = (f"{code}:{{}}:{QUARTER}{ending}" for code, ending in (("ENG-01", ""), ("ENG-02", "#having")))
    value = {key: told[key][VALUE] for key in told}
    assert [value[offered.format(code)] for code in ("VIP", "PHOENIX")] == [3, 1]
    assert [value[attended.format(code)] for code in ("VIP", "PHOENIX")] == [2, 0]
    page.goto(f"{report.get_absolute_url()}figures/?key={quote(offered.format('VIP'))}&edition=central_team")
    expect(page.get_by_role("heading", name="Sessions offered in casework")).to_be_visible()
    check_accessibility(page)

    page.goto(f"{report.get_absolute_url()}?edition=board")
    rows = load_workbook(io.BytesIO(taken(page, folder, "xlsx")))["All figures"].iter_rows(values_only=True)
    board = {str(row[0]): row for row in rows if row[0]}
    assert board[f"REA-01:network:{QUARTER}"][VALUE] is None
    assert "fewer than 5" in board[f"REA-01:network:{QUARTER}"]


def taken(page: Page, folder: Path, kind: str) -> bytes:
    with page.expect_download() as downloading:
        page.locator("ul.vrn-documents li", has_text=f".{kind}").get_by_role("link").first.click()
    target = folder / f"report.{kind}"
    downloading.value.save_as(target)
    return target.read_bytes()


def publish(visit: Visit, report: Report, analyst: User, director: User) -> None:
    page = visit(director, report.get_absolute_url())
    press(page, "Sign")
    page.get_by_label("I have read the report").check()
    press(page, "Sign the report")
    page = visit(analyst, report.get_absolute_url())
    press(page, "Publish")
    press(page, "Publish the report")
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()


def came_later(page: Page, case: Case) -> None:
    """An attendance of the quarter turns out to be wrong after the report was published."""
    session = case.sessions.get(attendance="did_not_attend")
    page.goto(f"{session.get_absolute_url()}attendance/")
    came(page, "Attended", "20")
    press(page, "Save")
    page.wait_for_url(f"**{session.get_absolute_url()}")


def compare(page: Page, report: Report) -> None:
    """The page of the restatement tells which figures moved, without a name."""
    press(page, "Make a restatement")
    check_accessibility(page)
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("link", name="See which figures moved, and why").click()
    expect(page.get_by_role("heading", name=f"What moved since {report.reference}")).to_be_visible()
    check_accessibility(page)
    moved = page.get_by_role("row", name=re.compile("Attendance at sessions"))
    expect(moved.first).to_be_visible()
    assert LAST not in page.content()
