"""The frozen document: one text for one document, and nothing in it that must not be there."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from monitoring.reports import blocks as b
from monitoring.reports.document import Document, from_json, sha256, to_json
from monitoring.reports.figures import (
    Figure,
    Kind,
    Qualifier,
    State,
    hidden,
    money,
    not_reported,
    number,
    percent,
    words,
)
from monitoring.reports.printed import printed
from tests.monitoring.reports.small_documents import one_column, small_document, tables


def test_the_board_report_comes_back_from_its_text(board: Document) -> None:
    again = from_json(to_json(board))
    assert again == board
    assert to_json(again) == to_json(board)
    assert sha256(again) == sha256(board)


@settings(max_examples=30, deadline=None)
@given(tables())
def test_any_table_comes_back_from_its_text(table: b.Table) -> None:
    document = small_document(table)
    assert from_json(to_json(document)) == document


def test_the_text_is_canonical(board: Document) -> None:
    text = to_json(board)
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_the_text_holds_no_floating_point_number(board: Document) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    json.loads(to_json(board), parse_float=refuse)


def test_a_changed_figure_changes_the_hash() -> None:
    assert sha256(small_document(one_column(number(7)))) != sha256(small_document(one_column(number(8))))


def test_a_default_is_left_out_so_that_a_later_field_changes_no_earlier_hash() -> None:
    text = to_json(small_document(one_column(number(7))))
    assert "demonstration" not in text
    assert '"demonstration":true' in to_json(small_document(demonstration=True))


def test_zero_is_kept_apart_from_absent() -> None:
    text = to_json(small_document(one_column(number(0))))
    assert '"value":0' in text
    assert from_json(text).sections[0].blocks[0].rows[0].cells[1].value == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"format":1', '"format":1.5'),
        ('"title":"A small report"', '"title":"A small report","surprise":1'),
        ('"title":"A small report"', '"title":5'),
        ('"is":"table"', '"is":"spell"'),
        ('"subtitle":"Made for a test",', ""),
        ('"kind":"number"', '"kind":"colour"'),
    ],
)
def test_a_text_that_is_no_document_is_refused(old: str, new: str) -> None:
    text = to_json(small_document(one_column(number(7))))
    assert old in text
    with pytest.raises(ValueError):  # noqa: PT011 - each is refused in the words of what is wrong with it
        from_json(text.replace(old, new))


def test_a_document_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        from_json(to_json(small_document(format=2)))


def test_a_hidden_figure_cannot_hold_its_number() -> None:
    with pytest.raises(ValueError, match="not have a value"):
        Figure(kind=Kind.NUMBER, state=State.HIDDEN, value=3, text="fewer than 5")
    with pytest.raises(ValueError, match="why it is hidden"):
        hidden("")


@pytest.mark.parametrize(
    "make",
    [
        lambda: hidden("fewer than 5", low=1, high=9),
        lambda: not_reported(low=1, high=9),
        lambda: number(5, low=1),
        lambda: number(5, high=9),
        lambda: number(5, low=6, high=9),
        lambda: percent(8000, low=Decimal("5500.5"), high=9300),
    ],
)
def test_an_interval_is_told_with_its_figure_and_never_alone(make: Callable[[], Figure]) -> None:
    with pytest.raises(ValueError, match="around a value that is told|whole hundredths"):
        make()


def test_a_chart_frozen_without_intervals_says_nothing_of_any() -> None:
    """What was frozen before intervals were drawn keeps its text, and so its hash, and is printed as it was."""
    points = (b.Point("2023/24", percent(8000)), b.Point("2024/25", hidden("fewer than 5", Kind.PERCENT)))
    chart = b.Chart(b.ChartKind.BARS, "Four in five", "%", (b.Series("VIP", points),), "Casework", notes=("A note.",))
    document = small_document(chart)
    assert '"low"' not in to_json(document)
    (block,) = printed(document)["sections"][0]["blocks"]
    assert block["notes"] == ["A note."]
    assert block["alt"] == "Four in five. The same numbers are in the table that follows. Casework"
    told = replace(points[0].figure, low=5500, high=9300)
    (block,) = printed(
        small_document(replace(chart, series=(b.Series("VIP", (b.Point("2023/24", told), points[1])),)))
    )["sections"][0]["blocks"]
    assert block["alt"].endswith("95% intervals: 2023/24 55.0% to 93.0%.")


@pytest.mark.parametrize("value", [True, 1.5])
def test_a_figure_is_a_whole_number_or_a_decimal(value: object) -> None:
    with pytest.raises(TypeError):
        number(value)


@pytest.mark.parametrize("make", [percent, money])
def test_percentages_and_money_are_whole(make: object) -> None:
    with pytest.raises(ValueError, match="whole"):
        make(Decimal("1.5"))


@pytest.mark.parametrize("href", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\x"])
def test_a_figure_opens_only_an_address_of_the_service(href: str) -> None:
    with pytest.raises(ValueError, match="address"):
        number(7, href=href)


def test_text_loses_what_cannot_be_printed() -> None:
    assert words("a\x00b\x1b[31m\r\nc\td\ud800\ufffe").text == "ab[31m\nc d"


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="one cell for each"):
        b.Table("Short", (b.TableColumn("a", "A"), b.TableColumn("b", "B")), (b.Row((words("x"),)),))


def test_the_cover_may_speak_only_of_figures_that_are_printed() -> None:
    line = b.Lines((b.Line("It rose.", (b.FigureRef("IND:1", "People"),)),))
    with pytest.raises(ValueError, match="IND:1"):
        small_document(line)
    assert small_document(line, one_column(number(7, key="IND:1")))


def test_two_sections_cannot_share_a_key() -> None:
    section = b.Section("same", "A")
    with pytest.raises(ValueError, match="same key"):
        small_document(sections=(section, section))


def test_what_a_figure_says_of_itself_is_kept() -> None:
    figure = number(
        400,
        qualifier=Qualifier.ALMOST,
        unit="young people",
        period="2023/24",
        start=date(2023, 4, 1),
        end=date(2024, 4, 1),
        key="IND:VIP:2023",
        href="/indicators/vip/",
        note="As printed.",
    )
    kept = from_json(to_json(small_document(one_column(figure)))).by_key["IND:VIP:2023"]
    assert kept == figure
