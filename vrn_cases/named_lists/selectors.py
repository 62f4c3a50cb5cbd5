"""Where a list with names may be made, what marks its file, and the token that carries a list to the question why."""

import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.named_lists.models import NamedList
from vrn_cases.pages.list_exports import CARRIED_LIST, WithNames
from vrn_cases.records.encryption import CannotDecrypt, decrypt


@dataclass(frozen=True)
class AskedList:
    """The list page from which somebody comes: its kind, title, address, filters as parameters and in words."""

    kind: str
    title: str
    path: str
    query: str
    filters: tuple[str, ...]


def list_in(token: str) -> AskedList | None:
    """The list that a token of ours names; None for any other text."""
    try:
        kind, title, path, query, filters = json.loads(decrypt(token, CARRIED_LIST))
    except CannotDecrypt:
        return None
    return AskedList(kind, title, path, query, tuple(filters))


def programmes_with_names(user: User) -> QuerySet[Any]:
    """The programmes whose people `user` may have in a list with names."""
    programmes: Any = apps.get_model("interventions.Programme").objects
    return programmes.for_user(user, to=Permission.LIST_EXPORT_NAMED).order_by("name", "id")


def watermark(named: NamedList, owner: User) -> WithNames:
    """What stands on the file: whose it is, what for, and when it has to be gone."""
    asked, over = (timezone.localtime(at) for at in (named.asked_at, named.expires_at))
    until = f"{over.day} {over:%B %Y}, {over:%H:%M}"
    made_for = f"made for {owner.name} ({owner.reference}) on {asked.day} {asked:%B %Y}"
    return WithNames(
        programme_id=named.programme_id,
        reference=named.reference,
        above=(
            f"WITH NAMES. List {named.reference}, of {named.programme}, {made_for}.",
            f"For: {named.purpose}",
            f"Pass it to nobody. Delete it by {until}.",
        ),
        footer=f"WITH NAMES, list {named.reference}, {owner.reference}. Delete by {until}.",
    )
