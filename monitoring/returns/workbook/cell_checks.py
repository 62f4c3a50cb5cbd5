"""Excel's own checks while somebody types. What was typed is checked again, by other means, when it is read."""

from collections.abc import Mapping

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
        self.made: dict[tuple[object, ...], DataValidation] = {}
        reasons = DataValidation(type="list", formula1=f'"{",".join(NO_FIGURE)}"', allow_blank=True)
        _say(reasons, "Choose one of the reasons, or leave the cell empty.", "Only where you have no figure.")
        self.reasons = reasons

    def add(self, number: int, row: Row) -> None:
        self.reasons.add(layout.cell_name(number, layout.REASON))
        key = (row.kind, row.largest, row.hint)
        if key not in self.made:
            self.made[key] = _check_of(row)
        self.made[key].add(layout.cell_name(number, layout.ANSWER))

    def put(self) -> None:
        for check in (self.reasons, *self.made.values()):
            if check.sqref:
                self.sheet.add_data_validation(check)


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
