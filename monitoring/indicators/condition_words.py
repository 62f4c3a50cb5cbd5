"""An indicator's condition as sentences, made from the condition itself so that the page cannot say something else."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import Share, SummedShare

GRAINS: Mapping[str, str] = {
    "return_line": "One row for each answered or unanswered line of a return that was accepted and is not replaced."
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
}


def condition_words(indicator: Indicator) -> list[str]:
    """Which rows of the grain are behind the figure, in the order of the table above."""
    return _said(indicator.grain.code, indicator.kind.rows())


def share_words(indicator: Indicator) -> list[str]:
    """Of a share, which of those rows count as the part; empty for other kinds and for sums."""
    kind = indicator.kind
    return _said(indicator.grain.code, kind.having) if isinstance(kind, Share) else []


def arithmetic_words(indicator: Indicator) -> str:
    """What is done with the rows."""
    if isinstance(indicator.kind, SummedShare):
        return "Their numbers are added up, and so are those of the lines they are a part of: the first of the second."
    if isinstance(indicator.kind, Share):
        return "The rows that also fulfil the second condition, of all of them."
    return "They are counted." if "n" in indicator.kind.aggregates() else "Their numbers are added up."


def _said(grain: str, condition: Q) -> list[str]:
    """Raises ValueError for a condition that has no words yet: an indicator must be able to say what it counts."""
    told = _pairs(condition)
    unknown = [name for name in told if (grain, name) not in CONDITIONS]
    if unknown:
        raise ValueError(f"no words for {', '.join(unknown)} of the grain {grain}")
    return [say(told[name]) for (its_grain, name), say in CONDITIONS.items() if its_grain == grain and name in told]


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
