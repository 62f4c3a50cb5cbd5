"""One indicator's figures as an Excel file: the same as on the page, with the rule they are shown under."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import FileResponse
from django.utils import timezone

from monitoring.indicators.change_in_full import change_in_full
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.kinds import Parts
from monitoring.indicators.selectors import BreakdownTable, IndicatorPage, Line, Standing, how_worked_out, profile_words
from monitoring.indicators.statistics import half_up
from monitoring.indicators.wording import interval_of
from vrn_cases import spreadsheets
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.spreadsheets import Column, Sheet, Value
from vrn_cases.templatetags.gov_display import as_moment

Place = tuple[str, str, str, str]  # scope, period, breakdown, part
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEMONSTRATION = "Demonstration: everything here is invented, except the published record."
OF_CHANGE = (
    Column("Scope", width=34),
    Column("Period", width=20),
    Column("Breakdown", width=16),
    Column("Part", width=34),
    Column("Cases that should have answered at both points", width=18),
    Column("Left out: no answer at the start", width=14),
    Column("Left out: an answer at the start alone", width=14),
    Column("Answered at both points", width=14),
    Column("Average at the start", width=12),
    Column("Standard deviation at the start", width=12),
    Column("Average at the end", width=12),
    Column("Standard deviation at the end", width=12),
    Column("Average change", width=12),
    Column("Standard deviation of the changes", width=12),
    Column("95% interval from", width=12),
    Column("95% interval to", width=12),
    Column("dz: change over standard deviation of the changes", width=18),
    Column("d: change over standard deviation at the start", width=18),
)
COLUMNS = (
    Column("Scope", width=34),
    Column("Period", width=20),
    Column("Breakdown", width=16),
    Column("Part", width=34),
    Column("Figure", width=14),
    Column("Unit", width=12),
    Column("Part of", width=12),
    Column("Of", width=12),
    Column("Interval from, %", width=12),
    Column("Interval to, %", width=12),
    Column("In words", width=70),
)


def workbook_of(told: IndicatorPage, stands: Standing, *, by: Any) -> FileResponse:
    """The file as a response, with an event that names the indicator, the count of rows and the file's hash."""
    today, rows = timezone.localdate(), list(_rows(told))
    indicator = told.indicator
    title = f"{indicator.code} {indicator.name}"
    above = (
        title,
        f"{told.choice.scope_words}, {told.window.label}",
        f"Shown as: {profile_words(told.eyes.sight, indicator)}",
        *_with_a_change(told),
    )
    marked = (DEMONSTRATION,) if settings.DEMONSTRATION else ()
    as_at = f"Figures as at {as_moment(timezone.localtime(stands.at))}" if stands.at else ""
    if told.eyes.after_door.as_at:
        as_at += f"; those that are not exact as at {as_moment(timezone.localtime(told.eyes.after_door.as_at))}"
    sheets = [
        Sheet("Figures", COLUMNS, rows, above=(*above, as_at, *marked)),
        Sheet(
            "How it is worked out",
            (Column("What", width=26), Column("In words", width=110, wrap=True)),
            [(name, " ".join(sentences)) for name, sentences in how_worked_out(indicator, told.caution, told.compared)],
            above=(title, *marked),
        ),
    ]
    if in_full := list(_in_full(told)):
        sheets.insert(1, Sheet("What changes rest on", OF_CHANGE, in_full, above=(*above, as_at, *marked)))
    file = BytesIO()
    properties = spreadsheets.Properties(title=title, creator="Violence Reduction Network", dated=today)
    spreadsheets.write_workbook(file, sheets, properties)
    sha256, rule = hashlib.sha256(file.getvalue()).hexdigest(), "exact" if told.eyes.sight.everything else "controlled"
    detail = {"count": len(rows), "sha256": sha256, "shown": rule}
    record(Action.LIST_EXPORTED, by=by, subject_kind="list", subject_id=f"indicator-{indicator.code}", detail=detail)
    name = f"{indicator.code.lower()}-{today:%Y-%m-%d}.xlsx"
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _with_a_change(told: IndicatorPage) -> tuple[str, ...]:
    """What every change in scores carries that leaves the team: nobody is compared, or by which study."""
    if told.indicator.unit != "points":
        return ()
    return (told.caution, *(f"{name}. Who compares: {study}." for name, study in told.compared))


def _rows(told: IndicatorPage) -> Iterator[Sequence[Value]]:
    for place, line in _wholes(told):
        yield _row(told.indicator, place, line)
    for table in told.breakdowns or ():
        if table.instead:
            place = (told.choice.scope_words, told.window.label, table.label, "")
            yield (*place, table.instead, "", None, None, None, None, table.instead)
        for place, line in _parts(told, table):
            yield _row(told.indicator, place, line)


def _wholes(told: IndicatorPage) -> Iterator[tuple[Place, Line]]:
    for line in (*told.quarters, *told.years):
        yield (told.choice.scope_words, line.label, "", ""), line
    for line in (*told.programmes, told.network):
        yield (line.label, told.window.label, "Programme", line.label), line


def _parts(told: IndicatorPage, table: BreakdownTable) -> Iterator[tuple[Place, Line]]:
    for line in table.lines:
        yield (told.choice.scope_words, told.window.label, table.label, line.label), line


def _in_full(told: IndicatorPage) -> Iterator[Sequence[Value]]:
    """What each change rests on that is seen exactly: nothing of it went through the door."""
    for place, line in chain(_wholes(told), *(_parts(told, table) for table in told.breakdowns or ())):
        change = change_in_full(told.indicator, line.seen.parts) if line.is_exact else None
        if change is not None:
            yield (*place, *astuple(change))


def _row(indicator: Indicator, place: Place, line: Line) -> Sequence[Value]:
    if line.seen.parts is None:
        return (*place, line.words, "", None, None, None, None, line.words)
    return (*place, *_numbers(indicator, line.seen.parts), line.words)


def _numbers(indicator: Indicator, parts: Parts) -> Sequence[Value]:
    value = indicator.kind.value(parts)
    if not indicator.is_share:
        return (_number(indicator, Fraction(value or 0)), _unit(indicator), None, None, None, None)
    interval = interval_of(parts)
    ends = (half_up(interval.low * 100, 1), half_up(interval.high * 100, 1)) if interval else (None, None)
    return (half_up(Fraction(value or 0) * 100, 1), "%", parts["having"], parts["of"], *ends)


def _number(indicator: Indicator, value: Fraction) -> int | Decimal:
    if indicator.unit == "pence":
        return Decimal(int(value)) / 100
    return int(value) if value.denominator == 1 else half_up(value, 2)


def _unit(indicator: Indicator) -> str:
    return "£" if indicator.unit == "pence" else indicator.counted
