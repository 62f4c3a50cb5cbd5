"""The workbook that a partner fills in: locked but for the cells to answer, with last period's answers beside them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED

from django.conf import settings
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from monitoring.returns.asked import BLANK, Answers, Given, Key, Row, by_group
from monitoring.returns.models import Return
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.cell_checks import CellChecks
from vrn_cases.pages.list_exports import DEMONSTRATION
from vrn_cases.questions.models import QuestionKind
from vrn_cases.spreadsheets import BOLD, HEADING, HEADING_ALIGNMENT, HEADING_FILL, TITLE, SteadyZip, safe_text
from vrn_cases.templatetags.gov_display import as_day

PLAIN = Font(name="Arial", size=11)
QUIET = Font(name="Arial", size=11, color="505A5F")
GROUP = Font(name="Arial", size=12, bold=True)
GROUP_FILL = PatternFill("solid", start_color="E8E1EF", end_color="E8E1EF")
ANSWER_FILL = PatternFill("solid", start_color="FFFFFF", end_color="FFFFFF")
LOCKED_FILL = PatternFill("solid", start_color="F3F2F1", end_color="F3F2F1")
BOX = Border(*(Side(style="thin", color="505A5F") for _ in range(4)))
HAIR = Border(bottom=Side(style="hair", color="B1B4B6"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
INDENTED = Alignment(wrap_text=True, vertical="top", indent=2)
RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
OPEN = Protection(locked=False)
WIDTHS = (7, 52, 9, 14, 16, 19, 44)
FORMATS = {
    QuestionKind.NUMBER: "#,##0",
    QuestionKind.MONEY: "#,##0.00",
    QuestionKind.PERCENT: "0.##",
    QuestionKind.DATE: "d mmmm yyyy",
}

HOW_TO = (
    "How to fill in this return",
    "Fill in the white cells of the sheet “Lines”. Everything else is locked.",
    "0 is an answer: you counted and found none. An empty cell says that you have not told us.",
    "If you have no figure, choose a reason in “No figure because”. If it is not known, say in the note why.",
    "Type figures themselves. Formulas are not read: copy them and paste as values.",
    "Each breakdown must add up to its line. Use “Not known” in a breakdown for what you cannot tell apart.",
    "Do not add, move, merge or hide rows or columns.",
    "When you have finished, save the workbook and upload it on the return's page.",
    "If anything has to change, you get it back with every cell marked.",
)


def workbook_to_fill_in(of: Return, rows: Sequence[Row], last: Answers, now: Answers) -> bytes:
    """The return as a workbook: `last` stands locked beside, `now` is already filled in."""
    workbook = Workbook()
    _write_instructions(workbook.active, of, rows)
    _write_lines(workbook.create_sheet(layout.LINES), of, rows, last, now)
    _write_stamp(workbook.create_sheet(layout.STAMP), layout.stamp_of(of, rows))
    workbook.active = 1
    for sheet in workbook:
        sheet.sheet_view.tabSelected = sheet.title == layout.LINES
    return saved(workbook, f"{of.template.name}, {of.label}", of.asked_for_at)


def saved(workbook: Workbook, title: str, moment: datetime) -> bytes:
    """The workbook's bytes, the same for the same content."""
    properties = workbook.properties
    properties.title, properties.creator, properties.language = safe_text(title), "Violence Reduction Network", "en-GB"
    properties.created = properties.modified = moment.replace(tzinfo=None, microsecond=0)
    target = BytesIO()
    with SteadyZip(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).save()
    return target.getvalue()


def put_text(sheet: Worksheet, row: int, column: int, text: str, font: Font = PLAIN) -> None:
    """Text that stays text, whatever it starts with. `column` counts from 0."""
    cell = sheet.cell(row, column + 1, safe_text(text))
    cell.data_type, cell.font, cell.alignment = "s", font, WRAPPED


def titles_of(of: Return) -> tuple[str, str]:
    return of.template.name, " · ".join(str(part) for part in (of.programme, of.organisation, of.label) if part)


def _write_instructions(sheet: Worksheet, of: Return, rows: Sequence[Row]) -> None:
    sheet.title = layout.INSTRUCTIONS
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 9, 100
    lines = [(TITLE, titles_of(of)[0]), (BOLD, titles_of(of)[1])]
    lines += [(PLAIN, f"Return {of.reference}" + (f", due on {as_day(of.due_on)}" if of.due_on else ""))]
    if settings.DEMONSTRATION:
        lines.append((BOLD, DEMONSTRATION))
    lines += [(PLAIN, ""), (BOLD, HOW_TO[0]), *((PLAIN, text) for text in HOW_TO[1:])]
    lines += [(PLAIN, text) for text in of.template.instructions.splitlines()]
    for number, (font, text) in enumerate(lines, start=1):
        put_text(sheet, number, 0, text, font)
        sheet.cell(number, 1).alignment = Alignment(vertical="top")
    heading = len(lines) + 2
    for column, text in enumerate(("Line", "What it means")):
        put_text(sheet, heading, column, text, HEADING)
        sheet.cell(heading, column + 1).fill = HEADING_FILL
    for number, row in enumerate((row for row in rows if row.whole), start=heading + 1):
        put_text(sheet, number, 0, row.number)
        put_text(sheet, number, 1, f"{row.text}. {row.hint}".strip())
    _protect(sheet)
    prepare_for_print(sheet, f"Return {of.reference}")


def _write_lines(sheet: Worksheet, of: Return, rows: Sequence[Row], last: Answers, now: Answers) -> None:
    for number, text in enumerate(titles_of(of), start=1):
        put_text(sheet, number, 0, text, TITLE if number == 1 else BOLD)
        sheet.cell(number, 1).alignment = Alignment(vertical="top")
    put_text(
        sheet, 3, 0, "Fill in the white cells. 0 is an answer; leave a cell empty only where you have no figure.", QUIET
    )
    sheet.cell(3, 1).alignment = Alignment(vertical="top")
    for column, heading in enumerate(layout.HEADINGS):
        put_text(sheet, layout.HEAD_ROW, column, heading, HEADING)
        head = sheet.cell(layout.HEAD_ROW, column + 1)
        head.fill, head.alignment = HEADING_FILL, HEADING_ALIGNMENT
        sheet.column_dimensions[get_column_letter(column + 1)].width = WIDTHS[column]
    checks = CellChecks(sheet)
    for number, row in _laid_out(rows):
        if isinstance(row, str):
            _write_group(sheet, number, row)
        else:
            _write_row(sheet, number, row, last.get(row.key, BLANK), now.get(row.key, BLANK))
            checks.add(number, row)
    checks.put()
    sheet.freeze_panes = sheet.cell(layout.FIRST_ROW, layout.UNIT + 1)
    _protect(sheet)
    prepare_for_print(sheet, f"Return {of.reference}")
    sheet.print_title_rows = f"{layout.HEAD_ROW}:{layout.HEAD_ROW}"


def _laid_out(rows: Sequence[Row]) -> Iterator[tuple[int, Row | str]]:
    """Each row with the number of its row on the sheet, under a row that names its group."""
    number = layout.FIRST_ROW
    for group, members in by_group(rows):
        if group:
            yield number, group
            number += 1
        for row in members:
            yield number, row
            number += 1


def places(rows: Sequence[Row]) -> dict[Key, int]:
    """The row of the sheet on which each row asked stands in a workbook as it leaves us."""
    return {row.key: number for number, row in _laid_out(rows) if isinstance(row, Row)}


def _write_group(sheet: Worksheet, number: int, name: str) -> None:
    put_text(sheet, number, layout.TEXT, name, GROUP)
    for column in range(1, layout.WIDTH + 1):
        sheet.cell(number, column).fill = GROUP_FILL


def _write_row(sheet: Worksheet, number: int, row: Row, last: Given, now: Given) -> None:
    text = row.text if row.whole else f"{row.breakdown_label}: {row.text}"
    put_text(sheet, number, layout.LINE, row.number, PLAIN if row.whole else QUIET)
    put_text(sheet, number, layout.TEXT, text, BOLD if row.whole else PLAIN)
    put_text(sheet, number, layout.UNIT, row.unit, QUIET)
    if not row.whole:
        sheet.cell(number, layout.TEXT + 1).alignment = INDENTED
    shown = layout.as_cell(row.kind, last.value) if last.answered else layout.reason_words(last.state, last.note)
    _write_value(sheet, number, layout.LAST, row.kind, shown)
    for column in (layout.LINE, layout.TEXT, layout.UNIT, layout.LAST):
        cell = sheet.cell(number, column + 1)
        cell.fill, cell.border = LOCKED_FILL, HAIR
    sheet.cell(number, layout.LAST + 1).font = QUIET
    _write_value(sheet, number, layout.ANSWER, row.kind, layout.as_cell(row.kind, now.value))
    _write_value(sheet, number, layout.REASON, QuestionKind.TEXT, _reason(now))
    _write_value(sheet, number, layout.NOTE, QuestionKind.TEXT, now.note or None)
    for column in (layout.ANSWER, layout.REASON, layout.NOTE):
        cell = sheet.cell(number, column + 1)
        cell.fill, cell.border, cell.protection = ANSWER_FILL, BOX, OPEN


def _reason(given: Given) -> str | None:
    return None if given.answered else layout.reason_words(given.state, given.note)


def _write_value(sheet: Worksheet, number: int, column: int, kind: QuestionKind, value: object) -> None:
    cell = sheet.cell(number, column + 1)
    if isinstance(value, str):
        put_text(sheet, number, column, value)
        return
    cell.value, cell.font = value, PLAIN
    cell.alignment = RIGHT if kind in FORMATS else WRAPPED
    cell.number_format = FORMATS.get(kind, "@" if kind == QuestionKind.TEXT else "General")


def _write_stamp(sheet: Worksheet, stamp: Mapping[str, str]) -> None:
    for number, (name, value) in enumerate(stamp.items(), start=1):
        put_text(sheet, number, 0, name)
        put_text(sheet, number, 1, value)
    sheet.sheet_state = "veryHidden"
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Against slips, not against people: there is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths and heights may be changed


def prepare_for_print(sheet: Worksheet, footer: str = "") -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = footer or None, "Page &P of &N"
