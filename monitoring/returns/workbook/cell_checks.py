"""Excel's own checks while somebody types. What was typed is checked again, by other means, when it is read."""

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from monitoring.returns.asked import NO_FIGURE, Row
from monitoring.returns.workbook import layout
from vrn_cases.questions.models import QuestionKind

MOST_PROMPT = 255  # characters that Excel shows beside a chosen cell


class CellChecks:
    """One check for all cells that share it, put on the sheet at the end."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.rows: list[int] = []
        self.shared: dict[tuple[object, ...], tuple[Row, list[int]]] = {}

    def add(self, number: int, row: Row) -> None:
        self.rows.append(number)
        self.shared.setdefault((row.kind, row.largest, row.hint), (row, []))[1].append(number)

    def put(self) -> None:
        if not self.rows:
            return
        reasons = DataValidation(type="list", formula1=f'"{",".join(NO_FIGURE)}"', allow_blank=True)
        _say(reasons, "Choose one of the reasons, or leave the cell empty.", "Only where you have no figure.")
        self._put(reasons, self.rows, layout.REASON)
        for row, numbers in self.shared.values():
            self._put(_check_of(row), numbers, layout.ANSWER)

    def _put(self, check: DataValidation, numbers: Sequence[int], column: int) -> None:
        check.sqref = MultiCellRange(" ".join(_ranges(numbers, column)))
        self.sheet.add_data_validation(check)


def _ranges(numbers: Sequence[int], column: int) -> Iterator[str]:
    """Neighbouring rows as one range: a check with thousands of single cells is slow to write and to open."""
    first = last = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != last + 1:
            yield f"{layout.cell_name(first, column)}:{layout.cell_name(last, column)}"
            first = number
        last = number


def _check_of(row: Row) -> DataValidation:
    largest = row.largest if row.largest is not None else 10**12
    kinds: Mapping[QuestionKind, tuple[dict[str, str], str]] = {
        QuestionKind.NUMBER: (_between("whole", "0", str(largest)), "Type a whole number, 0 or more."),
        QuestionKind.MONEY: (_between("decimal", "0", str(largest / 100)), "Type an amount in pounds, 0 or more."),
        QuestionKind.PERCENT: (_between("decimal", "0", "100"), "Type a percentage from 0 to 100, without the sign."),
        QuestionKind.YES_NO: ({"type": "list", "formula1": '"Yes,No"'}, "Choose Yes or No."),
        QuestionKind.DATE: ({"type": "date", "operator": "greaterThan", "formula1": "36526"}, "Type a date."),
        QuestionKind.TEXT: (
            {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "4000"},
            "Shorten the text.",
        ),
    }
    rule, told = kinds[row.kind]
    check = DataValidation(allow_blank=True, **rule)
    _say(check, told, row.hint)
    return check


def _between(kind: str, least: str, most: str) -> dict[str, str]:
    return {"type": kind, "operator": "between", "formula1": least, "formula2": most}


def _say(check: DataValidation, wrong: str, hint: str) -> None:
    check.showErrorMessage, check.errorTitle, check.error = True, "This cannot be taken", wrong
    if hint:
        check.showInputMessage, check.prompt = True, hint[:MOST_PROMPT]
