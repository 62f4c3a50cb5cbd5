"""Drawn figures are kept in the process, and never shown when anything that they are made of has moved."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from interventions.programmes.models import ListEntry, ListName, Programme
from monitoring.indicators import drawn
from monitoring.indicators.models import Cell, RollUp, RollUpKind
from tests.monitoring.indicators.conftest import Network, started
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
ONE = "/indicators/RET-02/?window=2023/24 Q1"


@pytest.fixture
def analyst(make_user: Any, client: Client) -> Client:
    client.force_login(make_user(Role.ANALYST))
    return client


def kept() -> int:
    return drawn._kept.cache_info().hits


def test_a_second_look_draws_nothing(reported: Network, analyst: Client, text: Any) -> None:
    first = text(analyst, ONE)
    before = kept()
    assert text(analyst, ONE) == first
    assert kept() == before + 1


def test_a_refresh_is_seen_at_once(reported: Network, analyst: Client, text: Any) -> None:
    assert "15 people" in text(analyst, ONE)
    reported.report(reported.silent, 1, started(31, younger=10))
    assert "46 people" in text(analyst, ONE)


def test_a_new_name_is_seen_without_a_working_out(reported: Network, analyst: Client, text: Any) -> None:
    text(analyst, ONE)
    Programme.objects.filter(pk=reported.large.pk).update(name="Renamed since")
    entry = ListEntry.objects.filter(list=ListName.AGE_BAND).first()
    assert entry
    ListEntry.objects.filter(pk=entry.pk).update(label="Worded anew")
    page = text(analyst, ONE)
    assert "Renamed since" in page
    assert "Worded anew" in page


def test_while_everything_is_worked_out_again_nothing_is_kept(reported: Network, analyst: Client, text: Any) -> None:
    text(analyst, ONE)
    RollUp.objects.create(kind=RollUpKind.FULL, engine="2", started_at=timezone.now())
    cell = Cell.objects.get(window_kind="quarter", quarter=2023 * 4, scope_kind="network", breakdown="")
    cell.figures["RET-02"]["sum"] = 77
    cell.save()
    assert "77 people" in text(analyst, ONE)


def test_exact_figures_are_kept_from_who_may_not_see_them(
    reported: Network, analyst: Client, text: Any, make_user: Any
) -> None:
    assert "3 people" in text(analyst, ONE)
    other = Client()
    other.force_login(make_user(Role.EVALUATOR))
    assert "3 people" not in text(other, ONE)


def test_two_addresses_are_two_pages(reported: Network, analyst: Client, text: Any) -> None:
    assert text(analyst, ONE) != text(analyst, f"{ONE}&programme={reported.small.code}")
