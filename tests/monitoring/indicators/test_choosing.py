"""Which period a page opens on, and which it tells."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from monitoring.indicators.models import WindowKind
from monitoring.indicators.selectors.choosing import _latest_begun
from monitoring.indicators.windows import FigureWindow, window_so_far
from monitoring.periods.windows import Quarter
from tests.monitoring.indicators.conftest import Network
from tests.monitoring.indicators.facts import WHOLE
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.usefixtures("clock")  # 15 April 2024
NOW = Quarter.parse("2024/25 Q1").number


def quarter(number: int) -> FigureWindow:
    return FigureWindow(WindowKind.QUARTER, number)


def year(number: int) -> FigureWindow:
    return FigureWindow(WindowKind.YEAR, number)


@pytest.mark.parametrize(
    ("windows", "opens_on"),
    [
        ((quarter(NOW + 5), quarter(NOW), quarter(NOW - 1)), quarter(NOW)),
        ((year(NOW + 7), quarter(NOW + 1), year(NOW + 3), quarter(NOW)), year(NOW + 3)),
        ((quarter(NOW - 1), year(NOW - 1)), quarter(NOW - 1)),
        ((quarter(NOW + 2),), quarter(NOW + 2)),
        ((), None),
    ],
)
def test_a_session_arranged_for_later_does_not_open_the_room_on_its_period(windows: Any, opens_on: Any) -> None:
    assert _latest_begun(windows) == opens_on


@pytest.mark.parametrize(
    ("over_quarters", "asked", "told"),
    [
        ("latest", year(NOW + 3), FigureWindow(WindowKind.YEAR_TO_DATE, NOW)),
        ("latest", year(NOW - 1), year(NOW - 1)),
        ("latest", year(NOW + 7), year(NOW + 7)),
        ("latest", quarter(NOW), FigureWindow(WindowKind.YEAR_TO_DATE, NOW)),
        ("added", year(NOW + 3), year(NOW + 3)),
    ],
)
def test_what_is_told_at_the_end_is_told_up_to_today_of_a_year_not_over(
    over_quarters: str, asked: FigureWindow, told: FigureWindow
) -> None:
    assert window_so_far(over_quarters, asked, timezone.localdate()) == told


def test_the_pages_tell_a_year_that_is_not_over_up_to_today(
    clock: Any, network: Network, make_user: Any, client_for: Any, text: Any
) -> None:
    clock.move_to(datetime(2023, 8, 1, 9, 30, tzinfo=UTC))
    network.report(network.large, 2, {("people_supported_in_year", WHOLE): 31})
    analyst: Client = client_for(make_user(Role.ANALYST))
    assert "31 people, from 1 accepted return (2023/24 to Q2)" in text(analyst, "/indicators/?window=2023/24")
    assert "The whole network, 2023/24 to Q2 31 31 people" in text(analyst, "/indicators/RET-12/?window=2023/24")
