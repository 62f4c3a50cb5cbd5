"""The grant of 2020/21: its lines, its difference and its share, and who sees them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.budgets.selectors import Money, money_in, share_of
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]


@pytest.fixture
def money() -> Money:
    (money,) = money_in("2020/21")
    return money


@pytest.fixture
def analyst(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    return client_for(make_user(Role.ANALYST))


def test_itemised_spend_leaves_a_difference_unexplained(money: Money) -> None:
    """Worked example E1."""
    pence = [line.amount for line in money.lines]
    assert pence == [36_400_000, 36_860_100, 4_800_000, 1_500_000, 2_500_000, 4_000_000]
    assert (money.itemised, money.grant, money.not_itemised) == (86_060_100, 88_000_000, 1_939_900)


def test_the_intervention_share_against_the_least(money: Money) -> None:
    """Worked example E2."""
    assert share_of(money.interventions, money.grant, Decimal("0.01")) == Decimal("41.36")
    assert share_of(money.interventions, money.itemised, Decimal("0.01")) == Decimal("42.30")
    assert (money.interventions_of_grant, money.interventions_of_itemised) == (Decimal("41.4"), Decimal("42.3"))
    assert (money.floor, money.floor_met) == (17_600_000, True)


def test_both_pages_show_them(money: Money, analyst: Client) -> None:
    shown = _text(analyst.get(money.agreement.get_absolute_url()))
    for said in ("£880,000", "£860,601", "£19,399 not itemised", "41.4%", "42.3%", "£176,000", "£368,601"):
        assert said in shown, said
    listed = _text(analyst.get(reverse("budgets")))
    assert "£19,399 not itemised" in listed


def test_a_year_without_a_grant_has_no_money() -> None:
    assert money_in("2023/24") == []


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.BOARD_MEMBER, Role.DELIVERY_PARTNER])
def test_who_lacks_the_verb_sees_none(
    role: Role, money: Money, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    client = client_for(make_user(role))
    assert client.get(reverse("budgets")).status_code == 403
    assert client.get(money.agreement.get_absolute_url()).status_code == 403


def test_a_bad_reference_and_another_method(money: Money, analyst: Client) -> None:
    assert analyst.get(reverse("budget", args=["GZZZZZZZ"])).status_code == 404
    assert analyst.post(money.agreement.get_absolute_url()).status_code == 405
    assert analyst.post(reverse("budgets")).status_code == 405


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())
