"""The received workbook handed back: faulty cells marked, what to change beside them, the whole list in front."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from monitoring.returns.workbook import layout
from monitoring.returns.workbook.faults import Fault
from monitoring.returns.workbook.writing import PLAIN, prepare_for_print, put_text, saved
from vrn_cases.spreadsheets import BOLD, HEADING, HEADING_FILL, TITLE, safe_text
from vrn_cases.uploaded_workbooks import WorkbookRefused, opened_workbook

MARK = PatternFill("solid", start_color="FFDD00", end_color="FFDD00")
EDGE = Border(*(Side(style="medium", color="D4351C") for _ in range(4)))
WRONG = Font(name="Arial", size=11, bold=True, color="942514")


def annotated(content: bytes, faults: Sequence[Fault], moment: datetime) -> bytes | None:
    """The workbook with its faults marked; None when it cannot be opened, so that there is nothing to mark."""
    try:
        with opened_workbook(BytesIO(content), read_only=False) as workbook:
            if layout.CHANGES in workbook.sheetnames:
                del workbook[layout.CHANGES]
            if layout.LINES in workbook.sheetnames:
                _clear(workbook[layout.LINES])
            _mark(workbook, faults)
            _list(workbook.create_sheet(layout.CHANGES, 0), faults)
            workbook.active = 0
            for sheet in workbook:
                sheet.sheet_view.tabSelected = sheet.title == layout.CHANGES
            return saved(workbook, layout.CHANGES, moment)
    except WorkbookRefused:
        return None


def _clear(sheet: Worksheet) -> None:
    """Take off the marks of the round before, where it is the marked copy that was filled in and sent."""
    if sheet.cell(layout.HEAD_ROW, layout.CHANGE + 1).value != layout.WHAT_TO_CHANGE:
        return
    for column in range(1, layout.CHANGE + 1):
        cells = [sheet.cell(row, column) for row in range(layout.FIRST_ROW, sheet.max_row + 1)]
        marked = [cell for cell in cells if cell.fill.start_color.rgb == MARK.start_color.rgb]
        plain = next((cell for cell in cells if cell not in marked), None)
        for cell in marked:
            cell.comment = None
            cell.fill = copy(plain.fill) if plain else PatternFill()
            cell.border = copy(plain.border) if plain else Border()
    for row in range(layout.FIRST_ROW, sheet.max_row + 1):
        sheet.cell(row, layout.CHANGE + 1).value = None


def _mark(workbook: Workbook, faults: Sequence[Fault]) -> None:
    at: dict[tuple[str, int], list[str]] = {}
    for fault in faults:
        if not fault.cell or fault.sheet not in workbook.sheetnames:
            continue
        sheet = workbook[fault.sheet]
        cell = sheet[fault.cell]
        if isinstance(cell, MergedCell):
            continue
        cell.fill, cell.border = MARK, EDGE
        cell.comment = Comment(safe_text(fault.text), "Violence Reduction Network", height=120, width=320)
        at.setdefault((fault.sheet, cell.row), []).append(fault.text)
    for (title, row), texts in at.items():
        put_text(workbook[title], row, layout.CHANGE, "\n".join(text[:1].upper() + text[1:] for text in texts), WRONG)
    for title in {title for title, _ in at}:
        _head(workbook[title], layout.HEAD_ROW, layout.CHANGE, layout.WHAT_TO_CHANGE)
        workbook[title].column_dimensions["H"].width = 60


def _list(sheet: Worksheet, faults: Sequence[Fault]) -> None:
    counted = "1 thing to change" if len(faults) == 1 else f"{len(faults):,} things to change"
    put_text(sheet, 1, 0, counted, TITLE)
    put_text(
        sheet, 2, 0, "Change the marked cells on the sheet “Lines”, save this workbook, and upload it again.", PLAIN
    )
    for column, (heading, width) in enumerate((("Sheet", 14), ("Cell", 9), (layout.WHAT_TO_CHANGE, 100))):
        _head(sheet, 4, column, heading)
        sheet.column_dimensions[layout.cell_name(1, column)[0]].width = width
    for number, fault in enumerate(faults, start=5):
        for column, text in enumerate((fault.sheet, fault.cell, fault.text[:1].upper() + fault.text[1:])):
            put_text(sheet, number, column, text, BOLD if column == 1 else PLAIN)
        if fault.cell:
            sheet.cell(number, 2).hyperlink = f"#'{fault.sheet}'!{fault.cell}"
    for number in (1, 2):
        sheet.cell(number, 1).alignment = Alignment(vertical="top")
    sheet.freeze_panes = "A5"
    prepare_for_print(sheet)


def _head(sheet: Worksheet, row: int, column: int, text: str) -> None:
    put_text(sheet, row, column, text, HEADING)
    sheet.cell(row, column + 1).fill = HEADING_FILL
