"""How a figure is said: the one wording of all three outputs."""

from datetime import date
from decimal import Decimal

import pytest

from monitoring.reports.figures import (
    Figure,
    Qualifier,
    day,
    hidden,
    money,
    no_target,
    not_applicable,
    not_reported,
    number,
    percent,
    words,
)
from monitoring.reports.table_sheets import number_format
from monitoring.reports.wording import in_words, with_unit


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (number(400, qualifier=Qualifier.ALMOST), "almost 400"),
        (number(1600, qualifier=Qualifier.OVER), "over 1,600"),
        (number(4893, qualifier=Qualifier.POTENTIAL), "4,893 (potential reach)"),
        (number(1458), "1,458"),
        (number(0), "0"),
        (number(-12), "−12"),
        (number(Decimal("9.47")), "9.47"),
        (number(Decimal("9.40")), "9.40"),
        (number(Decimal("2.5"), places=0), "3"),
        (percent(-630, signed=True), "−6.3%"),
        (percent(3000, signed=True), "+30.0%"),
        (percent(-10000, signed=True), "−100.0%"),
        (percent(0, signed=True), "0.0%"),
        (percent(-3), "0.0%"),
        (percent(4136), "41.4%"),
        (percent(4135), "41.4%"),
        (percent(4136, places=2), "41.36%"),
        (percent(2000, places=0), "20%"),
        (money(88000000), "£880,000"),
        (money(1939950), "£19,399.50"),
        (money(-150), "−£1.50"),
        (day(date(2026, 11, 5)), "5 November 2026"),
        (words("Turning Point"), "Turning Point"),
        (hidden("fewer than 5"), "fewer than 5"),
        (hidden("hidden to protect others"), "hidden to protect others"),
        (not_reported(), "Not reported"),
        (not_applicable(), "n/a"),
        (no_target(), "no target set"),
    ],
)
def test_words(figure: Figure, expected: str) -> None:
    assert in_words(figure) == expected


def test_the_unit_stands_before_what_the_qualifier_adds_after() -> None:
    assert with_unit(number(400, qualifier=Qualifier.ALMOST, unit="young people")) == "almost 400 young people"
    assert with_unit(number(4893, qualifier=Qualifier.POTENTIAL, unit="students")) == "4,893 students (potential reach)"
    assert with_unit(hidden("fewer than 5", unit="students")) == "fewer than 5"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (number(1458), '#,##0;"−"#,##0;#,##0'),
        (number(Decimal("9.47")), '#,##0.00;"−"#,##0.00;#,##0.00'),
        (percent(-630, signed=True), '+#,##0.0%;"−"#,##0.0%;#,##0.0%'),
        (money(150), '"£"#,##0.00;"−£"#,##0.00;"£"#,##0.00'),
    ],
)
def test_the_workbook_formats_a_number_as_it_is_printed(figure: Figure, expected: str) -> None:
    assert number_format(figure) == expected
