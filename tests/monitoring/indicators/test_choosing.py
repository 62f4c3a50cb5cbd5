"""Which period a page opens on."""

from typing import Any

import pytest

from monitoring.indicators.models import WindowKind
from monitoring.indicators.selectors.choosing import _latest_begun
from monitoring.indicators.windows import FigureWindow
from monitoring.periods.windows import Quarter

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
