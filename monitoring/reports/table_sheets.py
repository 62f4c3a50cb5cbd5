"""A sheet for each table of the report: real numbers under a format, and words beside them where they say more."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from monitoring.reports import blocks
from monitoring.reports.figures import Figure, Kind, Qualifier
from monitoring.reports.pictures import diagram_outline
from monitoring.reports.printed import numbers_of
from monitoring.reports.wording import MINUS, as_decimal, decimals, in_words, money_figures, with_unit
from vrn_cases.spreadsheets import Column, Formatted, Sheet

NARROWEST, WIDEST = 12, 56
Cell = str | Formatted | None


class Face(Enum):
    WORDS = "words"
    NUMBERS = "numbers"
    BOTH = "both"


def sheets_of(block: blocks.Block, section: blocks.Section, marks: tuple[str, ...]) -> Iterator[Sheet]:
    """The sheet of a block with figures; none for a block of words."""
    match block:
        case blocks.Table():
            yield _sheet(block, section, marks)
        case blocks.Chart() if block.numbers_in:
            return
        case blocks.Chart():
            table = numbers_of(block)
            yield _sheet(table, section, marks, title=block.title, below=(*block.notes, f"Source: {block.source}"))
        case blocks.Diagram():
            yield _sheet(diagram_outline(block), section, marks, title=block.title, below=block.notes)
        case blocks.KeyFacts():
            facts = [(fact.label, fact.figure) for fact in block.items]
            yield _sheet(_facts(f"{section.title}: key facts", facts), section, marks)
        case blocks.Money():
            yield _sheet(_facts(f"{section.title}: in one line", money_figures(block)), section, marks)
        case _:
            return


def _facts(caption: str, facts: list[tuple[str, Figure]]) -> blocks.Table:
    # Facts may be of any kind, so each keeps the format of its own number.
    columns = (blocks.TableColumn("fact", "What"), blocks.TableColumn("value", "Figure", Kind.NUMBER))
    return blocks.Table(caption, columns, tuple(blocks.Row((Figure(text=label), figure)) for label, figure in facts))


def _sheet(
    table: blocks.Table,
    section: blocks.Section,
    marks: tuple[str, ...],
    *,
    title: str = "",
    below: tuple[str, ...] = (),
) -> Sheet:
    by_column = list(zip(*(row.cells for row in table.rows), strict=True)) or [()] * len(table.columns)
    faces = [_face(column, figures) for column, figures in zip(table.columns, by_column, strict=True)]
    columns = [
        made
        for column, figures, face in zip(table.columns, by_column, faces, strict=True)
        for made in _columns(column, figures, face)
    ]
    rows = [_row(row, faces) for row in table.rows]
    notes = [f"{column.label}: {column.note}" for column in table.columns if column.note]
    notes += _notes_of_cells(table)
    notes += [*table.notes, *below, *([f"Source: {table.source}"] if table.source else [])]
    if not table.rows:
        notes.insert(0, table.empty)
    above = (table.caption, section.title, *marks)
    return Sheet(title or table.caption, tuple(columns), rows, above, tuple(notes), keep_first_column=True)


def _notes_of_cells(table: blocks.Table) -> list[str]:
    """Each note once, with the figures that carry it."""
    carried: dict[str, dict[str, None]] = {}
    for row in table.rows:
        for cell in row.cells:
            if cell.note:
                carried.setdefault(cell.note, {})[in_words(cell)] = None
    return [f"{', '.join(words)}: {note}" for note, words in carried.items()]


def _face(column: blocks.TableColumn, figures: tuple[Figure, ...]) -> Face:
    """How the column is written: a column of numbers has one of words beside it where the words say more."""
    if column.kind == Kind.TEXT or not any(figure.is_number or figure.on for figure in figures):
        return Face.WORDS
    more = any(in_words(figure) and (not figure.is_number or figure.qualifier != Qualifier.EXACT) for figure in figures)
    return Face.BOTH if more and column.kind != Kind.DATE else Face.NUMBERS


def _columns(column: blocks.TableColumn, figures: tuple[Figure, ...], face: Face) -> list[Column]:
    longest = max((len(with_unit(figure)) for figure in figures), default=0)
    width = min(WIDEST, max(NARROWEST, longest + 2, min(len(column.label) + 4, 24)))
    if face == Face.WORDS:
        return [Column(column.label, width, wrap=longest > WIDEST)]
    numbers = Column(column.label, min(width, 20))
    return [numbers, Column(f"{column.label}, in words", max(width, 22))] if face == Face.BOTH else [numbers]


def _row(row: blocks.Row, faces: list[Face]) -> list[Cell]:
    cells: list[Cell] = []
    for figure, face in zip(row.cells, faces, strict=True):
        if face != Face.WORDS:
            cells.append(_value(figure, row.total))
        if face != Face.NUMBERS:
            cells.append(_text(with_unit(figure), row.total))
    return cells


def _text(words: str, total: bool) -> Cell:
    return Formatted(words, bold=True) if total else words


def _value(figure: Figure, total: bool) -> Cell:
    if figure.on is not None:
        return Formatted(figure.on, "d mmmm yyyy", total)
    if not figure.is_number:
        return None
    value = as_decimal(figure)
    return Formatted(value / 100 if figure.kind == Kind.PERCENT else Decimal(value), number_format(figure), total)


def number_format(figure: Figure) -> str:
    """The Excel number format under which the cell reads as the figure is printed."""
    places = decimals(figure)
    digits = "#,##0" + ("." + "0" * places if places else "")
    pound, percent = '"£"' * (figure.kind == Kind.MONEY), "%" * (figure.kind == Kind.PERCENT)
    minus = f'"{MINUS}£"' if pound else f'"{MINUS}"'
    plain = f"{pound}{digits}{percent}"
    return f"{'+' * figure.signed}{plain};{minus}{digits}{percent};{plain}"
