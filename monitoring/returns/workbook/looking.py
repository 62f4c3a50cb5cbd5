"""What in a sheet's own bytes is no value or was never written by us: formulas, errors, merged cells, hidden rows.

Calamine tells none of these, and openpyxl takes ten times as long to read. So a sheet that is written in the plain way
of Excel, openpyxl and LibreOffice is looked through by patterns, which can trust what they see: in well-formed XML
without comments and CDATA a `<` always begins a tag. A sheet that is written in any other way is loaded by openpyxl.
"""

import re
from collections.abc import Iterator
from html import unescape

from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange

from monitoring.returns.workbook import layout
from monitoring.returns.workbook.faults import Fault
from monitoring.returns.workbook.oddities import (
    Oddities,
    error_words,
    formula_words,
    hidden_column_faults,
    hidden_row_faults,
    merged_faults,
)

# Each pattern begins with fixed bytes, which `re` finds quickly; one for all of them would be ten times slower. A byte
# by itself is found thirty times as fast as that, so where a sign has a rare one, that is asked for first.
ELSEWHERE = re.compile(rb'<c(?! r="[A-Z]\d{1,4}"[\s/>])')  # not from A1 to Z9999, written in another way, or not said
PREFIXED, RARE_IN_PREFIXED = re.compile(rb":(?:sheetData|row|c|f|mergeCell|col)[\s/>]"), b":"
FORMULA, ERROR = re.compile(rb"<f[\s/>]"), re.compile(rb"=[\"']e[\"']")
RARE_IN_ERRORS = b"#"  # with which the words of every error begin
HIDING = re.compile(rb"hidden=[\"'][1t]")
SIGNS = (FORMULA, ERROR, HIDING, re.compile(rb":f[\s>/]"), re.compile(rb"mergeCell\s"))
ROWS_BEGIN, ROWS_END = b"<sheetData", b"</sheetData>"  # what is merged is said after them
MERGED = re.compile(rb"<mergeCell\s[^>]*>")
CELL_PLACE = re.compile(rb'<c r="[A-Z](\d+)"')
CELL = re.compile(rb"<c ([^>]*)>(.*?)</c>", re.DOTALL)
FORMULA_TAG = re.compile(rb"<f([^>]*?)(?:/>|>([^<]*)</f>)")
VALUE = re.compile(rb"<v>([^<]*)</v>")
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
ENCODED_OTHERWISE = re.compile(rb"encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
LAST_COLUMN = layout.cell_name(1, layout.WIDTH - 1)[:-1]


class NotPlain(Exception):
    """Something is written in a way in which the patterns cannot be sure of it."""


def is_plain(part: bytes) -> bool:
    """Whether each cell of a sheet states a place from A1 to Z9999, so that all are seen and none is far."""
    rows = _rows(part)
    return not (
        _is_encoded_otherwise(part)
        or not rows
        or (b"!" in rows and b"<!" in rows)
        or _is_prefixed(part, rows)
        or ELSEWHERE.search(rows)
    )


def _is_prefixed(part: bytes, rows: bytes) -> bool:
    begin = part.find(ROWS_BEGIN)
    around = PREFIXED.search(part, 0, begin) or PREFIXED.search(part, begin + len(rows))
    return bool(around or (RARE_IN_PREFIXED in rows and PREFIXED.search(rows)))


def may_be_odd(part: bytes, plain: bool) -> bool:
    """Whether anything odd could be in a sheet, plain or not; a false alarm costs a second look."""
    if not plain:
        return bool(not part or _is_encoded_otherwise(part) or any(sign.search(part) for sign in SIGNS))
    has_error = RARE_IN_ERRORS in part and ERROR.search(part)
    return bool(has_error or FORMULA.search(part) or HIDING.search(part) or MERGED.search(part, part.rfind(ROWS_END)))


def _is_encoded_otherwise(part: bytes) -> bool:
    """In two bytes a letter, or in an encoding in which the letters are not those of UTF-8."""
    return b"\0" in part[:100] or ENCODED_OTHERWISE.search(part, 0, 200) is not None


def oddities_in(part: bytes) -> Oddities:
    """What is odd in a plain sheet of lines. Raises NotPlain."""
    rows = _rows(part)
    merged = merged_faults(CellRange(_attributes(tag)["ref"]) for tag in MERGED.findall(part))
    return Oddities((*merged, *_hidden(part, rows)), dict(_not_values(rows)))


def _rows(part: bytes) -> bytes:
    """From the first row on to the end of the last, however often a sheet begins to hold rows."""
    first, last = part.find(ROWS_BEGIN), part.rfind(ROWS_END)
    return part[first : last + 1] if 0 <= first < last else b""


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): unescape(value.decode()) for name, value in ATTRIBUTE.findall(tag)}


def _not_values(rows: bytes) -> Iterator[tuple[str, str]]:
    begun = {rows.rfind(b"<c ", 0, found.start()) for sign in (FORMULA, ERROR) for found in sign.finditer(rows)}
    shared: dict[str, Translator] = {}
    for start in sorted(begun - {-1}):
        cell = CELL.match(rows, start)
        if cell is None:
            raise NotPlain
        said = _attributes(cell[1])
        column, row = said["r"][0], int(said["r"][1:])
        formula = FORMULA_TAG.search(cell[2])
        # a formula out of reach may still be the one that others in reach share
        shown = _formula(said["r"], formula, shared) if formula else None
        if row < layout.FIRST_ROW or column > LAST_COLUMN:
            continue
        if shown is not None:
            yield said["r"], formula_words(shown)
        elif said.get("t") == "e":
            yield said["r"], error_words(_text(VALUE.search(cell[2])))


def _formula(place: str, formula: re.Match[bytes], shared: dict[str, Translator]) -> str:
    """The formula as it reads in this cell: one that is shared is written once, for the first of its cells."""
    said = _attributes(formula[1])
    shown = f"={unescape((formula[2] or b'').decode())}"
    if said.get("t", "normal") == "normal":
        return shown
    if said["t"] != "shared" or "si" not in said:
        raise NotPlain
    if said["si"] in shared:
        return str(shared[said["si"]].translate_formula(place))
    if shown != "=":
        shared[said["si"]] = Translator(shown, place)
    return shown


def _text(found: re.Match[bytes] | None) -> str:
    if found is None:
        raise NotPlain
    return unescape(found[1].decode())


def _hidden(part: bytes, rows: bytes) -> list[Fault]:
    hiding = [_tag_around(part, found.start()) for found in HIDING.finditer(part)]
    if not hiding:
        return []
    cell = CELL_PLACE.match(rows, rows.rfind(b"<c "))
    last = int(cell[1]) if cell else 0
    columns = [int(_attributes(tag)["min"]) for tag in hiding if tag.startswith(b"<col ")]
    numbers = [_attributes(tag).get("r") for tag in hiding if tag.startswith(b"<row ")]
    if None in numbers:
        raise NotPlain
    return [*hidden_column_faults(columns), *hidden_row_faults([int(number) for number in numbers if number], last)]


def _tag_around(part: bytes, place: int) -> bytes:
    return part[part.rfind(b"<", 0, place) : part.find(b">", place)]
