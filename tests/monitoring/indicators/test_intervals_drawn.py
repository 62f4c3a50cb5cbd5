"""The 95% interval in the pictures of an indicator's page: where its words tell it, and nowhere else."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from monitoring.indicators.controlled import UNREPORTED, Seen
from monitoring.indicators.deciding import decide_figures
from monitoring.indicators.pictures import course_picture
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors.bars import with_bars
from monitoring.indicators.selectors.seeing import Bar, Line
from monitoring.indicators.wording import figure_words, number_words, printed_interval
from tests.monitoring.indicators.conftest import Network
from tests.monitoring.indicators.facts import WHOLE
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db  # pictures are kept in the shared cache
SVG = "{http://www.w3.org/2000/svg}"
SHARE, COUNT, CHANGE = INDICATORS["RET-04"], INDICATORS["RET-02"], INDICATORS["OUT-04"]
WHISKER = 'stroke="#0b0c0c" stroke-width="1.5"'
HIDDEN = Seen(None, "hidden to protect others")


def scores(*pairs: tuple[int, int]) -> dict[str, int]:
    """The parts of a change, from scores in whole points."""
    told = [(100 * first, 100 * later) for first, later in pairs]
    return {
        "eligible": len(told) + 7,
        "with_first": len(told) + 4,
        "paired": len(told),
        "first": sum(first for first, _ in told),
        "first_squares": sum(first**2 for first, _ in told),
        "later": sum(later for _, later in told),
        "later_squares": sum(later**2 for _, later in told),
        "change_squares": sum((later - first) ** 2 for first, later in told),
    }


FELL = scores(*[(18, 14), (20, 15), (16, 15), (22, 15), (19, 17)] * 2)
FELL_LESS = scores(*[(18, 17), (20, 18), (16, 16), (22, 20), (19, 19)] * 2)


def line(indicator: Any, seen: Seen | Mapping[str, int], label: str = "2023/24") -> Line:
    told = seen if isinstance(seen, Seen) else Seen(seen)
    if told.parts is None:
        return Line(label, told, told.words, told.words, "")
    return Line(label, told, number_words(indicator, told.parts), figure_words(indicator, told.parts), "")


def whiskers(picture: str) -> int:
    root = ET.fromstring(picture)  # noqa: S314 - XML of our own making
    return sum(item.get("stroke-width") == "1.5" for item in root.iter(f"{SVG}line"))


def test_the_interval_of_each_share_that_is_shown_is_drawn_and_told() -> None:
    shown = line(SHARE, {"having": 12, "of": 15, "rows": 1})
    course = [shown, line(SHARE, HIDDEN), line(SHARE, UNREPORTED), shown]
    picture = course_picture(SHARE, "The network", course, "a")
    assert whiskers(picture) == 2
    assert "95% interval 55% to 93%" in picture
    assert "The thin line at each figure is its 95% interval." in picture


def test_a_count_has_no_interval() -> None:
    picture = course_picture(COUNT, "The network", [line(COUNT, {"sum": 12, "rows": 1})] * 2, "a")
    assert whiskers(picture) == 0
    assert "95% interval" not in picture


def test_the_interval_of_a_change_is_drawn_as_it_is_printed() -> None:
    interval = printed_interval(CHANGE, FELL)
    assert interval
    assert f"95% interval {str(interval.low).replace('-', '−')} to" in figure_words(CHANGE, FELL)
    assert whiskers(course_picture(CHANGE, "The network", [line(CHANGE, FELL), line(CHANGE, FELL_LESS)], "a")) == 2


def test_below_ten_pairs_there_is_no_interval() -> None:
    assert printed_interval(CHANGE, scores(*[(18, 14)] * 9)) is None


def test_bars_of_falling_scores_go_from_nought_to_the_left_each_as_long_as_its_change() -> None:
    """Both were as long as the axis, whatever had changed."""
    more, less = (made.bar for made in with_bars(CHANGE, [line(CHANGE, FELL), line(CHANGE, FELL_LESS)]))
    assert more
    assert less
    assert more.zero == less.zero == more.start + more.length == less.start + less.length
    assert more.length > 3 * less.length > 0
    assert more.interval
    assert more.interval[0] == 0 < more.start < more.interval[1]


def test_the_axis_of_shares_is_the_whole() -> None:
    (made,) = with_bars(SHARE, [line(SHARE, {"having": 12, "of": 15, "rows": 1})])
    assert made.bar == Bar(0, 0, 80, (55, 93))


def test_what_is_not_shown_has_no_bar_and_no_interval() -> None:
    hidden, unreported, _ = with_bars(
        SHARE, [line(SHARE, HIDDEN), line(SHARE, UNREPORTED), line(SHARE, {"having": 1, "of": 2, "rows": 1})]
    )
    assert hidden.bar is None
    assert unreported.bar is None


def test_a_reader_after_the_door_sees_no_interval_of_what_is_hidden(
    network: Network, make_user: Any, client_for: Any
) -> None:
    network.report(network.large, 1, {("planned_endings", WHOLE): 12, ("people_ended", WHOLE): 15})
    path = "/indicators/RET-04/?window=2023/24+Q1"

    def pages(role: Role, **more: Any) -> str:
        client: Client = client_for(make_user(role, **more))
        decide_figures()
        return client.get(path).content.decode()

    assert WHISKER in pages(Role.ANALYST)
    after_the_door = pages(Role.EVALUATOR, programme=network.small)
    assert "12 of 15" not in after_the_door
    assert WHISKER not in after_the_door
    assert "95% interval 5" not in after_the_door
