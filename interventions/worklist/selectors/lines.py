"""What the list of things to do is made of: lines in groups, groups in sections; and how each is put in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

SHOWN = 8  # a group shows its first lines; its link opens the whole list


@dataclass(frozen=True)
class Thing:
    """One line: what it is, where it is settled, the clock that runs, and a tag; `about`: the record that it names."""

    text: str
    url: str
    detail: str = ""
    tag: str = ""
    tag_colour: str = "grey"
    about: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind. `more`: how many stand in the list behind it and not here; `list_words` say what it is."""

    title: str
    things: list[Thing]
    more: int = 0
    list_url: str = ""
    list_words: str = ""

    @property
    def count(self) -> int:
        return len(self.things) + self.more


@dataclass(frozen=True)
class Section:
    """When the groups want doing: now, today, this week."""

    title: str
    groups: list[Group] = field(default_factory=list)


def group_of(title: str, rows: QuerySet[Any], thing: Any, list_url: str, list_words: str) -> Group:
    """The first of these rows, a line each, and how many more there are."""
    found = list(rows[: SHOWN + 1])
    more = rows.order_by().count() - SHOWN if len(found) > SHOWN else 0
    return Group(title, [thing(row) for row in found[:SHOWN]], more, list_url, list_words)


def list_at(name: str, **filters: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in filters.items())
    return f"{reverse(name)}?{query}" if query else reverse(name)


def in_words(day: date, at: time | None = None) -> str:
    """ "Monday 5 November" with the time of day where there is one; the year only where it is not this one's."""
    told = f"{day:%A} {day.day} {day:%B}"
    if day.year != timezone.localdate().year:
        told += f" {day.year}"
    if at is None:
        return told
    minutes = f":{at:%M}" if at.minute else ""
    return f"{told}, {at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def named_in(sections: Sequence[Section]) -> list[str]:
    """The references of the records that these lines name, for the log."""
    return [thing.about for section in sections for group in section.groups for thing in group.things]
