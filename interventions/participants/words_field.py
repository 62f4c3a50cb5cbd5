"""Words about somebody, in several lines; a number that names them elsewhere is pointed out before it is saved."""

from typing import Any

from django import forms

from interventions.participants.identifiers import identifiers_in

HELD_FOR_NOTHING = "This holds {found}. It is kept for no purpose of this service: take it out."


class WordsField(forms.CharField):
    def __init__(self, *, limit: int, rows: int = 4, **asked: Any) -> None:
        super().__init__(max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **asked)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if found := identifiers_in(text):
            raise forms.ValidationError(HELD_FOR_NOTHING.format(found=" and ".join(found)))
        return text
