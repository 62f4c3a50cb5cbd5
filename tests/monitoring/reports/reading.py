"""Reading a rendered report back: the words of its PDF, its page and its workbook."""

import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

# Added by the typesetter where no space was, and by the workbook in no place at all.
BETWEEN_WORDS = re.compile("[\\s\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\N{NO-BREAK SPACE}]+")


def squeezed(text: str) -> str:
    """The text without any space, so that where a line was broken makes no difference."""
    return BETWEEN_WORDS.sub("", text)


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def cells_of(data: bytes) -> dict[str, list[list[Any]]]:
    """The values of every sheet, by its title."""
    workbook = load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook}


class Page(HTMLParser):
    """The tags with their attributes, and the words outside styles, of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.cells: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "br"):
            self._open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self.words.append(data)
        if "td" in self._open or "th" in self._open:
            self.cells[-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class InPrint:
    """One report read back: its page, the words of each sheet of its PDF, the cells of its workbook."""

    html: str
    page: Page
    reader: PdfReader
    paper: list[str]
    sheets: dict[str, list[list[Any]]]
