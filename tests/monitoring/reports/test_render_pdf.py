"""The PDF: tagged, marked on every page, the same bytes for the same document, and deaf to what its texts say."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from monitoring.reports import blocks as b
from monitoring.reports.document import Document
from monitoring.reports.figures import Kind, not_reported, number, words
from monitoring.reports.glyphs import characters_of
from monitoring.reports.render_pdf import CoverTooLong, for_typst, render_pdf
from tests.monitoring.reports.reading import InPrint, pdf_text, squeezed
from tests.monitoring.reports.small_documents import HOSTILE, one_column, small_document

A4 = (595, 842)


def pages_of(*content: b.Block, **changes: object) -> list[str]:
    data = render_pdf(small_document(*content, **changes))
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_equal_documents_give_equal_bytes(board: Document) -> None:
    first = render_pdf(board)
    render_pdf(small_document(one_column(number(7))))
    assert render_pdf(replace(board)) == first


def test_it_is_tagged_and_says_what_it_is(in_print: InPrint, board: Document) -> None:
    reader = in_print.reader
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == "Outcome report to the Board, 2023/24"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == board.dated


def test_it_is_set_in_our_own_fonts_and_carries_them(in_print: InPrint) -> None:
    fonts = [font for page in in_print.reader.pages for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts}
    assert names == {"SourceSans3"}


def kinds_in(reader: PdfReader) -> dict[str, int]:
    """How many elements of each kind the structure tree holds, and pictures with words for them."""
    counts: dict[str, int] = {}
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
            continue
        if not hasattr(element, "get"):
            continue
        kind = str(element.get("/S", ""))
        counts[kind] = counts.get(kind, 0) + 1
        counts[f"{kind} with words"] = counts.get(f"{kind} with words", 0) + ("/Alt" in element)
        if "/K" in element:
            waiting.append(element["/K"])
    return counts


def test_tables_have_headings_and_pictures_have_words(in_print: InPrint) -> None:
    kinds = kinds_in(in_print.reader)
    assert kinds["/H1"] >= 8
    assert kinds["/TH"] >= 40
    assert kinds["/TD"] >= 200
    pictures = sum(count for kind, count in kinds.items() if kind == "/Figure")
    assert pictures >= 5
    assert kinds["/Figure with words"] >= 5


def test_every_page_carries_marking_profile_and_reference(in_print: InPrint, board: Document) -> None:
    for number_, text in enumerate(in_print.paper, 1):
        assert text.startswith(board.profile.marking)
        assert f"{board.profile.marking}  ·  {board.profile.name}" in text
        assert board.reference in text
        assert f"Page {number_} of {len(in_print.paper)}" in text


def test_invented_data_is_said_on_every_page() -> None:
    table = one_column(*(number(place) for place in range(120)))
    marked = pages_of(table, demonstration=True)
    assert len(marked) > 2
    assert all("this document holds invented figures" in text for text in marked)
    assert "invented" not in " ".join(pages_of(table))


def cover_of(lines: int) -> Document:
    items = tuple(
        b.Line(f"Line {place} says what changed in this quarter and why it matters.") for place in range(lines)
    )
    cover = b.Section("cover", "Cover paper", (), (b.Heading("What changed"), b.Lines(items)), cover=True)
    return small_document(sections=(cover, b.Section("next", "After the cover")))


@pytest.mark.parametrize("lines", [3, 60, 84])
def test_the_cover_paper_takes_two_sides_at_most(lines: int) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(cover_of(lines)))).pages]
    contents = next(place for place, text in enumerate(pages) if "Contents" in text)
    assert contents <= 2
    assert f"Line {lines - 1} says" in " ".join(pages[:contents])


def test_a_cover_paper_that_no_size_fits_is_refused() -> None:
    with pytest.raises(CoverTooLong, match="two sides"):
        render_pdf(cover_of(200))


def test_a_line_of_the_cover_leads_to_its_figure(in_print: InPrint) -> None:
    links = [link.get_object() for page in in_print.reader.pages[:1] for link in page.get("/Annots", [])]
    assert len(links) == 8
    assert all(link["/Subtype"] == "/Link" for link in links)


def test_the_heading_row_stands_again_on_the_next_page() -> None:
    pages = pages_of(one_column(*(number(place) for place in range(120))))
    assert sum("Row" in text for text in pages) >= 3
    assert all("Name" in text and "Figure" in text for text in pages if "Row 5" in text or "Row 11" in text)


def wide_table(columns: int) -> b.Table:
    heads = tuple(b.TableColumn(f"c{place}", f"Quarter {place}", Kind.NUMBER) for place in range(columns))
    cells = tuple(number(1000 + place) for place in range(columns))
    name = words("Reach", key="NAME:REACH")
    return b.Table("Wide", (b.TableColumn("name", "Name"), *heads), (b.Row((name, *cells)),), ("A note.",))


def test_a_wide_table_turns_the_page() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(small_document(wide_table(10)))))
    page = next(page for page in reader.pages if "Quarter 9" in page.extract_text())
    assert (round(page.mediabox.height), round(page.mediabox.width)) == A4


def test_a_table_wider_than_a_turned_page_is_cut_and_names_its_rows_again() -> None:
    line = b.Lines((b.Line("It changed.", (b.FigureRef("NAME:REACH", "Programme"),)),))
    text = squeezed(pdf_text(render_pdf(small_document(line, wide_table(30)))))
    assert all(squeezed(f"{1000 + place:,}") in text for place in range(30))
    assert "Wide(part1of3)" in text
    assert "Wide(part3of3)" in text
    assert text.count("Reach") == 4
    assert text.count("Anote.") == 1


def test_an_empty_table_says_so() -> None:
    assert "Nothing was reported for this period." in " ".join(pages_of(one_column()))


def test_a_report_without_anything_is_still_a_report() -> None:
    assert "Contents" in " ".join(pages_of())
    assert "The only section" in " ".join(pages_of())


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_printed_and_never_run(text: str) -> None:
    document = small_document(
        b.Heading(text),
        b.Paragraph(text),
        b.Bullets((text,)),
        b.Notice(text),
        b.Lines((b.Line(text),)),
        b.Table(text, (b.TableColumn("a", text, note=text),), (b.Row((words(text, note=text),)),), (text,), text),
        b.KeyFacts((b.Fact(text, words(text)),)),
        b.Chart(b.ChartKind.BARS, text, text, (b.Series(text, (b.Point(text, number(7)),)),), text),
        b.Diagram(text, text, (b.Node("n", b.Column.OUTPUT, text, words(text)),), ()),
        title=text,
        subtitle=text,
    )
    printed = squeezed(pdf_text(render_pdf(document)))
    assert printed.count(squeezed(text)) >= 12
    assert "root:" not in printed


@pytest.mark.parametrize("text", ["Łódź, Žižek, ñandú", "→ ≤ ½ € – “x”"])
def test_letters_of_our_fonts_are_printed(text: str) -> None:
    assert squeezed(text) in squeezed(" ".join(pages_of(b.Paragraph(text))))


def test_what_our_fonts_can_show_is_read_from_them(settings: Settings) -> None:
    shown = characters_of(settings.BASE_DIR / "static/fonts-for-pdf")
    assert {ord(letter) for letter in "aZ0é£ŁžΩЖ−–“□"} <= shown
    assert not {ord(letter) for letter in "漢😀ક\N{DELETE}"} & shown


@pytest.mark.parametrize("text", ["漢字", "😀", "ગુજરાતી"])
def test_a_letter_that_no_font_has_is_a_box_and_stops_nothing(text: str) -> None:
    chart = b.Chart(b.ChartKind.BARS, text, text, (b.Series(text, (b.Point(text, number(7)),)),), text)
    printed = " ".join(pages_of(b.Paragraph(f"Name: {text}, é"), chart))
    assert f"Name: {'□' * len(text)}, é" in printed
    assert text not in printed


def test_a_word_wider_than_any_column_is_broken_inside_the_page() -> None:
    long = "Supercalifragilistic" * 12
    reader = PdfReader(
        io.BytesIO(render_pdf(small_document(b.Paragraph(long), one_column(words(long), kind=Kind.TEXT))))
    )
    assert squeezed(" ".join(page.extract_text() for page in reader.pages)).count(long) >= 1
    printed = [line for page in reader.pages for line in page.extract_text().splitlines() if "califragil" in line]
    assert len(printed) > 5
    assert max(len(line) for line in printed) < 130


def test_a_heading_moves_onto_the_page_of_its_diagram() -> None:
    diagram = b.Diagram("Theory", "How.", (b.Node("n", b.Column.OUTPUT, "Card", not_reported()),), ())
    data = for_typst(small_document(b.Heading("The network"), diagram))
    (run, *_) = data["runs"]
    assert run["landscape"]
    assert run["parts"][0]["title"] == "The only section"
    assert run["parts"][0]["blocks"][0]["heading"] == "The network"
    (page,) = [text for text in pages_of(b.Heading("The network"), diagram) if "How." in text]
    assert "The only section" in page
    assert "The network" in page
