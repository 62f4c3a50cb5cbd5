"""Pages that stay quick however long the list: the next page starts after the last row's own values.

The token in the address is encrypted: those values may be somebody's name, which must not stand in an address, and
nobody can make one up.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from vrn_cases.records.encryption import CannotDecrypt, decrypt, encrypt


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next_token: str
    previous_token: str


def page_of(rows: QuerySet[Any], order: Sequence[str], *, size: int, after: str = "", before: str = "") -> Page:
    """One page of `rows` by `order` (field names, "-" for descending, the last one unique, none nullable).

    A token that was not made for this order, and one behind which nothing is left, give the first page.
    """
    position = _values(before or after, order)
    if position is None:
        return _first_page(rows, order, size)
    direction = _reversed(order) if before else list(order)
    found = list(rows.order_by(*direction).filter(_beyond(direction, position))[: size + 1])
    if not found:
        return _first_page(rows, order, size)
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    return _page(found, order, has_next=more or bool(before), has_previous=more or not before)


def _first_page(rows: QuerySet[Any], order: Sequence[str], size: int) -> Page:
    found = list(rows.order_by(*order)[: size + 1])
    return _page(found[:size], order, has_next=len(found) > size, has_previous=False)


def _page(found: list[Any], order: Sequence[str], *, has_next: bool, has_previous: bool) -> Page:
    return Page(
        found,
        next_token=_token(found[-1], order) if has_next else "",
        previous_token=_token(found[0], order) if has_previous else "",
    )


def _reversed(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after these values: (a > x) or (a = x and b > y) or ..., with a >= x in front, which an index can serve."""
    condition, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        field, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    first, comparison = (order[0][1:], "lte") if order[0].startswith("-") else (order[0], "gte")
    return Q(**{f"{first}__{comparison}": values[0]}) & condition


def _bound_to(order: Sequence[str]) -> str:
    return "keyset:" + ",".join(order)


def _token(row: Any, order: Sequence[str]) -> str:
    values = [_plain(_follow(row, name.lstrip("-")), name) for name in order]
    return encrypt(json.dumps(values), _bound_to(order))


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any, name: str) -> Any:
    """A value as JSON holds it. Raises ValueError for none: a list ordered by a column that may be empty loses rows."""
    if value is None:
        raise ValueError(f"a list cannot be ordered by {name}, which is empty in some rows")
    if isinstance(value, (bool, int, float, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _values(token: str, order: Sequence[str]) -> list[Any] | None:
    if not token:
        return None
    try:
        values: list[Any] = json.loads(decrypt(token, _bound_to(order)))
    except CannotDecrypt:
        return None
    return values
