"""How a frozen document becomes text and comes back: one canonical form, no floats, no control characters.

Every class of the document is a frozen dataclass derived from `Frozen`. A field that still has its default is left out,
so a field added later with a default does not change the text, and the hash, of documents frozen before.
"""

import json
import types
import typing
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from vrn_cases.printable import printable


class Frozen:
    """Base of every part of the document: its text is made printable once, when the part is made.

    `tag` names the class in the text where one of several may stand; `always` are fields written even at their default.
    """

    tag: typing.ClassVar[str] = ""
    always: typing.ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, float):
                raise TypeError(f"{type(self).__name__}.{field.name}: the document holds no floating-point numbers")
            if type(value) is str:
                object.__setattr__(self, field.name, printable(value))


def as_plain(value: object) -> object:
    """The value as dictionaries, lists, text, whole numbers and booleans only."""
    if isinstance(value, Frozen):
        plain = {
            field.name: as_plain(current)
            for field in fields(value)  # type: ignore[arg-type]
            if (current := getattr(value, field.name)) != field.default
            or field.default is MISSING
            or field.name in value.always
        }
        return {"is": value.tag, **plain} if value.tag else plain
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a frozen document")


def canonical(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, no floats, letters as they are."""
    return json.dumps(as_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def no_floats(text: str) -> typing.NoReturn:
    raise ValueError(f"a frozen document holds no floating-point number ({text})")


def from_canonical(text: str, made: type) -> typing.Any:
    """The value of class `made` again. Raises ValueError for an unknown field, a missing one or a float."""
    return _built(json.loads(text, parse_float=no_floats, parse_constant=no_floats), made)


@cache
def _hints(made: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(made)


def _built(plain: typing.Any, hint: typing.Any) -> typing.Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _built_from_choice(plain, typing.get_args(hint))
    if origin is tuple:
        return tuple(_built(item, typing.get_args(hint)[0]) for item in plain)
    if issubclass(hint, Frozen):
        return _built_part(plain, hint)
    if issubclass(hint, StrEnum):
        return hint(plain)
    if hint is date:
        return date.fromisoformat(plain)
    if hint is Decimal:
        return Decimal(plain)
    if type(plain) is not hint:
        raise ValueError(f"{plain!r} is not {hint.__name__}")
    return plain


def _built_part(plain: dict[str, typing.Any], made: type) -> typing.Any:
    hints = _hints(made)
    given = {name: value for name, value in plain.items() if name != "is"}
    unknown = set(given) - {field.name for field in fields(made)}
    if unknown:
        raise ValueError(f"{made.__name__} has no field {', '.join(sorted(unknown))}")
    try:
        return made(**{name: _built(value, hints[name]) for name, value in given.items()})
    except TypeError as error:
        raise ValueError(f"{made.__name__}: {error}") from error


def _built_from_choice(plain: typing.Any, choices: tuple[typing.Any, ...]) -> typing.Any:
    if plain is None and type(None) in choices:
        return None
    wanted = [choice for choice in choices if choice is not type(None)]
    if isinstance(plain, dict) and "is" in plain:
        wanted = [choice for choice in wanted if choice.tag == plain["is"]]
    elif isinstance(plain, str) and Decimal in wanted and str not in wanted:
        wanted = [Decimal]
    elif isinstance(plain, int):
        wanted = [choice for choice in wanted if choice is int]
    if len(wanted) != 1:
        raise ValueError(
            f"{str(plain)[:60]!r} is none of {[getattr(choice, '__name__', choice) for choice in choices]}"
        )
    return _built(plain, wanted[0])
