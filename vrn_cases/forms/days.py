"""A day as somebody in a hurry types it: "5/11", "5 nov", "yesterday", "mon". Pure: nothing here knows the clock.

What could be read in two ways is refused with words that say what to type instead; nothing is guessed.
"""

import re
from datetime import date, timedelta
from enum import Enum

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
LEAST_LETTERS = 3  # of a weekday or a month
NEAR = timedelta(days=183)  # how far a day without its year may lie, either way
ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
PARTS = re.compile(r"[\s/.,\-]+")
HOW = "Write the day as 5/11, 5 Nov 2026, yesterday or Mon"


class When(Enum):
    """Which days an answer may be: one that has come, one that is still to come (today is both), or any."""

    PAST = "past"
    COMING = "coming"
    ANY = "any"


class NotADay(ValueError):
    """What was typed is no day, or could be two; the message says what to type instead."""


def read_day(typed: str, *, today: date, when: When = When.PAST) -> date:
    """The day that was typed. Raises NotADay."""
    words = PARTS.split(ORDINAL.sub(r"\1", typed.strip().lower()))
    day = _named(words, today, when) or _dated(words, today, when)
    if when is When.PAST and day > today:
        raise NotADay(f"{in_words(day)} has not come yet. Enter today or a day before")
    if when is When.COMING and day < today:
        raise NotADay(f"{in_words(day)} has passed. Enter today or a day after")
    return day


def in_words(day: date) -> str:
    """ "Thursday 5 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def as_typed(day: date) -> str:
    """The day as one could have typed it: "5/11/2026"."""
    return f"{day.day}/{day.month}/{day.year}"


def _named(words: list[str], today: date, when: When) -> date | None:
    """A day that is named and not numbered; None where it is numbered."""
    if len(words) != 1:
        return None
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(words[0])
    if near is not None:
        return today + timedelta(days=near)
    weekday = _one_of(WEEKDAYS, words[0])
    return None if weekday is None else _weekday(weekday, today, when)


def _weekday(weekday: int, today: date, when: When) -> date:
    """The one such day of the week before today, or of the week to come."""
    before = today - timedelta(days=(today.weekday() - weekday) % 7)
    after = before if before == today else before + timedelta(days=7)
    if before == today:
        name, other = WEEKDAYS[weekday].capitalize(), today + timedelta(days=7 if when is When.COMING else -7)
        raise NotADay(f"Today is a {name}. Type “today”, or the date of another {name}, such as {_near(other)}")
    if when is When.ANY:
        raise NotADay(f"Say which {WEEKDAYS[weekday].capitalize()}: {_near(before)} or {_near(after)}")
    return before if when is When.PAST else after


def _near(day: date) -> str:
    return f"{day.day}/{day.month}"


def _dated(words: list[str], today: date, when: When) -> date:
    if len(words) == 3 and len(words[0]) == 4:  # 2026-11-05, as machines write it
        words = [words[2], words[1], words[0]]
    if len(words) not in (2, 3):
        raise NotADay(HOW)
    if not _is_number(words[0]):  # Nov 5
        words = [words[1], words[0], *words[2:]]
    day, month = words[0], _month(words)
    if not (_is_number(day) and len(day) <= 2) or month is None:
        raise NotADay(HOW)
    if len(words) == 3:
        return _on(int(day), month, _year(words[2]))
    return _without_year(int(day), month, today, when)


def _month(words: list[str]) -> int | None:
    if not _is_number(words[1]):
        named = _one_of(MONTHS, words[1])
        return None if named is None else named + 1
    if len(words[1]) > 2:
        return None
    month = int(words[1])
    if month > 12 and _is_number(words[0]) and int(words[0][:3]) <= 12:
        raise NotADay(f"There is no month {month}. Write the day first: {month}/{int(words[0])}")
    return month


def _year(text: str) -> int:
    if not (_is_number(text) and len(text) in (2, 4)):
        raise NotADay("Write the year as 2026 or 26")
    return int(text) + (2000 if len(text) == 2 else 0)


def _on(day: int, month: int, year: int) -> date:
    found = _maybe(day, month, year)
    if found is None:
        raise NotADay(f"There is no {day}/{month}/{year}. Check the day and the month")
    return found


def _without_year(day: int, month: int, today: date, when: When) -> date:
    """The one such day within half a year of today, on the side that is asked for where there are two."""
    found = [_maybe(day, month, year) for year in range(today.year - 1, today.year + 2)]
    near = [one for one in found if one is not None and abs(one - today) <= NEAR]
    if len(near) == 2 and when is not When.ANY:
        near = near[:1] if when is When.PAST else near[1:]
    if not near and not any(found):
        raise NotADay(f"There is no {day}/{month} near today. Check the day and the month")
    if len(near) != 1:
        raise NotADay(f"Add the year, such as {day}/{month}/{today.year}")
    return near[0]


def _is_number(text: str) -> bool:
    """Whether it is written in 0 to 9: "²" is a digit to Python, and no number."""
    return text.isascii() and text.isdigit()


def _maybe(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _one_of(names: tuple[str, ...], typed: str) -> int | None:
    """Which of these names is meant by its first letters; None for none, or for too few letters."""
    if len(typed) < LEAST_LETTERS:
        return None
    found = [number for number, name in enumerate(names) if name.startswith(typed)]
    return found[0] if len(found) == 1 else None
