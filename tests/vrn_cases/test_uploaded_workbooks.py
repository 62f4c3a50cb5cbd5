"""Workbooks that somebody sent: each thing that can be wrong is told apart, before the file is opened."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import islice

import pytest
from openpyxl import Workbook

from vrn_cases.spreadsheets import Column, Properties, Sheet, write_workbook
from vrn_cases.uploaded_workbooks import (
    DamagedWorkbook,
    EmptyFile,
    EncryptedWorkbook,
    FileTooLarge,
    HostileXml,
    Limits,
    MacroWorkbook,
    NotAWorkbook,
    OldWorkbook,
    TextFile,
    TooManyColumns,
    TooManyRows,
    UnpacksTooLarge,
    WorkbookRefused,
    check_workbook,
    opened_workbook,
    rows_of,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def good() -> bytes:
    target = io.BytesIO()
    rows = [("Reach", 133), ("VIP", 400)]
    sheet = Sheet("Return", (Column("Line"), Column("Value")), rows)
    write_workbook(target, [sheet], Properties("Return", "The network", date(2024, 5, 9)))
    return target.getvalue()


def changed(change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The good workbook with its parts changed (None leaves one out) and some added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                made.writestr(name, content)
        for name, content in (extra or {}).items():
            made.writestr(name, content)
    return target.getvalue()


def same(_name: str, content: bytes) -> bytes:
    return content


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        if name != SHEET:
            return content
        assert old in content
        return content.replace(old, new, 1)

    return changed(change)


def flagged_as_encrypted() -> bytes:
    content = bytearray(good())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def with_broken_bytes() -> bytes:
    content = bytearray(good())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content[start + 4 : start + 24] = bytes(20)
    return bytes(content)


def other_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return target.getvalue()


BOMB = b"<x>" + b"a" * 45_000_000 + b"</x>"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
MACRO_TYPES = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFile),
        (b"Line,Value\r\nReach,133\r\n", TextFile),
        ("Zeile;Größe\n".encode("utf-16"), TextFile),
        ("Zeile;Größe\n".encode("latin-1"), TextFile),
        (b"<html><table></table></html>", TextFile),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), OldWorkbook),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), EncryptedWorkbook),
        (b"\x89PNG\r\n\x1a\n\0\0\0", NotAWorkbook),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\0", NotAWorkbook),
        (other_document(), NotAWorkbook),
        (b"PK\x05\x06" + b"\0" * 18, NotAWorkbook),
        (good()[:-40], DamagedWorkbook),
        (good()[: len(good()) // 2], DamagedWorkbook),
        (with_broken_bytes(), DamagedWorkbook),
        (flagged_as_encrypted(), EncryptedWorkbook),
        (changed(same, {"xl/vbaProject.bin": b"macro"}), MacroWorkbook),
        (changed(same, {"xl/VBAPROJECT.BIN": b"macro"}), MacroWorkbook),
        (changed(lambda name, text: text + MACRO_TYPES if "Types" in name else text), MacroWorkbook),
        (changed(lambda name, text: None if name == "xl/workbook.xml" else text), NotAWorkbook),
        (changed(same, {"xl/worksheets/sheet9.xml": BOMB}), UnpacksTooLarge),
        (changed(same, {"xl/media/picture.bin": BOMB[:5_000_000]}), UnpacksTooLarge),
        (changed(same, {f"xl/extra{number}.xml": b"" for number in range(600)}), UnpacksTooLarge),
        (changed(same, {"XL/Workbook.xml": b"<twice/>"}), DamagedWorkbook),
        (in_sheet(b"<worksheet", ENTITIES + b"<worksheet"), HostileXml),
        (changed(same, {"xl/x.xml": ENTITIES.decode().encode("utf-16")}), HostileXml),
        (changed(same, {"xl/x.xml": b" " * (65_536 - 4) + b'<!DOCTYPE x SYSTEM "y">'}), HostileXml),
    ],
)
def test_each_fault_is_told_apart(content: bytes, refusal: type[WorkbookRefused]) -> None:
    with pytest.raises(WorkbookRefused) as caught:
        check_workbook(io.BytesIO(content))
    assert type(caught.value) is refusal


def test_a_bomb_within_the_limit_of_one_part_counts_with_the_others() -> None:
    parts = {f"xl/worksheets/more{number}.xml": BOMB[:9_000_000] for number in range(5)}
    with pytest.raises(UnpacksTooLarge):
        check_workbook(io.BytesIO(changed(same, parts)))


def test_a_file_over_the_limit_is_not_looked_into() -> None:
    with pytest.raises(FileTooLarge):
        check_workbook(io.BytesIO(good()), Limits(file=100))


def test_every_refusal_says_what_to_do() -> None:
    refusals = WorkbookRefused.__subclasses__()
    assert len(refusals) == 12
    assert len({refusal.message for refusal in refusals}) == 12
    for refusal in refusals:
        assert str(refusal()) == refusal.message
        assert refusal.message.count(".") >= 2
        assert refusal.message.endswith(".")


def test_a_good_workbook_is_opened_and_read() -> None:
    with opened_workbook(io.BytesIO(good())) as workbook:
        rows = [[cell.value for cell in row] for row in rows_of(workbook["Return"])]
    assert rows == [["Line", "Value"], ["Reach", 133], ["VIP", 400]]


def test_a_formula_is_seen_as_a_formula() -> None:
    target = io.BytesIO()
    made = Workbook()
    made.active["A1"] = "=1+1"
    made.save(target)
    with opened_workbook(target) as workbook:
        ((cell,),) = list(rows_of(workbook.active))
    assert (cell.value, cell.data_type) == ("=1+1", "f")


def test_it_can_be_loaded_whole_to_annotate_a_copy() -> None:
    with opened_workbook(io.BytesIO(good()), read_only=False) as workbook:
        workbook["Return"]["C2"] = "Check this"
        target = io.BytesIO()
        workbook.save(target)
    with opened_workbook(target) as again:
        assert [cell.value for cell in list(rows_of(again["Return"]))[1]] == ["Reach", 133, "Check this"]


def test_one_cell_far_away_is_not_a_million_rows() -> None:
    far = in_sheet(b"</sheetData>", b'<row r="1048576"><c r="B1048576"><v>1</v></c></row></sheetData>')
    with opened_workbook(io.BytesIO(far)) as workbook:
        limits = Limits(rows=50, columns=10)
        first = list(islice(rows_of(workbook["Return"], limits), 5))
        assert [len(row) for row in first] == [2, 2, 2, 0, 0]
        with pytest.raises(TooManyRows):
            list(rows_of(workbook["Return"], limits))


def test_the_size_that_a_sheet_states_is_not_believed() -> None:
    small = in_sheet(b"<sheetViews>", b'<dimension ref="A1:A1"/><sheetViews>')
    with opened_workbook(io.BytesIO(small)) as workbook:
        assert [len(row) for row in rows_of(workbook["Return"])] == [2, 2, 2]


def test_a_value_far_to_the_right_is_not_passed_over() -> None:
    wide = in_sheet(b"</sheetData>", b'<row r="4"><c r="XFD4"><v>1</v></c><c r="K4"><v>1</v></c></row></sheetData>')
    with opened_workbook(io.BytesIO(wide)) as workbook, pytest.raises(TooManyColumns):
        list(rows_of(workbook["Return"], Limits(columns=10)))


def test_as_many_rows_as_allowed_are_allowed() -> None:
    with opened_workbook(io.BytesIO(good())) as workbook:
        assert len(list(rows_of(workbook["Return"], Limits(rows=3)))) == 3
        with pytest.raises(TooManyRows):
            list(rows_of(workbook["Return"], Limits(rows=2)))


@pytest.mark.parametrize(
    ("old", "new"), [(b"</sheetData>", b"</sheetDat>"), (b"<v>133</v>", b"<v>1e</v>"), (b'r="B2"', b'r="??"')]
)
def test_a_sheet_that_breaks_off_is_damaged(old: bytes, new: bytes) -> None:
    with pytest.raises(DamagedWorkbook), opened_workbook(io.BytesIO(in_sheet(old, new))) as workbook:
        list(rows_of(workbook["Return"]))


def test_a_workbook_whose_parts_make_no_sense_is_damaged() -> None:
    broken = changed(lambda name, text: b"<workbook" if name == "xl/workbook.xml" else text)
    with pytest.raises(DamagedWorkbook), opened_workbook(io.BytesIO(broken)):
        pass
