"""From the list of indicators to one figure, its numbers and its records, and figures worked out again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from interventions.programmes.models import Programme
from monitoring.indicators.deciding import decide_figures
from monitoring.indicators.services import refresh_figures
from tests.browser import check_accessibility, finish_jobs
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.indicators.facts import WHOLE, Fact, make_world
from vrn_cases.access.roles import Role


@pytest.fixture
def large(transactional_db: Any) -> Programme:
    """12 people started in this programme in each of two quarters, 3 in another."""
    programmes = [ProgrammeFactory(name="The large programme"), ProgrammeFactory(name="The small programme")]
    world = make_world(programmes, OrganisationFactory.create_batch(2))
    for quarter in (0, 1):
        for place, count in enumerate((12, 3)):
            world.write(Fact(place, place, 2023, quarter, True, False, {("people_started", WHOLE): count}))
    refresh_figures()
    return programmes[0]


def test_a_lead_opens_a_figure(large: Programme, visit: Callable[..., Page], make_user: Any) -> None:
    lead = make_user(Role.PROGRAMME_LEAD, programme=large)
    decide_figures()
    page = visit(lead, "/")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Indicators").click()
    check_accessibility(page)
    page.get_by_label("Period").select_option("2023/24 Q2")
    page.get_by_label("Programme", exact=True).select_option("The large programme")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="People who started", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People who started")
    expect(page.locator(".vrn-figure__value")).to_have_text("12")
    page.get_by_text("Quarter by quarter: the numbers").click()
    check_accessibility(page)
    expect(page.get_by_role("row", name="The small programme")).to_contain_text("Fewer than 5")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Excel").click()
    assert download.value.suggested_filename.startswith("ret-02-")


def test_an_analyst_has_figures_worked_out_again(large: Programme, visit: Callable[..., Page], make_user: Any) -> None:
    page = visit(make_user(Role.ANALYST), "/indicators/")
    page.get_by_role("button", name="Work figures out again").click()
    check_accessibility(page)
    page.get_by_role("button", name="Work figures out again").click()
    expect(page.get_by_role("heading", name="Waiting to start")).to_be_visible()
    finish_jobs()
    page.get_by_role("link", name="See the figures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indicators")
