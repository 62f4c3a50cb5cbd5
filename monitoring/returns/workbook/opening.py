"""What stands in the cells of a received workbook, and what in it we never wrote: formulas, errors, merges, hiding.

A return is read by calamine, about fourteen times as fast as by openpyxl, after the bytes were looked through. It does
not tell a formula or an error from its value, so a sheet whose bytes hold any of what is looked for is loaded again by
openpyxl, which names the cells. That costs time only where there is something to say. Calamine also makes room for
every cell up to the farthest one, so a sheet with a cell far out is read by openpyxl within limits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from monitoring.returns.workbook import layout
from monitoring.returns.workbook.faults import Fault
from vrn_cases.uploaded_workbooks import (
    DEFAULT_LIMITS,
    DamagedWorkbook,
    TooManyRows,
    check_workbook,
    opened_workbook,
    rows_of,
)

# What a formula, an error, a merged range, a hidden row or column look like; a false alarm costs a second look only.
# Each begins with fixed bytes, which `re` finds quickly; one pattern for all of them would be ten times slower.
ODD = tuple(
    re.compile(sign) for sign in (rb"<f[\s>/]", rb":f[\s>/]", rb"=[\"']e[\"']", rb"mergeCell\s", rb"hidden=[\"'][1t]")
)
# A cell from row 20,000 or from column AA on, or a place that is written in a way that would hide one.
FAR = tuple(
    re.compile(sign)
    for sign in (
        rb' r(?=[\s=])(?!="(?:[A-Z](?:1?\d{4}|[1-9]\d{0,2})|\d+)")',
        rb"\tr\s*=",
        rb"\nr\s*=",
        rb"\rr\s*=",
    )
)
SHEET_PARTS = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True)
class Opened:
    """`cells` are the rows of the sheet of lines, each a list of values from column A on. `stamp` is None without one.

    `not_values` are the cells whose content is not a value but a formula or an error, with what to do about it.
    """

    sheets: tuple[str, ...]
    stamp: dict[str, str] | None
    cells: Sequence[Sequence[Any]]
    odd: tuple[Fault, ...] = ()
    not_values: dict[str, str] = field(default_factory=dict)


def opened(content: bytes) -> Opened:
    """Look at the bytes, then read. Raises WorkbookRefused with words for the sender."""
    check_workbook(BytesIO(content))
    parts = _sheet_parts(content)
    far = any(_may_reach_far(part) for part in parts)
    found = _read_within_limits(content) if far else _read_quickly(content)
    if len(found.cells) > DEFAULT_LIMITS.rows:
        raise TooManyRows
    if layout.LINES in found.sheets and any(_holds_anything_odd(part) for part in parts):
        odd, not_values = _look_closely(content)
        return replace(found, odd=tuple(odd), not_values=not_values)
    return found


def _sheet_parts(content: bytes) -> list[bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if SHEET_PARTS.fullmatch(name.lower())]


def _may_reach_far(part: bytes) -> bool:
    return _is_wide(part) or any(sign.search(part) for sign in FAR)


def _holds_anything_odd(part: bytes) -> bool:
    return _is_wide(part) or any(sign.search(part) for sign in ODD)


def _is_wide(part: bytes) -> bool:
    """Two bytes a letter: none of the signs can be seen in it."""
    return b"\0" in part[:100]


def _read_quickly(content: bytes) -> Opened:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = tuple(workbook.sheet_names)
        stamp = _stamp(_values(workbook, layout.STAMP)) if layout.STAMP in sheets else None
        return Opened(sheets, stamp, _values(workbook, layout.LINES) if layout.LINES in sheets else [])
    except CalamineError as error:
        raise DamagedWorkbook from error


def _read_within_limits(content: bytes) -> Opened:
    with opened_workbook(BytesIO(content)) as workbook:
        sheets = tuple(workbook.sheetnames)
        stamp = _stamp(_cells(workbook[layout.STAMP])) if layout.STAMP in sheets else None
        return Opened(sheets, stamp, _cells(workbook[layout.LINES]) if layout.LINES in sheets else [])


def _cells(sheet: Any) -> list[list[Any]]:
    """Values as calamine gives them: an empty cell is "", a number a float."""
    return [[_as_calamine(cell.value) for cell in row] for row in rows_of(sheet)]


def _as_calamine(value: Any) -> Any:
    if value is None:
        return ""
    return float(value) if type(value) is int else value


def _values(workbook: CalamineWorkbook, name: str) -> list[list[Any]]:
    rows: list[list[Any]] = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def _stamp(rows: Sequence[Sequence[Any]]) -> dict[str, str]:
    return {str(row[0]): _whole(row[1]) for row in rows if len(row) > 1 and row[0] != ""}


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _look_closely(content: bytes) -> tuple[list[Fault], dict[str, str]]:
    with opened_workbook(BytesIO(content), read_only=False) as workbook:
        sheet = workbook[layout.LINES]
        odd = [*_merged(sheet), *_hidden(sheet)]
        not_values: dict[str, str] = {}
        last = min(sheet.max_row, DEFAULT_LIMITS.rows)
        for row in sheet.iter_rows(min_row=layout.FIRST_ROW, max_row=last, max_col=layout.WIDTH):
            for cell in row:
                if cell.data_type == "f":
                    not_values[cell.coordinate] = _formula_words(cell.value)
                elif cell.data_type == "e":
                    not_values[cell.coordinate] = f"the cell shows the error {cell.value}. Type the answer itself."
    return odd, not_values


def _formula_words(formula: Any) -> str:
    shown = str(getattr(formula, "text", formula))
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    return f"the cell holds the formula {shown}. Copy it and paste it as a value (Paste Special, Values)."


def _merged(sheet: Worksheet) -> list[Fault]:
    return [
        Fault(f"the cells {area.coord} are merged. Unmerge them.", layout.LINES, area.start_cell.coordinate)
        for area in sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col))
        if area.max_row >= layout.HEAD_ROW and area.min_col <= layout.WIDTH
    ]


def _hidden(sheet: Worksheet) -> list[Fault]:
    rows = sorted(
        number
        for number, row in sheet.row_dimensions.items()
        if row.hidden and layout.HEAD_ROW <= number <= sheet.max_row
    )
    columns = [
        letter
        for letter, column in sorted(sheet.column_dimensions.items())
        if column.hidden and column.min and column.min <= layout.WIDTH
    ]
    words = "Show it again and look at what it holds."
    return [
        Fault(f"column {name} is hidden. {words}", layout.LINES, f"{name}{layout.HEAD_ROW}") for name in columns
    ] + [Fault(f"row {number} is hidden. {words}", layout.LINES, f"A{number}") for number in rows]
