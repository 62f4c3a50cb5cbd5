"""The drawing of a theory of change."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.theory.card import CARD_WIDTH, Node, broken, text_width
from monitoring.theory.diagram import COLUMNS, WIDTH, Link, diagram_svg, links_in_words
from monitoring.theory.layering import crossings, ordered_columns, with_passages

SVG = "{http://www.w3.org/2000/svg}"


def node(key: str, column: str, **more: object) -> Node:
    return Node(key, column, f"Card {key}", **more)


NODES = [node("i", "input"), node("a", "activity"), node("b", "activity"), node("o", "output", value="almost 400")]
LINKS = [Link("i", "a"), Link("i", "b"), Link("a", "o")]


def drawn(nodes: list[Node] = NODES, links: list[Link] = LINKS, prefix: str = "d1") -> ET.Element:
    svg = diagram_svg(nodes, links, prefix=prefix, title="Theory", description="How it works")
    return ET.fromstring(svg)  # noqa: S314 - XML of our own making


def texts(root: ET.Element) -> str:
    return " ".join(item.text or "" for item in root.iter(f"{SVG}text"))


def test_it_is_named_and_described() -> None:
    root = drawn()
    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{name}").get("id") for name in ("title", "desc")] == ["d1-title", "d1-desc"]
    assert root.get("aria-labelledby") == "d1-title d1-desc"


def test_every_id_starts_with_the_prefix_and_no_attribute_is_a_style() -> None:
    root = drawn(prefix="figure-7")
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert ids
    assert all(str(name).startswith("figure-7-") for name in ids)
    assert not [item for item in root.iter() if item.get("style") or item.tag == f"{SVG}style"]


def test_values_and_targets_stand_on_the_cards() -> None:
    words = texts(drawn([node("o", "output", value="almost 400 young people", target="No target set")], []))
    assert "almost 400 young" in words
    assert "No target set" in words


def test_a_figure_of_the_whole_area_is_drawn_apart_and_said() -> None:
    root = drawn([node("m", "impact", apart=True)], [])
    assert [item for item in root.iter(f"{SVG}rect") if item.get("stroke-dasharray")]
    assert "whole area, all causes; this work is one part" in texts(root)
    assert "whole area" not in texts(drawn())


def test_a_column_without_cards_says_so() -> None:
    assert texts(drawn()).count("None stated") == 2


def test_nothing_at_all_can_be_drawn() -> None:
    assert texts(drawn([], [])).count("None stated") == 5


@pytest.mark.parametrize(
    ("nodes", "links", "reason"),
    [
        ([node("a", "input"), node("a", "output")], [], "same key"),
        ([node("a", "elsewhere")], [], "unknown column"),
        ([node("a", "input")], [Link("a", "z")], "not there: z"),
    ],
)
def test_what_makes_no_sense_is_refused(nodes: list[Node], links: list[Link], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        drawn(nodes, links)


def test_hostile_text_is_text() -> None:
    hostile = "</text><script>alert(1)</script>\x00"
    nodes = [Node("n", "output", hostile, value=hostile, target=hostile)]
    svg = diagram_svg(nodes, [], prefix="d", title=hostile, description=hostile)
    root = ET.fromstring(svg)  # noqa: S314 - XML of our own making
    assert not list(root.iter(f"{SVG}script"))
    assert "alert(1)" in texts(root)


def test_links_are_listed_in_words_in_the_order_of_the_columns() -> None:
    assert links_in_words(NODES, LINKS[::-1]) == [
        "Card i is meant to contribute to Card a",
        "Card i is meant to contribute to Card b",
        "Card a is meant to contribute to Card o",
    ]


def test_crossing_links_are_untangled() -> None:
    columns = [["a", "b", "c"], ["x", "y", "z"]]
    links = [("a", "z"), ("b", "y"), ("c", "x")]
    assert crossings(columns, links) == 3
    assert crossings(ordered_columns(columns, links), links) == 0


def test_an_order_without_crossings_is_left_as_it_was() -> None:
    columns = [["a", "b"], ["x", "y"]]
    assert ordered_columns(columns, [("a", "x"), ("b", "y")]) == columns


def test_a_link_over_a_column_passes_beside_its_cards() -> None:
    nodes = [node("i", "input"), *(node(f"a{place}", "activity") for place in range(3)), node("o", "output")]
    root = drawn(nodes, [Link("i", "o")])
    boxes = [
        (float(box.get("x", 0)), float(box.get("y", 0)), float(box.get("height", 0)))
        for box in root.iter(f"{SVG}rect")
        if box.get("width") == str(CARD_WIDTH - 1)
    ]
    (path,) = [item.get("d", "") for item in root.iter(f"{SVG}path") if item.get("marker-end")]
    flat = re.search(r" (\d+)H(\d+)", path)
    assert flat
    activity = [box for box in boxes if box[0] < float(flat[2]) < box[0] + CARD_WIDTH + 2]
    assert len(activity) == 3
    assert not [box for box in activity if box[1] <= float(flat[1]) <= box[1] + box[2]]


graphs = st.lists(st.sampled_from(COLUMNS), max_size=14).flatmap(
    lambda columns: st.tuples(
        st.just(columns),
        st.lists(
            st.tuples(st.integers(0, max(0, len(columns) - 1)), st.integers(0, max(0, len(columns) - 1))), max_size=20
        )
        if columns
        else st.just([]),
    )
)


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_any_theory_can_be_drawn_inside_its_picture(graph: tuple[list[str], list[tuple[int, int]]]) -> None:
    columns, pairs = graph
    nodes = [node(str(place), column) for place, column in enumerate(columns)]
    root = drawn(nodes, [Link(str(start), str(end)) for start, end in pairs])
    height = float(root.get("height", 0))
    boxes = [item for item in root.iter(f"{SVG}rect") if item.get("width") == str(CARD_WIDTH - 1)]
    assert len(boxes) == len(nodes)
    places = sorted((float(box.get("x", 0)), float(box.get("y", 0)), float(box.get("height", 0))) for box in boxes)
    assert all(x + CARD_WIDTH <= WIDTH and y + tall <= height for x, y, tall in places)
    assert all(one[0] != other[0] or one[1] + one[2] < other[1] for one, other in pairwise(places))


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_ordering_keeps_every_card_in_its_column_and_never_makes_it_worse(
    graph: tuple[list[str], list[tuple[int, int]]],
) -> None:
    names, pairs = graph
    columns = [[str(place) for place, name in enumerate(names) if name == column] for column in COLUMNS]
    wider, chains = with_passages(columns, [(str(start), str(end)) for start, end in pairs])
    links = [pair for chain in chains for pair in pairwise(chain)]
    ordered = ordered_columns(wider, links)
    assert [sorted(column) for column in ordered] == [sorted(column) for column in wider]
    assert crossings(ordered, links) <= crossings(wider, links)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_lines_of_a_card_fit_it(text: str) -> None:
    lines = broken(text, 15, 6)
    assert len(lines) <= 6
    assert all(text_width(line.rstrip("…"), 15) <= CARD_WIDTH for line in lines)


def test_the_same_theory_gives_the_same_picture() -> None:
    assert ET.tostring(drawn()) == ET.tostring(drawn())
