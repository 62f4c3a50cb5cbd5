"""A frozen document as a web page of the service, and as one file of its own that needs nothing else."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from monitoring.reports.document import Document, sha256
from monitoring.reports.printed import Printed, in_short, printed

STYLES = "static/report.css"
SHORTEST_PROSE = 60  # characters from which a cell is read as a sentence and keeps some width on a phone
HEADER, CELL = "th", "td"
ARTICLES_KEPT = 8  # in each process; one takes about a megabyte


@dataclass(frozen=True)
class _Wanted:
    """What an article is asked for by: equal documents have equal hashes, and are never changed."""

    sha256: str
    doors: bool
    document: Document = field(compare=False, repr=False)


def page_context(document: Document, *, doors: bool) -> dict[str, Any]:
    """What `reports/document.html` needs inside a page. With `doors` every figure links to what stands behind it.

    The page links `report.css`; the picture's texts were escaped when they were drawn.
    """
    return {"article": _article(_Wanted(sha256(document), doors, document))}


@lru_cache(maxsize=ARTICLES_KEPT)
def _article(wanted: _Wanted) -> SafeString:
    """The whole document as markup: work for a tenth of a second that every reader of a report asks for again."""
    report = printed(wanted.document)
    for section in [*report["covers"], *report["sections"]]:
        section["blocks"] = [_for_page(block) for block in section["blocks"]]
    return render_to_string("reports/article.html", {"report": report, "doors": wanted.doors})


def render_html(document: Document) -> str:
    """The whole report as one HTML file, print-ready, with its styles inside and no link that leaves it."""
    read = (settings.BASE_DIR / STYLES).read_text(encoding="utf-8")
    styles = mark_safe(read)  # noqa: S308 - from our own folder and free of markup: it stands between style tags
    context = {**page_context(document, doors=False), "report": in_short(document), "styles": styles}
    return render_to_string("reports/report.html", context)


def _for_page(block: Printed) -> Printed:
    made = {**block, "template": f"reports/blocks/{block['kind']}.html"}
    for name in ("svg", "narrow_svg"):
        if block.get(name):
            made[name] = mark_safe(block[name])  # noqa: S308 - drawn by our charts and diagram, which escape every text
    if block.get("table"):
        made["table"] = _table_for_page(block["table"])
    return _table_for_page(made) if block["kind"] == "table" else made


def _table_for_page(table: Printed) -> Printed:
    """The table with each cell's element and classes: the first cell of a row is its heading."""
    numeric = [column["numeric"] for column in table["columns"]]
    rows = [
        {
            **row,
            "cells": [
                {
                    **cell,
                    "tag": HEADER if place == 0 else CELL,
                    "element": mark_safe('th scope="row"') if place == 0 else CELL,
                    "classes": _classes(cell, numeric[place]),
                }
                for place, cell in enumerate(row["cells"])
            ],
        }
        for row in table["rows"]
    ]
    return {**table, "rows": rows}


def _classes(cell: Printed, numeric: bool) -> str:
    prose = not numeric and len(cell["words"]) > SHORTEST_PROSE
    told = {"vrn-report__number": numeric, "vrn-report__quiet": cell["quiet"], "vrn-report__prose": prose}
    return " ".join(name for name, holds in told.items() if holds)
