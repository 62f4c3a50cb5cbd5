"""The frozen document as it is printed: plain dictionaries of words and pictures, for the web page and the PDF alike.

Both outputs read nothing else, so they say the same. Every key is always present, whatever the block holds.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from monitoring.reports import blocks
from monitoring.reports.document import Document, figures_by_key, sha256
from monitoring.reports.figures import NUMERIC, Figure, State
from monitoring.reports.pictures import (
    chart_picture,
    diagram_outline,
    diagram_picture,
    intervals_of,
    narrow_picture,
)
from monitoring.reports.printed_tables import Notes, Printer, table_of
from monitoring.reports.wording import day_in_words, in_words, money_figures, with_unit

Printed = dict[str, Any]

DEMONSTRATION = "Demonstration: this document holds invented figures"
PUBLISHED_ONLY = "Published figures only"
PUBLISHER = "Violence Reduction Network: Leicester, Leicestershire and Rutland"


def printed(document: Document) -> Printed:
    """Everything that is printed, in order. Anchors name the first place at which a figure is printed."""
    printer = Printer(figures_by_key(document))
    sections = [_section(section, printer) for section in document.sections]
    appendices = [_definitions(document, printer), _sources(document, printer), _about(document, printer)]
    return {
        **in_short(document),
        "covers": [section for section in sections if section["cover"]],
        "sections": [section for section in sections if not section["cover"]]
        + [section for section in appendices if section["blocks"]],
    }


def in_short(document: Document) -> Printed:
    """What is printed of the document as a whole."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "reference": document.reference,
        "period": document.period.label,
        "profile": document.profile.name,
        "marking": document.profile.marking,
        "dated": day_in_words(document.dated),
        "as_at": document.as_at,
        "sha256": sha256(document),
        "demonstration": DEMONSTRATION if document.demonstration else "",
        "published_only": PUBLISHED_ONLY if document.published_only else "",
    }


def _section(section: blocks.Section, printer: Printer) -> Printed:
    return {
        "key": section.key,
        "anchor": f"section-{printer.number('section')}",
        "title": section.title,
        "intro": list(section.intro),
        "cover": section.cover,
        "blocks": [_block(block, printer) for block in section.blocks],
    }


def _block(block: blocks.Block, printer: Printer) -> Printed:
    match block:
        case blocks.Heading() | blocks.Paragraph():
            return {"kind": block.tag, "text": block.text}
        case blocks.Bullets():
            return {"kind": block.tag, "items": list(block.items)}
        case blocks.Notice():
            return {"kind": block.tag, "text": block.text, "warning": block.kind == blocks.NoticeKind.WARNING}
        case blocks.Lines():
            return {"kind": block.tag, "items": [_line(line, printer) for line in block.items]}
        case blocks.Table():
            return table_of(block, printer)
        case blocks.Chart():
            return _chart(block, printer)
        case blocks.Diagram():
            return _diagram(block, printer)
        case blocks.KeyFacts():
            return _facts([(fact.label, fact.figure) for fact in block.items], "", printer)
        case blocks.Money():
            return _facts(money_figures(block), money_in_one_line(block), printer)


def money_in_one_line(money: blocks.Money) -> str:
    """The grant, what was itemised of it, and the share of interventions against its floor, in one sentence."""
    return (
        f"{in_words(money.itemised)} of {in_words(money.grant)} is itemised, a difference of "
        f"{in_words(money.difference)}; interventions are {in_words(money.intervention_share)} of the grant, "
        f"against a floor of {in_words(money.floor)}."
    )


def _line(line: blocks.Line, printer: Printer) -> Printed:
    return {"text": line.text, "figures": [_reference(reference, printer) for reference in line.figures]}


def _reference(reference: blocks.FigureRef, printer: Printer) -> Printed:
    figure = printer.known[reference.key]
    return {
        "label": reference.label,
        "words": with_unit(figure),
        "period": figure.period,
        "anchor": printer.anchor_of(reference.key),
    }


def _chart(chart: blocks.Chart, printer: Printer) -> Printed:
    prefix = f"chart-{printer.number('picture')}"
    where = f"table “{chart.numbers_in}”" if chart.numbers_in else "table that follows"
    description = f"{chart.title}. The same numbers are in the {where}. {chart.source}".strip()
    note, intervals = intervals_of(chart)
    if note:
        description = f"{description}. {note} {intervals}"
    table = None if chart.numbers_in else table_of(numbers_of(chart), printer, minor=True)
    return {
        "kind": chart.tag,
        "title": chart.title,
        "alt": description,
        "svg": chart_picture(chart, prefix, description),
        "narrow_svg": narrow_picture(chart, prefix, description),
        "source": chart.source,
        "notes": [*filter(None, [note]), *chart.notes],
        "table": table,
    }


def numbers_of(chart: blocks.Chart) -> blocks.Table:
    """The numbers of the chart as a table: a row a label, a column a series."""
    labels = list(dict.fromkeys(point.label for series in chart.series for point in series.points))
    by_place = {(series.name, point.label): point.figure for series in chart.series for point in series.points}
    missing = Figure(state=State.NOT_APPLICABLE)
    kinds = {
        series.name: next((point.figure.kind for point in series.points if point.figure.kind in NUMERIC), None)
        for series in chart.series
    }
    columns = [
        blocks.TableColumn(series.name, series.name, kinds[series.name] or NUMERIC[0]) for series in chart.series
    ]
    return blocks.Table(
        caption=f"The numbers of the chart: {chart.title}" + (f" ({chart.unit})" if chart.unit else ""),
        columns=(blocks.TableColumn("label", chart.axis), *columns),
        rows=tuple(
            blocks.Row((Figure(text=label), *(by_place.get((series.name, label), missing) for series in chart.series)))
            for label in labels
        ),
    )


def _diagram(diagram: blocks.Diagram, printer: Printer) -> Printed:
    prefix = f"diagram-{printer.number('picture')}"
    return {
        "kind": diagram.tag,
        "title": diagram.title,
        "description": diagram.description,
        "alt": f"{diagram.title}. {diagram.description} Its cards and links are listed in words.",
        "svg": diagram_picture(diagram, prefix),
        "notes": list(diagram.notes),
        "outline": table_of(diagram_outline(diagram), printer, units=True),
    }


def _facts(figures: Sequence[tuple[str, Figure]], lead: str, printer: Printer) -> Printed:
    notes = Notes()
    items = [{"label": label, "cell": printer.cell(figure, notes, unit=True)} for label, figure in figures]
    return {"kind": "facts", "lead": lead, "items": items, "notes": notes.printed()}


def _appendix(key: str, title: str, made: list[Printed], printer: Printer) -> Printed:
    anchor = f"section-{printer.number('section')}"
    return {"key": key, "anchor": anchor, "title": title, "intro": [], "cover": False, "blocks": made}


def _plain_table(caption: str, labels: Sequence[str], rows: Sequence[Sequence[str]], printer: Printer) -> Printed:
    columns = tuple(blocks.TableColumn(label, label) for label in labels)
    cells = tuple(blocks.Row(tuple(Figure(text=text) for text in row)) for row in rows)
    return table_of(blocks.Table(caption, columns, cells), printer)


def _definitions(document: Document, printer: Printer) -> Printed:
    rows = [
        (f"{item.code}, version {item.version}", item.name, item.text, item.population, item.source)
        for item in document.definitions
    ]
    labels = ("Code", "Name", "How it is worked out", "Who is counted", "Source")
    made = [_plain_table("Definitions of the measures used", labels, rows, printer)] if rows else []
    return _appendix("definitions", "Definitions", made, printer)


def _sources(document: Document, printer: Printer) -> Printed:
    rows = [(source.code, source.title, source.dated) for source in document.sources]
    made = [_plain_table("Documents the figures are taken from", ("Code", "Title", "Dated"), rows, printer)]
    return _appendix("sources", "Sources", made if rows else [], printer)


def _about(document: Document, printer: Printer) -> Printed:
    made = [_plain_table("Where this document comes from", ("What", "What it says"), about(document), printer)]
    return _appendix("about", "About this document", made, printer)


HOW_IT_WAS_MADE = ("Report definition", "Figures worked out", "Document hash (SHA-256)")  # of interest to who checks


def about(document: Document) -> list[tuple[str, str]]:
    """What is needed to find the document again and to judge it, as pairs of label and words."""
    last = document.period.end - timedelta(days=1)
    return [
        ("Reference", document.reference),
        ("Period", f"{document.period.label}, {day_in_words(document.period.start)} to {day_in_words(last)}"),
        ("Dated", day_in_words(document.dated)),
        ("Figures as at", document.as_at),
        ("Edition", document.profile.name),
        ("Marking", document.profile.marking),
        ("Report definition", f"{document.definition}, version {document.definition_version}"),
        ("Figures worked out", f"version {document.rollup_version}, hash {document.rollup_hash}"),
        ("Document hash (SHA-256)", sha256(document)),
    ]
