"""Printed figures as checks of one another, and the arithmetic that pages call ours."""

from datetime import date
from decimal import Decimal

import pytest

from monitoring.measures.models import Observation
from monitoring.measures.rules import a_year, comparable_with, value_before
from monitoring.measures.selectors import (
    change_in_words,
    decimals_of,
    number_in_words,
    people_in_words,
    series_page,
)
from monitoring.measures.services import put_observation, put_series
from monitoring.periods.windows import Window
from tests.factories import SourceFactory

EIGHTEEN_MONTHS = Window(date(2020, 4, 1), date(2021, 10, 1), "April 2020 to September 2021")
YEAR = Window(date(2020, 4, 1), date(2021, 4, 1), "2020/21")


def test_the_period_before_follows_from_a_value_and_its_change() -> None:
    """Worked example E3: 3,529 at -14.6% was 4,132 (4,132.3), which falls by 14.6% again."""
    before = value_before(3_529_00, -14_60)
    assert before == Decimal("4132.3")
    assert ((Decimal(3_529) / 4_132 - 1) * 100).quantize(Decimal("0.1")) == Decimal("-14.6")


@pytest.mark.parametrize(("value", "change"), [(None, -14_60), (3_529_00, None), (0, -100_00)])
def test_nothing_is_said_of_before_where_it_does_not_follow(value: int | None, change: int | None) -> None:
    assert value_before(value, change) is None


def test_a_rate_over_eighteen_months_is_told_for_a_year_and_a_yearly_one_is_not() -> None:
    """Worked example E17: 5.34 over 18 months is 3.56 a year."""
    assert a_year(5_34, EIGHTEEN_MONTHS) == Decimal("3.56")
    assert a_year(5_34, YEAR) is None
    assert a_year(None, EIGHTEEN_MONTHS) is None
    assert a_year(5_34, Window(None, date(2021, 10, 1), "not stated")) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [(-6_30, "down 6.3%"), (30_00, "up 30.0%"), (-100_00, "down 100.0%"), (0, "no change"), (1_25, "up 1.25%")],
)
def test_a_change_is_a_direction_and_a_size(change: int, words: str) -> None:
    assert change_in_words(change) == words


def test_a_column_is_written_with_the_same_decimals() -> None:
    assert decimals_of([56_70, 100_00, 2_00]) == 1
    assert decimals_of([9_47, 5_34]) == 2
    assert decimals_of([3_529_00]) == 0
    assert number_in_words(100_00, "percent", 1) == "100.0%"
    assert number_in_words(3_529_00, "offences") == "3,529"


@pytest.mark.django_db
def test_a_line_joins_only_what_may_be_compared() -> None:
    source = SourceFactory()
    series = put_series(
        code="x", definition_version=1, name="Offences", authority="police", definition="", good_direction="down",
        unit="offences", source=source, by="test",
    )  # fmt: skip

    def put(year: int, value: int, months: int = 12, **more: str) -> Observation:
        end = date(year + 1, 4, 1) if months == 12 else date(year, 4 + months, 1)
        return put_observation(
            series=series, start=date(year, 4, 1), end=end, area_as_printed=more.pop("area", "LLR"), source=source,
            label=f"{year}/{year % 100 + 1}", area=None, value=value, by="test", **more,
        )  # fmt: skip

    put(2020, 100_00)
    put(2019, 120_00)
    put(2021, 30_00, months=3)
    put(2021, 50_00, area="Rutland")
    put(2022, 10_00, age_scope="under 25", role="victim")
    (line,) = series_page(series).lines
    assert [(mark.label, mark.value) for mark in line.marks] == [("2019/20", 120), ("2020/21", 100)]
    assert line.title == "Offences, all ages, LLR: 120 in 2019/20, 100 in 2020/21"


def test_people_are_named_with_their_part_in_the_offence() -> None:
    row = Observation(age_scope="under 25", role="victim", offence="involving knives")
    assert people_in_words(row) == "victims under 25 involving knives"
    assert people_in_words(Observation()) == "all ages"


def test_length_of_period_is_part_of_what_may_be_compared() -> None:
    year = Observation(start=YEAR.start, end=YEAR.end)
    longer = Observation(start=EIGHTEEN_MONTHS.start, end=EIGHTEEN_MONTHS.end)
    assert comparable_with(year) != comparable_with(longer)
    assert comparable_with(year) == comparable_with(Observation(start=date(2021, 4, 1), end=date(2022, 4, 1)))
