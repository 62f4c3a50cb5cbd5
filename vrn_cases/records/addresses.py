"""Addresses of pages that are named on most pages. A list of 25 rows has a hundred, and `reverse` walks the patterns
for each.
"""

from django.conf import settings
from django.urls import get_script_prefix, reverse

_shapes: dict[tuple[str, int, str, str], list[str]] = {}


def address_of(name: str, *references: str) -> str:
    """As `reverse(name, args=references)` for an address whose only changing parts are references (of letters and
    digits alone): what stands around them is worked out once.

    Raises NoReverseMatch where `reverse` does.
    """
    key = (name, len(references), settings.ROOT_URLCONF, get_script_prefix())
    if key not in _shapes:
        _shapes[key] = _around(reverse(name, args=references), references)
    first, *others = _shapes[key]
    return first + "".join(f"{reference}{behind}" for reference, behind in zip(references, others, strict=True))


def _around(address: str, references: tuple[str, ...]) -> list[str]:
    """What stands before, between and behind the references, looked for from the end."""
    parts: list[str] = []
    for reference in reversed(references):
        address, _, behind = address.rpartition(reference)
        parts.insert(0, behind)
    return [address, *parts]
