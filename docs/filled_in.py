"""A return as somebody fills it in for the pictures: invented numbers that agree with each other."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from monitoring.returns.asked import Row, rows_asked
from monitoring.returns.models import Return
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.writing import places

WHOLES: dict[str, Any] = {
    "referrals_received": 34,
    "people_started": 15,
    "people_supported": 29,
    "people_supported_in_year": 88,
    "people_ended": 11,
    "planned_endings": 9,
    "outcomes_measured": 8,
    "sessions_offered": 185,
    "sessions_attended": 152,
    "group_attendances": 60,
    "professionals_trained": 13,
    "schools_taking_part": 3,
    "students_reached": 110,
    "events_held": 2,
    "event_attendances": 87,
    "spend": 17_762.50,
    "spend_forecast": 71_050.00,
}
WEIGHTS = {
    "age_band": (0, 9, 14, 7, 0, 1),
    "sex": (8, 21, 0, 1),
    "ethnic_group": (13, 4, 7, 5, 1, 0, 2),
}
MISTAKES = {"1": "about 35", "3b": 99, "6": -2}  # three that people make, by the row's number


def filled_in(of: Return, empty: bytes, *, wrong: bool) -> bytes:
    """The downloaded workbook with an answer in every line that asks for a number; `wrong`, with the mistakes."""
    rows = rows_asked(of)
    typed = _typed(rows) | (MISTAKES if wrong else {})
    number_of = {row.key: row.number for row in rows}
    book = load_workbook(BytesIO(empty))
    for key, place in places(rows).items():
        if number_of[key] in typed:
            book[layout.LINES].cell(place, layout.ANSWER + 1).value = typed[number_of[key]]
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _typed(rows: Sequence[Row]) -> dict[str, Any]:
    """Answers by the row's number."""
    typed = {row.number: WHOLES[row.key[0]] for row in rows if row.whole and row.key[0] in WHOLES}
    for code, breakdown in dict.fromkeys(row.key[:2] for row in rows if not row.whole):
        parts = [row.number for row in rows if row.key[:2] == (code, breakdown)]
        typed |= dict(zip(parts, _split(WHOLES[code], WEIGHTS[breakdown]), strict=True))
    return typed


def _split(whole: int, weights: Sequence[int]) -> list[int]:
    """The whole in parts after their weights; the largest rests are rounded up, so that it adds up."""
    total = sum(weights)
    parts = [whole * weight // total for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda place: (whole * weights[place]) % total, reverse=True)
    for place in by_rest[: whole - sum(parts)]:
        parts[place] += 1
    return parts
