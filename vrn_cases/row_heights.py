"""How high a row of a workbook must be for the text that is wrapped in it."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from openpyxl.worksheet.dimensions import RowDimension

LINE_HEIGHT = 15  # points, of one line of what cells are written in
SPARE = 1.15  # letters are of several widths, and words are not broken


class FittedRow(RowDimension):
    """A row as high as its text needs. LibreOffice does not reckon that when it opens a workbook, and prints lines
    over each other; Excel does, and goes on fitting the row, because its height is nobody's choice."""

    customHeight = False  # noqa: N815  the attribute's name in the file


def fit_row(worksheet: Any, number: int, texts: Iterable[tuple[object, float]]) -> None:
    """Make the row high enough for its wrapped texts, each given with its column's width in characters."""
    lines = max((_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
    if lines > 1:
        worksheet.row_dimensions[number] = FittedRow(worksheet, index=number, ht=LINE_HEIGHT * lines)


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(line) * SPARE / width)) for line in text.split("\n"))
