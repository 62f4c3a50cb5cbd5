"""Which characters our printing fonts can show, read from the fonts themselves.

PDF/UA refuses a character that no font can show, so a name in another script would stop the whole report.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BOX = "\N{WHITE SQUARE}"
INVISIBLE = frozenset("\n \N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}")
LAST_OF_PLANE = 0xFFFD
SEGMENTS, RANGES = 4, 12  # the two formats of a font's table of characters


def showable(text: str, fonts: Path) -> str:
    """The text with a box in place of every character that not all faces in the folder can show."""
    shown = characters_of(fonts)
    return "".join(letter if ord(letter) in shown or letter in INVISIBLE else BOX for letter in text)


@cache
def characters_of(fonts: Path) -> frozenset[int]:
    """The code points that every TrueType face in the folder can show."""
    faces = [frozenset(_characters(path.read_bytes())) for path in sorted(fonts.glob("*.ttf"))]
    return frozenset.intersection(*faces)


def _characters(font: bytes) -> Iterator[int]:
    """The code points of one face, from its cmap table (OpenType specification, "cmap")."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == SEGMENTS:
            yield from _segments(font, start + offset)
        elif kind == RANGES:
            yield from _ranges(font, start + offset)


def _segments(font: bytes, start: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, start + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + twice)
    at = start + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", font, at)
    for number, (first, last, offset) in enumerate(zip(starts, ends, offsets, strict=True)):
        for code in range(first, min(last, LAST_OF_PLANE) + 1):
            # Where a segment lists its glyphs one by one, glyph 0 stands for a character that it lacks.
            if not offset or struct.unpack_from(">H", font, at + 2 * number + offset + 2 * (code - first))[0]:
                yield code


def _ranges(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    for number in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        yield from range(first, last + 1)
