"""The one way to say a figure in words, used by the web page, the PDF and the workbook."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from monitoring.reports.blocks import Money
from monitoring.reports.figures import Figure, Kind, Qualifier, State

MINUS = "\N{MINUS SIGN}"
STATE_WORDS = {State.NOT_REPORTED: "Not reported", State.NOT_APPLICABLE: "n/a", State.NO_TARGET: "no target set"}
# A report asks thousands of times, and to look a member up in its enumeration takes as long as to word a number.
HIDDEN, REPORTED, EXACT = State.HIDDEN, State.REPORTED, Qualifier.EXACT
TEXT, NUMBER, MONEY = Kind.TEXT, Kind.NUMBER, Kind.MONEY


def in_words(figure: Figure) -> str:
    """The figure as a person reads it, in every kind of output: "almost 400", "fewer than 5", "Not reported"."""
    state = figure.state
    if state is HIDDEN:
        return figure.text
    if state is not REPORTED:
        return figure.text or STATE_WORDS[state]
    if figure.kind is TEXT:
        return figure.text
    if figure.on is not None:
        return day_in_words(figure.on)
    words = number_in_words(figure)
    return words if figure.qualifier is EXACT else qualified(words, figure.qualifier)


def interval_in_words(figure: Figure) -> str:
    """Both ends of the figure's interval as the figure itself is printed: "+0.3 to +2.1"; empty where it has none."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (number_in_words(replace(figure, value=end, low=None, high=None)) for end in (figure.low, figure.high))
    return f"{low} to {high}"


def with_unit(figure: Figure) -> str:
    """The figure with its unit where it is a number: "almost 400 young people"."""
    if not figure.is_number or not figure.unit:
        return in_words(figure)
    return qualified(f"{number_in_words(figure)} {figure.unit}", figure.qualifier)


def qualified(words: str, qualifier: Qualifier) -> str:
    if qualifier == Qualifier.POTENTIAL:
        return f"{words} (potential reach)"
    return words if qualifier is EXACT else f"{qualifier.value} {words}"


def number_in_words(figure: Figure) -> str:
    """The bare number with thousands separators, a true minus sign, and its £ or % sign."""
    whole = figure.value
    if type(whole) is int and figure.places is None and not figure.signed:  # nearly all there are
        minus = MINUS if whole < 0 else ""
        if figure.kind is NUMBER:
            return f"{minus}{abs(whole):,}"
        if figure.kind is MONEY:
            pounds, pence = divmod(abs(whole), 100)
            return f"{minus}£{pounds:,}.{pence:02}" if pence else f"{minus}£{pounds:,}"
    value = as_decimal(figure)
    places = decimals(figure)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    size = format(abs(rounded), f",.{places}f")
    sign = MINUS if rounded < 0 else "+" if figure.signed and rounded > 0 else ""
    before, after = {Kind.MONEY: ("£", ""), Kind.PERCENT: ("", "%")}.get(figure.kind, ("", ""))
    return f"{sign}{before}{size}{after}"


def as_decimal(figure: Figure) -> Decimal:
    """The number in the unit that is printed: pounds, percentage points, or the number itself."""
    if figure.value is None:
        raise ValueError("this figure has no number")
    return Decimal(figure.value) / 100 if figure.kind in (Kind.MONEY, Kind.PERCENT) else Decimal(figure.value)


def decimals(figure: Figure) -> int:
    """How many decimals are printed. Money shows pence only when there are some; a percentage shows one decimal."""
    if figure.places is not None:
        return figure.places
    if figure.kind == Kind.PERCENT:
        return 1
    if figure.kind == Kind.MONEY:
        return 2 if (figure.value or 0) % 100 else 0
    exponent = as_decimal(figure).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def money_figures(money: Money) -> list[tuple[str, Figure]]:
    """The figures of the money block with their labels, in printed order."""
    return [
        ("Grant", money.grant),
        ("Itemised", money.itemised),
        ("Not itemised", money.difference),
        ("Share of the grant for interventions", money.intervention_share),
        ("Least share that the grant requires", money.floor),
    ]
