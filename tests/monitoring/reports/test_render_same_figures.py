"""The page, the PDF and the workbook of one document say the same, and nothing of what is hidden."""

import io
import zipfile
from decimal import Decimal

from hypothesis import given, settings

from monitoring.reports import blocks as b
from monitoring.reports.document import Document, to_json
from monitoring.reports.figures import Kind, hidden, number
from monitoring.reports.machine_sheet import TITLE, placed_figures
from monitoring.reports.render_html import render_html
from monitoring.reports.render_pdf import render_pdf
from monitoring.reports.render_xlsx import render_xlsx
from monitoring.reports.wording import as_decimal, in_words
from tests.monitoring.reports.reading import InPrint, Page, cells_of, pdf_text, squeezed
from tests.monitoring.reports.sample_figures import in_year, published_figure, rows_of
from tests.monitoring.reports.small_documents import small_document, tables

SECRET = 73519


def test_every_figure_of_the_board_report_is_in_every_output(board: Document, in_print: InPrint) -> None:
    page = squeezed(in_print.page.text).casefold()
    paper = squeezed(" ".join(in_print.paper)).casefold()
    machine = {row[7] for row in in_print.sheets[TITLE]}
    placed = [in_words(item.figure) for item in placed_figures(board)]
    assert len(placed) > 150
    for words in placed:
        assert squeezed(words).casefold() in page
        assert squeezed(words).casefold() in paper
        assert words in machine


def test_the_published_figures_are_printed_as_they_were_published(in_print: InPrint) -> None:
    inside = in_print.sheets["Figures for 2023-24"]
    outside = in_print.sheets["Figures stated for other"]
    for row in rows_of("published_figures"):
        figure = published_figure(row)
        assert in_words(figure) in in_print.page.cells
        sheet = inside if in_year(row) else outside
        other = outside if in_year(row) else inside
        wanted = (figure.value, row["period_label"])
        assert wanted in [(cells[2], cells[5]) for cells in sheet]
        assert wanted not in [(cells[2], cells[5]) for cells in other]


def test_the_machine_sheet_holds_each_number_as_a_number(board: Document, in_print: InPrint) -> None:
    rows = in_print.sheets[TITLE]
    heads = next(number for number, row in enumerate(rows) if row[0] == "key")
    for row, item in zip(rows[heads + 1 :], placed_figures(board), strict=True):
        cells = dict(zip(rows[heads], row, strict=True))
        assert cells["state"] == item.figure.state
        assert cells["qualifier"] == item.figure.qualifier
        assert (cells["key"] or "") == item.figure.key
        if item.figure.is_number:
            assert Decimal(str(cells["value"])) == as_decimal(item.figure)
        elif item.figure.on is None:
            assert cells["value"] is None


@settings(max_examples=12, deadline=None)
@given(tables())
def test_any_table_says_the_same_everywhere(table: b.Table) -> None:
    document = small_document(table)
    expected = [in_words(cell) for row in table.rows for cell in row.cells]
    page = Page(render_html(document))
    paper = squeezed(pdf_text(render_pdf(document)))
    first = len(table.columns) * bool(table.rows)
    assert page.cells[first : first + len(expected)] == expected
    for words in expected:
        assert squeezed(words) in paper
    machine = [row[7] for row in cells_of(render_xlsx(document))[TITLE]]
    placed = [in_words(item.figure) for item in placed_figures(document)]
    assert machine[len(machine) - len(placed) :] == placed


def everything_written(document: Document) -> dict[str, str]:
    """All that can be read from the four files, the parts of the workbook unpacked."""
    with zipfile.ZipFile(io.BytesIO(render_xlsx(document))) as archive:
        workbook = " ".join(archive.read(name).decode() for name in archive.namelist())
    return {
        "json": to_json(document),
        "html": render_html(document),
        "pdf": squeezed(pdf_text(render_pdf(document))),
        "xlsx": workbook,
    }


def with_figure(figure: object) -> Document:
    """The figure in each place where one can stand."""
    columns = (b.TableColumn("name", "Name"), b.TableColumn("figure", "Figure", Kind.NUMBER))
    name = number(1)
    return small_document(
        b.Lines((b.Line("It changed.", (b.FigureRef("IND:1", "People"),)),)),
        b.Table("Table", columns, (b.Row((name, figure)),)),
        b.KeyFacts((b.Fact("Fact", figure),)),
        b.Chart(b.ChartKind.LINE, "Line", "people", (b.Series("S", (b.Point("P", figure),)),), "Source"),
        b.Chart(b.ChartKind.BARS, "Bars", "people", (b.Series("S", (b.Point("P", figure),)),), "Source"),
        b.Diagram("Theory", "How.", (b.Node("n", b.Column.OUTPUT, "Card", figure, figure),), ()),
    )


def test_a_number_is_found_where_it_is_not_hidden() -> None:
    for name, text in everything_written(with_figure(number(SECRET, key="IND:1"))).items():
        assert "73,519" in text or str(SECRET) in text, name


def test_a_hidden_number_is_nowhere() -> None:
    for name, text in everything_written(with_figure(hidden("fewer than 5", key="IND:1"))).items():
        assert "73,519" not in text, name
        assert str(SECRET) not in text, name
        assert "fewer than 5" in text or "fewerthan5" in text, name
