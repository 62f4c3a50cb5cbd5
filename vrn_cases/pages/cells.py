"""The cells of a list's rows, joined in Python: a page of 25 rows has some 200 of them, and an included template
for each took most of the time of the page.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from vrn_cases.pages.columns import Column

NUMERIC = " govuk-table__cell--numeric"
BREAKS = " vrn-break"
WHOLE = " vrn-table__day"
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}$")  # "5 November 2026", which reads badly on three lines
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+$")
AT = "@<wbr>"  # an e-mail address breaks behind the sign, where it can still be read
LONGEST_WORD = 30  # what is longer, an address or a slip, may break anywhere: it would widen the whole page


def rows_drawn(columns: Sequence[Column], rows: Iterable[Any]) -> SafeString:
    """The rows of a table's body, the first cell of each its head. None is an empty cell, 0 is 0."""
    return mark_safe("\n".join(f'<tr class="govuk-table__row">{_cells(columns, row)}</tr>' for row in rows))  # noqa: S308 - each part was escaped where it was put in


def _cells(columns: Sequence[Column], row: Any) -> str:
    drawn = []
    opening, closing = '<th scope="row" class="govuk-table__header vrn-table__row-head', "</th>"
    for column in columns:
        text = (column.words or column.value)(row)
        drawn.append(
            f'{opening}{NUMERIC if column.numeric else ""}{_width(text)}">{_content(column, row, text)}{closing}'
        )
        opening, closing = '<td class="govuk-table__cell', "</td>"
    return "".join(drawn)


def _width(text: Any) -> str:
    """Whether the text must stay on one line, or may break anywhere."""
    if not isinstance(text, str):
        return ""
    if len(text) > LONGEST_WORD:
        words = text.replace("@", " ").split() if ADDRESS.match(text) else text.split()
        return BREAKS if max(map(len, words), default=0) > LONGEST_WORD else ""
    return WHOLE if text[:1].isdigit() and DAY.match(text) else ""


def _content(column: Column, row: Any, text: Any) -> str:
    if text is None or text == "":
        return ""
    content = _escaped(text)
    if "@" in content and ADDRESS.match(content):
        content = content.replace("@", AT)
    colour = column.tag(row) if column.tag else ""
    if colour:
        content = f'<strong class="govuk-tag govuk-tag--{_escaped(colour)}">{content}</strong>'
    url = column.url(row) if column.url else ""
    return f'<a class="govuk-link" href="{_escaped(url)}">{content}</a>' if url else content


def _escaped(text: Any) -> str:
    """As `conditional_escape`, without its tenfold cost for lazy texts, of which a row has none."""
    return text if isinstance(text, SafeString) else escape(str(text))
