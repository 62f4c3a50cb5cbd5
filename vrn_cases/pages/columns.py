"""The columns of a list: what its page says in each, and what its Excel file holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vrn_cases.pages.selectors import shown_name


@dataclass(frozen=True)
class Column:
    """One column of a list and of its Excel file. `value` gives what the file holds; `words` what the page says."""

    key: str
    label: str
    value: Callable[[Any], Any]
    words: Callable[[Any], str] | None = None
    url: Callable[[Any], str] | None = None
    order: tuple[str, ...] = ()  # fields that sort by this column, the last one unique; empty: cannot be sorted by
    numeric: bool = False
    tag: Callable[[Any], str] | None = None  # a tag's colour
    width: int = 18  # in the Excel file, in characters
    personal: bool = False  # a name, a way to reach somebody, free text: not in the Excel file without names


def name_column(
    key: str,
    label: str,
    of: Callable[[Any], Any],
    *,
    url: Callable[[Any], str] | None = None,
    order: tuple[str, ...] = (),
) -> Column:
    """The column that names a person whom the service works with; `of` gives, from the row, what `shown_name` takes.

    The page says what "Hide names" lets it say, the Excel file without names leaves the column out.
    """

    def words(row: Any) -> str:
        return shown_name(of(row))

    def value(row: Any) -> Any:
        one = of(row)
        return None if one is None else getattr(one, "name", one)

    return Column(key, label, value, words, url=url, order=order, width=28, personal=True)
