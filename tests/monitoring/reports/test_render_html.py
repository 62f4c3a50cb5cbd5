"""The web page: nothing inline, every figure a door, one file that needs nothing else."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from monitoring.reports import blocks as b
from monitoring.reports.document import Document
from monitoring.reports.figures import hidden, number, words
from monitoring.reports.render_html import page_context, render_html
from tests.monitoring.reports.reading import InPrint, Page
from tests.monitoring.reports.small_documents import HOSTILE, one_column, small_document


def in_page(document: Document, *, doors: bool = True) -> str:
    return render_to_string("reports/document.html", page_context(document, doors=doors))


def test_a_page_carries_no_style_and_no_script(board: Document) -> None:
    page = Page(in_page(board))
    assert not page.all("script")
    assert not page.all("style")
    assert not [
        attributes for _, attributes in page.tags if any(name == "style" or name[:2] == "on" for name in attributes)
    ]


def test_every_id_is_there_once_and_every_pointer_finds_its_id(board: Document) -> None:
    page = Page(in_page(board))
    assert len(set(page.ids)) == len(page.ids)
    pointers = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    pointers += [name for _, attributes in page.tags for name in attributes.get("aria-labelledby", "").split()]
    assert len(pointers) > 30
    assert set(pointers) <= set(page.ids)
    drawn = set(re.findall(r"url\(#([^)]+)\)", in_page(board)))
    assert drawn
    assert drawn <= set(page.ids)


def test_a_line_of_the_cover_leads_to_the_cell_of_its_figure() -> None:
    line = b.Lines((b.Line("It rose.", (b.FigureRef("IND:1", "People"),)),))
    html = in_page(small_document(line, one_column(number(7, key="IND:1"))))
    anchor = re.search(r'People: <a href="#([^"]+)">7</a>', html)
    assert anchor
    assert re.search(rf'<td id="{anchor[1]}"[^>]*>7</td>', html)


def test_every_figure_is_a_door_where_there_are_doors() -> None:
    document = small_document(
        one_column(number(7, href="/indicators/vip/"), hidden("fewer than 5", href="/indicators/x/"))
    )
    links = {link["href"] for link in Page(in_page(document)).all("a")}
    assert {"/indicators/vip/", "/indicators/x/"} <= links
    assert not {"/indicators/vip/"} & {link["href"] for link in Page(in_page(document, doors=False)).all("a")}


def bars(*series: str, **more: object) -> b.Chart:
    drawn = tuple(b.Series(name, (b.Point("All ages", number(7, key=name)),)) for name in series)
    return b.Chart(b.ChartKind.BARS, "Bars", "people", drawn, "Source", **more)


def test_bars_of_one_series_have_a_form_for_a_phone() -> None:
    assert in_page(small_document(bars("One"))).count("<svg ") == 2
    assert in_page(small_document(bars("One", "Two"))).count("<svg ") == 1
    page = Page(in_page(small_document(bars("One"))))
    assert len(set(page.ids)) == len(page.ids)


def test_numbers_that_stand_in_a_table_are_not_said_again() -> None:
    table = one_column(number(7, key="One"))
    twice = Page(in_page(small_document(table, bars("One"))))
    once = Page(in_page(small_document(table, bars("One", numbers_in=table.caption))))
    assert len(twice.all("table")) == len(once.all("table")) + 1
    assert f"The same numbers are in the table “{table.caption}”" in in_page(
        small_document(table, bars("One", numbers_in=table.caption))
    )


def test_the_words_of_a_diagram_come_before_its_picture() -> None:
    nodes = (b.Node("a", b.Column.INPUT, "A grant", number(7, key="K", href="/x/"), number(9)),
             b.Node("o", b.Column.OUTPUT, "A card"))  # fmt: skip
    html = in_page(small_document(b.Diagram("Theory", "How.", nodes, (b.Link("a", "o"),))))
    assert html.index("Meant to contribute to: A card") < html.index("<svg ")
    assert re.search(r'<span id="figure-\d+"><a href="/x/">7</a></span>', html)


def test_tables_are_captioned_and_headed(board: Document) -> None:
    page = Page(in_page(board))
    assert len(page.all("caption")) == len(page.all("table"))
    assert {cell["scope"] for cell in page.all("th")} == {"col", "row"}
    boxes = [box for box in page.all("div") if "vrn-report__scroll" in box.get("class", "")]
    assert all(box["tabindex"] == "0" and (box.get("aria-labelledby") or box.get("aria-label")) for box in boxes)


def test_headings_go_down_one_level_at_a_time(board: Document) -> None:
    levels = [int(tag[1]) for tag, _ in Page(in_page(board)).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_file_needs_nothing_else(in_print: InPrint) -> None:
    html, page = in_print.html, in_print.page
    assert not re.search(r"""(?:src|srcset|href)=["'](?!#)""", html)
    assert "url(http" not in html
    assert "@import" not in html
    assert not page.all("link")
    assert not page.all("script")
    assert ".vrn-report" in html
    assert "@media print" in html


def test_equal_documents_give_equal_pages(board: Document, in_print: InPrint) -> None:
    assert render_html(board) == in_print.html


def test_the_page_is_marked(board: Document, in_print: InPrint) -> None:
    text = in_print.page.text
    assert text.count(board.profile.marking) >= 2
    assert "invented" not in text
    assert "invented" in Page(render_html(small_document(demonstration=True))).text


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_and_never_run(text: str) -> None:
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
    page = Page(render_html(document))
    assert not page.all("script")
    assert page.text.count(text) >= 12
