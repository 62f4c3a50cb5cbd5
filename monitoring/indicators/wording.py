"""Figures in words: the number, what it counts, and a share with its two numbers and its interval."""

from decimal import Decimal
from fractions import Fraction

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import Counted, Parts
from monitoring.indicators.kinds_casework import HUNDREDTHS, DistinctPeople, Median, PairedScores
from monitoring.indicators.statistics import Interval, Share, half_up, wilson
from monitoring.indicators.statistics_change import paired_change

MINUS = "\N{MINUS SIGN}"
NOT_REPORTED = "not reported"
CONTRADICTS = "not shown, because the part that was reported is larger than its whole"

OVER_QUARTERS = {
    "added": "Quarters are added: a year is the sum of its quarters, and of returns that cover the whole year.",
    "apart": "Quarters are not added. A year has a figure only where a return covers the whole of it.",
    "latest": "Quarters are not added. What is told at the end of a quarter holds for the year up to then.",
    "anew": "Quarters are not added. Each quarter, the year so far and the year are worked out from the records.",
}
OVER_PROGRAMMES = {
    True: "Programmes are added to the network. What two programmes both count is counted twice.",
    False: "Programmes are not added, so the network as a whole has no figure.",
}
COUNTED_ONCE = "Programmes are not added. The network counts a person once, also when several programmes support them."
BETTER = {"up": "A higher figure is better.", "down": "A lower figure is better.", "neither": ""}


def contradicts(indicator: Indicator, parts: Parts | None) -> bool:
    """True of a share whose part is larger than its whole: the facts are wrong, and no share can be told."""
    return bool(indicator.is_share and parts and parts["having"] > parts["of"] > 0)


def unsaid(indicator: Indicator, parts: Parts | None) -> str:
    """The words in the place of a figure without a value: too few to say, or, where there is nobody, not reported."""
    told = indicator.kind.guarded(parts)
    some = any(number.value is not None for number in told.numbers.values())
    return told.too_few if some and told.too_few else NOT_REPORTED


def number_words(indicator: Indicator, parts: Parts) -> str:
    """The bare number: "1,204", "£1,458", "80%". Pence only where there are some, percentages whole."""
    value = indicator.kind.value(parts)
    if value is None:
        return unsaid(indicator, parts)
    if indicator.unit == "pence":
        return pounds(int(value))
    if indicator.is_share:
        return f"{half_up(Fraction(value) * 100, 0)}%"
    if indicator.unit == "points":
        return points(Fraction(value))
    return f"{int(value):,}" if Fraction(value).denominator == 1 else f"{half_up(Fraction(value), 1):,}"


def figure_words(indicator: Indicator, parts: Parts) -> str:
    """The whole of it: "1,204 people", "£1,458", "12 of 15 sessions offered (80%; 95% interval 55% to 93%)"."""
    number = number_words(indicator, parts)
    if indicator.unit == "pence" or indicator.kind.value(parts) is None:
        return number
    if isinstance(indicator.kind, PairedScores):
        return f"{number} points ({paired_words(indicator.kind, parts)})"
    if not indicator.is_share:
        value = indicator.kind.value(parts)
        return f"{number} {counted(indicator.counted, 1 if value == 1 else 2)}"
    interval = interval_words(parts)
    said = f"{number}; {interval}" if interval else number
    return f"{parts['having']:,} of {parts['of']:,} {counted(indicator.counted, parts['of'])} ({said})"


def record_words(indicator: Indicator, parts: Parts) -> str:
    """What one record puts into a figure. Of a score it is told that there is one, and never which."""
    kind = indicator.kind
    if isinstance(kind, Median):
        return f"{parts['sum']:,} {counted('days', parts['sum'])}"
    if isinstance(kind, PairedScores):
        return "A score at both points" if parts["paired"] else "No score at both points"
    return figure_words(indicator, parts)


def paired_words(kind: PairedScores, parts: Parts) -> str:
    """The interval of a mean change, on whom it rests, and how many changed reliably."""
    change = paired_change(kind.sums(parts), units=HUNDREDTHS)
    if change is None:
        return ""
    low, high = (signed(half_up(end, 1)) for end in (change.interval.low, change.interval.high))
    told = f"95% interval {low} to {high}; {parts['paired']:,} pairs of {parts['eligible']:,} eligible"
    judged = [parts.get(name) for name in ("improved", "unchanged", "deteriorated")]  # not there: not to be shown
    if None not in judged and sum(count or 0 for count in judged) == parts["paired"]:
        told += (
            f"; reliably better {parts['improved']:,}, no reliable change {parts['unchanged']:,}, "
            f"reliably worse {parts['deteriorated']:,}"
        )
    return told


def points(value: Fraction) -> str:
    """A change of a score, with its sign: "+1.4", "−0.3", "0.0"."""
    return signed(half_up(value, 1))


def signed(value: Decimal) -> str:
    return f"{MINUS if value < 0 else '+' if value > 0 else ''}{abs(value)}"


def interval_words(parts: Parts) -> str:
    """The 95% interval of a share after Wilson, in whole percent: "95% interval 55% to 93%"; empty of none."""
    interval = interval_of(parts)
    if interval is None:
        return ""
    return f"95% interval {half_up(interval.low * 100, 0)}% to {half_up(interval.high * 100, 0)}%"


def interval_of(parts: Parts) -> Interval | None:
    return wilson(Share(parts["having"], parts["of"])) if parts["having"] <= parts["of"] else None


def printed_interval(indicator: Indicator, parts: Parts) -> Interval | None:
    """The 95% interval of a share in percent, or of a mean change in points, to one place; None of any other figure.

    It is rounded before it is drawn: a picture must not say more than the words beside it are allowed to.
    """
    found, units = None, 1
    if indicator.is_share:
        found, units = interval_of(parts), 100
    elif isinstance(indicator.kind, PairedScores):
        change = paired_change(indicator.kind.sums(parts), units=HUNDREDTHS)
        found = change.interval if change else None
    return Interval(half_up(found.low * units, 1), half_up(found.high * units, 1)) if found else None


def made_from(indicator: Indicator, parts: Parts) -> str:
    """What a figure is made from: "from 12 accepted returns"; empty where the figure says it itself."""
    if isinstance(indicator.kind, Median):
        return f"from {parts['n']:,} {counted(indicator.population, parts['n'])}"
    if isinstance(indicator.kind, (Counted, DistinctPeople)) or "rows" not in parts:
        return ""
    return f"from {parts['rows']:,} {counted(indicator.population, parts['rows'])}"


def counted(what: str, count: int) -> str:
    """What is counted, of one or of several: "people" and "person", "sessions offered" and "session offered"."""
    if count != 1:
        return what
    words = ["person" if word == "people" else word for word in what.split()]
    place = next((place for place, word in enumerate(words) if word == "person" or word.endswith("s")), 0)
    return " ".join([*words[:place], words[place].removesuffix("s"), *words[place + 1 :]])


def pounds(pence: int) -> str:
    size = f"£{abs(pence) / 100:,.2f}" if pence % 100 else f"£{abs(pence) // 100:,}"
    return f"{MINUS}{size}" if pence < 0 else size
