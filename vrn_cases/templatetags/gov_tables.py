"""The cells of a table's row, joined in Python: a page of 25 rows has some 200 of them, and an included template
for each took five times as long as the rest of the list page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NUMERIC = " govuk-table__cell--numeric"
HEAD = '<th scope="row" class="govuk-table__header vrn-table__row-head{}">{}</th>'
BREAKS = " vrn-break"
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}$")  # "5 November 2026", which reads badly on three lines
WHOLE = " vrn-table__day"
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+$")
AT = "@<wbr>"  # an e-mail address breaks behind the sign, where it can still be read
LONGEST_WORD = 30  # what is longer, an address or a slip, may break anywhere: it would widen the whole page
CELL = '<td class="govuk-table__cell{}">{}</td>'


@register.filter
def cells(row: Sequence[Mapping[str, Any]]) -> SafeString:
    """A row's cells, the first of them its head.

    A cell has `text` (escaped unless it is marked as safe; None is empty, 0 is 0), and may have `html` (safe, instead
    of the text), `url`, `numeric` and `tag` (a tag's colour).
    """
    drawn = []
    for number, cell in enumerate(row):
        shape = CELL if number else HEAD
        drawn.append(shape.format(_classes(cell), _content(cell)))
    return mark_safe("".join(drawn))  # noqa: S308 - each part was escaped where it was put in


def _classes(cell: Mapping[str, Any]) -> str:
    text = "" if cell.get("html") else str(cell.get("text") or "")
    words = text.replace("@", " ").split() if ADDRESS.match(text) else text.split()
    breaks = len(text) > LONGEST_WORD and max(map(len, words), default=0) > LONGEST_WORD
    return (NUMERIC if cell.get("numeric") else "") + (BREAKS if breaks else WHOLE if DAY.match(text) else "")


def _content(cell: Mapping[str, Any]) -> str:
    text = cell.get("html") or cell.get("text")
    content = "" if text is None else str(conditional_escape(text))
    if not cell.get("html") and ADDRESS.match(content):
        content = content.replace("@", AT)
    if cell.get("tag"):
        content = f'<strong class="govuk-tag govuk-tag--{conditional_escape(cell["tag"])}">{content}</strong>'
    if cell.get("url"):
        content = f'<a class="govuk-link" href="{conditional_escape(cell["url"])}">{content}</a>'
    return content
