"""Numbers that name one person elsewhere: recognised so that they are not kept here, and postcodes in one form.

NHS numbers, unique pupil numbers and PNC identifiers are held for no purpose of this service. One that is typed into
a note or a name is pointed out before it is saved.
"""

import re

from stdnum.gb import nhs, upn

PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"  # by the remainder of the number divided by 23
PNC = re.compile(r"\A(\d{4})/?(\d{7})([A-Z])\Z")
# The six forms of Royal Mail's outward code with the inward code: A9 9AA to AA9A 9AA.
POSTCODE = re.compile(r"\A([A-Z]{1,2}[0-9](?:[0-9]|[A-Z])?)([0-9][A-Z]{2})\Z")
LOOKS_LIKE_NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
LOOKS_LIKE_UPN = re.compile(r"\b[A-Z]\d{11}[A-Z0-9]\b")
LOOKS_LIKE_PNC = re.compile(r"\b\d{4}/?\d{7}[A-Z]\b")


def nhs_number(text: str) -> str | None:
    """An NHS number as it is shown ("943 476 5870"); None for what is none. Check digit modulo 11."""
    return nhs.format(text) if nhs.is_valid(text) else None


def is_upn(text: str) -> bool:
    """Whether this is a unique pupil number: its first letter checks the twelve that follow, modulo 23."""
    return bool(upn.is_valid(text))


def is_pnc(text: str) -> bool:
    """Whether this is a PNC identifier: year, serial number, and a letter that checks both, modulo 23."""
    found = PNC.match(text)
    if found is None:
        return False
    year, serial, letter = found.groups()
    return PNC_LETTERS[int(year[2:] + serial) % len(PNC_LETTERS)] == letter


def postcode(text: str) -> str | None:
    """A postcode with its one space ("LE1 1AA"); None for what cannot be one."""
    found = POSTCODE.match(re.sub(r"\s", "", text.upper()))
    return f"{found[1]} {found[2]}" if found else None


def identifiers_in(text: str) -> list[str]:
    """What in this text is a number that names somebody elsewhere, in words: "an NHS number (943 476 5870)"."""
    told = [f"an NHS number ({found[0]})" for found in LOOKS_LIKE_NHS.finditer(text) if nhs_number(found[0])]
    upper = text.upper()
    told += [f"a unique pupil number ({found[0]})" for found in LOOKS_LIKE_UPN.finditer(upper) if is_upn(found[0])]
    return told + [f"a PNC identifier ({found[0]})" for found in LOOKS_LIKE_PNC.finditer(upper) if is_pnc(found[0])]
