"""Figures of the material as figures of the document: value, qualifier, printed period, key and door."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from monitoring.indicators.release import Shown
from monitoring.indicators.statistics import half_up
from monitoring.indicators.wording import NOT_REPORTED
from monitoring.measures.models import Observation, SuccessMeasure
from monitoring.reports.figures import Figure, Kind, Qualifier, hidden, money, not_reported, number, percent
from monitoring.reports.material import Material
from monitoring.returns.selectors import PrintedFigure

KINDS = {
    "count": Kind.NUMBER,
    "percent": Kind.PERCENT,
    "pence": Kind.MONEY,
    "days": Kind.NUMBER,
    "points": Kind.NUMBER,
}


def told_shown(material: Material, key: str) -> Figure:
    """An indicator's figure as the profile's readers may see it."""
    figure = material.shown[key]
    described = described_by(material, key)
    kind = KINDS[figure.exact.indicator.unit]
    if figure.exact.value is None:
        unsaid = figure.words in ("", NOT_REPORTED)
        return not_reported(kind, **described) if unsaid else hidden(figure.words, kind, **described)
    if not figure.is_shown:
        return hidden(figure.words, kind, **described)
    return _with_value(figure, kind, described)


def told_number(material: Material, key: str, ending: str, unit: str) -> Figure:
    """One of the numbers that an indicator's figure rests on, as the profile's readers may see it."""
    number_or_words = material.shown[key].number(ending)
    described = described_by(material, key, ending)
    if number_or_words is None:
        return not_reported(**described)
    if isinstance(number_or_words, str):
        return hidden(number_or_words, **described)
    return number(number_or_words, unit=unit, **described)


def described_by(material: Material, key: str, ending: str = "") -> dict[str, Any]:
    """What every figure of an indicator says of itself: key, address and period."""
    window = material.shown[key].exact.place.window
    return {
        "key": key + ending,
        "href": material.door(key + ending),
        "period": window.label,
        "start": window.start,
        "end": window.end,
    }


def _with_value(figure: Shown, kind: Kind, described: dict[str, Any]) -> Figure:
    value = figure.exact.value
    if kind == Kind.PERCENT and value is not None:
        having, of = figure.exact.parts["having"], figure.exact.parts["of"]  # type: ignore[index]  # told: it has a value
        return percent(hundredths(Fraction(value)), note=f"{having:,} of {of:,}", **described)
    unit = figure.exact.indicator.unit
    if unit == "points":
        return number(half_up(Fraction(value or 0), 1), unit=unit, signed=True, places=1, **described)
    if isinstance(value, Fraction) and value.denominator != 1:
        return number(half_up(value, 1), unit=figure.exact.indicator.counted, **described)
    whole = int(value or 0)
    if kind == Kind.MONEY:
        return money(whole, **described)
    return number(whole, unit=figure.exact.indicator.counted, **described)


def hundredths(share: Fraction) -> int:
    """A share as a percentage in whole hundredths, half up."""
    return int(share * 10_000 + Fraction(1, 2))


def source_in_short(code: str, title: str) -> str:
    """The title up to its first colon or comma, and the code under which it stands in full among the sources."""
    return f"{re.split('[:,]', title, maxsplit=1)[0]} ({code})"


def told_printed(material: Material, figure: PrintedFigure) -> Figure:
    key = printed_key(figure)
    return number(
        figure.value,
        unit=figure.population.replace("_", " "),
        qualifier=Qualifier(figure.qualifier),
        key=key,
        href=material.door(key),
        period=figure.label,
        start=figure.start,
        end=figure.end,
    )


def printed_key(figure: PrintedFigure) -> str:
    return f"PRINTED:{figure.programme_code}:{figure.measure}:{figure.population}:{figure.label}"


def told_success(material: Material, result: SuccessMeasure) -> Figure:
    key = success_key(result)
    return percent(
        result.percent_change,
        signed=True,
        key=key,
        href=material.door(key),
        period=f"{result.comparison_year} against {result.baseline_year}",
    )


def success_key(result: SuccessMeasure) -> str:
    return f"SUCCESS:{result.series.code}:{result.age_scope}:{result.comparison_year}"


def told_change(material: Material, row: Observation) -> Figure:
    key = f"{observation_key(row)}:change"
    told = {"key": key, "href": material.door(key), "period": row.label, "start": row.start, "end": row.end}
    if row.change_on_previous is None:
        return not_reported(Kind.PERCENT, **told)
    return percent(row.change_on_previous, signed=True, **told)


def told_value(material: Material, row: Observation) -> Figure:
    """The printed value: a percentage where the unit is one, else a number with the decimals it was printed with."""
    key = observation_key(row)
    told: dict[str, Any] = {
        "key": key,
        "href": material.door(key),
        "period": row.label,
        "start": row.start,
        "end": row.end,
    }
    if row.series.unit == "percent":
        return not_reported(Kind.PERCENT, **told) if row.value is None else percent(row.value, **told)
    if row.value is None:
        return not_reported(**told)
    whole, rest = divmod(row.value, 100)
    return number(whole if not rest else _decimal(row.value), unit=row.series.unit, **told)


def _decimal(value: int) -> Any:
    return Decimal(value).scaleb(-2).normalize()


def observation_key(row: Observation) -> str:
    scope = " ".join(part for part in (row.age_scope, row.role) if part)
    return f"SERIES:{row.series.code}:{row.area_as_printed}:{scope}:{row.label}:{row.source.code}"
