"""What stands in the cells of a received workbook, and what in it we never wrote: formulas, errors, merges, hiding.

The archive is inflated once, while it is checked. Calamine, about fourteen times as fast as openpyxl, is handed the two
sheets that matter and nothing else. It makes room for every cell up to the farthest one, so a sheet with a cell far
out, or with cells whose place cannot be seen beforehand, is read by openpyxl within limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import ParseError, fromstring
from python_calamine import CalamineError, CalamineWorkbook

from monitoring.returns.workbook import layout
from monitoring.returns.workbook.looking import NotPlain, is_plain, may_be_odd, oddities_in
from monitoring.returns.workbook.oddities import Oddities, oddities_by_openpyxl
from vrn_cases.uploaded_workbooks import DamagedWorkbook, checked_parts, opened_workbook, rows_of

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ABOUT_SHEETS = (WORKBOOK, RELATIONS, "[Content_Types].xml", "_rels/.rels", "xl/styles.xml", "xl/sharedStrings.xml")
SHEETS = "xl/worksheets/"
LINK = "}id"  # the attribute that links a sheet to its part, whose namespace is one of two


@dataclass(frozen=True)
class Opened:
    """`cells` are the rows of the sheet of lines: values from column A on. `stamp` is None where there is none."""

    sheets: tuple[str, ...]
    stamp: dict[str, str] | None
    cells: Sequence[Sequence[Any]]
    oddities: Oddities


def opened(content: bytes) -> Opened:
    """Look at the bytes, then read. Raises WorkbookRefused with words for the sender."""
    parts = checked_parts(BytesIO(content), lambda name: name in ABOUT_SHEETS or name.startswith(SHEETS))
    part_of = _part_of_sheet(parts)
    read = {name: part_of[name] for name in (layout.STAMP, layout.LINES) if name in part_of}
    plain = all(part in parts and is_plain(parts[part]) for part in read.values())
    sheets = _read_quickly(parts, read) if plain else _read_within_limits(content, read)
    lines = parts.get(read.get(layout.LINES, ""), b"")
    return Opened(
        tuple(part_of),
        _stamp(sheets[layout.STAMP]) if layout.STAMP in sheets else None,
        sheets.get(layout.LINES, []),
        _oddities(lines, content, plain) if layout.LINES in read and may_be_odd(lines, plain) else Oddities(),
    )


def _part_of_sheet(parts: dict[str, bytes]) -> dict[str, str]:
    """The name of each sheet's part, by the sheet's title and in the workbook's order."""
    try:
        workbook = fromstring(parts[WORKBOOK])
        links = fromstring(parts[RELATIONS])
    except (KeyError, ParseError) as error:
        raise DamagedWorkbook from error
    target_of = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if name.endswith(LINK)), None)
        target = target_of.get(link, "")
        found[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _oddities(lines: bytes, content: bytes, plain: bool) -> Oddities:
    if plain:
        try:
            return oddities_in(lines)
        except NotPlain:
            pass
    return oddities_by_openpyxl(content)


def _read_quickly(parts: dict[str, bytes], read: dict[str, str]) -> dict[str, list[list[Any]]]:
    """The rows of the sheets to read. What was not looked at is not handed on, whatever the archive says it is."""
    stored = BytesIO()
    with ZipFile(stored, "w") as archive:
        for name in (*ABOUT_SHEETS, *set(read.values())):
            if name in parts:
                archive.writestr(name, parts[name])
    stored.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(stored)
        return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read}
    except CalamineError as error:
        raise DamagedWorkbook from error


def _read_within_limits(content: bytes, read: dict[str, str]) -> dict[str, list[list[Any]]]:
    with opened_workbook(BytesIO(content)) as workbook:
        return {name: _cells(workbook[name]) for name in read if name in workbook.sheetnames}


def _cells(sheet: Any) -> list[list[Any]]:
    """Values as calamine gives them: an empty cell is "", a number a float."""
    return [[_as_calamine(cell.value) for cell in row] for row in rows_of(sheet)]


def _as_calamine(value: Any) -> Any:
    if value is None:
        return ""
    return float(value) if type(value) is int else value


def _stamp(rows: Sequence[Sequence[Any]]) -> dict[str, str]:
    return {str(row[0]): _whole(row[1]) for row in rows if len(row) > 1 and row[0] != ""}


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
