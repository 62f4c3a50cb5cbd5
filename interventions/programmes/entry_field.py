"""One entry of a list that people maintain, as a question of a form."""

from typing import Any

from django import forms
from django.utils import timezone

from interventions.programmes.models import ListEntry, ListName
from interventions.programmes.selectors import entries_in_force


class EntryField(forms.ChoiceField):
    """One entry of a list that people maintain, as in force today."""

    def __init__(self, name: ListName, *, empty: str = "Not asked", **asked: Any) -> None:
        self.list_name, self.empty = name, empty
        super().__init__(choices=self._choices, **asked)

    def _choices(self) -> list[tuple[str, str]]:
        entries = entries_in_force(self.list_name, timezone.localdate())
        grouped: dict[str, list[tuple[str, str]]] = {}
        for entry in entries:
            grouped.setdefault(entry.group, []).append((entry.code, entry.label))
        first: list[Any] = [("", self.empty)]
        return first + [pair for pairs in grouped.values() for pair in pairs]

    def clean(self, value: Any) -> ListEntry | None:
        code = super().clean(value)
        entries = entries_in_force(self.list_name, timezone.localdate())
        return next((entry for entry in entries if entry.code == code), None) if code else None

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, ListEntry) else value
