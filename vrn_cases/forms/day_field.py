"""A day in one box, for the screens of every day; a date of birth keeps its three boxes."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from vrn_cases.forms.days import NotADay, When, as_typed, in_words, read_day

YEARS_BACK, YEARS_AHEAD = 10, 2  # further is taken for a slip of the finger in the year
BUTTONS = {When.PAST: ("Today", "Yesterday"), When.COMING: ("Today", "Tomorrow"), When.ANY: ("Today", "Tomorrow")}
HINTS = {
    When.PAST: "Such as 5/11, yesterday or Mon.",
    When.COMING: "Such as 5/11, tomorrow or Mon.",
    When.ANY: "Such as 5/11 or tomorrow.",
}


class DayInput(forms.TextInput):
    """The box, its buttons, and the words in which the day is read back; drawn by `gov/kinds/day.html`."""

    when = When.PAST

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return as_typed(value) if isinstance(value, date) else super().format_value(value)

    @property
    def buttons(self) -> tuple[str, ...]:
        return BUTTONS[self.when]


class DayField(forms.Field):
    """The day that was typed, as a date. `when` says whether it has come, is still to come, or either."""

    widget = DayInput

    def __init__(self, *, when: When = When.PAST, **asked: Any) -> None:
        asked.setdefault("help_text", HINTS[when])
        super().__init__(**asked)
        self.when = when
        self.widget.when = when

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return day_typed(str(value), when=self.when)
        except NotADay as problem:
            raise forms.ValidationError(str(problem), code="invalid") from problem

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def day_typed(typed: str, *, when: When) -> date:
    """The day, as of today, within the years in which work is recorded. Raises NotADay."""
    today = timezone.localdate()
    day = read_day(typed, today=today, when=when)
    if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        raise NotADay(f"{in_words(day)} is far from today. Check the year")
    return day


def read_back(typed: Any, *, when: When) -> str:
    """What stands under the box while one types: the day in words, or what is wrong with it; empty for nothing."""
    if isinstance(typed, date):
        return in_words(typed)
    if not str(typed or "").strip():
        return ""
    try:
        return in_words(day_typed(str(typed), when=when))
    except NotADay as problem:
        return str(problem)
