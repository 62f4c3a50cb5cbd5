"""Where answers do not agree with each other, and what is still missing: the same for workbook and web form."""

from collections.abc import Sequence

from monitoring.returns.asked import BLANK, Answers, Given, Key, Row
from vrn_cases.questions.models import AnswerState


def contradictions(rows: Sequence[Row], answers: Answers) -> list[tuple[Row, str]]:
    """Where answers do not agree with each other: breakdowns that do not add up, parts larger than their whole."""
    wholes = {row.key[0]: row for row in rows if not row.key[1]}
    added: dict[tuple[str, str], int] = {}
    labels: dict[tuple[str, str], str] = {}
    for row in [row for row in rows if row.key[1]]:
        given = answers.get(row.key, BLANK)
        if given.answered:
            place = row.key[:2]
            added[place] = added.get(place, 0) + given.value
            labels[place] = row.breakdown_label
    found = [
        (wholes[code], _sum_fault(answers, code, total, labels[code, name])) for (code, name), total in added.items()
    ]
    found += [(row, _share_fault(answers, row, wholes)) for row in rows if row.share_of]
    return [(row, fault) for row, fault in found if fault]


def _sum_fault(answers: Answers, code: str, total: int, label: str) -> str:
    whole = answers.get((code, "", ""), BLANK)
    if not whole.answered:
        return f"there is a breakdown by {label.lower()} (it adds up to {total:,}), but no answer for the line itself."
    if whole.value != total:
        sums = f"the breakdown by {label.lower()} adds up to {total:,}, but the line says {whole.value:,}"
        return f"{sums}. Make them agree."
    return ""


def _share_fault(answers: Answers, row: Row, wholes: dict[str, Row]) -> str:
    larger = wholes[row.share_of]
    part, whole = answers.get(row.key, BLANK), answers.get(larger.key, BLANK)
    if part.answered and whole.answered and part.value > whole.value:
        named = f"line {larger.number}, “{larger.text}” ({whole.value:,})"
        return f"{part.value:,} is more than {named}, of which it is a part."
    return ""


def missing(rows: Sequence[Row], answers: Answers) -> list[Row]:
    """Required lines with neither an answer nor a reason: blank, without a note that says why."""
    return [row for row in rows if row.required and _unexplained(answers.get(row.key, BLANK))]


def _unexplained(given: Given) -> bool:
    return given.state == AnswerState.BLANK and not given.note


def unbroken(rows: Sequence[Row], answers: Answers) -> list[tuple[Row, str]]:
    """Lines above zero whose breakdown was left empty without a note on the line: (the line, the breakdown's name)."""
    begun = {row.key[:2] for row in rows if not row.whole and answers.get(row.key, BLANK) != BLANK}
    asked: dict[Key, tuple[str, str]] = {}
    for row in rows:
        if not row.whole and row.key[:2] not in begun:
            asked[(*row.key[:2], "")] = (row.key[0], row.breakdown_label)
    wholes = {row.key[0]: row for row in rows if row.whole}
    return [
        (wholes[code], label)
        for code, label in asked.values()
        if (given := answers.get((code, "", ""), BLANK)).value and not given.note
    ]
