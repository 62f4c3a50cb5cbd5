"""Ways of reaching somebody in their one form, and the keyed index under which the same one is found again."""

import re

import phonenumbers
from django.conf import settings

from interventions.participants.identifiers import postcode
from interventions.participants.models import ContactKind
from vrn_cases.records.encryption import blind_index

REGION = "GB"  # of a number that is typed without a country


def phone(text: str) -> str | None:
    """A telephone number in international form ("+441162223333"); None for what cannot be one."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    whole = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not whole or number.italian_leading_zero:  # a zero that stays belongs to a number too short to lose it
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_in_words(text: str) -> str:
    """A number as people write it here; what is no number as it stands."""
    found = phone(text)
    if found is None:
        return text
    number = phonenumbers.parse(found)
    national = number.country_code == phonenumbers.country_code_for_region(REGION)
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, form.NATIONAL if national else form.INTERNATIONAL))


def index_of(kind: str, value: str, where: str = "") -> str:
    """The blind index that a way of reaching somebody is kept under; empty where it has no one form to be found by.

    `where` is an address's postcode: an address is found by it and the first number of the house.
    """
    return next(iter(indexes_of(kind, value, where)), "")


def indexes_of(kind: str, value: str, where: str = "") -> list[str]:
    """Every index that the same value may stand under, the newest key's first."""
    form = _one_form(kind, value, where)
    return [] if form is None else [blind_index(f"{kind}:{form}", key_id) for key_id in settings.FIELD_KEYS]


def _one_form(kind: str, value: str, where: str) -> str | None:
    if kind == ContactKind.PHONE:
        return phone(value)
    if kind == ContactKind.EMAIL:
        return value.strip().casefold() or None
    house, found = re.search(r"\d+[a-z]?", value.casefold()), postcode(where)
    return f"{found}|{house[0]}" if house and found else None
