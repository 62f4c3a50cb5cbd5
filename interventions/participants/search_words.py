"""What was typed into the one search box: a reference, a telephone number, a date of birth, or a name with or without.

Pure: reads the words and says what they ask for.
"""

import re
from dataclasses import dataclass
from datetime import date

from interventions.participants.contact_values import phone
from interventions.participants.models import Participant
from interventions.participants.names import words_of
from vrn_cases.records.references import is_reference

LONGEST = 100
DAY = re.compile(r"(?<!\d)(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?!\d)")
ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
NOTHING_TYPED = "Type a name, a reference, a date of birth such as 5/11/2009, or a whole telephone number."
LEAST_DIGITS = 6  # with fewer, a telephone number is not what was meant


@dataclass(frozen=True)
class Asked:
    """What a search asks for. `problem`, in words, where it cannot be answered as typed."""

    reference: str = ""
    phone: str = ""
    born: date | None = None
    words: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.reference or self.phone or self.born or self.words)


NOTHING = Asked()


def asked_for(typed: str) -> Asked:
    text = typed.strip()
    reference = text.upper().replace(" ", "")
    if is_reference(reference, Participant.reference_kind):
        return Asked(reference=reference)
    if (
        _only_digits(text)
        and sum(letter.isdigit() for letter in text) >= LEAST_DIGITS
        and not (DAY.search(text) or ISO_DAY.search(text))
    ):
        number = phone(text)
        if number is None:
            return Asked(problem="That is not a whole telephone number. Type all of it, or a name.")
        return Asked(phone=number)
    born, rest, problem = _birth(text)
    words = words_of(rest)
    if not problem and not words and born is None:
        problem = NOTHING_TYPED
    return Asked(born=born, words=words, problem=problem)


def _only_digits(text: str) -> bool:
    return bool(text) and not re.sub(r"[\d\s()+\-.]", "", text)


def _birth(text: str) -> tuple[date | None, str, str]:
    """The date of birth in the text, the text without it, and what is wrong with it."""
    for pattern, order in ((DAY, (2, 1, 0)), (ISO_DAY, (0, 1, 2))):
        found = pattern.search(text)
        if found:
            year, month, day = (int(found.groups()[place]) for place in order)
            rest = text[: found.start()] + " " + text[found.end() :]
            try:
                return date(year, month, day), rest, ""
            except ValueError:
                return None, rest, f"{found[0]} is not a date. Type day, month and year, such as 5/11/2009."
    return None, text, ""
