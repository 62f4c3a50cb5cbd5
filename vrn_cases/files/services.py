"""Keeping a file on the disk, outside the static files, and removing it at the end of its retention."""

import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.kinds import PURPOSES, content_type_of
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.selectors import path_of, strays
from vrn_cases.printable import printable
from vrn_cases.records.models import Record
from vrn_cases.records.refusals import Refused
from vrn_cases.records.services import create, locked, write

LONGEST_NAME = 150


@dataclass(frozen=True)
class LaidDown:
    """Bytes that are on the disk already and that no row names yet."""

    stored_as: str
    size: int
    sha256: str
    content_type: str


def lay_down(content: bytes) -> LaidDown:
    """Put the bytes on the disk for good; call it outside a transaction, which should not wait for the disk.

    Raises Refused for a kind that the service does not keep.
    """
    content_type = content_type_of(content)
    if content_type is None:
        raise Refused(["The file is not a kind that this service keeps."])
    stored_as = uuid.uuid4().hex
    target = path_of(stored_as)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    with open(temporary, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(target)
    _settle(target.parent)
    return LaidDown(stored_as, len(content), hashlib.sha256(content).hexdigest(), content_type)


def _settle(folder: Path) -> None:
    """The new name too must survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_file(
    *,
    purpose: FilePurpose,
    name: str,
    content: bytes | LaidDown,
    owner: Record,
    by: Any,
    programme: Any = None,
    organisation_id: int | None = None,
) -> StoredFile:
    """The row that names a file's bytes, which are laid down first. Raises Refused for a kind we do not keep.

    Inside a transaction give what `lay_down` gave before it began. The bytes reach the disk under a name that no row
    knew before: a rolled-back row leaves a stray, which `remove_expired_files` takes away, and never a row without
    its bytes.
    """
    laid = content if isinstance(content, LaidDown) else lay_down(content)
    days = PURPOSES[purpose].days
    with transaction.atomic():
        return create(
            StoredFile,
            action=Action.FILE_KEPT,
            by=by,
            detail={"purpose": purpose.value, "sha256": laid.sha256},
            purpose=purpose,
            name=safe_name(name),
            content_type=laid.content_type,
            size=laid.size,
            sha256=laid.sha256,
            stored_as=laid.stored_as,
            owner_kind=owner._meta.label_lower,
            owner_reference=owner.reference,
            programme=programme,
            organisation_id=organisation_id,
            kept_by=None if isinstance(by, str) else by,
            kept_at=timezone.now(),
            keep_until=None if days is None else timezone.localdate() + timedelta(days=days),
        )


def safe_name(name: str) -> str:
    """A file's name without folders and without what cannot stand in a header; its end, which says the kind, stays."""
    last = printable(name.replace("\\", "/")).replace("\n", " ").rsplit("/", 1)[-1].strip()
    return last[-LONGEST_NAME:] or "file"


def remove_expired_files(*, dry_run: bool = True) -> list[str]:
    """Remove the bytes of files past their day and bytes that no row names; returns their references or names.

    The row stays and says when its bytes were removed. After a crash in between the bytes are a stray.
    """
    due = StoredFile.objects.filter(keep_until__lt=timezone.localdate(), removed_at=None).order_by("id")
    removed = []
    for file in due:
        removed.append(file.reference)
        if not dry_run:
            _remove(file)
    return removed + [_removed(stray, dry_run) for stray in list(strays())]


def _remove(file: StoredFile) -> None:
    with transaction.atomic():
        write(locked(file), action=Action.FILE_REMOVED, by=SYSTEM, removed_at=timezone.now())
    path_of(file.stored_as).unlink(missing_ok=True)


def _removed(stray: Path, dry_run: bool) -> str:
    if not dry_run:
        stray.unlink(missing_ok=True)
    return stray.name
