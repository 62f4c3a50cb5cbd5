"""J7: a Board report of 20 pages with 12 charts. Its page beside the signed-in floor, its PDF beside the typesetter
alone on the same words and pictures, and the page of a draft, which is worked out from the stored cells: seen again,
and seen first after somebody changed it.

Before the PDF is timed it must be the same bytes when made again, here and in another process.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from io import BytesIO

from django.conf import settings
from pypdf import PdfReader

from bench.alone import peak_of
from bench.child import command_of
from bench.long_report import CHARTS, PAGES, draft, frozen_report, long_document
from bench.results import Result, at_most
from bench.seeding import ANALYST, BY, FIRST_QUARTER
from bench.setting import Setting
from bench.signed_in import FLOOR, Reader, signed_in
from bench.timing import counted_queries, in_turns, same
from monitoring.periods.windows import Quarter
from monitoring.reports.document import Document, from_json, sha256, to_json
from monitoring.reports.frozen import from_canonical
from monitoring.reports.models import CoverPart, Report
from monitoring.reports.printed import printed
from monitoring.reports.render_pdf import _compiled, for_typst, render_pdf
from monitoring.reports.services import add_cover_line
from vrn_cases.access.models import User

KEPT = "bench-report.json"


def measure(setting: Setting) -> Iterator[Result]:
    document = long_document()
    (settings.DATA_DIR / KEPT).write_text(to_json(document), encoding="utf-8")
    yield from _pdf(setting, document)
    with signed_in(User.objects.get(email=ANALYST)) as reader:
        frozen = frozen_report(document)
        shown = reader.get(frozen.get_absolute_url()).decode()
        same(shown.count("<svg "), CHARTS, "the charts of the page")
        same(_missing(document, shown), [], "the captions of the page")
        yield _page(setting, reader, frozen, f"page of a frozen report, {PAGES} pages, {CHARTS} charts")
        worked_out = draft(Quarter(FIRST_QUARTER))
        yield _page(setting, reader, worked_out, "page of a draft, seen again")
        yield _changed(setting, reader, worked_out)


def _missing(document: Document, shown: str) -> list[str]:
    """Captions of tables that the page does not show."""
    blocks = [block for section in printed(document)["sections"] for block in section["blocks"]]
    return [block["caption"] for block in blocks if block["kind"] == "table" and block["caption"] not in shown]


def _page(setting: Setting, reader: Reader, report: Report, case: str) -> Result:
    address = report.get_absolute_url()
    reader.get(address)  # what is kept of a page is kept by whoever opened it before
    with counted_queries() as queries:
        reader.get(address)
    seconds, floor = in_turns(lambda: reader.get(address), lambda: reader.get(FLOOR), rounds=setting.size.requests)
    return setting.result(
        "j7", case, seconds=seconds, floor_seconds=floor, target=at_most("ratio", 8), queries=len(queries)
    )


def _changed(setting: Setting, reader: Reader, report: Report) -> Result:
    """The first look after the cover paper was changed: everything is gathered anew, the same figures decided once."""

    def change() -> None:
        add_cover_line(report=report, part=CoverPart.ACTION, text="An invented line.", by=BY)

    address = report.get_absolute_url()
    rounds = setting.size.rounds
    seconds, floor = in_turns(lambda: reader.get(address), lambda: reader.get(FLOOR), rounds=rounds, before=change)
    return setting.result("j7", "page of a draft, its cover just changed", seconds=seconds, floor_seconds=floor)


def _pdf(setting: Setting, document: Document) -> Iterator[Result]:
    ready = json.dumps(for_typst(document), ensure_ascii=False)
    made = render_pdf(document)
    same(made, _compiled(ready), "the PDF")
    same(made, render_pdf(from_canonical(to_json(document), Document)), "the bytes of the PDF, made again")
    same(elsewhere(), hashlib.sha256(made).hexdigest(), "the bytes of the PDF, made in another process")
    pages = len(PdfReader(BytesIO(made)).pages)
    same(pages >= PAGES, True, f"at least {PAGES} pages ({pages})")
    fresh: list[Document] = []
    seconds, floor = in_turns(
        lambda: render_pdf(fresh.pop()),
        lambda: _compiled(ready),
        rounds=setting.size.rounds,
        before=lambda: fresh.append(_just_frozen(document)),
    )
    yield setting.result(
        "j7",
        f"PDF of {pages} pages with {CHARTS} charts",
        seconds=seconds,
        floor_seconds=floor,
        target=at_most("ratio", 1.5),
        peak_mib=peak_of("bench.j7_report:print_kept"),
    )


def _just_frozen(document: Document) -> Document:
    """The same document with nothing worked out of it yet but the hash that it is kept under."""
    again: Document = from_canonical(to_json(document), Document)
    sha256(again)
    return again


def kept() -> Document:
    return from_json((settings.DATA_DIR / KEPT).read_text(encoding="utf-8"))


def print_kept() -> None:
    render_pdf(kept())


def hash_of_kept() -> str:
    return hashlib.sha256(render_pdf(kept())).hexdigest()


def elsewhere() -> str:
    """The hash of the same document's PDF from a process of its own."""
    done = subprocess.run(command_of("hash_of_pdf"), stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout.strip()
