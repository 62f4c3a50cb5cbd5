"""A figure of casework in a report opens into its records, for those who may see them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.selectors import place_named
from monitoring.indicators.windows import window_named
from monitoring.reports.casework_behind import changed_since
from monitoring.reports.selectors import behind
from monitoring.reports.services import draft_report
from tests.factories.sessions import recorded_session
from tests.monitoring.reports.invented_caseload import ENOUGH, FEW, YEAR, document_for, recorded_programmes
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def programmes() -> dict[str, Programme]:
    return recorded_programmes()


def test_a_figure_opens_its_records_for_those_who_may_see_them(
    programmes: dict[str, Programme], make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    analyst = make_user(Role.ANALYST)
    window = window_named(YEAR)
    report = draft_report(start=window.start, end=window.end, label=YEAR, published_only=False, by=analyst)
    url = reverse("report_figure", args=[report.reference])
    page = client_for(analyst).get(url, {"key": f"REA-01:FEW:{YEAR}", "edition": "central_team"}).content.decode()
    assert "The records you may open. A figure may include records held by others." in page
    assert page.count("Opened 9 May 2023") == len(FEW)
    part = client_for(analyst).get(url, {"key": f"ENG-02:FEW:{YEAR}#having", "edition": "central_team"})
    assert part.content.decode().count("Opened 9 May 2023") == len(FEW)
    many = client_for(analyst).get(url, {"key": f"REF-01:network:{YEAR}"}).content.decode()
    assert "after=" in many
    reader = client_for(make_user(Role.BOARD_MEMBER))
    assert reader.get(url, {"key": f"REA-01:ENOUGH:{YEAR}"}).status_code == 404  # a draft is for who works on it


def test_who_may_not_see_records_reads_the_figure_alone(
    programmes: dict[str, Programme], make_user: Callable[..., User]
) -> None:
    window = window_named(YEAR)
    analyst, reader = make_user(Role.ANALYST), make_user(Role.BOARD_MEMBER)
    report = draft_report(start=window.start, end=window.end, label=YEAR, published_only=False, by=analyst)
    document, key = document_for(BOARD), f"REA-01:ENOUGH:{YEAR}"
    told = behind(report, document, key, reader)
    assert told is not None
    assert (told.opens_records, told.casework, told.since) == (False, None, None)
    assert told.words == f"{len(ENOUGH)} people"
    for_analyst = behind(report, document, key, analyst)
    assert for_analyst is not None
    assert len(for_analyst.references) == len(ENOUGH)


def test_a_record_that_was_written_since_the_freeze_is_told(clock: Any, programmes: dict[str, Programme]) -> None:
    indicator, place = place_named(f"REA-01:FEW:{YEAR}") or pytest.fail("this key names a figure")
    frozen_at = timezone.now()
    assert changed_since(indicator, place, frozen_at) is None
    clock.shift(timedelta(minutes=1))
    case = Case.objects.filter(programme=programmes["FEW"]).order_by("id")[0]
    recorded_session(case, date(2024, 2, 1))
    assert changed_since(indicator, place, frozen_at) == timezone.now()
    other = place_named(f"REA-01:NINE:{YEAR}") or pytest.fail("this key names a figure")
    assert changed_since(*other, frozen_at) is None
