"""Questions about a participant's own record; each rule returns its reasons against, none means go ahead."""

from datetime import date, datetime
from typing import Any

from interventions.participants.models import BirthPrecision, ContactPoint, Participant, Person, PersonLink
from vrn_cases.named_lists.rules import KEPT_FOR

OLDEST_YEARS = 110
MERGED = "This record was merged into another. Open that one to change it."
NO_NAME = "Enter at least one name. If no name is known, enter what the person is called here."


def age_on(born: date | None, day: date) -> int | None:
    """Completed years on a day; None where the date of birth is not known or lies after the day.

    Somebody born on 29 February is a year older from 1 March in other years.
    """
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def placed_birth(year: int, month: int | None = None, day: int | None = None) -> tuple[date, BirthPrecision]:
    """A date of birth as far as it is known, and how far: a month stands at its 15th, a year at its 1 July.

    Raises ValueError for a date that there is not.
    """
    if month is None:
        return date(year, 7, 1), BirthPrecision.YEAR
    if day is None:
        return date(year, month, 15), BirthPrecision.MONTH
    return date(year, month, day), BirthPrecision.DAY


def paper_of(now: datetime) -> dict[str, Any]:
    """When a page that names somebody was opened, and until when paper of it may be kept: as a list with names."""
    return {"opened_at": now, "paper_until": now + KEPT_FOR}


def estimated_birth(age: int, on: date) -> date:
    """The date of birth that stands for an age estimated on a day: half a year past the last birthday."""
    month = on.month - 6
    year = on.year - age - (month < 1)
    return date(year, month if month > 0 else month + 12, 1)


def against_birth(born: date | None, today: date) -> list[str]:
    if born is None:
        return []
    if born > today:
        return ["The date of birth is in the future."]
    if (age_on(born, today) or 0) > OLDEST_YEARS:
        return [f"The date of birth is more than {OLDEST_YEARS} years ago."]
    return []


def against_changing(participant: Participant) -> list[str]:
    return [MERGED] if participant.merged_into_id else []


def against_ending_contact(point: ContactPoint) -> list[str]:
    return ["These contact details have ended already."] if point.ends_on else []


def against_linking(participant: Participant, person: Person) -> list[str]:
    if participant.person_id == person.pk:
        return ["They are counted as one person already."]
    if PersonLink.objects.filter(participant=participant, undone_at=None).exists():
        return ["This record was linked to another person already. Undo that first."]
    return []


def against_unlinking(link: PersonLink) -> list[str]:
    return ["This link was undone already."] if link.undone_at else []
