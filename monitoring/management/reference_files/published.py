"""Loads the published record: printed figures become accepted returns marked published, under their own labels."""

from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction

from interventions.programmes.models import Programme
from monitoring.management.reference_files.programmes import known_sources
from monitoring.management.reference_files.reading import Row, rows_of
from monitoring.returns.lines import published_lines
from monitoring.returns.models import Qualifier, Return, ReturnLine
from monitoring.returns.services import PrintedFigure, put_published_template, state_published

COLUMNS = [
    "programme",
    "period_label",
    "period_start",
    "period_end",
    "measure",
    "population",
    "value",
    "qualifier",
    "source",
]
STATEMENT = ("programme", "period_label", "period_start", "period_end", "source")


@transaction.atomic
def load_published_figures(path: Path, by: Any) -> int:
    """One statement for each programme, period as printed and source, with all its figures."""
    sources = known_sources()
    programmes = {row.code: row for row in Programme.objects.order_by("code")}
    rows = rows_of(path, COLUMNS, once=[*STATEMENT, "measure", "population"])
    put_published_template(measures=[_measure(row) for row in rows], by=by)

    def statement(row: Row) -> tuple[str, ...]:
        return tuple(row.values[column] for column in STATEMENT)

    for _, same in groupby(sorted(rows, key=statement), key=statement):
        stated = list(same)
        first = stated[0]
        start, end = first.period("period_start", "period_end")
        state_published(
            programme=first.found("programme", programmes, "programme"),
            label=first.text("period_label", Return, "label"),
            start=start,
            end=end,
            source=first.found("source", sources, "source"),
            figures=[_figure(row) for row in stated],
            by=by,
        )
    return len(rows)


def _measure(row: Row) -> tuple[str, str]:
    """What the figure is of, when somebody has said what that counts."""
    measure = row.text("measure", ReturnLine, "measure")
    population = row.text("population", ReturnLine, "population")
    try:
        published_lines([(measure, population)])
    except ValueError as fault:
        raise row.wrong("population", f"{fault}.") from fault
    return measure, population


def _figure(row: Row) -> PrintedFigure:
    measure, population = _measure(row)
    return PrintedFigure(
        measure=measure,
        population=population,
        value=row.whole("value"),
        qualifier=Qualifier(row.choice("qualifier", Qualifier.values)),
    )
