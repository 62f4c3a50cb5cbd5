"""Invented numbers of one return, such as a provider could send: parts add up, and no part is above its whole."""

from collections.abc import Sequence
from random import Random

from monitoring.returns.asked import Given, Key, Row
from vrn_cases.questions.models import AnswerState, QuestionKind

WORDS = "Invented: two workers started, and one school asked for more sessions than could be offered."
LARGEST = {
    "referrals_received": 160,
    "people_supported": 400,
    "sessions_offered": 2_400,
    "group_attendances": 900,
    "professionals_trained": 120,
    "schools_taking_part": 40,
    "students_reached": 3_000,
    "events_held": 12,
    "event_attendances": 1_500,
    "spend": 9_000_000,
    "spend_forecast": 36_000_000,
}


def numbers_of(rows: Sequence[Row], chance: Random) -> dict[Key, Given]:
    """An answer for every row asked; equal for equal chance."""
    wholes = _wholes(rows, chance)
    answers = {row.key: _given(wholes.get(row.key[0])) for row in rows if row.whole}
    for code, breakdown in dict.fromkeys(row.key[:2] for row in rows if not row.whole):
        parts = [row for row in rows if row.key[:2] == (code, breakdown)]
        for row, number in zip(parts, shared_out(wholes[code], len(parts), chance), strict=True):
            answers[row.key] = _given(number)
    return answers


def _wholes(rows: Sequence[Row], chance: Random) -> dict[str, int]:
    """The number of each line that holds one; a line that is part of another comes after it."""
    wholes: dict[str, int] = {}
    asked = [row for row in rows if row.whole and row.kind != QuestionKind.TEXT]
    while len(wholes) < len(asked):
        for row in asked:
            if row.key[0] not in wholes and (not row.share_of or row.share_of in wholes):
                most = wholes[row.share_of] if row.share_of else LARGEST.get(row.key[0], 200)
                wholes[row.key[0]] = chance.randint(0, min(most, row.largest or most))
    return wholes


def _given(value: int | None) -> Given:
    return Given(AnswerState.ANSWERED, WORDS if value is None else value)


def shared_out(total: int, parts: int, chance: Random) -> list[int]:
    """The total as so many whole numbers, none below 0."""
    cuts = sorted(chance.randint(0, total) for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
