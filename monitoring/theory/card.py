"""One card of the theory of change: its words broken into lines, its height, and its SVG."""

from dataclasses import dataclass, replace
from html import escape

from vrn_cases.printable import printable

CARD_WIDTH = 196
PADDING, BAR, PASSAGE_HEIGHT = 10, 4, 6
TITLE_SIZE, VALUE_SIZE, TARGET_SIZE = 15, 16, 13
LINE = {TITLE_SIZE: 18, VALUE_SIZE: 20, TARGET_SIZE: 17}
MOST_TITLE_LINES, MOST_VALUE_LINES = 6, 4
BRAND, QUIET, EDGE = "#5b2a86", "#484949", "#b1a3c2"

# Widths of letters in parts of the type size, from the widest face that a reader may have (Arial).
NARROW, WIDE, CAPITAL, LETTER = 0.30, 0.89, 0.70, 0.56
BOLDER = {VALUE_SIZE: 1.08}
NARROW_LETTERS, WIDE_LETTERS = frozenset("iIjlftr.,:;'|!()[]- "), frozenset("mwMW@%")


@dataclass(frozen=True)
class Node:
    """What a card says. `value` and `target` are phrases ("almost 400 young people", "No target set") or empty.

    `apart` marks a figure of the whole area, of which this work is one part: its card is drawn dashed.
    """

    key: str
    column: str
    title: str
    value: str = ""
    target: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Card:
    """A card with its lines (type size and text) and place. All measures are whole units of the picture."""

    node: Node
    lines: tuple[tuple[int, str], ...]
    height: int
    x: int = 0
    y: int = 0

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    def at(self, x: int, y: int) -> "Card":
        return replace(self, x=x, y=y)


def measured(node: Node) -> Card:
    """The card of a node, as high as its words need."""
    lines = [(TITLE_SIZE, line) for line in broken(node.title, TITLE_SIZE, MOST_TITLE_LINES)]
    lines += [(VALUE_SIZE, line) for line in broken(node.value, VALUE_SIZE, MOST_VALUE_LINES)]
    lines += [(TARGET_SIZE, line) for line in broken(node.target, TARGET_SIZE, MOST_VALUE_LINES)]
    return Card(node, tuple(lines), 2 * PADDING + sum(LINE[size] for size, _ in lines))


def passage(key: str, column: str) -> Card:
    """Room for a link that goes past the cards of a column."""
    return Card(Node(key, column, ""), (), PASSAGE_HEIGHT)


def broken(text: str, size: int, most: int) -> list[str]:
    """The text in lines that fit the card, at most so many; what does not fit ends in an ellipsis."""
    room = CARD_WIDTH - 2 * PADDING - BAR
    lines: list[str] = []
    line = ""
    for word in _pieces(printable(text), size, room):
        wider = f"{line} {word}".strip()
        fits = text_width(wider, size) <= room
        lines += [] if fits or not line else [line]
        line = wider if fits else word
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(" ,.;:")[: room * 2 // size - 2] + "…"]
    return lines


def _pieces(text: str, size: int, room: int) -> list[str]:
    """The words of the text, those wider than the card cut into pieces that fit."""
    pieces: list[str] = []
    for word in text.split():
        start = 0
        while text_width(word[start:], size) > room:
            ends = range(len(word), start + 1, -1)
            end = next((end for end in ends if text_width(word[start:end], size) <= room), start + 1)
            pieces.append(word[start:end])
            start = end
        pieces.append(word[start:])
    return pieces


def text_width(text: str, size: int) -> float:
    """About how wide the text is, never less than it will be in the fonts that are used."""
    return (
        size
        * BOLDER.get(size, 1)
        * sum(
            NARROW
            if letter in NARROW_LETTERS
            else WIDE
            if letter in WIDE_LETTERS or ord(letter) > 0x2E7F
            else CAPITAL
            if letter.isupper()
            else LETTER
            for letter in text
        )
    )


def card_svg(card: Card) -> str:
    """The card: a box with a bar at its left, the title, the current value in bold, the target."""
    edge = f'stroke="{QUIET}" stroke-dasharray="5 4"' if card.node.apart else f'stroke="{EDGE}"'
    box = f'width="{CARD_WIDTH - 1}" height="{card.height - 1}"'
    parts = [f'<rect x="{card.x}.5" y="{card.y}.5" {box} fill="#ffffff" {edge}/>']
    if not card.node.apart:
        parts.append(f'<rect x="{card.x}" y="{card.y}" width="{BAR}" height="{card.height}" fill="{BRAND}"/>')
    y = card.y + PADDING
    for size, line in card.lines:
        weight = ' font-weight="700"' if size == VALUE_SIZE else ""
        colour = f' fill="{QUIET}"' if size == TARGET_SIZE else f' fill="{BRAND}"' if size == VALUE_SIZE else ""
        baseline = y + LINE[size] - 5
        x = card.x + BAR + PADDING
        parts.append(f'<text x="{x}" y="{baseline}" font-size="{size}"{weight}{colour}>{escape(line)}</text>')
        y += LINE[size]
    return "".join(parts)
