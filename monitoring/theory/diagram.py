"""A theory of change drawn as an SVG: five columns from inputs to impact, cards, and curved links between them.

A pure function of plain values. Within a column the cards are ordered so that links cross little (barycentres, swept
both ways). The picture uses presentational attributes only, so it may stand in a page under the
Content-Security-Policy, and the same text goes into the PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from monitoring.theory.card import CARD_WIDTH, Card, Node, card_svg, measured, passage
from monitoring.theory.layering import ordered_columns, with_passages
from vrn_cases.printable import printable

COLUMNS = ("input", "activity", "output", "outcome", "impact")
HEADINGS = {
    "input": "Inputs",
    "activity": "Activities",
    "output": "Outputs",
    "outcome": "Outcomes",
    "impact": "Impact",
}
FONT = "'Source Sans 3', Arial, Helvetica, sans-serif"
GAP_ACROSS, GAP_DOWN, MARGIN, HEAD, LEAST_HEIGHT = 44, 16, 8, 40, 60
WIDTH = 2 * MARGIN + 5 * CARD_WIDTH + 4 * GAP_ACROSS
FOOT = 34
APART = "Dashed cards: whole area, all causes; this work is one part."
INK, LINK, LANE = "#0b0c0c", "#6f5a86", "#f6f3f9"


@dataclass(frozen=True)
class Link:
    start: str
    end: str


def diagram_svg(nodes: Sequence[Node], links: Sequence[Link], *, prefix: str, title: str, description: str) -> str:
    """The picture as SVG text. `prefix` starts every id in it and must be unlike that of other pictures on the page.

    Raises ValueError for an unknown column, a link to a card that is not there, or two cards with one key.
    """
    _check(nodes, links)
    named = [[node.key for node in nodes if node.column == column] for column in COLUMNS]
    columns, chains = with_passages(named, [(link.start, link.end) for link in links])
    columns = ordered_columns(columns, [pair for chain in chains for pair in pairwise(chain)])
    placed, lanes = _placed(columns, {node.key: measured(node) for node in nodes})
    height = lanes + (FOOT if any(node.apart for node in nodes) else 0)
    parts = [_opening(height, prefix, title, description)]
    parts += [_lane(number, lanes, bool(column)) for number, column in enumerate(columns)]
    parts += [_heading(number, HEADINGS[name]) for number, name in enumerate(COLUMNS)]
    parts += [_curve([placed[key] for key in chain], prefix) for chain in chains]
    parts += [card_svg(card) for card in placed.values() if card.lines]
    if any(node.apart for node in nodes):
        parts.append(f'<text x="{MARGIN}" y="{height - 10}" font-size="14">{APART}</text>')
    return "".join(parts) + "</g></svg>"


def links_in_words(nodes: Sequence[Node], links: Sequence[Link]) -> list[str]:
    """The links as sentences in the order of the columns, for whoever does not see the picture."""
    place = {node.key: (COLUMNS.index(node.column), number) for number, node in enumerate(nodes)}
    named = {node.key: node.title for node in nodes}
    in_order = sorted(links, key=lambda link: (place[link.start], place[link.end]))
    return [f"{named[link.start]} is meant to contribute to {named[link.end]}" for link in in_order]


def _check(nodes: Sequence[Node], links: Sequence[Link]) -> None:
    keys = {node.key for node in nodes}
    if len(keys) != len(nodes):
        raise ValueError("two cards of the theory of change have the same key")
    strange = {node.column for node in nodes} - set(COLUMNS)
    if strange:
        raise ValueError(f"unknown column: {', '.join(sorted(strange))}")
    lost = {end for link in links for end in (link.start, link.end)} - keys
    if lost:
        raise ValueError(f"a link names a card that is not there: {', '.join(sorted(lost))}")


def _placed(columns: list[list[str]], cards: dict[str, Card]) -> tuple[dict[str, Card], int]:
    """Every card and passage with its place, each column centred on the tallest, and the height of the whole."""
    filled = [[cards.get(key) or passage(key, COLUMNS[number]) for key in keys] for number, keys in enumerate(columns)]
    heights = [sum(card.height for card in column) + GAP_DOWN * (len(column) - 1) for column in filled]
    tallest = max([LEAST_HEIGHT, *heights])
    placed: dict[str, Card] = {}
    for number, (column, height) in enumerate(zip(filled, heights, strict=True)):
        y = HEAD + MARGIN + (tallest - height) // 2
        for card in column:
            placed[card.node.key] = card.at(MARGIN + number * (CARD_WIDTH + GAP_ACROSS), y)
            y += card.height + GAP_DOWN
    return placed, HEAD + tallest + 2 * MARGIN


def _opening(height: int, prefix: str, title: str, description: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f'<title id="{prefix}-title">{escape(printable(title))}</title>'
        f'<desc id="{prefix}-desc">{escape(printable(description))}</desc>'
        f'<defs><marker id="{prefix}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5L8 4L0 7.5Z" fill="{LINK}"/></marker></defs>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/><g font-family="{FONT}" fill="{INK}">'
    )


def _lane(number: int, height: int, filled: bool) -> str:
    x = MARGIN + number * (CARD_WIDTH + GAP_ACROSS) - MARGIN
    lane = f'<rect x="{x}" y="0" width="{CARD_WIDTH + 2 * MARGIN}" height="{height}" rx="4" fill="{LANE}"/>'
    if filled:
        return lane
    middle = x + MARGIN + CARD_WIDTH // 2
    return lane + (
        f'<text x="{middle}" y="{HEAD + 24}" font-size="14" text-anchor="middle" fill="#484949">None stated</text>'
    )


def _heading(number: int, heading: str) -> str:
    x = MARGIN + number * (CARD_WIDTH + GAP_ACROSS)
    return f'<text x="{x}" y="26" font-size="17" font-weight="700">{heading}</text>'


def _curve(chain: list[Card], prefix: str) -> str:
    """The curve of one link, along the passages between its two cards, with an arrow at its end."""
    first, last = chain[0], chain[-1]
    x1, y1 = first.x + CARD_WIDTH, first.middle
    if COLUMNS.index(last.node.column) < COLUMNS.index(first.node.column):
        x1, x2 = first.x, last.x + CARD_WIDTH
        path = f"M{x1} {y1}C{x1 - GAP_ACROSS} {y1} {x2 + GAP_ACROSS} {last.middle} {x2 + 1} {last.middle}"
    elif first.node.column == last.node.column:
        out = x1 + GAP_ACROSS // 2
        path = f"M{x1} {y1}C{out} {y1} {out} {last.middle} {x1 + 1} {last.middle}"
    else:
        path = f"M{x1} {y1}"
        for card in chain[1:]:
            half = (x1 + card.x) // 2
            path += f"C{half} {y1} {half} {card.middle} {card.x - (card is last)} {card.middle}"
            x1, y1 = card.x + CARD_WIDTH, card.middle
            path += "" if card is last else f"H{x1}"
    return f'<path d="{path}" fill="none" stroke="{LINK}" stroke-width="1.6" marker-end="url(#{prefix}-arrow)"/>'
