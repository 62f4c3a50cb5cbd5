"""Charts are kept in the memory of the process here: rendering a report needs no database."""

import io

import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from monitoring.reports.document import Document
from monitoring.reports.render_html import render_html
from monitoring.reports.render_pdf import render_pdf
from monitoring.reports.render_xlsx import render_xlsx
from tests.monitoring.reports.reading import InPrint, Page, cells_of
from tests.monitoring.reports.sample_board import board_document

MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def memory_cache(settings: Settings) -> None:
    settings.CACHES = MEMORY


@pytest.fixture(scope="session")
def board() -> Document:
    return board_document()


@pytest.fixture(scope="session")
def rendered(board: Document) -> dict[str, InPrint]:
    """Where the one reading of the Board report is kept, since reading a PDF back is slow."""
    return {}


@pytest.fixture
def in_print(board: Document, rendered: dict[str, InPrint]) -> InPrint:
    if "board" not in rendered:
        html = render_html(board)
        reader = PdfReader(io.BytesIO(render_pdf(board)))
        paper = [page.extract_text() for page in reader.pages]
        rendered["board"] = InPrint(html, Page(html), reader, paper, cells_of(render_xlsx(board)))
    return rendered["board"]
