"""An indicator's condition as sentences, made from the condition itself so that the page cannot say something else."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from monitoring.indicators import casework_words
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import Share, Summed, SummedShare
from monitoring.indicators.kinds_casework import DistinctPeople, Median, PairedScores

GRAINS: Mapping[str, str] = {
    "return_line": "One row for each answered or unanswered line of a return that was accepted and is not replaced.",
    **casework_words.GRAINS,
}
CONDITIONS: Mapping[tuple[str, str], Callable[[Any], str]] = {
    ("return_line", "published"): lambda value: (
        "it belongs to the published record" if value else "a provider sent it in a return of their own"
    ),
    ("return_line", "measure"): lambda value: f"it answers the line “{value.replace('_', ' ')}”",
    ("return_line", "answered"): lambda value: "it was answered (zero is an answer)" if value else "it was left blank",
    ("return_line", "due"): lambda value: "it was due in that return" if value else "it was not due in that return",
    ("return_line", "part"): lambda value: "it is the whole line" if not value else f"it is the part “{value}”",
    ("return_line", "qualifier"): lambda value: (
        "the source gives it exactly" if value == "exact" else f"the source qualifies it as “{value}”"
    ),
    ("return_line", "value__isnull"): lambda value: "it has no number" if value else "it has a number",
    ("return_line", "of_value__isnull"): lambda value: (
        "the line it is a part of has no number" if value else "the line it is a part of has a number as well"
    ),
    **casework_words.CONDITIONS,
    **casework_words.ALWAYS_TOLD,
}
PAIRED = (
    "Of the cases whose score is told at both points, the mean of the later score less the first. A first score is "
    "never carried forward, and nothing is said below ten pairs. The 95% interval is Student's t."
)


def condition_words(indicator: Indicator) -> list[str]:
    """Which rows of the grain are behind the figure, in the order of the table above."""
    return _said(indicator.grain.code, indicator.kind.rows())


def share_words(indicator: Indicator) -> list[str]:
    """Of a share, which of those rows count as the part; empty for other kinds and for sums."""
    kind = indicator.kind
    return _said(indicator.grain.code, kind.having) if isinstance(kind, Share) else []


def arithmetic_words(indicator: Indicator) -> str:
    """What is done with the rows."""
    kind = indicator.kind
    if isinstance(kind, SummedShare):
        return _shared_sums(indicator.grain.code, kind)
    if isinstance(kind, Share):
        return "The rows that also fulfil the second condition, of all of them."
    if isinstance(kind, DistinctPeople):
        return "The people in them are counted, each once in a period, however many rows they have."
    if isinstance(kind, Median):
        return "Their numbers are put in order, and the middle one is taken; of two middle ones, half way between them."
    if isinstance(kind, PairedScores):
        return PAIRED
    if isinstance(kind, Summed):
        column = casework_words.COLUMNS.get((indicator.grain.code, kind.column), "numbers")
        return f"Their {column} are added up."
    return "They are counted."


def _shared_sums(grain: str, kind: SummedShare) -> str:
    part, whole = (casework_words.COLUMNS.get((grain, column)) for column in (kind.column, kind.of))
    if part and whole:
        return f"Their {part} are added up, and so are their {whole}: the first of the second."
    return "Their numbers are added up, and so are those of the lines they are a part of: the first of the second."


def placing_words(indicator: Indicator) -> str:
    """Which of a row's dates places it; empty where its whole period does."""
    return casework_words.PLACED[indicator.by] if indicator.by else ""


def _said(grain: str, condition: Q) -> list[str]:
    """Raises ValueError for a condition that has no words yet: an indicator must be able to say what it counts."""
    told = _pairs(condition)
    unknown = [name for name in told if (grain, name) not in CONDITIONS]
    if unknown:
        raise ValueError(f"no words for {', '.join(unknown)} of the grain {grain}")
    said = [say(told[name]) for (its_grain, name), say in CONDITIONS.items() if its_grain == grain and name in told]
    return [words for words in said if words]


def _pairs(condition: Q) -> dict[str, Any]:
    """Look-ups and values that must all hold."""
    if condition.negated or condition.connector != Q.AND:
        raise ValueError(f"no words for {condition}")
    pairs: dict[str, Any] = {}
    for child in condition.children:
        if isinstance(child, Q):
            pairs |= _pairs(child)
        else:
            name, value = child  # type: ignore[misc]  # a condition's child that is no Q is a look-up with its value
            pairs[name] = value
    return pairs
