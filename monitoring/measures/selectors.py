"""Reads of outside figures, in words: each value with its period, place, population and what it was printed with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from monitoring.measures.models import Authority, Direction, Observation, Series, SuccessMeasure
from monitoring.measures.rules import HUNDREDTHS, a_year, comparable_with, value_before, window_of
from vrn_cases.chart_specs import Mark

PERCENT = "percent"


def every_series() -> QuerySet[Series]:
    """Every series with how many values and success results it holds."""
    return Series.objects.select_related("source").annotate(
        values_held=Count("observations", distinct=True), results_held=Count("results", distinct=True)
    )


def number_in_words(hundredths: int, unit: str, decimals: int | None = None) -> str:
    """A value as people write it: "3,529", "9.47", "31.3%". Decimals as asked, else as many as it needs."""
    value = Decimal(hundredths) / HUNDREDTHS
    places = decimals_of([hundredths]) if decimals is None else decimals
    return f"{value:,.{places}f}" + ("%" if unit == PERCENT else "")


def decimals_of(values: Iterable[int]) -> int:
    """The fewest decimals that tell all of these hundredths, so that a column is written alike."""
    return max((2 if value % 10 else 1 if value % HUNDREDTHS else 0 for value in values), default=0)


def change_in_words(hundredths: int) -> str:
    """A printed change in percent: "down 14.6%", "up 30.0%", "no change". One decimal, as the sources print."""
    if hundredths == 0:
        return "no change"
    places = 2 if hundredths % 10 else 1
    return f"{'up' if hundredths > 0 else 'down'} {abs(Decimal(hundredths) / HUNDREDTHS):.{places}f}%"


@dataclass(frozen=True)
class Value:
    """One observation in words."""

    row: Observation
    value: str
    change: str
    people: str
    before: str
    a_year: str

    @property
    def months(self) -> int | None:
        """Whole months of a period that is not a year, so that nobody takes it for one."""
        window = window_of(self.row)
        return None if window.is_annual else window.months

    @property
    def level(self) -> str:
        return self.row.area.level_in_words if self.row.area else ""


@dataclass(frozen=True)
class Line:
    """Values that may be compared, in the order of their periods."""

    title: str
    marks: list[Mark]


@dataclass(frozen=True)
class SeriesPage:
    values: list[Value]
    results: list[SuccessMeasure]
    lines: list[Line]

    @property
    def shows_before(self) -> bool:
        return any(value.before for value in self.values)

    @property
    def shows_a_year(self) -> bool:
        return any(value.a_year for value in self.values)

    @property
    def shows_wording(self) -> bool:
        return any(value.row.wording for value in self.values)

    @property
    def shows_change(self) -> bool:
        return any(value.change for value in self.values)


def series_page(series: Series) -> SeriesPage:
    rows = list(series.observations.select_related("area", "source").order_by("-end", "id"))
    decimals = decimals_of(row.value for row in rows if row.value is not None)
    values = [_value(row, series, decimals) for row in rows]
    return SeriesPage(values, list(results_of(series)), _lines(series, values))


def results_of(series: Series | None = None) -> QuerySet[SuccessMeasure]:
    """Printed results against success measures, all or those of one series, in the order that they were printed."""
    rows = SuccessMeasure.objects.select_related("series", "source").order_by("-comparison_year", "id")
    return rows.filter(series=series) if series else rows


def _value(row: Observation, series: Series, decimals: int) -> Value:
    rate = series.unit.startswith("per ")
    yearly = a_year(row.value, window_of(row)) if rate else None
    counted = not rate and series.unit != PERCENT
    before = value_before(row.value, row.change_on_previous) if counted else None
    return Value(
        row=row,
        value="" if row.value is None else number_in_words(row.value, series.unit, decimals),
        change="" if row.change_on_previous is None else change_in_words(row.change_on_previous),
        people=people_in_words(row),
        before="" if before is None else f"about {before:,.0f}",
        a_year="" if yearly is None else f"{yearly}",
    )


def people_in_words(row: Observation) -> str:
    """Whom a value is told for: "all ages", "suspects under 25", "victims under 25 involving knives"."""
    words = f"{row.role}s {row.age_scope}" if row.role else row.age_scope
    return f"{words} {row.offence}".strip()


def _lines(series: Series, values: Sequence[Value]) -> list[Line]:
    """One line for each set of two or more comparable values."""
    sets: dict[tuple[object, ...], list[Value]] = {}
    for value in sorted(values, key=lambda value: (value.row.end, value.row.pk)):
        if value.row.value is not None:
            sets.setdefault(comparable_with(value.row), []).append(value)
    lines = []
    for alike in (found for found in sets.values() if len(found) > 1):
        first, last = alike[0], alike[-1]
        title = (
            f"{series.name}, {first.people}, {first.row.area_as_printed}: "
            f"{first.value} in {first.row.label}, {last.value} in {last.row.label}"
        )
        marks = [
            Mark(series.name, value.row.label, Decimal(value.row.value or 0) / HUNDREDTHS, value.value)
            for value in alike
        ]
        lines.append(Line(title, marks))
    return lines


@dataclass(frozen=True)
class Result:
    """A result against a success measure, in words."""

    row: SuccessMeasure
    authority: str
    measure: str
    change: str
    better: bool


def success_results() -> list[Result]:
    """Every printed result: which way is good is the measure's own, and a rise in homicides is not good."""
    return [
        Result(
            row=row,
            authority=Authority(row.series.authority).label,
            measure=row.series.name.removesuffix(" (success measure)"),
            change=change_in_words(row.percent_change),
            better=(row.percent_change < 0) == (row.series.good_direction == Direction.DOWN),
        )
        for row in results_of()
    ]
