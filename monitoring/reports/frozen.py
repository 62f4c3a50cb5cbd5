"""How a frozen document becomes text and comes back: one canonical form, no floats, no control characters.

Every class of the document is a frozen dataclass derived from `Frozen`. A field that still has its default is left out,
so a field added later with a default does not change the text, and the hash, of documents frozen before.
"""

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial

from vrn_cases.printable import printable

PLAIN = frozenset({str, bool, int, type(None)})
FROM_TEXT: dict[type, Callable[[str], typing.Any]] = {date: date.fromisoformat, Decimal: Decimal}


class Frozen:
    """Base of every part of the document: its text is made printable once, when the part is made.

    `tag` names the class in the text where one of several may stand; `always` are fields written even at their default.
    """

    tag: typing.ClassVar[str] = ""
    always: typing.ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for name, value in self.__dict__.items():  # nothing but the fields yet
            if type(value) is str:
                if not value.isprintable():
                    object.__setattr__(self, name, printable(value))
            elif isinstance(value, float):
                raise TypeError(f"{type(self).__name__}.{name}: the document holds no floating-point numbers")


@cache
def _fields(made: type) -> tuple[tuple[str, typing.Any], ...]:
    """Name and default of each field; a document has thousands of parts of a few classes."""
    return tuple((field.name, field.default) for field in fields(made))


@cache
def fields_with_parts(made: type) -> tuple[str, ...]:
    """The fields that may hold other parts of the document, in order."""
    return tuple(name for name, _ in _fields(made) if _may_hold_parts(_hints(made)[name]))


def _may_hold_parts(hint: typing.Any) -> bool:
    is_part = isinstance(hint, type) and issubclass(hint, Frozen)
    return is_part or any(_may_hold_parts(inner) for inner in typing.get_args(hint))


def as_plain(value: object) -> object:
    """The value as dictionaries, lists, text, whole numbers and booleans only."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Frozen):
        plain: dict[str, object] = {"is": value.tag} if value.tag else {}
        told = value.__dict__
        made: type = type(value)
        for name, default in _fields(made):
            current = told[name]
            if (current is not default and current != default) or name in value.always:
                plain[name] = current if type(current) in PLAIN else as_plain(current)
        return plain
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in a frozen document")


def canonical(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, no floats, letters as they are."""
    return json.dumps(as_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def no_floats(text: str) -> typing.NoReturn:
    raise ValueError(f"a frozen document holds no floating-point number ({text})")


def from_canonical(text: str, made: type) -> typing.Any:
    """The value of class `made` again. Raises ValueError for an unknown field, a missing one or a float."""
    return _builder(made)(json.loads(text, parse_float=no_floats, parse_constant=no_floats))


@cache
def _hints(made: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(made)


@cache
def _builder(hint: typing.Any) -> Callable[[typing.Any], typing.Any]:
    """What makes a value of this type from its plain form."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return partial(_built_from_choice, choices=typing.get_args(hint))
    if origin is tuple:
        return partial(_built_items, item=typing.get_args(hint)[0])
    if issubclass(hint, Frozen):
        return partial(_built_part, made=hint)
    if issubclass(hint, StrEnum):
        return partial(hint)
    if hint in FROM_TEXT:
        return FROM_TEXT[hint]
    return partial(_unchanged, hint=hint)


def _unchanged(plain: typing.Any, hint: type) -> typing.Any:
    if type(plain) is not hint:
        raise ValueError(f"{plain!r} is not {hint.__name__}")
    return plain


def _built_items(plain: list[typing.Any], item: typing.Any) -> tuple[typing.Any, ...]:
    build = _builder(item)
    return tuple([build(one) for one in plain])


@cache
def _field_builders(made: type) -> dict[str, Callable[[typing.Any], typing.Any]]:
    return {name: _builder(_hints(made)[name]) for name, _ in _fields(made)}


def _built_part(plain: dict[str, typing.Any], made: type) -> typing.Any:
    builders = _field_builders(made)
    unknown = plain.keys() - builders.keys() - {"is"}
    if unknown:
        raise ValueError(f"{made.__name__} has no field {', '.join(sorted(unknown))}")
    try:
        return made(**{name: builders[name](value) for name, value in plain.items() if name != "is"})
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
    return _builder(wanted[0])(plain)
