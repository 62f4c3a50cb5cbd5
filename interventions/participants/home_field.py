"""Where somebody lives, as one question of a form."""

from typing import Any

from django import forms
from django.utils import timezone

from interventions.participants.models import AreaKnown
from interventions.participants.selectors import residence_areas
from interventions.programmes.models import Area

OTHER_ANSWERS = [(value, label) for value, label in AreaKnown.choices if value != AreaKnown.KNOWN]


class HomeField(forms.ChoiceField):
    """Where somebody lives, as one question: an area, outside it, no fixed address, or not known."""

    def __init__(self, **asked: Any) -> None:
        asked.setdefault("label", "Where they live")
        super().__init__(choices=self._choices, **asked)

    @staticmethod
    def _choices() -> list[tuple[str, str]]:
        areas = residence_areas(timezone.localdate())
        return [(area.code, area.name) for area in areas] + [(value, str(label)) for value, label in OTHER_ANSWERS]

    def clean(self, value: Any) -> tuple[Area | None, AreaKnown]:
        """The area, and how much is known of it."""
        told = super().clean(value) or AreaKnown.NOT_KNOWN
        if told in AreaKnown.values:
            return None, AreaKnown(told)
        return next(area for area in residence_areas(timezone.localdate()) if area.code == told), AreaKnown.KNOWN

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            area, known = value
            return area.code if area else known
        return value
