"""The printed figures that the product ships, as checks of one another."""

from decimal import Decimal

import pytest

from monitoring.measures.models import Observation, Series, SuccessMeasure
from monitoring.measures.selectors import (
    series_page,
    success_results,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]


def shares(*levels: str) -> dict[str, Decimal]:
    return by_area("serious_violence_share_of_area", levels)


def by_area(series: str, levels: tuple[str, ...]) -> dict[str, Decimal]:
    rows = Observation.objects.filter(series__code=series, area__level__in=levels).select_related("area")
    return {row.area.code: Decimal(row.value) / 100 for row in rows}


def test_shares_add_up_level_by_level() -> None:
    """Worked example E5."""
    districts, upper = shares("district"), shares("upper_tier")
    assert len(districts) == 7
    assert sum(districts.values()) == upper["LEICESTERSHIRE"] == Decimal("41.3")
    assert sum(upper.values()) == shares("partnership")["LLR"] == 100


def test_rates_weighted_by_people_give_the_rate_above() -> None:
    """Worked example E7: people are in proportion to share / rate."""

    def weighted(level: str) -> Decimal:
        parts, rates = shares(level), by_area("serious_violence_rate", (level,))
        return sum(parts.values()) / sum(part / rates[area] for area, part in parts.items())

    assert weighted("district").quantize(Decimal("0.001")) == Decimal("3.431")
    assert weighted("upper_tier").quantize(Decimal("0.001")) == Decimal("5.345")


def test_a_rate_over_eighteen_months_is_never_called_yearly() -> None:
    series = Series.objects.get(code="serious_violence_rate")
    whole = next(value for value in series_page(series).values if value.row.area_as_printed == "LLR")
    assert (whole.value, whole.months, whole.a_year) == ("5.34", 18, "3.56")


def test_a_value_that_was_not_printed_stays_empty() -> None:
    series = Series.objects.get(code="serious_violence_offences")
    values = {value.row.label: value for value in series_page(series).values}
    assert (values["2020/21"].value, values["2020/21"].before) == ("3,529", "about 4,132")
    assert (values["2019/20"].value, values["2019/20"].change) == ("", "up 1.2%")


def test_no_line_is_drawn_from_one_value() -> None:
    assert [series.code for series in Series.objects.all() if series_page(series).lines] == []


def test_a_rise_in_homicides_is_not_the_way_that_is_wanted() -> None:
    results = {(result.row.series.code, result.row.age_scope): result for result in success_results()}
    assert len(results) == SuccessMeasure.objects.count() == 6
    homicides = results["homicides", "all ages"]
    assert (homicides.change, homicides.better) == ("up 30.0%", False)
    assert results["homicides", "victims under 25 involving knives"].change == "down 100.0%"
    assert all(result.better for result in results.values() if result is not homicides)
