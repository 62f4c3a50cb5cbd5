"""Workbooks that leave the service: text stays text, equal content gives equal bytes."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from vrn_cases.spreadsheets import (
    Column,
    Formatted,
    Properties,
    Sheet,
    safe_text,
    sheet_title,
    write_workbook,
)

PROPERTIES = Properties("Cases", "The network", date(2024, 5, 9), "A list", "OFFICIAL")
PLAIN = (Column("Name", 20), Column("Count", 10))


def written(*sheets: Sheet, properties: Properties = PROPERTIES) -> bytes:
    target = io.BytesIO()
    write_workbook(target, sheets, properties)
    return target.getvalue()


def opened(*sheets: Sheet) -> Workbook:
    return load_workbook(io.BytesIO(written(*sheets)))


def test_values_come_back_as_they_were() -> None:
    rows = [("a", 1), ("b", Decimal("2.5")), ("c", date(2024, 5, 9)), ("d", None), ("0012", True)]
    sheet = opened(Sheet("List", PLAIN, rows))["List"]
    assert [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("a", 1),
        ("b", 2.5),
        ("c", datetime(2024, 5, 9)),  # noqa: DTZ001 - a workbook keeps its times without a zone
        ("d", None),
        ("0012", True),
    ]


FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=",
    "#REF!",
    "#N/A",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\x08=1+1",
    "\x00#REF!",
]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("column", [Column("A"), Column("A", wrap=True), Column("A", number_format="0")])
@pytest.mark.parametrize("bold", [False, True])
def test_text_never_becomes_a_formula_or_an_error(text: str, column: Column, bold: bool) -> None:
    value = Formatted(text, bold=True) if bold else text
    workbook = opened(Sheet("S", (Column(text), column), [("x", value)], above=(text,), below=(text,)))
    cells = [cell for row in workbook["S"].iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells].count(safe_text(text)) == 4
    assert {cell.data_type for cell in cells} == {"s"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_can_be_written_and_is_text(texts: list[str]) -> None:
    sheet = opened(Sheet("S", (Column("A"),), [(text,) for text in texts]))["S"]
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(texts))]
    assert [cell.value or "" for cell in cells] == [safe_text(text) for text in texts]
    assert all(cell.data_type == "s" for cell in cells if cell.value is not None)


def test_control_characters_are_left_out_and_long_text_is_cut() -> None:
    assert safe_text("a\x00b\x0bc\r\nd\ud800") == "abc\nd"
    assert len(safe_text("x" * 40_000)) == 32_767


def test_equal_content_gives_equal_bytes_and_another_day_does_not() -> None:
    sheet = Sheet("S", PLAIN, [("a", 1)])
    assert written(sheet) == written(sheet)
    assert written(sheet) != written(sheet, properties=Properties("Cases", "The network", date(2024, 5, 10)))


def test_nothing_in_the_file_carries_the_time_of_writing() -> None:
    with zipfile.ZipFile(io.BytesIO(written(Sheet("S", PLAIN, [])))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2024-05-09T00:00:00Z") == 2


def test_the_file_says_what_it_is() -> None:
    workbook = opened(Sheet("S", PLAIN, []))
    said = workbook.properties
    assert (said.title, said.creator, said.description, said.language) == ("Cases", "The network", "A list", "en-GB")
    assert workbook["S"].oddFooter.left.text == "OFFICIAL"


def test_the_heading_stays_in_view_and_on_every_printed_page() -> None:
    sheet = opened(Sheet("S", PLAIN, [("a", 1)], above=("Title", "Marking"), keep_first_column=True))["S"]
    assert [cell.value for cell in sheet[4]] == ["Name", "Count"]
    assert sheet["A4"].font.bold
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref == "A4:B5"
    assert sheet.column_dimensions["A"].width == 20
    assert sheet.page_setup.orientation == "landscape"
    assert not sheet.merged_cells.ranges


def test_a_list_without_a_footer_of_its_own_is_printed_with_its_title() -> None:
    content = written(Sheet("S", PLAIN, []), properties=Properties("Cases & more", "The network", date(2024, 5, 9)))
    assert load_workbook(io.BytesIO(content))["S"].oddFooter.left.text == "Cases && more"


def test_a_long_footer_is_whole() -> None:
    footer = "OFFICIAL: closed paper for the Violence Reduction Board · Board closed paper · BEFZFLC9 · Demonstration: "
    footer += "this document holds invented figures"
    content = written(Sheet("S", PLAIN, []), properties=replace(PROPERTIES, footer=footer))
    assert load_workbook(io.BytesIO(content))["S"].oddFooter.left.text == footer


def test_days_and_moments_are_in_british_order_and_do_not_touch_the_next_column() -> None:
    moment = datetime(2024, 5, 9, 15, 15)  # noqa: DTZ001 - a workbook keeps its times without a zone
    sheet = opened(Sheet("S", PLAIN, [(date(2024, 5, 9), moment)]))["S"]
    assert [cell.number_format for cell in sheet[2]] == ["d mmm yyyy", "d mmm yyyy h:mm am/pm"]
    assert [cell.alignment.horizontal for cell in sheet[2]] == ["left", "left"]


LONG = "a word " * 20


@pytest.mark.parametrize(
    ("row", "height"),
    [(("short",), None), ((LONG,), 135), ((Formatted(LONG, bold=True),), 135), (("a\nb\nc",), 45), ((7,), None)],
)
def test_a_row_is_as_high_as_its_wrapped_text(row: tuple[str], height: float | None) -> None:
    """As LibreOffice shows it; Excel goes on fitting the row, so that nothing says the height is somebody's choice."""
    content = written(Sheet("S", (Column("A heading", 20, wrap=True),), [row]))
    assert load_workbook(io.BytesIO(content))["S"].row_dimensions[2].height == height
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"customHeight" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_heading_of_two_lines_is_whole() -> None:
    sheet = opened(Sheet("S", (Column("A heading that is longer than its column", 24),), [("x",)]))["S"]
    assert sheet.row_dimensions[1].height == 30


def test_what_stands_beside_wrapped_text_begins_on_its_first_line() -> None:
    columns = (Column("Code"), Column("On"), Column("Words", wrap=True))
    sheet = opened(Sheet("S", columns, [("a", date(2024, 5, 9), LONG)]))["S"]
    assert [cell.alignment.vertical for cell in sheet[2]] == ["top", "top", "top"]
    assert sheet["B2"].number_format == "d mmm yyyy"


def test_formats_and_totals() -> None:
    columns = (Column("Name"), Column("Share", number_format="0.0%"), Column("On", number_format="d mmmm yyyy"))
    total = (Formatted("All", bold=True), Formatted(Decimal("0.5"), bold=True), Formatted(None))
    sheet = opened(Sheet("S", columns, [("a", Decimal("0.25"), date(2024, 5, 9)), total]))["S"]
    assert [cell.number_format for cell in sheet[2]] == ["General", "0.0%", "d mmmm yyyy"]
    assert sheet["B3"].number_format == "0.0%"
    assert sheet["B3"].font.bold
    assert not sheet["B2"].font.bold


def test_rows_are_read_one_by_one() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tuple[str, int]]:
        for number in range(3):
            taken.append(number)
            yield "x", number

    sheet = Sheet("S", PLAIN, rows())
    assert taken == []
    assert opened(sheet)["S"].max_row == 4


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        written(Sheet("S", PLAIN, [("a",)]))


def test_it_can_be_written_to_a_path(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_workbook(path, [Sheet("S", PLAIN, [("a", 1)])], PROPERTIES)
    assert load_workbook(path)["S"]["A2"].value == "a"


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("Figures for 2023/24", "Figures for 2023-24"),
        ("Theory of change: the network", "Theory of change the network"),
        ("What? [all] *", "What all"),
        ("Figures stated for other periods or at a date", "Figures stated for other"),
        ("x" * 40, "x" * 31),
        ("'quoted'", "quoted"),
        ("History", "History of changes"),
        ("", "Sheet"),
        ("\x00", "Sheet"),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_a_title_that_excel_accepts(wanted: str, title: str) -> None:
    assert sheet_title(wanted, set()) == title


@given(st.lists(st.text(max_size=50), max_size=12))
def test_titles_are_short_and_unlike_each_other(wanted: list[str]) -> None:
    taken: set[str] = set()
    titles = [sheet_title(title, taken) for title in wanted]
    assert len({title.lower() for title in titles}) == len(titles)
    assert all(0 < len(title.encode("utf-16-le")) <= 62 for title in titles)
    assert not any(set(title) & set("[]:*?/\\") for title in titles)
