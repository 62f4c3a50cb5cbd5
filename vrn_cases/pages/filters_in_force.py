"""The filters of a list that are in force, in words, each with the address of the same list without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.forms import Form, MultiWidget
from django.http import QueryDict
from django.utils import timezone


@dataclass(frozen=True)
class Chip:
    """`label` in words; `parameters` are what leaves the address with it: (name, value), None for every value."""

    label: str
    parameters: tuple[tuple[str, str | None], ...]


def chips_of(form: Form) -> list[Chip]:
    """One chip per chosen value; the fields with errors, which do not filter, have none."""
    if not form.is_bound:
        return []
    form.is_valid()  # fills `cleaned_data`
    return [chip for name, value in form.cleaned_data.items() for chip in _chips(form, name, value)]


def without(query: QueryDict, chip: Chip) -> list[tuple[str, str]]:
    """The address's pairs without what the chip stands for."""
    gone = set(chip.parameters)
    return [
        (key, value)
        for key, values in query.lists()
        for value in values
        if (key, None) not in gone and (key, value) not in gone
    ]


def _chips(form: Form, name: str, value: Any) -> Iterator[Chip]:
    label = form.fields[name].label or name
    if isinstance(value, slice):
        if value.start is not None or value.stop is not None:
            yield Chip(f"{label}: {_range(value)}", _parameters(form, name))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield Chip(f"{label}: {_chosen(form, name, item)}", ((name, _posted(item)),))
    elif hasattr(value, "values_list"):  # a queryset, of a choice of several rows
        for item in value:
            yield Chip(f"{label}: {item}", ((name, str(form.fields[name].prepare_value(item))),))
    elif value not in (None, ""):
        yield Chip(f"{label}: {_chosen(form, name, value)}", _parameters(form, name))


def _parameters(form: Form, name: str) -> tuple[tuple[str, str | None], ...]:
    """Every name that the field has in the address: a field in several boxes has one per box."""
    widget = form.fields[name].widget
    boxes = [f"{name}_{suffix}" for suffix in getattr(widget, "suffixes", ()) if suffix]
    if not boxes and isinstance(widget, MultiWidget):
        boxes = [name + suffix for suffix in getattr(widget, "widgets_names", ())]
    return tuple((box, None) for box in (name, *boxes))


def _chosen(form: Form, name: str, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    for key, words in getattr(form.fields[name], "choices", ()):
        inside = words if isinstance(words, (list, tuple)) else ((key, words),)
        for inner_key, inner_words in inside:
            if str(inner_key) == str(value):
                return str(inner_words)
    return _words(value)


def _posted(value: Any) -> str:
    return str(value.pk) if isinstance(value, Model) else str(value)


def _range(value: slice) -> str:
    if value.stop is None:
        return f"from {_words(value.start)}"
    if value.start is None:
        return f"up to {_words(value.stop)}"
    return f"{_words(value.start)} to {_words(value.stop)}"


def _words(value: Any) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)
