"""Pages that stay quick however long the list: the next page starts after the last row's own values."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next_token: str
    previous_token: str


def page_of(rows: QuerySet[Any], order: Sequence[str], *, size: int, after: str = "", before: str = "") -> Page:
    """One page of `rows` by `order` (field names, "-" for descending, the last one unique, none nullable).

    A token that does not fit this order is taken for the first page.
    """
    backwards = bool(before)
    direction = _reversed(order) if backwards else list(order)
    position = _values(before or after, len(order))
    rows = rows.order_by(*direction)
    if position is not None:
        try:
            rows = rows.filter(_beyond(direction, position))
        except (FieldError, ValidationError, ValueError, TypeError):
            backwards, position = False, None
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = more if not backwards else True
    has_previous = more if backwards else position is not None
    return Page(
        found,
        next_token=_token(found[-1], order) if found and has_next else "",
        previous_token=_token(found[0], order) if found and has_previous else "",
    )


def _reversed(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after these values: (a > x) or (a = x and b > y) or ..."""
    condition, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        field, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    return condition


def _token(row: Any, order: Sequence[str]) -> str:
    values = [_plain(_follow(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _values(token: str, length: int) -> list[Any] | None:
    if not token:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        return None
    fits = isinstance(values, list) and len(values) == length
    return values if fits and not any(isinstance(value, (list, dict)) or value is None for value in values) else None
