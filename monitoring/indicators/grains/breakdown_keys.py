"""Parts of breakdowns as small numbers: every version of an entry or area has the number of its first, 0 is not known.

The lists are short, so they are read here and stand in the grains' statements as tables of whole numbers.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db.models import Value

from interventions.participants.models import AreaKnown
from interventions.programmes.models import Area, ListEntry, ListName

NOT_KNOWN, OUTSIDE, NO_FIXED_ADDRESS = 0, -1, -2
NOT_KNOWN_CODE = "not-known"
WITHOUT_AREA = {
    NOT_KNOWN: (NOT_KNOWN_CODE, AreaKnown.NOT_KNOWN),
    OUTSIDE: ("outside", AreaKnown.OUTSIDE),
    NO_FIXED_ADDRESS: ("no-fixed-address", AreaKnown.NO_FIXED_ADDRESS),
}
P = ParamSpec("P")
T = TypeVar("T")
_answers: ContextVar[dict[Hashable, object] | None] = ContextVar("lists read once", default=None)
DISTRICT_LEVELS = ("district", "upper_tier", "partnership")  # what lies below them counts for the area that holds it


def _once(read: Callable[P, T]) -> Callable[P, T]:
    @wraps(read)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return read(*args, **kwargs)
        key = (read.__name__, *args)
        if key not in answers:
            answers[key] = read(*args, **kwargs)
        return cast(T, answers[key])

    return once


@contextmanager
def lists_read_once() -> Iterator[None]:
    """Inside, each list is read from the database once: a working-out names parts many times over."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


@_once
def entry_keys() -> dict[int, int]:
    """Entry id -> number of its part. The part of an ethnicity is its ethnic group."""
    rows = list(ListEntry.objects.order_by("id").values_list("pk", "list", "code", "label", "group"))
    first: dict[tuple[str, str], int] = {}
    groups: dict[str, int] = {}
    for pk, name, code, label, _group in rows:
        first.setdefault((name, code), pk)
        if name == ListName.ETHNIC_GROUP:
            groups.setdefault(label, first[name, code])
            groups.setdefault(code, first[name, code])
    keys = {}
    for pk, name, code, _label, group in rows:
        known = first[name, code] if name != ListName.ETHNICITY else groups.get(group or code, NOT_KNOWN)
        keys[pk] = NOT_KNOWN if code == NOT_KNOWN_CODE else known
    return keys


@_once
def entry_codes(name: ListName) -> dict[int, str]:
    """Number of a part -> its code in the list, as the partners' returns use it."""
    codes = {NOT_KNOWN: NOT_KNOWN_CODE}
    found: set[str] = set()
    for pk, code in ListEntry.objects.filter(list=name).order_by("id").values_list("pk", "code"):
        if code not in found and code != NOT_KNOWN_CODE:
            codes[pk] = code
        found.add(code)
    return codes


@_once
def area_keys() -> dict[int, int]:
    """Area id -> number of the district that holds it."""
    areas = list(Area.objects.order_by("id").values_list("pk", "code", "level", "parent"))
    first: dict[str, int] = {}
    for pk, code, _level, _parent in areas:
        first.setdefault(code, pk)
    codes = {pk: code for pk, code, _level, _parent in areas}
    above = {pk: parent for pk, _code, level, parent in areas if parent and level not in DISTRICT_LEVELS}
    keys = {}
    for pk in codes:
        district = pk
        while district in above:
            district = above[district]
        keys[pk] = first[codes[district]]
    return keys


@_once
def area_codes() -> dict[int, str]:
    first: dict[str, int] = {}
    for pk, code in Area.objects.order_by("id").values_list("pk", "code"):
        first.setdefault(code, pk)
    return {pk: code for code, pk in first.items()} | {key: code for key, (code, _) in WITHOUT_AREA.items()}


def entry_labels(name: ListName) -> dict[str, str]:
    """Code -> label, in the list's order."""
    rows = ListEntry.objects.filter(list=name).order_by("position", "id").values_list("code", "label")
    return dict(rows) or {}


def area_labels() -> dict[str, str]:
    named = dict(Area.objects.order_by("name", "id").values_list("code", "name"))
    return named | {code: str(known.label) for code, known in WITHOUT_AREA.values()}


def parts_mark() -> Hashable:
    """What parts are told by as it stands: whatever was made of it may be kept under it."""
    entries = ListEntry.objects.order_by().values_list("pk", "list", "code", "label", "group", "position")
    areas = Area.objects.order_by().values_list("pk", "level", "code", "name", Value(""), "parent")
    return frozenset(entries.union(areas, all=True))


def as_rows(keys: Mapping[int, int]) -> str:
    """The rows of a table of two whole numbers; one row at least, which matches nothing."""
    return ", ".join(f"({one:d}, {other:d})" for one, other in [(-1, NOT_KNOWN), *sorted(keys.items())])


def age_band(name: ListName, age: str, day: str) -> str:
    """The number of the band that holds this age (SQL) on this day (SQL, like 20230401); 0 where none does."""
    numbers = {code: pk for pk, code in entry_codes(name).items()}
    whens = [f"WHEN {_holds(band, age, day)} THEN {numbers[band.code]:d}" for band in _bands(name)]
    return f"CASE {' '.join(whens)} ELSE {NOT_KNOWN} END" if whens else str(NOT_KNOWN)


@_once
def _bands(name: ListName) -> list[ListEntry]:
    return list(ListEntry.objects.filter(list=name).exclude(least=None, most=None).order_by("position", "id"))


def _holds(band: ListEntry, age: str, day: str) -> str:
    conditions = [
        f"{age} >= {band.least or 0:d}",
        f"{age} <= {band.most:d}" if band.most is not None else "",
        f"{day} >= {band.valid_from:%Y%m%d}" if band.valid_from else "",
        f"{day} < {band.valid_until:%Y%m%d}" if band.valid_until else "",
    ]
    return " AND ".join(condition for condition in conditions if condition)


def ids(numbers: Iterable[int]) -> str:
    """Whole numbers for an IN list; never empty."""
    return ", ".join(f"{number:d}" for number in sorted(numbers)) or "-1"
