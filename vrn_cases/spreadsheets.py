"""Every workbook that leaves the service is written here: styled, safe to open, the same bytes for the same content.

Text stays text whatever it starts with, so that a name such as "=1+1" is never run by the reader's machine; characters
that a workbook cannot hold are left out. Opening a workbook that somebody sent is `uploaded_workbooks.py`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from os import PathLike
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from vrn_cases.printable import printable
from vrn_cases.row_heights import fit_row

Value = str | int | Decimal | date | bool | None
Target = str | PathLike[str] | IO[bytes]

LONGEST_TITLE = 31
LONGEST_TEXT = 32_767  # the most that Excel keeps in one cell
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?\s]+")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
A4 = 9  # the code of the paper size
SMALL = 8  # points
MOST_IN_FOOTER = 200  # Excel takes 255 characters for the whole line, with the page's number and the codes
DAY, MOMENT = "d mmm yyyy", "d mmm yyyy h:mm am/pm"

BOLD = Font(name="Arial", size=11, bold=True)
TITLE = Font(name="Arial", size=14, bold=True)
HEADING = Font(name="Arial", size=11, bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", start_color="5B2A86", end_color="5B2A86")
HEADING_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
TOTAL_LINE = Border(top=Side(style="thin", color="505A5F"))
LEFT = Alignment(horizontal="left")
LEFT_TOP = Alignment(horizontal="left", vertical="top")
TOP = Alignment(vertical="top")
TOP_WRAPPED = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Column:
    """One column: its heading, width in characters, and an Excel number format where its cells are not plain."""

    heading: str
    width: int = 16
    number_format: str = ""
    wrap: bool = False


@dataclass(frozen=True)
class Formatted:
    """A value with a look of its own: another number format than its column's, or a line of totals."""

    value: Value
    number_format: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table a sheet. `above` stands over the heading row (its first line as the title), `below` under the table.

    `rows` may be a generator: it is read once, row by row, while the sheet is written.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value | Formatted]]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    keep_first_column: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Properties:
    """What the file says of itself. `dated` stands as its time of making, so that equal content gives equal bytes.

    `footer` is printed at the foot of every page, with the page's number; without one the title is.
    """

    title: str
    creator: str
    dated: date
    description: str = ""
    footer: str = ""


class SteadyZip(ZipFile):
    """A zip file whose entries all carry the same time."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *args: Any, **kwargs: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(self._entry(name), data, *args, **kwargs)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with open(filename, "rb") as source, self.open(self._entry(str(arcname)), "w") as entry:
            while chunk := source.read(1 << 20):
                entry.write(chunk)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name.lstrip("/"), ZIP_EPOCH)
        entry.compress_type = ZIP_DEFLATED
        return entry


def write_workbook(target: Target, sheets: Iterable[Sheet], properties: Properties) -> None:
    """Write the sheets to a path or an open binary file. There must be at least one."""
    workbook = Workbook(write_only=True)
    moment = datetime.combine(properties.dated, time())  # a workbook keeps its times without a zone
    workbook.properties = DocumentProperties(
        title=safe_text(properties.title),
        creator=safe_text(properties.creator),
        description=safe_text(properties.description),
        language="en-GB",
        created=moment,
        modified=moment,
    )
    taken: set[str] = set()
    for sheet in sheets:
        worksheet = workbook.create_sheet(sheet_title(sheet.title, taken))
        worksheet.HeaderFooter.oddFooter.left.text = _for_footer(properties.footer or properties.title)
        worksheet.HeaderFooter.oddFooter.left.size = SMALL  # a long one would run into the page's number
        worksheet.HeaderFooter.oddFooter.right.text = "Page &P of &N"
        _write_sheet(worksheet, sheet)
    with SteadyZip(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).save()


def _for_footer(text: str) -> str | None:
    return safe_text(text)[:MOST_IN_FOOTER].replace("&", "&&") or None  # an ampersand starts a code there


def safe_text(text: str) -> str:
    """The text without characters that a workbook cannot hold, no longer than a cell can be."""
    text = printable(text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A title that Excel accepts, unlike any in `taken` (lower case), to which it is added."""
    title = FORBIDDEN_IN_TITLE.sub(" ", safe_text(wanted).replace("/", "-").replace("\\", "-")).strip(" '") or "Sheet"
    if title.lower() == "history":  # Excel keeps this name for itself
        title = "History of changes"
    short, number = _shortened(title, LONGEST_TITLE), 1
    while short.lower() in taken:
        number += 1
        suffix = f" ({number})"
        short = _shortened(title, LONGEST_TITLE - len(suffix)) + suffix
    taken.add(short.lower())
    return short


def _shortened(title: str, longest: int) -> str:
    """The start of the title, cut between words where that does not lose much."""
    # Excel counts UTF-16 units, two for a character outside the basic plane.
    cut = title.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")
    if cut != title and " " in cut[longest // 2 :] and title[len(cut)] != " ":
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" '")


def text_cell(sheet: Any, text: Value) -> Cell:
    """A cell that holds this text as text, even when it starts like a formula or reads like an error."""
    cell = WriteOnlyCell(sheet)
    _put(cell, text)
    return cell


def _write_sheet(worksheet: Any, sheet: Sheet) -> None:
    heading_row = len(sheet.above) + (2 if sheet.above else 1)
    _lay_out(worksheet, sheet, heading_row)
    for number, line in enumerate(sheet.above):
        worksheet.append([_styled(worksheet, line, font=TITLE if number == 0 else None)])
    if sheet.above:
        worksheet.append([])
    fit_row(worksheet, heading_row, [(column.heading, column.width) for column in sheet.columns])
    worksheet.append([_heading(worksheet, column.heading) for column in sheet.columns])
    count = 0
    plain = not any(column.wrap for column in sheet.columns)
    prepared = [_prepared(worksheet, column, plain) for column in sheet.columns]
    dated: dict[type, Cell] = {date: _dated(worksheet, DAY, plain), datetime: _dated(worksheet, MOMENT, plain)}
    wrapped = [(number, column.width) for number, column in enumerate(sheet.columns) if column.wrap]
    for row in sheet.rows:
        count += 1
        if wrapped:
            fit_row(worksheet, heading_row + count, [(_plain(row[number]), width) for number, width in wrapped])
        worksheet.append(_cells(worksheet, row, prepared, dated))
    if count:
        last = get_column_letter(len(sheet.columns))
        worksheet.auto_filter.ref = f"A{heading_row}:{last}{heading_row + count}"
    for number, line in enumerate(sheet.below):
        if number == 0:
            worksheet.append([])
        worksheet.append([_styled(worksheet, line)])


def _lay_out(worksheet: Any, sheet: Sheet, heading_row: int) -> None:
    worksheet.freeze_panes = f"{'B' if sheet.keep_first_column else 'A'}{heading_row + 1}"
    for number, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.print_title_rows = f"{heading_row}:{heading_row}"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True


def _cells(
    worksheet: Any, row: Sequence[Value | Formatted], prepared: list[Cell | None], dated: dict[type, Cell]
) -> Iterator[Any]:
    """The row's cells one after another; openpyxl writes each before it asks for the next, so a cell can be reused."""
    for value, cell in zip(row, prepared, strict=True):
        if isinstance(value, Formatted):
            yield _formatted(worksheet, value, cell)
        elif type(value) in dated and (cell is None or cell.number_format == "General"):
            like = dated[type(value)]
            like.value = value
            yield like
        elif cell is not None:
            _put(cell, value)
            yield cell
        else:
            # Looked at only after it was cleaned: a control character may stand before the sign of a formula.
            safe = _safe(value)
            runs = isinstance(safe, str) and (safe[:1] == "=" or safe in ERROR_CODES)
            yield text_cell(worksheet, safe) if runs else safe


def _prepared(worksheet: Any, column: Column, plain: bool) -> Cell | None:
    """The cell that carries the column's look from row to row; None for values that may be plain: never beside wrapped
    text, where they would stand at the foot of their row."""
    if plain and not column.number_format:
        return None
    cell = WriteOnlyCell(worksheet)
    cell.alignment = TOP_WRAPPED if column.wrap else TOP
    if column.number_format:
        cell.number_format = column.number_format
    return cell


def _dated(worksheet: Any, number_format: str, plain: bool) -> Cell:
    """The cell for days or moments: at the left like its heading, as on the right it would touch the next text."""
    cell = WriteOnlyCell(worksheet)
    cell.number_format, cell.alignment = number_format, LEFT if plain else LEFT_TOP
    return cell


def _safe(value: Value) -> Value:
    # No text is an empty cell: an empty string would be a cell of a kind without its content.
    return safe_text(value) or None if isinstance(value, str) else value


def _put(cell: Cell, value: Value) -> None:
    number_format = cell.number_format
    cell.value = _safe(value)
    if isinstance(cell.value, str):
        cell.data_type = "s"
    elif isinstance(value, date) and number_format != "General":
        cell.number_format = number_format  # openpyxl puts its own format on a date


def _plain(value: Value | Formatted) -> Value:
    return value.value if isinstance(value, Formatted) else value


def _formatted(worksheet: Any, value: Formatted, like: Cell | None) -> Cell:
    cell = WriteOnlyCell(worksheet)
    if like is not None:
        cell.alignment = TOP_WRAPPED if like.alignment.wrap_text else TOP
        cell.number_format = like.number_format
    if value.number_format:
        cell.number_format = value.number_format
    if value.bold:
        cell.font, cell.border = BOLD, TOTAL_LINE
    _put(cell, value.value)
    return cell


def _styled(worksheet: Any, text: str, font: Font | None = None) -> Cell:
    cell = text_cell(worksheet, text)
    if font is not None:
        cell.font = font
    return cell


def _heading(worksheet: Any, text: str) -> Cell:
    cell = _styled(worksheet, text, HEADING)
    cell.fill, cell.alignment = HEADING_FILL, HEADING_ALIGNMENT
    return cell
