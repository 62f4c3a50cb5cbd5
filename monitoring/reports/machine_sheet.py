"""The flat sheet of a report's workbook: one row a figure, for machines and for whoever checks."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from monitoring.reports import blocks
from monitoring.reports.document import Document
from monitoring.reports.figures import Figure, Kind, State
from monitoring.reports.pictures import diagram_figures
from monitoring.reports.wording import as_decimal, in_words, money_figures
from vrn_cases.spreadsheets import Column, Sheet, Value

TITLE = "All figures"
COLUMNS = (
    Column("key", 44),
    Column("section", 26),
    Column("place", 36),
    Column("measure", 44),
    Column("value", 14, "General"),
    Column("unit", 18),
    Column("qualifier", 12),
    Column("in_words", 26),
    Column("period", 30),
    Column("start", 12, "yyyy-mm-dd"),
    Column("end_exclusive", 14, "yyyy-mm-dd"),
    Column("state", 16),
    Column("opens", 30),
    Column("note", 60),
)
UNITS = {Kind.PERCENT: "percent", Kind.MONEY: "GBP"}


class Placed(NamedTuple):
    """A figure with where it stands and what it measures."""

    section: str
    place: str
    measure: str
    figure: Figure


def figures_sheet(document: Document, above: tuple[str, ...]) -> Sheet:
    rows = (_row(placed) for placed in placed_figures(document))
    return Sheet(TITLE, COLUMNS, rows, (TITLE, *above), keep_first_column=True)


def placed_figures(document: Document) -> Iterator[Placed]:
    """Every figure of the document but plain text, in printed order."""
    for section in document.sections:
        for block in section.blocks:
            for place, measure, figure in _figures_in(block):
                if figure.kind != Kind.TEXT or figure.state != State.REPORTED:
                    yield Placed(section.title, place, measure, figure)


def names_of(document: Document) -> dict[str, str]:
    """What each figure with a key measures, by key, as the place names it that prints it first."""
    named: dict[str, str] = {}
    for placed in placed_figures(document):
        if placed.figure.key:
            named.setdefault(placed.figure.key, placed.measure)
    return named


def _figures_in(block: blocks.Block) -> list[tuple[str, str, Figure]]:
    """The figures of a block: where each stands, what it measures, and the figure."""
    match block:
        case blocks.Table():
            return [(block.caption, *named) for row in block.rows for named in _in_row(block, row)]
        case blocks.Chart():
            points = [(series.name, point) for series in block.series for point in series.points]
            return [(block.title, f"{point.label}: {name}", point.figure) for name, point in points]
        case blocks.Diagram():
            return [(block.title, measure, figure) for measure, figure in diagram_figures(block)]
        case blocks.KeyFacts():
            return [("Key facts", fact.label, fact.figure) for fact in block.items]
        case blocks.Money():
            return [("Money", label, figure) for label, figure in money_figures(block)]
        case _:
            return []


def _in_row(table: blocks.Table, row: blocks.Row) -> list[tuple[str, Figure]]:
    name = in_words(row.cells[0])
    return [(f"{name}: {column.label}", cell) for column, cell in zip(table.columns, row.cells, strict=True)]


def _row(placed: Placed) -> tuple[Value, ...]:
    figure = placed.figure
    return (
        figure.key,
        placed.section,
        placed.place,
        placed.measure,
        _value(figure),
        UNITS.get(figure.kind, figure.unit) if figure.is_number else figure.unit,
        figure.qualifier.value,
        in_words(figure),
        figure.period,
        figure.start,
        figure.end,
        figure.state.value,
        figure.href,
        figure.note,
    )


def _value(figure: Figure) -> Value:
    if figure.is_number:
        value = as_decimal(figure)
        return int(value) if value == value.to_integral_value() else Decimal(value)
    return figure.on.isoformat() if figure.on else None
