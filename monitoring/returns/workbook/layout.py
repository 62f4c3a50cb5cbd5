"""Where things stand in the workbook of a return: the one agreement between writing it and reading it back."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from monitoring.returns.asked import NO_FIGURE, Row
from monitoring.returns.models import Return
from vrn_cases.questions.models import AnswerState, QuestionKind

INSTRUCTIONS, LINES, STAMP, CHANGES = "Instructions", "Lines", "Return", "What to change"
HEADINGS = ("Line", "What to tell us", "Unit", "Last period", "This period", "No figure because", "Note")
WHAT_TO_CHANGE = "What to change"
LINE, TEXT, UNIT, LAST, ANSWER, REASON, NOTE, CHANGE = range(8)  # columns, from 0
HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
WIDTH = len(HEADINGS)
WORDS_OF_STATE = {state: words for words, state in NO_FIGURE.items()}
STATE_OF_WORDS = {words.lower(): state for words, state in NO_FIGURE.items()}


def stamp_of(of: Return, rows: Sequence[Row]) -> dict[str, str]:
    """What the hidden sheet says, so that another return's workbook or an outdated one is known."""
    return {
        "return": of.reference,
        "template": of.template.code,
        "version": str(of.template.version),
        "lines": checksum(rows),
    }


def checksum(rows: Sequence[Row]) -> str:
    """SHA-256 over the number, identity, words and kind of every row that is asked."""
    asked = ["\x1f".join((row.number, *row.key, row.text, row.kind)) for row in rows]
    return hashlib.sha256("\x1e".join(asked).encode()).hexdigest()


def cell_name(row: int, column: int) -> str:
    """The name of a cell; `row` counts from 1 and `column` from 0."""
    return f"{get_column_letter(column + 1)}{row}"


def as_cell(kind: QuestionKind, value: Any) -> Any:
    """A typed value as a cell holds it: pounds for pence, per cent for hundredths, words for yes and no."""
    if value is None:
        return None
    if kind in (QuestionKind.MONEY, QuestionKind.PERCENT):
        return Decimal(value) / 100
    if kind == QuestionKind.YES_NO:
        return "Yes" if value else "No"
    return value


def reason_words(state: AnswerState, note: str) -> str | None:
    """The words in the reason's cell; a blank with a note was said to be not known."""
    if state == AnswerState.BLANK and not note:
        return None
    return WORDS_OF_STATE.get(state)
