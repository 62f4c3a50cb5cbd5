"""The tagged PDF (PDF/UA-1) of a frozen document, typeset with our own fonts: equal documents give equal bytes."""

import json
import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.conf import settings

from monitoring.reports.document import Document
from monitoring.reports.glyphs import showable
from monitoring.reports.printed import PUBLISHER, Printed, printed

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
FONT_FOLDER = "static/fonts-for-pdf"

WIDEST_PORTRAIT, MOST_PORTRAIT_COLUMNS, MOST_COLUMNS = 135, 7, 13
WIDEST_COLUMN = 34  # of what a column of prose asks for, the rest only makes it wider where there is room
SMALL_FROM_COLUMNS = 10
LONGEST_UNBROKEN = 28
FULL_WIDTH = 760  # units of a picture across an upright page: all charts are then set in one size of type
PICTURE_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
NO_GLYPH = "could not be displayed with font"  # what the compiler says of a character that no font has
COVER_TOO_LONG = "cover-too-long"  # what the template panics with
UNBROKEN = re.compile(rf"\S{{{LONGEST_UNBROKEN}}}(?=\S)")
BREAK = "\N{ZERO WIDTH SPACE}"
LEFT_ALONE = frozenset({"svg", "narrow_svg", "anchor", "kind", "key", "sha256"})

_compiling = Lock()


class CoverTooLong(Exception):
    """The cover paper does not fit its two sides at the smallest type: somebody must shorten it."""

    MESSAGE = "The cover paper does not fit on two sides. Shorten it: fewer lines under what changed, or shorter ones."

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


def render_pdf(document: Document) -> bytes:
    """The PDF's bytes; raises CoverTooLong. Typst refuses a picture without words, so the PDF can be read aloud.

    A character that no font can show is printed as a box, here alone; page and workbook have it.
    """
    text = json.dumps(for_typst(document), ensure_ascii=False)
    try:
        return _compiled(text)
    except typst.TypstError as error:
        if COVER_TOO_LONG in str(error):
            raise CoverTooLong from error
        if NO_GLYPH not in str(error):
            raise
    return _compiled(showable(text, settings.BASE_DIR / FONT_FOLDER))


def _compiled(text: str) -> bytes:
    with _compiling:  # the compiler keeps its state between documents, so one at a time
        made: bytes = _compiler().compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"document": text})
    return made


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """Kept for the life of the process: the fonts are read once. It reads no file outside the template's folder."""
    return typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(settings.BASE_DIR / FONT_FOLDER)],
        ignore_system_fonts=True,
    )


def for_typst(document: Document) -> Printed:
    """The printed document with what only paper needs: parts by orientation, tables cut to width, long words broken."""
    made = printed(document)
    _make_ready(made)  # now, while no two places share a part: a word must not be broken twice
    parts = [part for section in made.pop("sections") for part in _parts(section)]
    outlines = [block["outline"] for part in parts for block in part["blocks"] if block["kind"] == "diagram"]
    if outlines:
        parts.insert(_before_appendices(parts), _words_of_diagrams(outlines))
    made["runs"] = _runs(parts)
    made["covers"] = [{**section, "blocks": _cut(section["blocks"])} for section in made["covers"]]
    made["publisher"] = PUBLISHER
    made["day"] = [document.dated.year, document.dated.month, document.dated.day]
    return made


def _runs(parts: list[Printed]) -> list[Printed]:
    """Neighbouring parts on pages that are turned the same way."""
    grouped = groupby(parts, key=lambda part: bool(part["landscape"]))
    return [{"landscape": landscape, "parts": list(members)} for landscape, members in grouped]


def _words_of_diagrams(outlines: list[Printed]) -> Printed:
    return {
        "anchor": "section-diagrams",
        "title": "The diagrams in words",
        "intro": ["Each card of each diagram, its figure and target, and what it is meant to contribute to."],
        "landscape": False,
        "blocks": [{**outline, "small": False} for outline in outlines],
        "appendix": False,
    }


def _before_appendices(parts: list[Printed]) -> int:
    return next((number for number, part in enumerate(parts) if part["appendix"]), len(parts))


def _parts(section: Printed) -> list[Printed]:
    """The section as runs of pages that are all upright or all turned; the first run carries its title."""
    parts: list[Printed] = []
    heading = ""
    blocks = _cut(section["blocks"])
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block["kind"] == "heading" and following and following["kind"] == "diagram":
            heading = block["text"]
            continue
        landscape = _is_landscape(block)
        if not parts or parts[-1]["landscape"] != landscape:
            parts.append(_part(landscape, section, first=not parts))
        parts[-1]["blocks"].append(_headed(block, heading) if block["kind"] == "diagram" else block)
        heading = ""
    return parts or [_part(False, section, first=True)]


def _headed(diagram: Printed, heading: str) -> Printed:
    """The diagram with the heading that moves onto its page, and its size, so that it can fill what is left of it."""
    width, height = _size(diagram["svg"])
    return {**diagram, "heading": heading, "width": width, "height": height}


def _part(landscape: bool, section: Printed, first: bool) -> Printed:
    return {
        "landscape": landscape,
        "anchor": section["anchor"],
        "title": section["title"] if first else "",
        "intro": section["intro"] if first else [],
        "blocks": [],
        "appendix": section["key"] in ("definitions", "sources", "about"),
    }


def _is_landscape(block: Printed) -> bool:
    if block["kind"] == "diagram":
        return True
    table = block["table"] if block["kind"] == "chart" else block
    if not table or table["kind"] != "table":
        return False
    return len(table["columns"]) > MOST_PORTRAIT_COLUMNS or _width(table) > WIDEST_PORTRAIT


def _width(table: Printed) -> int:
    return sum(min(int(column["weight"]), WIDEST_COLUMN) for column in table["columns"])


def _cut(blocks: list[Printed]) -> list[Printed]:
    """The blocks with every table wider than a turned page cut into several, each with the first column again."""
    cut: list[Printed] = []
    for block in blocks:
        if block["kind"] == "chart":
            first, *more = _cut_table(block["table"]) if block["table"] else [None]
            share = min(100, round(100 * _size(block["svg"])[0] / FULL_WIDTH))
            cut += [{**block, "narrow_svg": "", "table": first, "width": share}, *more]
        else:
            cut += _cut_table(block) if block["kind"] == "table" else [block]
    return cut


def _size(svg: str) -> tuple[int, int]:
    """Width and height that the picture states of itself, in its own units."""
    found = PICTURE_SIZE.search(svg)
    if found is None:
        raise ValueError("a picture must state its width and height")
    return round(float(found[1])), round(float(found[2]))


def _cut_table(table: Printed) -> list[Printed]:
    columns = table["columns"]
    sized = {**table, "small": len(columns) >= SMALL_FROM_COLUMNS}
    if len(columns) <= MOST_COLUMNS:
        return [sized]
    count = -(-(len(columns) - 1) // (MOST_COLUMNS - 1))
    size = -(-(len(columns) - 1) // count)
    pieces = []
    for number in range(count):
        chosen = [0, *range(1 + number * size, min(len(columns), 1 + (number + 1) * size))]
        last = number == count - 1
        pieces.append(
            {
                **sized,
                "caption": f"{table['caption']} (part {number + 1} of {count})",
                "columns": [columns[place] for place in chosen],
                "rows": [_chosen(row, chosen, again=number > 0) for row in table["rows"]],
                "marked": table["marked"] if last else [],
                "notes": table["notes"] if last else [],
                "source": table["source"] if last else "",
            }
        )
    return pieces


def _chosen(row: Printed, places: list[int], again: bool) -> Printed:
    """The row's cells at these places. A repeated first cell gives up its anchor: a name may stand only once."""
    (words, anchor, *more), *others = (row["cells"][place] for place in places)
    return {**row, "cells": [[words, "" if again else anchor, *more], *others]}


def _make_ready(value: Any) -> None:
    """Put places to break into words that no column could hold, and cells as the template reads them.

    Pictures and names are left alone. A cell, of which there are thousands, becomes its words and anchor, and only
    where they say something its mark and whether it is said quietly; paper opens no figure.
    """
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        kind = type(item)
        if kind is str:
            if len(item) > LONGEST_UNBROKEN and name not in LEFT_ALONE:
                value[name] = _broken(item)
        elif name == "cells":
            value[name] = [_ready_cell(cell) for cell in item]
        elif name == "cell":
            value[name] = _ready_cell(item)
        elif kind is dict or kind is list:
            _make_ready(item)


def _ready_cell(cell: Printed) -> list[Any]:
    words = cell["words"]
    ready = [words if len(words) <= LONGEST_UNBROKEN else _broken(words), cell["anchor"]]
    return [*ready, cell["mark"], cell["quiet"]] if cell["mark"] or cell["quiet"] else ready


def _broken(text: str) -> str:
    return UNBROKEN.sub(lambda word: word[0] + BREAK, text)
