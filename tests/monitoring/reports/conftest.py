"""Charts are kept in the memory of the process here: rendering a report needs no database."""

import io
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from interventions.programmes.models import Programme
from monitoring.reports import freezing
from monitoring.reports import preview as previewing
from monitoring.reports.document import Document
from monitoring.reports.render_html import render_html
from monitoring.reports.render_pdf import render_pdf
from monitoring.reports.render_xlsx import render_xlsx
from monitoring.returns.services import put_standard_templates
from tests.factories import ProgrammeFactory
from tests.monitoring.reports.few_returns import returned
from tests.monitoring.reports.reading import InPrint, Page, cells_of
from tests.monitoring.reports.sample_board import board_document
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.services import SYSTEM

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


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    cache.clear()
    previewing._worked_out.cache_clear()
    yield
    cache.clear()
    previewing._worked_out.cache_clear()


@pytest.fixture
def large(db: None) -> Programme:
    put_standard_templates(by=SYSTEM)
    programmes = ProgrammeFactory(code="LARGE"), ProgrammeFactory(code="SMALL")
    for programme, count in zip(programmes, (40, 12), strict=True):
        returned(programme, "2023/24 Q1", count)
    return programmes[0]


@pytest.fixture
def quick_printing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps do not depend on what is printed; `test_freezing_keeps_...` prints in earnest."""
    if "in_earnest" not in request.keywords:
        monkeypatch.setattr(freezing, "render_pdf", lambda document: b"%PDF-1.7 " + document.fingerprint.encode())
        monkeypatch.setattr(freezing, "render_xlsx", lambda document: b"%PDF-1.7 " + document.fingerprint.encode())


@pytest.fixture
def analyst(make_user: Callable[..., User]) -> User:
    return make_user(Role.ANALYST)


@pytest.fixture
def director(make_user: Callable[..., User]) -> User:
    return make_user(Role.DIRECTOR)
