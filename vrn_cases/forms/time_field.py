"""A time of day in one box, as somebody in a hurry types it: "1515", "3.15pm", "15:15", "9am"."""

import re
from datetime import time
from typing import Any

from django import forms

TYPED = re.compile(r"([0-9]{1,2})(?:[:. ]?([0-9]{2}))?\s*(am|pm)?", re.IGNORECASE)
HOW = "Write the time as 1515, 3.15pm or 9am"


class NotATime(ValueError):
    """What was typed is no time of day, or could be two; the message says what to type instead."""


def read_time(typed: str) -> time:
    """The time that was typed. An hour alone wants "am" or "pm". Raises NotATime."""
    found = TYPED.fullmatch(typed.strip())
    if found is None or (found[2] is None and found[3] is None):
        raise NotATime(HOW)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise NotATime(f"There is no {hour} {half}. {HOW}")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotATime(f"There is no such time. {HOW}")
    return time(hour, minute)


def in_words(value: time) -> str:
    """ "3:15pm", "9am"."""
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


class TimeField(forms.Field):
    """The time that was typed."""

    def __init__(self, **asked: Any) -> None:
        asked.setdefault("help_text", "Such as 1515 or 3.15pm.")
        asked.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-5"}))
        super().__init__(**asked)

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        try:
            return read_time(str(value))
        except NotATime as problem:
            raise forms.ValidationError(str(problem), code="invalid") from problem
