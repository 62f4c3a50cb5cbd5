"""Loads the outside figures of `monitoring/reference/`."""

import re
from pathlib import Path
from typing import Any

from django.db import transaction

from interventions.programmes.models import Area
from monitoring.management.reference_files.programmes import LEVELS, known_sources
from monitoring.management.reference_files.reading import Row, rows_of
from monitoring.measures.models import Authority, Direction, Observation, Series, SuccessMeasure
from monitoring.measures.services import put_observation, put_series, put_success_measure

# What the files call a population: its age scope and the role that these people have in the offence.
AGE_SCOPES = {
    "all_ages": ("all ages", ""),
    "suspect_under_25": ("under 25", "suspect"),
    "young people": ("young people", ""),
}
RESULT_SCOPES = {
    "all_ages": "all ages",
    "victim_under_25": "victims under 25",
    "victim_under_25_involving_knives": "victims under 25 involving knives",
}
YEAR = re.compile(r"20(\d\d)/(\d\d)")
RATE, SHARE = "serious_violence_rate", "serious_violence_share_of_area"
SERIES_COLUMNS = ["series", "version", "name", "authority", "unit", "good_direction", "definition", "caution", "source"]
OBSERVATION_COLUMNS = [
    "series",
    "version",
    "source_data",
    "area",
    "area_code",
    "age_scope",
    "period_start",
    "period_end",
    "label",
    "value",
    "unit",
    "change_on_previous_percent",
    "definition",
    "source",
]
RATE_COLUMNS = [
    "area",
    "area_code",
    "level",
    "rate_per_1000",
    "percent_of_llr",
    "period_start",
    "period_end",
    "label",
    "source",
]
RESULT_COLUMNS = [
    "measure",
    "version",
    "source_data",
    "age_scope",
    "baseline_year",
    "comparison_year",
    "percent_change",
    "good_direction",
    "definition",
    "source",
]


@transaction.atomic
def load_series(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, SERIES_COLUMNS, once=["series", "version"])
    for row in rows:
        put_series(
            code=row.text("series", Series, "code"),
            definition_version=row.whole("version"),
            name=row.text("name", Series, "name"),
            authority=row.choice("authority", Authority.values),
            unit=row.text("unit", Series, "unit"),
            good_direction=row.choice("good_direction", Direction.values),
            definition=row.text("definition", Series, "definition"),
            caution=row.text("caution", Series, "caution", required=False),
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_observations(path: Path, by: Any) -> int:
    sources, areas = known_sources(), _areas()
    rows = rows_of(path, OBSERVATION_COLUMNS, once=["series", "area", "age_scope", "period_start", "period_end"])
    for row in rows:
        series = _series(row, "series")
        if row.values["unit"] != series.unit:
            raise row.wrong("unit", f"the series counts {series.unit}, not {row.values['unit']}.")
        start, end = row.period("period_start", "period_end")
        age_scope, role = AGE_SCOPES[row.choice("age_scope", AGE_SCOPES)]
        value, change = row.hundredths_or_none("value"), row.hundredths_or_none("change_on_previous_percent")
        if value is None and change is None:
            raise row.wrong("value", "neither a value nor a change is given.")
        put_observation(
            series=series,
            start=start,
            end=end,
            area_as_printed=row.text("area", Observation, "area_as_printed"),
            source=row.found("source", sources, "source"),
            age_scope=age_scope,
            role=role,
            label=row.text("label", Observation, "label"),
            area=row.found("area_code", areas, "area"),
            value=value,
            change_on_previous=change,
            wording=row.text("definition", Observation, "wording", required=False),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_area_rates(path: Path, by: Any) -> int:
    """Each line is two printed values: a rate over the whole period, and a share of the three areas together."""
    sources, areas = known_sources(), _areas()
    series = {row.code: row for row in Series.objects.filter(code__in=(RATE, SHARE), definition_version=1)}
    rows = rows_of(path, RATE_COLUMNS, once=["area", "period_start", "period_end"])
    for row in rows:
        area = row.found("area_code", areas, "area")
        if row.choice("level", LEVELS) != area.level:
            raise row.wrong("level", f"{area.name} is at the level {area.level}.")
        start, end = row.period("period_start", "period_end")
        for code, column in ((RATE, "rate_per_1000"), (SHARE, "percent_of_llr")):
            if code not in series:
                raise row.wrong(column, f"there is no series “{code}”.")
            put_observation(
                series=series[code],
                start=start,
                end=end,
                area_as_printed=row.text("area", Observation, "area_as_printed"),
                source=row.found("source", sources, "source"),
                label=row.text("label", Observation, "label"),
                area=area,
                value=row.hundredths(column),
                by=by,
            )
    return len(rows)


@transaction.atomic
def load_success_measures(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, RESULT_COLUMNS, once=["measure", "age_scope", "baseline_year", "comparison_year"])
    for row in rows:
        series = _series(row, "measure")
        if row.choice("good_direction", Direction.values) != series.good_direction:
            raise row.wrong("good_direction", f"the series says {series.good_direction}.")
        put_success_measure(
            series=series,
            age_scope=RESULT_SCOPES[row.choice("age_scope", RESULT_SCOPES)],
            baseline_year=financial_year(row, "baseline_year"),
            comparison_year=financial_year(row, "comparison_year"),
            percent_change=row.hundredths("percent_change"),
            wording=row.text("definition", SuccessMeasure, "wording"),
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


def _areas() -> dict[str, Area]:
    return {area.code: area for area in Area.objects.order_by("code", "id")}


def _series(row: Row, column: str) -> Series:
    """The series in the version that the line names, told by the authority that the line names."""
    code, version = row.values[column], row.whole("version")
    series = Series.objects.filter(code=code, definition_version=version).first()
    if series is None:
        raise row.wrong(column, f"there is no series “{code}” in version {version}.")
    if row.choice("source_data", Authority.values) != series.authority:
        raise row.wrong("source_data", f"the series comes from {series.authority}.")
    return series


def financial_year(row: Row, column: str) -> str:
    match = YEAR.fullmatch(row.values[column])
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise row.wrong(column, f"“{row.values[column]}” is not a financial year like 2023/24.")
    return row.values[column]
