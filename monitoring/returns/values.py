"""A raw value from a workbook or a form, as its typed column holds it, or a sentence that says what to change."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from monitoring.returns.asked import Given, Row
from vrn_cases.questions.models import AnswerState, QuestionKind

NUMBER, MONEY = QuestionKind.NUMBER, QuestionKind.MONEY
LARGEST_EXACT = 2**53  # up to which a float tells every whole number
LONGEST_NUMBER = 30  # signs, commas and decimals among them
LONGEST_TEXT = 4_000
LONGEST_NOTE = 500
WHOLE = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)")
AMOUNT = re.compile(r"-?£?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
YES_NO = {"yes": 1, "y": 1, "no": 0, "n": 0}


class Unfit(Exception):
    """A value that the row cannot take; the message says why and what to do."""


def value_of(row: Row, raw: Any) -> Any:
    """What the typed column holds for a raw value of a workbook's cell or a form's box; None for an empty one.

    Whole numbers as they are, pence for money, hundredths for percentages, 1 or 0 for yes or no. Raises Unfit.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str) and raw.strip().upper() in ERRORS:
        raise Unfit(f"the cell shows the error {raw.strip()}. Type the answer itself.")
    return READERS[row.kind](row, raw)


def of_number(kind: QuestionKind, raw: float, largest: int | None) -> int | None:
    """What `value_of` gives for a number that fits its row, found at once; None where that has to be asked."""
    if not 0 <= raw <= LARGEST_EXACT:
        return None
    if kind is NUMBER:
        value, fits = int(raw), raw.is_integer()
    elif kind is MONEY:
        value = int(raw * 100 + 0.5)
        fits = value / 100 == raw  # a division is rounded correctly, so that these are pounds with two decimals
    else:
        return None
    return value if fits and (largest is None or value <= largest) else None


def _number(row: Row, raw: Any) -> int:
    if type(raw) in (int, float) and isfinite(raw):
        if raw != raw // 1:
            raise Unfit(f"{_plain(raw)} is not a whole number. Write it without decimals.")
        return _in_range(row, int(raw), f"{int(raw):,}")
    text = _as_text(raw)
    if not WHOLE.fullmatch(text):
        if AMOUNT.fullmatch(text) and "." in text and "£" not in text:
            raise Unfit(f"{text} is not a whole number. Write it without decimals.")
        raise Unfit(f"“{_short(text)}” is not a number. Write the number alone; anything else belongs in the note.")
    if len(text) > LONGEST_NUMBER:
        raise Unfit(f"“{_short(text)}” is far more than this line can be. Look for a slip of the hand.")
    number = int(text.replace(",", ""))
    return _in_range(row, number, f"{number:,}")


def _money(row: Row, raw: Any) -> int:
    pounds = _decimal(row, raw, "an amount in pounds")
    pence = pounds * 100
    if pence != pence.to_integral_value():
        raise Unfit(f"{_plain(raw)} has more than two places of pence. Round it to the penny.")
    return _in_range(row, int(pence), f"£{pounds:,.2f}")


def _percent(row: Row, raw: Any) -> int:
    share = _decimal(row, raw.rstrip("% ") if isinstance(raw, str) else raw, "a percentage")
    if share > 100:
        raise Unfit(f"{_plain(raw)} is more than 100 per cent.")
    if share < 0:
        raise Unfit(f"{_plain(raw)} is below 0.")
    return int((share * 100).to_integral_value())


def _decimal(row: Row, raw: Any, what: str) -> Decimal:
    if type(raw) in (int, float) and isfinite(raw):
        return Decimal(repr(round(raw, 6)))
    text = _as_text(raw)
    if not AMOUNT.fullmatch(text):
        raise Unfit(f"“{_short(text)}” is not {what}. Write the number alone; anything else belongs in the note.")
    if len(text) > LONGEST_NUMBER:
        raise Unfit(f"“{_short(text)}” is far more than this line can be. Look for a slip of the hand.")
    try:
        return Decimal(text.replace(",", "").replace("£", ""))
    except InvalidOperation as error:
        raise Unfit(f"“{_short(text)}” is not {what}.") from error


def _yes_no(row: Row, raw: Any) -> int:
    if isinstance(raw, bool):
        return int(raw)
    if isinstance(raw, str) and raw.strip().lower() in YES_NO:
        return YES_NO[raw.strip().lower()]
    raise Unfit(f"“{_short(str(raw))}” is neither Yes nor No.")


def _day(row: Row, raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    raise Unfit(f"“{_short(str(raw))}” is text and not a date. Type it as a date, for example 5/11/2026.")


def _text(row: Row, raw: Any) -> str:
    if isinstance(raw, (date, time, timedelta)):
        raise Unfit("Excel has turned this into a date. Format the cell as text and write it again.")
    text = _plain(raw) if type(raw) in (int, float) else str(raw).strip()
    if len(text) > LONGEST_TEXT:
        raise Unfit(f"the text has {len(text):,} characters; {LONGEST_TEXT:,} fit. Shorten it.")
    return text


READERS = {
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.PERCENT: _percent,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE: _day,
    QuestionKind.TEXT: _text,
}


def _as_text(raw: Any) -> str:
    """The words in a cell that should hold a number."""
    if isinstance(raw, bool):
        raise Unfit(f"{'TRUE' if raw else 'FALSE'} is not a number. Write the number alone.")
    if isinstance(raw, (date, time, timedelta)):
        raise Unfit("Excel has turned this into a date or a time. Format the cell as a number and write it again.")
    return str(raw).strip().replace("\N{NO-BREAK SPACE}", "")


def _in_range(row: Row, value: int, words: str) -> int:
    if value < 0:
        raise Unfit(f"{words} is below 0. A count or an amount cannot be.")
    if row.largest is not None and value > row.largest:
        largest = f"£{row.largest / 100:,.0f}" if row.kind == QuestionKind.MONEY else f"{row.largest:,}"
        raise Unfit(f"{words} is more than this line can be ({largest}). Look for a slip of the hand.")
    return value


def _plain(number: Any) -> str:
    return f"{number:,.10g}" if type(number) is float else str(number)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def note_of(raw: Any) -> str:
    """The note beside an answer. Raises Unfit when it is too long."""
    note = "" if raw is None else str(raw).strip()
    if len(note) > LONGEST_NOTE:
        raise Unfit(f"the note has {len(note):,} characters; {LONGEST_NOTE} fit. Shorten it.")
    return note


def given_of(value: Any, state: AnswerState | None, note: str) -> Given:
    """One row's answer from its three boxes. Raises Unfit when there are both a figure and a reason for none."""
    if value is not None and state is not None:
        raise Unfit("there are both an answer and a reason for having none. Keep one of the two.")
    if value is not None:
        return Given(AnswerState.ANSWERED, value, note)
    return Given(state or AnswerState.BLANK, None, note)
