"""A press counts however slow the hand: nothing that comes meanwhile takes the link or the button from under it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from interventions.cases.models import Case
from tests.browser import NARROW
from tests.factories import ProgrammeFactory, UserFactory
from tests.factories.casework import opened_case
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role


@pytest.fixture
def administrator(make_user: Callable[..., User], transactional_db: None) -> User:
    for number in range(3):
        UserFactory(name=f"Invented Zebulon {number}")
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def worker_and_case(make_user: Callable[..., User], transactional_db: None) -> tuple[User, Case]:
    programme = ProgrammeFactory()
    worker = make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY)
    return worker, opened_case(programme, worker=worker)


def press_slowly(page: Page, on: Locator, while_down: Callable[[], None]) -> None:
    """Press on its first line (between two lines of a link is none), let something happen, and let go there."""
    on.scroll_into_view_if_needed()
    x, y = on.evaluate("one => { const r = one.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] }")
    page.mouse.move(x, y)
    page.mouse.down()
    while_down()
    page.mouse.up()


def held_back(page: Page, address: str) -> Callable[[], None]:
    """Answers of this address wait until what is returned is called."""
    waiting: list[Route] = []
    free: list[bool] = []

    def hold(route: Route) -> None:
        if free:
            route.continue_()
        else:
            waiting.append(route)

    def let_go() -> None:
        free.append(True)
        for route in waiting:
            route.continue_()

    page.route(address, hold)
    return let_go


def test_the_link_of_a_row_works_though_the_list_is_fetched_anew(
    visit: Callable[..., Page], administrator: User
) -> None:
    page = visit(administrator, "/people/")
    link = page.get_by_role("link", name="Invented Zebulon 1")
    let_go = held_back(page, "**/lists/words/**")
    page.get_by_label("Name or email address").press_sequentially("zebulon")
    page.wait_for_timeout(600)

    def answer() -> None:
        let_go()
        page.wait_for_timeout(500)

    press_slowly(page, link, answer)
    page.wait_for_url(re.compile(r"/people/U"))


def test_leaving_the_box_of_a_search_searches_no_second_time(visit: Callable[..., Page], administrator: User) -> None:
    page = visit(administrator, "/people/")
    box = page.get_by_label("Name or email address")
    box.press_sequentially("zebulon")
    expect(page.get_by_text("3 results", exact=True).first).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.resource_type} {request.url}"))
    box.blur()
    page.wait_for_timeout(500)
    assert [one for one in asked if "/icons/" not in one] == []  # the browser's own, whenever the address has changed


def test_the_focus_stays_on_the_link_that_the_new_results_have_too(
    visit: Callable[..., Page], administrator: User
) -> None:
    page = visit(administrator, "/people/")
    let_go = held_back(page, "**/people/?*")
    page.get_by_label("Role", exact=True).select_option(label="Administrator")
    page.wait_for_timeout(200)
    head = page.get_by_role("columnheader", name="Name").get_by_role("link")
    head.focus()
    let_go()
    expect(page.get_by_text("1 result", exact=True).first).to_be_visible()
    expect(head).to_be_focused()


def test_on_a_narrow_page_applying_the_filter_goes_on_to_the_results(
    visit: Callable[..., Page], administrator: User
) -> None:
    page = visit(administrator, "/people/", width=NARROW)
    page.get_by_role("button", name="Show filter").press("Enter")
    page.get_by_label("Name or email address").fill("zebulon")
    page.get_by_role("button", name="Apply filters").press("Enter")
    expect(page.get_by_role("region", name="Results")).to_be_focused()
    expect(page.get_by_role("button", name="Apply filters")).to_be_hidden()
    expect(page.get_by_text("3 results", exact=True).first).to_be_in_viewport()


def test_hiding_names_keeps_the_filter_that_was_chosen_since(
    visit: Callable[..., Page], worker_and_case: tuple[User, Case]
) -> None:
    page = visit(worker_and_case[0], "/cases/")
    page.get_by_label("Status").select_option(label="Closed")
    expect(page.get_by_text("0 results", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Hide names").click()
    expect(page.get_by_role("button", name="Show names")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/cases/\?status=closed$"))


def test_what_could_not_be_kept_is_said_where_it_covers_no_button(
    visit: Callable[..., Page], worker_and_case: tuple[User, Case]
) -> None:
    worker, case = worker_and_case
    page = visit(worker, f"{case.get_absolute_url()}notes/add/", width=NARROW)
    page.route("**/begun/keep/", lambda route: route.abort())
    page.get_by_label("What happened").press_sequentially("Words.")
    save = page.get_by_role("button", name="Save the note")
    press_slowly(page, save, lambda: expect(page.get_by_role("alert")).to_contain_text("Not saved yet"))
    page.wait_for_url(f"**{case.get_absolute_url()}")
    expect(page.get_by_text("Words.")).to_be_visible()
