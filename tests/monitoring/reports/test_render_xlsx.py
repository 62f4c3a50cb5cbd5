"""The workbook: real numbers, words beside them where they say more, the marking on every sheet."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from monitoring.reports import blocks as b
from monitoring.reports.document import Document
from monitoring.reports.figures import Kind, Qualifier, day, hidden, money, not_reported, number, percent, words
from monitoring.reports.render_xlsx import render_xlsx
from tests.monitoring.reports.reading import InPrint, cells_of
from tests.monitoring.reports.small_documents import HOSTILE, one_column, small_document


def test_equal_documents_give_equal_bytes(board: Document) -> None:
    assert render_xlsx(board) == render_xlsx(board)


def test_every_sheet_names_its_release_and_prints_it(board: Document) -> None:
    workbook = load_workbook(io.BytesIO(render_xlsx(board)))
    assert workbook.sheetnames[:2] == ["Cover", "Words"]
    assert workbook.sheetnames[-4:] == ["Definitions", "Sources", "All figures", "About this document"]
    read_first = " ".join(str(row[0].value) for row in workbook["Cover"].iter_rows())
    assert "hash" not in read_first
    assert workbook.properties.title == "Outcome report to the Board, 2023/24"
    for sheet in workbook:
        above = " ".join(str(row[0].value) for row in sheet.iter_rows(max_row=5, max_col=1))
        assert board.profile.marking in above
        assert board.reference in above
        assert "Published figures only" in above
        assert board.profile.marking in sheet.oddFooter.left.text
        assert sheet.freeze_panes
        assert not sheet.merged_cells.ranges
        assert len(sheet.title) <= 31


def test_invented_data_is_said_on_every_sheet(in_print: InPrint) -> None:
    sheets = cells_of(render_xlsx(small_document(one_column(number(7)), demonstration=True)))
    assert all("invented" in str(rows[:4]) for rows in sheets.values())
    assert not any("invented" in str(rows) for rows in in_print.sheets.values())


def sheet_of(*figures: object, kind: Kind = Kind.NUMBER) -> list[list[object]]:
    rows = cells_of(render_xlsx(small_document(one_column(*figures, kind=kind))))["A table"]
    start = next(place for place, row in enumerate(rows) if row[0] == "Name")
    return [row[1:] for row in rows[start : start + 1 + len(figures)]]


def test_a_column_of_plain_numbers_needs_no_words() -> None:
    assert sheet_of(number(7), number(0)) == [["Figure"], [7], [0]]


def test_words_stand_beside_a_number_that_says_too_little() -> None:
    figures = (number(400, qualifier=Qualifier.ALMOST), hidden("fewer than 5"), not_reported(), number(0))
    assert sheet_of(*figures) == [
        ["Figure", "Figure, in words"],
        [400, "almost 400"],
        [None, "fewer than 5"],
        [None, "Not reported"],
        [0, "0"],
    ]


def test_a_column_without_any_number_is_words_only() -> None:
    assert sheet_of(hidden("fewer than 5"), not_reported()) == [["Figure"], ["fewer than 5"], ["Not reported"]]


@pytest.mark.parametrize(
    ("figure", "kind", "value", "shown"),
    [
        (percent(-630, signed=True), Kind.PERCENT, -0.063, '+#,##0.0%;"−"#,##0.0%;#,##0.0%'),
        (money(1939950), Kind.MONEY, 19399.5, '"£"#,##0.00;"−£"#,##0.00;"£"#,##0.00'),
        (day(date(2024, 5, 9)), Kind.DATE, datetime(2024, 5, 9), "d mmmm yyyy"),  # noqa: DTZ001 - a day in a workbook has no zone
    ],
)
def test_a_cell_keeps_its_number_under_a_format(figure: object, kind: Kind, value: object, shown: str) -> None:
    document = small_document(one_column(figure, kind=kind))
    sheet = load_workbook(io.BytesIO(render_xlsx(document)))["A table"]
    (cell,) = [row[1] for row in sheet.iter_rows() if row[0].value == "Row 1"]
    assert cell.value == value
    assert cell.number_format == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text: str) -> None:
    document = small_document(
        b.Heading(text),
        b.Paragraph(text),
        b.Table(text, (b.TableColumn("a", text),), (b.Row((words(text, note=text),), total=True),), (text,), text),
        b.KeyFacts((b.Fact(text, number(7, key=text, unit=text, period=text)),)),
        title=text,
    )
    workbook = load_workbook(io.BytesIO(render_xlsx(document)))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert text in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_formulas_of_the_workbook_are_none(board: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render_xlsx(board))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_tables_of_one_name_have_sheets_of_their_own() -> None:
    tables = [one_column(number(place), caption="The same long caption for every table here") for place in range(3)]
    titles = list(cells_of(render_xlsx(small_document(*tables))))
    assert len({title.lower() for title in titles}) == len(titles)
    assert sum(title.startswith("The same long") for title in titles) == 3


def test_an_empty_table_says_so() -> None:
    rows = cells_of(render_xlsx(small_document(one_column())))["A table"]
    assert ["Nothing was reported for this period.", None] in rows
