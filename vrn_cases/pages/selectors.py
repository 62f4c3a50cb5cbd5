"""A person's name as this session shows it: in full, or as initials and reference while names are hidden.

Every page, list and form that names somebody whom the service works with asks here, so that "Hide names" holds
everywhere. Names of colleagues are no secret of the screen and are written out.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

MOST_INITIALS = 3
LETTERS = re.compile(r"[^\W\d_]")

_hidden: ContextVar[bool] = ContextVar("names_hidden", default=False)


@contextmanager
def names_shown_as_chosen(*, hidden: bool) -> Iterator[None]:
    """For as long as one request is answered."""
    token = _hidden.set(hidden)
    try:
        yield
    finally:
        _hidden.reset(token)


def names_are_hidden() -> bool:
    return _hidden.get()


def shown_name(one: Any, reference: str = "") -> str:
    """The name of `one`, or its initials and reference while names are hidden: "JS P2K7M3Q".

    `one` is a text, or anything with a `name`; its own `initials` and `reference` are used where it has them. Nothing
    gives an empty text.
    """
    if one is None or one == "":
        return ""
    name = str(getattr(one, "name", one))
    if not names_are_hidden():
        return name
    initials = getattr(one, "initials", None) or initials_of(name)
    return " ".join(part for part in (initials, reference or getattr(one, "reference", "")) if part)


def initials_of(name: str) -> str:
    """The first letter of each part of a name, at most three, in capitals; of no letters a dash."""
    firsts = [found[0] for part in re.split(r"[\s\-]+", name) if (found := LETTERS.search(part))]
    return "".join(firsts[:MOST_INITIALS]).upper() or "–"
