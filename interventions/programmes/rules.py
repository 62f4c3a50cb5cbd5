"""What stands against a change of a programme or of how it runs: reasons, none of them meaning go ahead."""

import re
from collections.abc import Iterable
from datetime import date

from interventions.programmes.models import Programme, Running, StatedAs

# Whatever a young person may hold or see carries the neutral name: none of these may be read over a shoulder.
TELLING_BEGINNINGS = (
    "abus", "anti-social", "assault", "attack", "crime", "criminal", "custod", "exploit", "homicid", "injur", "knife",
    "knives", "murder", "offence", "offend", "perpetrat", "police", "policing", "prison", "probation", "suspect",
    "trauma", "victim", "violen", "weapon",
)  # fmt: skip
TELLING_WORDS = ("blade", "drug", "gang", "gun", "harm", "justice", "stab", "vrn")
TELLING = re.compile(
    rf"\b(?:(?:{'|'.join(TELLING_BEGINNINGS)})\w*|(?:{'|'.join(TELLING_WORDS)})(?:s|bing|bed)?\b)", re.IGNORECASE
)


def against_neutral_name(name: str) -> list[str]:
    """Why this name must not stand on what a young person holds."""
    found = dict.fromkeys(match[0] for match in TELLING.finditer(name))
    return [f"The neutral name must not tell what the programme is about: it holds “{word}”." for word in found]


def against_running(
    programme: Programme, *, starts_on: date, ends_on: date | None, others: Iterable[Running]
) -> list[str]:
    """Why the programme cannot run this way from `starts_on` until `ends_on` (exclusive, None: open).

    `others` are all the ways that the same organisation ran the same programme.
    """
    reasons = []
    if programme.stated_as == StatedAs.PLANNED:
        reasons.append("The programme is only planned. Change what is stated of it before you say how it runs.")
    if ends_on is not None and ends_on <= starts_on:
        reasons.append("The last day must not be before the first day.")
        return reasons
    for other in others:
        overlaps = (ends_on is None or other.starts_on < ends_on) and (
            other.ends_on is None or other.ends_on > starts_on
        )
        if overlaps:
            reasons.append(
                f"{other.organisation} runs it in another way {in_days(other)}. Two ways cannot hold on one day: "
                "end that one first, or choose other days."
            )
    return reasons


def against_ending(running: Running, *, ends_on: date) -> list[str]:
    """Why this way of running cannot end before `ends_on` (exclusive)."""
    if running.last_day is not None:
        return [f"This has ended already, on {_day(running.last_day)}."]
    if ends_on <= running.starts_on:
        return [f"The last day must not be before it began, on {_day(running.starts_on)}."]
    return []


def in_days(running: Running) -> str:
    """The days of a way of running in words, both ends inside: "from 1 April 2026 to 30 June 2026"."""
    if running.last_day is None:
        return f"from {_day(running.starts_on)} on"
    return f"from {_day(running.starts_on)} to {_day(running.last_day)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
