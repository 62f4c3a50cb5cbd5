"""A date of birth in its three boxes, where the year alone is an answer too, or an age that was estimated."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from interventions.participants.models import BirthPrecision, Participant
from interventions.participants.rules import OLDEST_YEARS, against_birth, estimated_birth, placed_birth

Birth = tuple[date | None, BirthPrecision]
UNKNOWN: Birth = (None, BirthPrecision.NOT_KNOWN)
NOT_A_DATE = (
    "Enter a real date of birth, such as 27 3 2009. Leave out the day, or the day and month, if they are not known."
)


class BirthBoxes(forms.MultiWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 4})
        super().__init__({"day": box, "month": box, "year": box}, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # a tuple is a stored birth; what was typed comes as a list, which is what Django takes both for
        return super().get_context(name, self.decompress(value) if isinstance(value, tuple) else value, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """The boxes of a stored birth, given as (date, precision): what was not known stays empty."""
        if not value or value[0] is None:
            return [None, None, None]
        born, precision = value
        return [
            born.day if precision == BirthPrecision.DAY else None,
            born.month if precision in (BirthPrecision.DAY, BirthPrecision.MONTH) else None,
            born.year,
        ]


class BirthField(forms.Field):
    """Gives (date or None, precision)."""

    widget = BirthBoxes

    def __init__(self, **asked: Any) -> None:
        asked.setdefault("label", "Date of birth")
        asked.setdefault("help_text", "For example, 27 3 2009. If only the year is known, enter the year.")
        super().__init__(required=False, **asked)

    def clean(self, value: Any) -> Birth:
        typed = [str(box or "").strip() for box in (value or [])]
        if not any(typed):
            return UNKNOWN
        if not all(box.isascii() and box.isdigit() and len(box) <= 4 for box in typed if box):
            raise forms.ValidationError(NOT_A_DATE)
        day, month, year = (int(box) if box else None for box in typed)
        if year is None or (month is None and day is not None) or len(typed[2]) != 4:
            raise forms.ValidationError(NOT_A_DATE)
        try:
            born, precision = placed_birth(year, month, day)
        except ValueError:
            raise forms.ValidationError(NOT_A_DATE) from None
        # a year or month that has begun is no day in the future, though its middle may be
        told = born if precision == BirthPrecision.DAY else date(year, month or 1, 1)
        if reasons := against_birth(told, timezone.localdate()):
            raise forms.ValidationError(reasons)
        return born, precision

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class AgeField(forms.IntegerField):
    """An age in years that was estimated, for when no date of birth is known."""

    def __init__(self, **asked: Any) -> None:
        asked.setdefault("label", "Or an estimated age")
        asked.setdefault("help_text", "In years. Only if no date of birth is known.")
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), f"Enter an age from 0 to {OLDEST_YEARS}")
        super().__init__(required=False, min_value=0, max_value=OLDEST_YEARS, error_messages=wrong, **asked)


def birth_told(birth: Birth, age: int | None, on: date) -> dict[str, Any]:
    """The two columns of a participant, from what was answered in the boxes and of the age."""
    born, precision = birth
    if born is None and age is not None:
        born, precision = estimated_birth(age, on), BirthPrecision.ESTIMATED
    return {"date_of_birth": born, "birth_precision": precision}


def birth_in_words(participant: Participant) -> str:
    """The date of birth as far as it is known: "27 March 2009", "March 2009", "2009", or nothing."""
    born, precision = participant.date_of_birth, participant.birth_precision
    if born is None:
        return ""
    words = {BirthPrecision.DAY: f"{born.day} {born:%B %Y}", BirthPrecision.MONTH: f"{born:%B %Y}"}
    return words.get(BirthPrecision(precision), f"{born.year}")
