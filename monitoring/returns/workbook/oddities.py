"""What must not be in a received sheet of lines although its values could be read, and the words that say so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from monitoring.returns.workbook import layout
from monitoring.returns.workbook.faults import Fault
from vrn_cases.uploaded_workbooks import DEFAULT_LIMITS, opened_workbook

SHOW_IT = "Show it again and look at what it holds."
LONGEST_FORMULA = 40


@dataclass(frozen=True)
class Oddities:
    """`faults` are of the sheet itself. `not_values` are the cells with a formula or an error, with what to do."""

    faults: tuple[Fault, ...] = ()
    not_values: dict[str, str] = field(default_factory=dict)


def oddities_by_openpyxl(content: bytes) -> Oddities:
    """The oddities of the sheet of lines, whatever way its XML is written in. Raises WorkbookRefused."""
    with opened_workbook(BytesIO(content), read_only=False) as workbook:
        sheet = workbook[layout.LINES]
        not_values: dict[str, str] = {}
        last = min(sheet.max_row, DEFAULT_LIMITS.rows)
        for row in sheet.iter_rows(min_row=layout.FIRST_ROW, max_row=last, max_col=layout.WIDTH):
            for cell in row:
                if cell.data_type == "f":
                    not_values[cell.coordinate] = formula_words(cell.value)
                elif cell.data_type == "e":
                    not_values[cell.coordinate] = error_words(cell.value)
        columns = [column.min for column in sheet.column_dimensions.values() if column.hidden and column.min]
        rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
        faults = [
            *merged_faults(sheet.merged_cells.ranges),
            *hidden_column_faults(columns),
            *hidden_row_faults(rows, sheet.max_row),
        ]
    return Oddities(tuple(faults), not_values)


def formula_words(formula: Any) -> str:
    shown = str(getattr(formula, "text", formula))
    shown = shown if len(shown) <= LONGEST_FORMULA else f"{shown[: LONGEST_FORMULA - 1]}…"
    return f"the cell holds the formula {shown}. Copy it and paste it as a value (Paste Special, Values)."


def error_words(error: Any) -> str:
    return f"the cell shows the error {error}. Type the answer itself."


def merged_faults(areas: Iterable[CellRange]) -> list[Fault]:
    return [
        Fault(
            f"the cells {area.coord} are merged. Unmerge them.",
            layout.LINES,
            layout.cell_name(area.min_row, area.min_col - 1),
        )
        for area in sorted(areas, key=lambda area: (area.min_row, area.min_col))
        if area.max_row >= layout.HEAD_ROW and area.min_col <= layout.WIDTH
    ]


def hidden_column_faults(columns: Iterable[int]) -> list[Fault]:
    """Columns count from 1."""
    names = [get_column_letter(column) for column in sorted(columns) if column <= layout.WIDTH]
    return [Fault(f"column {name} is hidden. {SHOW_IT}", layout.LINES, f"{name}{layout.HEAD_ROW}") for name in names]


def hidden_row_faults(rows: Iterable[int], last: int) -> list[Fault]:
    """Rows after the last one with a cell do not matter."""
    return [
        Fault(f"row {row} is hidden. {SHOW_IT}", layout.LINES, layout.cell_name(row, layout.LINE))
        for row in sorted(rows)
        if layout.HEAD_ROW <= row <= last
    ]
