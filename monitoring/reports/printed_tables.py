"""Tables as they are printed: cells in words, numbered notes under the table, anchors on figures, widths of columns."""

from typing import Any

from monitoring.reports.blocks import Row, Table, TableColumn
from monitoring.reports.figures import NUMERIC, Figure, Kind
from monitoring.reports.wording import REPORTED, in_words, with_unit

NARROWEST, WIDEST, LONGEST_NUMBER = 7, 64, 24  # in characters, for the share of the width that a column gets


class Notes:
    """The numbered notes of one table: the same text keeps one number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, text: str) -> str:
        return str(self._numbers.setdefault(text, len(self._numbers) + 1)) if text else ""

    def printed(self) -> list[dict[str, str]]:
        return [{"mark": str(number), "text": text} for text, number in self._numbers.items()]


class Printer:
    """What has been handed out so far in one document: numbers of sections and pictures, anchors of figures.

    `known` are the document's figures by key. The first printed cell of a figure carries its anchor.
    """

    def __init__(self, known: dict[str, Figure]) -> None:
        self.known = known
        self._anchors = {key: f"figure-{number}" for number, key in enumerate(known, 1)}
        self._left = dict(self._anchors)  # of figures that no cell was printed for yet
        self._counts: dict[str, int] = {}

    def number(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]

    def anchor_of(self, key: str) -> str:
        return self._anchors[key]

    def cell(self, figure: Figure, notes: Notes, *, unit: bool = False) -> dict[str, Any]:
        return {
            "words": with_unit(figure) if unit else in_words(figure),
            "quiet": figure.state is not REPORTED,
            "anchor": self._left.pop(figure.key, ""),
            "href": figure.href,
            "mark": notes.mark(figure.note) if figure.note else "",
        }


def table_of(table: Table, printer: Printer, *, units: bool = False, minor: bool = False) -> dict[str, Any]:
    """The table in words. `units` prints each number with its unit; `minor` sets a quieter caption."""
    notes = Notes()
    columns = [_column(column, notes) for column in table.columns]
    rows = [_row(row, notes, printer, units) for row in table.rows]
    for number, column in enumerate(columns):
        words = [column["label"], *(row["cells"][number]["words"] for row in rows)]
        column["weight"] = _weight(words, column["numeric"])
    return {
        "kind": table.tag,
        "anchor": f"table-{printer.number('table')}",
        "caption": table.caption,
        "minor": minor,
        "columns": columns,
        "rows": rows,
        "marked": notes.printed(),
        "notes": list(table.notes),
        "source": table.source,
        "empty": table.empty,
    }


def _column(column: TableColumn, notes: Notes) -> dict[str, Any]:
    return {
        "label": column.label,
        "numeric": column.kind in NUMERIC or column.kind == Kind.DATE,
        "mark": notes.mark(column.note),
        "weight": NARROWEST,
    }


def _row(row: Row, notes: Notes, printer: Printer, units: bool) -> dict[str, Any]:
    return {"cells": [printer.cell(figure, notes, unit=units) for figure in row.cells], "total": row.total}


def _weight(words: list[str], numeric: bool) -> int:
    """How much width a column asks for: its longest word, most of its longest text, a number in one line."""
    longest_word = max(map(len, " ".join(words).split()), default=0)
    longest_text = max(map(len, words), default=0)
    wanted = min(longest_text, LONGEST_NUMBER if numeric else 12 + longest_text // 4)
    return min(WIDEST, max(NARROWEST, longest_word + 1, wanted))
