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
        self.standing: ListEntry | None = None
        super().__init__(choices=self._offered, **asked)

    def offer_also(self, standing: ListEntry | None) -> None:
        """What a record has already may stay, though it is not in force any more."""
        self.standing = standing
        self.choices = self._offered

    def _entries(self) -> list[ListEntry]:
        entries = entries_in_force(self.list_name, timezone.localdate())
        return entries if self.standing is None or self.standing in entries else [*entries, self.standing]

    def _offered(self) -> list[tuple[str, str]]:
        grouped: dict[str, list[tuple[str, str]]] = {}
        for entry in self._entries():
            grouped.setdefault(entry.group, []).append((entry.code, entry.label))
        first: list[Any] = [("", self.empty)]
        return first + [pair for pairs in grouped.values() for pair in pairs]

    def clean(self, value: Any) -> ListEntry | None:
        """The entry, read once. Raises ValidationError."""
        code = self.to_python(value)
        if not code:
            forms.Field.validate(self, code)
            return None
        found = next((entry for entry in self._entries() if entry.code == code), None)
        if found is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": code}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, ListEntry) else value
