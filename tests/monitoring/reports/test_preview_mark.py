"""A draft's page is kept under a mark that moves with every table it is read from: one that is forgotten fails here."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.indicators.windows import window_named
from monitoring.reports import preview as previewing
from monitoring.reports.models import CoverPart, Report
from monitoring.reports.services import add_cover_line, draft_report
from monitoring.returns.services import put_standard_templates
from tests.factories import ProgrammeFactory
from tests.monitoring.reports.few_returns import WINDOW, returned
from vrn_cases.audit.services import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
EDITIONS = ("central_team", "board", "public")
# what a document is read from and its mark does not name, and why it cannot change by itself
MOVES_WITH_ANOTHER = {
    "monitoring_cell": "figures move with their roll-up, which the mark names",
    "monitoring_returnline": "a template is frozen from its first day",
    "monitoring_returnanswer": "the answers of an accepted version are frozen with it",
    "monitoring_theorynode": "a card belongs to its version of a theory and is never changed",
    "monitoring_theorylink": "a link belongs to its version of a theory and is never changed",
    "vrn_cases_question": "a set of questions is frozen with its template",
}


@pytest.fixture
def reports(shipped_data: None) -> list[Report]:
    """One on counted work, and one on a year of the published record and of a grant, each with a line on its cover."""
    put_standard_templates(by=SYSTEM)
    returned(ProgrammeFactory(code="LARGE"), "2023/24 Q1", 0)
    return [_draft(WINDOW, published_only=False), _draft(window_named("2020/21"), published_only=True)]


def _draft(window: Any, *, published_only: bool) -> Report:
    report = draft_report(
        start=window.start, end=window.end, label=window.label, published_only=published_only, by=SYSTEM
    )
    add_cover_line(report=report, part=CoverPart.ACTION, text="A line.", by=SYSTEM)
    return Report.objects.get(pk=report.pk)


def tables_read(work: Callable[[], Any]) -> set[str]:
    with CaptureQueriesContext(connection) as asked:
        work()
    return {table for one in asked for table in TABLE.findall(one["sql"])}


def worked_out(report: Report, profile: str) -> None:
    """Everything of a preview but the taking of its mark."""
    previewing._worked_out(previewing._Wanted(report.reference, profile, date(2024, 5, 1), report))


def test_the_mark_names_every_table_that_a_draft_is_read_from(reports: list[Report]) -> None:
    read = tables_read(lambda: [worked_out(report, edition) for report in reports for edition in EDITIONS])
    marked = tables_read(lambda: [previewing._made_of(report) for report in reports])
    assert read - marked == set(MOVES_WITH_ANOTHER)
    assert marked - read == set()
