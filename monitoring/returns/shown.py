"""A version's answers as the page shows them: in words, beside last period's, with the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from monitoring.returns.asked import BLANK, Answers, Given, Key, Row, by_group
from monitoring.returns.models import Qualifier
from vrn_cases.questions.models import AnswerState, QuestionKind
from vrn_cases.templatetags.gov_display import as_day

MINUS = "\N{MINUS SIGN}"
STATE_WORDS = {AnswerState.NOT_APPLICABLE: "Does not apply", AnswerState.NOT_DUE: "Not due yet"}
NUMERIC = frozenset({QuestionKind.NUMBER, QuestionKind.MONEY, QuestionKind.PERCENT})


@dataclass(frozen=True)
class ShownRow:
    number: str
    text: str
    hint: str
    whole: bool
    last: str
    now: str
    difference: str
    note: str
    problem: str
    numeric: bool
    answered: bool


@dataclass(frozen=True)
class ShownGroup:
    name: str
    rows: list[ShownRow]
    words: bool  # answered in words, so shown one under another and not in columns


def shown_groups(
    rows: Sequence[Row], now: Answers, last: Answers, problems: Mapping[Key, str], qualifiers: Mapping[Key, str]
) -> list[ShownGroup]:
    """`problems` say what has to be put right in a row; `qualifiers` are the source's own, of printed figures."""
    return [
        ShownGroup(
            name,
            [_shown(row, now, last, problems, qualifiers) for row in members],
            all(row.kind == QuestionKind.TEXT for row in members),
        )
        for name, members in by_group(rows)
    ]


def _shown(
    row: Row, now: Answers, last: Answers, problems: Mapping[Key, str], qualifiers: Mapping[Key, str]
) -> ShownRow:
    given, before = now.get(row.key, BLANK), last.get(row.key, BLANK)
    return ShownRow(
        number=row.number,
        text=row.text if row.whole else f"{row.breakdown_label}: {row.text}",
        hint=row.hint,
        whole=row.whole,
        last=given_in_words(row.kind, before) if row.key in last else "",
        now=qualified(given_in_words(row.kind, given), qualifiers.get(row.key, "")),
        difference=difference(row.kind, given, before),
        note=given.note,
        problem=problems.get(row.key, ""),
        numeric=row.kind in NUMERIC,
        answered=given.answered,
    )


def given_in_words(kind: QuestionKind, given: Given) -> str:
    """An answer in words: zero is "0", and what was left blank says so."""
    if given.answered:
        return value_in_words(kind, given.value)
    return STATE_WORDS.get(given.state, "Not known" if given.note else "No answer")


def value_in_words(kind: QuestionKind, value: Any) -> str:
    """Thousands separators, pence only where there are some, days as people write them."""
    if kind == QuestionKind.MONEY:
        return pounds(value)
    if kind == QuestionKind.PERCENT:
        return f"{(Decimal(value) / 100).normalize():f}%"
    if kind == QuestionKind.YES_NO:
        return "Yes" if value else "No"
    if kind == QuestionKind.DATE:
        return as_day(value)
    return f"{value:,}" if kind == QuestionKind.NUMBER else str(value)


def pounds(pence: int) -> str:
    size = f"£{abs(pence) / 100:,.2f}" if pence % 100 else f"£{abs(pence) // 100:,}"
    return f"{MINUS}{size}" if pence < 0 else size


def difference(kind: QuestionKind, given: Given, before: Given) -> str:
    """What a number is more or less than last period's; empty where either has no number."""
    if kind not in NUMERIC or not (given.answered and before.answered):
        return ""
    change = given.value - before.value
    if not change:
        return "no change"
    return f"{'+' if change > 0 else MINUS}{value_in_words(kind, abs(change))}"


def qualified(words: str, qualifier: str) -> str:
    """A printed figure with its source's qualifier: "almost 400", "4,893 (potential reach)"."""
    if qualifier == Qualifier.POTENTIAL:
        return f"{words} (potential reach)"
    return f"{qualifier} {words}" if qualifier in (Qualifier.ALMOST, Qualifier.OVER) else words
