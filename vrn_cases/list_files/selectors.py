"""The list that an address carries from its own page to the question whether its file shall be made."""

import json

from django.utils.http import urlsafe_base64_decode

from vrn_cases.access.models import User
from vrn_cases.named_lists.selectors import AskedList
from vrn_cases.pages.list_exports import CARRIED_LIST
from vrn_cases.records.encryption import CannotDecrypt, decrypt


def list_carried(token: str, user: User) -> AskedList | None:
    """None for a token that was made for somebody else, and for any other text."""
    try:
        told = decrypt(urlsafe_base64_decode(token).decode(), f"{CARRIED_LIST}:{user.uid}")
    except (CannotDecrypt, ValueError):  # ValueError: not in base64
        return None
    kind, title, path, query, filters = json.loads(told)
    return AskedList(kind, title, path, query, tuple(filters))
