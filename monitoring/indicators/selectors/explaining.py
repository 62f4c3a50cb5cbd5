"""How an indicator is worked out, in sentences that come from its declaration."""

from collections.abc import Sequence

from monitoring.indicators.condition_words import (
    GRAINS,
    arithmetic_words,
    condition_words,
    placing_words,
    share_words,
)
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.wording import BETTER, COUNTED_ONCE, OVER_PROGRAMMES, OVER_QUARTERS

SHARE = "A share is kept as its two numbers; its interval is the 95% interval after Wilson (1927)."


def how_worked_out(
    indicator: Indicator, caution: str = "", compared: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, list[str]]]:
    """What is told, each with one or more sentences. `caution`: the place's own; empty: the indicator's."""
    grain = indicator.grain
    rows = [
        ("What it says", [indicator.definition]),
        ("Definition", [f"{indicator.code}, version {indicator.version}"]),
        ("What is counted", [indicator.counted.capitalize()]),
        ("What it is made from", [GRAINS[grain.code]]),
        ("Which rows count", [_all_of("A row counts when", condition_words(indicator)) or "Every row counts."]),
        ("When they count", [placing_words(indicator)]),
        ("Of these, the part", [_all_of("A row is in the part when", share_words(indicator))]),
        ("What is done with them", [arithmetic_words(indicator), *([SHARE] if indicator.is_share else [])]),
        ("Over time", [OVER_QUARTERS[indicator.over_quarters]]),
        (
            "Over programmes",
            [COUNTED_ONCE if indicator.kind.distinct else OVER_PROGRAMMES[indicator.adds_over_programmes]],
        ),
        ("Which way is better", [BETTER[indicator.good_direction]]),
        ("Read with care", [caution or indicator.caution]),
        ("Who compares", [f"{name}: {study}." for name, study in compared]),
    ]
    told = [(name, [sentence for sentence in sentences if sentence]) for name, sentences in rows]
    return [(name, sentences) for name, sentences in told if sentences]


def _over_programmes(indicator: Indicator) -> str:
    return COUNTED_ONCE if indicator.kind.distinct else OVER_PROGRAMMES[indicator.adds_over_programmes]


def _all_of(start: str, conditions: list[str]) -> str:
    if not conditions:
        return ""
    *most, last = conditions
    return f"{start} {', '.join(most)}{' and ' if most else ''}{last}."
