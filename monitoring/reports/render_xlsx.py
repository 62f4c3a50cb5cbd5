"""The workbook of a frozen document: a cover sheet, its words, a sheet a table, and a flat sheet of all figures.

Cells keep real numbers under a number format, so that they can be reckoned with; where a number alone would say too
much or too little ("almost 400", "fewer than 5") the column beside it says it in words. A hidden figure has no number
here either.
"""

import io
from collections.abc import Iterator, Sequence

from monitoring.reports import blocks
from monitoring.reports.document import Document, figures_by_key, sha256
from monitoring.reports.figures import Figure
from monitoring.reports.machine_sheet import figures_sheet
from monitoring.reports.printed import (
    DEMONSTRATION,
    HOW_IT_WAS_MADE,
    PUBLISHED_ONLY,
    PUBLISHER,
    about,
    money_in_one_line,
)
from monitoring.reports.table_sheets import sheets_of
from monitoring.reports.wording import with_unit
from vrn_cases.spreadsheets import Column, Properties, Sheet, write_workbook


def render_xlsx(document: Document) -> bytes:
    """The workbook's bytes, the same for the same document."""
    target = io.BytesIO()
    properties = Properties(
        title=f"{document.title}, {document.period.label}",
        creator=PUBLISHER,
        dated=document.dated,
        description=f"{document.profile.marking}. {document.reference}, SHA-256 {sha256(document)}",
        footer=_marks(document)[0],
    )
    write_workbook(target, _sheets(document), properties)
    return target.getvalue()


def _sheets(document: Document) -> Iterator[Sheet]:
    marks = _marks(document)
    yield _cover(document)
    yield _words(document, marks)
    for section in document.sections:
        for block in section.blocks:
            yield from sheets_of(block, section, marks)
    if document.definitions:
        yield _definitions(document, marks)
    if document.sources:
        yield _sources(document, marks)
    yield figures_sheet(document, marks)
    yield _about(document, marks)


def _marks(document: Document) -> tuple[str, ...]:
    """The line in which every sheet says of which release it is."""
    parts = (document.profile.marking, document.profile.name, document.reference, *_flags(document))
    return (" · ".join(parts),)


def _flags(document: Document) -> tuple[str, ...]:
    flags = ((document.demonstration, DEMONSTRATION), (document.published_only, PUBLISHED_ONLY))
    return tuple(words for stands, words in flags if stands)


def _cover(document: Document) -> Sheet:
    rows = [("Title", document.title), ("For", document.subtitle)]
    rows += [row for row in about(document) if row[0] not in HOW_IT_WAS_MADE]
    rows += [("Please note", flag) for flag in _flags(document)]
    columns = (Column("What", 28, wrap=True), Column("What it says", 90, wrap=True))
    return Sheet("Cover", columns, rows, (f"{document.title}, {document.period.label}", *_marks(document)))


def _about(document: Document, marks: tuple[str, ...]) -> Sheet:
    columns = (Column("What", 28, wrap=True), Column("What it says", 90, wrap=True))
    return Sheet("About this document", columns, about(document), ("Where this document comes from", *marks))


def _words(document: Document, marks: tuple[str, ...]) -> Sheet:
    known = figures_by_key(document)
    rows = [(section.title, under, text) for section in document.sections for under, text in _words_of(section, known)]
    columns = (Column("Section", 28, wrap=True), Column("Under", 28, wrap=True), Column("Words", 100, wrap=True))
    return Sheet("Words", columns, rows, ("Words of the report", *marks))


def _words_of(section: blocks.Section, known: dict[str, Figure]) -> Iterator[tuple[str, str]]:
    """The section's paragraphs, bullets, notices and lines, each with the heading that it stands under."""
    under = ""
    for text in section.intro:
        yield under, text
    for block in section.blocks:
        if isinstance(block, blocks.Heading):
            under = block.text
        for text in _texts(block, known):
            yield under, text


def _texts(block: blocks.Block, known: dict[str, Figure]) -> Sequence[str]:
    match block:
        case blocks.Paragraph() | blocks.Notice():
            return [block.text]
        case blocks.Bullets():
            return list(block.items)
        case blocks.Lines():
            return ["\n".join([line.text, *_tied(line, known)]) for line in block.items]
        case blocks.Money():
            return [money_in_one_line(block)]
        case _:
            return []


def _tied(line: blocks.Line, known: dict[str, Figure]) -> list[str]:
    figures = [(reference.label, known[reference.key]) for reference in line.figures]
    return [", ".join(filter(None, [f"{label}: {with_unit(figure)}", figure.period])) for label, figure in figures]


def _definitions(document: Document, marks: tuple[str, ...]) -> Sheet:
    columns = (
        Column("Code", 16),
        Column("Version", 10),
        Column("Name", 36, wrap=True),
        Column("How it is worked out", 70, wrap=True),
        Column("Who is counted", 30, wrap=True),
        Column("Source", 20, wrap=True),
    )
    rows = [
        (item.code, item.version, item.name, item.text, item.population, item.source) for item in document.definitions
    ]
    return Sheet("Definitions", columns, rows, ("Definitions of the measures used", *marks))


def _sources(document: Document, marks: tuple[str, ...]) -> Sheet:
    columns = (Column("Code", 12), Column("Title", 90, wrap=True), Column("Dated", 14))
    rows = [(source.code, source.title, source.dated) for source in document.sources]
    return Sheet("Sources", columns, rows, ("Documents the figures are taken from", *marks))
