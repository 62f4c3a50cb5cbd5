"""Two minutes in a corridor: seven answers on one screen of a phone, the day written by a thumb and read back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from interventions.programmes.models import ListName, Programme
from interventions.referrals.models import Referral
from tests.browser import NARROW, check_accessibility
from tests.factories import ProgrammeFactory
from tests.factories.casework import entry
from tests.factories.people import invented_participant
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.forms.days import in_words

ONE_SCREEN = 640  # pixels from the first question to under the button: a phone's screen without the browser's own bars


@pytest.fixture
def programme(transactional_db: None) -> Programme:
    entry(ListName.REFERRED_FROM, "emergency-department")
    entry(ListName.REFERRAL_ROUTE, "in-person")
    return ProgrammeFactory()


@pytest.fixture
def navigator(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY)


def test_a_referral_in_a_corridor(visit: Callable[..., Page], navigator: User, programme: Programme) -> None:
    known = invented_participant(programme)
    page = visit(navigator, "/referrals/new/", width=NARROW)
    save = page.get_by_role("button", name="Save the referral")
    first, last = page.get_by_label("First name").bounding_box(), save.bounding_box()
    assert first is not None
    assert last is not None
    assert last["y"] + last["height"] - first["y"] <= ONE_SCREEN
    check_accessibility(page)

    page.get_by_label("First name").fill(known.given_name)
    page.get_by_label("Last name").fill(known.family_name)
    page.get_by_label("Where from").select_option("emergency-department")
    page.get_by_label("How it reached us").select_option("in-person")
    today = timezone.localdate()
    page.get_by_label("Day it was received").fill("31/2")
    expect(page.get_by_text("There is no 31/2 near today")).to_be_visible()
    page.get_by_role("button", name="Yesterday").click()
    expect(page.get_by_text(in_words(today - timedelta(days=1)))).to_be_visible()
    save.click()

    expect(page.get_by_text("Is this the same person?")).to_be_visible()
    check_accessibility(page)
    page.get_by_label(known.reference).check()
    save.first.click()
    expect(page.get_by_role("link", name="Add what you know")).to_be_visible()
    assert Referral.objects.get().participant == known
