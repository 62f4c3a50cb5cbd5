"""What patterns find in a sheet's bytes is what openpyxl finds in it, and only a plain sheet is left to them."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from monitoring.returns.workbook import layout
from monitoring.returns.workbook.looking import NotPlain, is_plain, may_be_odd, oddities_in
from monitoring.returns.workbook.oddities import oddities_by_openpyxl
from monitoring.returns.workbook.opening import opened
from vrn_cases.uploaded_workbooks import DamagedWorkbook, TooManyColumns, TooManyRows

PART = "xl/worksheets/sheet1.xml"
SHARED = (
    b'<row r="6"><c r="E6"><f t="shared" ref="E6:E7" si="0">SUM($A$1:A1)&amp;"x"</f><v>0</v></c></row>'
    b'<row r="7" hidden="true"><c r="E7" s="0"><f t="shared" si="0"/><v>0</v></c><c r="H7"><f>1</f></c></row>'
)
FAR_PLACES = (
    b'<row r="1048576"><c><v>1</v></c></row>',
    b'<row r="6"><c r="XFD6"><v>1</v></c></row>',
    b'<row r="6"><c r="A1048576"><v>1</v></c></row>',
    b'<row r="6"><c r="xfd6"><v>1</v></c></row>',
    b'<row r="6"><c r="&#88;FD6"><v>1</v></c></row>',
    b'<row r="6"><c s="0" r="A6"><v>1</v></c></row>',
    b"<row r='6'><c r='A6'><v>1</v></c></row>",
    b'<row r="6">' + b"<c/>" * 5 + b"<c><v>1</v></c></row>",
    b'<row r="6"><!-- --><c r="A6"><v>1</v></c></row>',
    b'<row r="6"><c r="A6"><v><![CDATA[1]]></v></c></row>',
    b'<x:row xmlns:x="y" r="6"><x:c r="XFD6"><v>1</v></x:c></x:row>',
    b'</sheetData><x:sheetData xmlns:x="y"><row r="6"/></x:sheetData><sheetData>',
)


def workbook(change: Callable[[Workbook], None] | None = None, rows: bytes = b"") -> bytes:
    made = Workbook()
    made.active.title = layout.LINES
    made.active["A1"] = "A head"
    if change:
        change(made)
    target = BytesIO()
    made.save(target)
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[PART] = parts[PART].replace(b"</sheetData>", rows + b"</sheetData>")
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def part_of(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(PART)


def every_oddity(made: Workbook) -> None:
    sheet = made.active
    sheet["E5"], sheet["F5"], sheet["A2"] = '=IF(A1<>"<f>",1,2)', "=e", "=1"
    sheet["G5"] = f"={'1+' * 40}1"
    sheet["E8"].value, sheet["E8"].data_type = "#DIV/0!", "e"
    sheet["H8"].value, sheet["H8"].data_type = "#N/A", "e"
    sheet["G9"] = 'The words t="e" and hidden="1"! <f>'
    for area in ("A1:G1", "D6:E7", "E9:F9", "J9:K9"):
        sheet.merge_cells(area)
    sheet.row_dimensions[6].hidden = sheet.row_dimensions[2].hidden = sheet.row_dimensions[40].hidden = True
    sheet.column_dimensions["D"].hidden = sheet.column_dimensions["K"].hidden = True


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (workbook(every_oddity), {"E5", "F5", "G5", "E8"}),
        (workbook(rows=SHARED), {"E6", "E7"}),
        (workbook(), set()),
    ],
    ids=["written by openpyxl", "a formula that cells share", "nothing odd"],
)
def test_patterns_find_what_openpyxl_finds(content: bytes, cells: set[str]) -> None:
    part = part_of(content)
    assert is_plain(part)
    assert oddities_in(part) == oddities_by_openpyxl(content)
    assert oddities_in(part).not_values.keys() == cells
    assert may_be_odd(part, plain=True) is may_be_odd(part, plain=False) is bool(cells)


def test_a_shared_formula_is_told_as_it_reads_in_each_cell() -> None:
    told = oddities_in(part_of(workbook(rows=SHARED))).not_values
    assert "=SUM($A$1:A1)&" in told["E6"]
    assert "=SUM($A$1:A2)&" in told["E7"]


def test_a_formula_over_an_array_is_left_to_openpyxl() -> None:
    def change(made: Workbook) -> None:
        made.active["E6"] = ArrayFormula("E6:E7", "=A1:A2*2")

    content = workbook(change)
    with pytest.raises(NotPlain):
        oddities_in(part_of(content))
    assert "the formula =A1:A2*2." in opened(content).oddities.not_values["E6"]


def test_a_plain_sheet_is_not_loaded_by_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitoring.returns.workbook.opening.opened_workbook", None)
    monkeypatch.setattr("monitoring.returns.workbook.opening.oddities_by_openpyxl", None)
    assert opened(workbook(every_oddity)).oddities.not_values.keys() == {"E5", "F5", "G5", "E8"}


@pytest.mark.parametrize("rows", FAR_PLACES)
def test_cells_whose_place_cannot_be_seen_beforehand_are_not_given_to_calamine(
    rows: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = workbook(rows=rows)
    assert not is_plain(part_of(content))
    monkeypatch.setattr("monitoring.returns.workbook.opening.CalamineWorkbook", None)
    with suppress(TooManyRows, TooManyColumns):
        assert opened(content).cells[0][0] == "A head"


def test_a_sheet_of_two_bytes_a_letter_or_in_another_encoding_is_not_plain() -> None:
    part = part_of(workbook())
    assert is_plain(b'<?xml version="1.0" encoding="UTF-8"?>' + part)
    assert not is_plain(b'<?xml version="1.0" encoding="latin-1"?>' + part)
    assert not is_plain(part.decode().encode("utf-16"))


def test_a_sheet_kept_in_an_unusual_place_is_read_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    content, moved = workbook(), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(moved, "w") as made:
        for name in archive.namelist():
            part = archive.read(name).replace(b"/xl/worksheets/sheet1.xml", b"/xl/elsewhere/sheet1.xml")
            made.writestr(name.replace("worksheets/sheet1", "elsewhere/sheet1"), part)
    monkeypatch.setattr("monitoring.returns.workbook.opening.CalamineWorkbook", None)
    assert opened(moved.getvalue()).cells == [["A head"]]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_that_does_not_say_where_its_sheets_are_is_damaged(part: str) -> None:
    content, broken = workbook(), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(broken, "w") as made:
        for name in archive.namelist():
            made.writestr(name, b"<" if name == part else archive.read(name))
    with pytest.raises(DamagedWorkbook):
        opened(broken.getvalue())
