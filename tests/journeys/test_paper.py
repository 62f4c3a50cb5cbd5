"""What a browser prints of a register: every sheet says what it is, until when, and which of how many."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pypdf import PdfReader

from interventions.sessions.models import GroupSession
from interventions.sessions.services import arrange_group
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from tests.factories.sessions import session_kind
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

PEOPLE, MORE_THAN_A_SHEET = 16, 11


@pytest.fixture
def group(db: None) -> GroupSession:
    programme = ProgrammeFactory()
    cases = [opened_case(programme) for _ in range(PEOPLE)]
    told = {"title": "Invented group", "kind": session_kind(), "worker": None, "minutes": 90, "by": "test"}
    return arrange_group(programme=programme, held_on=timezone.localdate(), cases=cases, **told)


def test_no_sheet_of_a_register_is_empty_however_full_the_last_one_is(
    visit: Callable[..., Page], make_user: Callable[..., User], group: GroupSession
) -> None:
    worker = make_user(Role.CASEWORKER, programme=group.programme, agency_kind=AgencyKind.VOLUNTARY)
    page = visit(worker, reverse("group_register", args=[group.reference]))
    for _ in range(MORE_THAN_A_SHEET):
        sheets = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
        for number, sheet in enumerate(sheets, start=1):
            words = " ".join(sheet.extract_text().split())
            assert f"Register of group session {group.reference}" in words
            assert "Destroy it by" in words
            assert f"Page {number} of {len(sheets)}" in words
        page.locator("[data-register-row]").last.evaluate("row => row.remove()")
