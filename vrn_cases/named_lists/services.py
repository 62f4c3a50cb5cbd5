"""Asking for a list with names, and noting that it was downloaded."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from vrn_cases.access.gate import refuse_unless_held
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.audit.actions import Action
from vrn_cases.named_lists.models import NamedList
from vrn_cases.named_lists.rules import KEPT_FOR
from vrn_cases.named_lists.selectors import AskedList
from vrn_cases.records.services import create, locked, write


@transaction.atomic
def ask_for_named_list(*, asked: AskedList, programme: Any, purpose: str, by: User) -> NamedList:
    """PermissionDenied unless `by` may have lists with names of this very programme."""
    refuse_unless_held(by, Permission.LIST_EXPORT_NAMED, programme)
    now = timezone.now()
    return create(
        NamedList,
        action=Action.NAMED_LIST_ASKED,
        by=by,
        detail={"list": asked.kind},
        kind=asked.kind,
        title=asked.title,
        path=asked.path,
        query=asked.query,
        filters="; ".join(asked.filters),
        programme=programme,
        purpose=purpose,
        asked_by=by,
        asked_at=now,
        expires_at=now + KEPT_FOR,
    )


@transaction.atomic
def note_download(*, named: NamedList, count: int, by: User) -> None:
    write(locked(named), action=Action.NAMED_LIST_DOWNLOADED, by=by, count=count, downloaded_at=timezone.now())
