"""Days in SQL for both databases: as whole numbers like 20230401, their distance, and the number of their quarter."""

from datetime import date

from django.db import connection


def day_written(day: date) -> str:
    return f"'{day:%Y-%m-%d}'" if connection.vendor == "sqlite" else f"DATE '{day:%Y-%m-%d}'"


def as_number(day: str) -> str:
    """The day as 20230401, so that completed years are (later - earlier) / 10000."""
    if connection.vendor == "sqlite":
        return f"CAST(REPLACE({day}, '-', '') AS INTEGER)"
    return f"TO_CHAR({day}, 'YYYYMMDD')::integer"


def days_between(earlier: str, later: str) -> str:
    if connection.vendor == "sqlite":
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
    return f"({later} - {earlier})"


def days_after(day: str, count: str) -> str:
    """The day so many days later (a number or a column; "-1" for the day before)."""
    if connection.vendor == "sqlite":
        return f"date({day}, ({count}) || ' days')"
    return f"({day} + ({count})::integer)"


def quarter_of(day: str) -> str:
    """The quarter's number, as the generated columns of `vrn_cases.records.quarters` work it out."""
    if connection.vendor == "sqlite":
        year, month = f"CAST(substr({day}, 1, 4) AS INTEGER)", f"CAST(substr({day}, 6, 2) AS INTEGER)"
    else:
        year, month = f"EXTRACT(YEAR FROM {day})::integer", f"EXTRACT(MONTH FROM {day})::integer"
    return f"(CASE WHEN {month} < 4 THEN {year} * 4 - 1 ELSE {year} * 4 + ({month} - 4) / 3 END)"
