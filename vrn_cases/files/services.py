"""Keeping a file, reading it back, and removing it at the end of its retention."""

import hashlib
import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.kinds import PURPOSES, content_type_of
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.records.models import Record
from vrn_cases.records.refusals import Refused
from vrn_cases.records.services import create, locked, write


def path_of(file: StoredFile) -> Path:
    return Path(settings.FILES_DIR) / file.stored_as[:2] / file.stored_as


def read_bytes(file: StoredFile) -> bytes:
    """Raises Refused when the file was removed at the end of its retention, ValueError when its bytes were altered."""
    if file.removed_at:
        raise Refused([f"The file was removed on {timezone.localdate(file.removed_at):%-d %B %Y}, at the end of its retention."])
    content = path_of(file).read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ValueError(f"the stored bytes of file {file.reference} do not match their hash")
    return content


@transaction.atomic
def keep_file(
    *,
    purpose: FilePurpose,
    name: str,
    content: bytes,
    owner: Record,
    by: Any,
    programme_id: int | None = None,
    organisation_id: int | None = None,
) -> StoredFile:
    """Write the bytes under a random name and the row that names them. Raises Refused for a kind we do not keep.

    The bytes reach the disk before the row commits, under a name that no row knew before: a rolled-back row leaves an
    unnamed file, which `remove_expired_files` takes away, and never a row without its bytes.
    """
    content_type = content_type_of(content[:1024])
    if content_type is None:
        raise Refused(["The file is not a kind that this service keeps."])
    stored_as = uuid.uuid4().hex
    days = PURPOSES[purpose].days
    file = StoredFile(stored_as=stored_as)
    target = path_of(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    with open(temporary, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(target)
    return create(
        StoredFile,
        action=Action.FILE_KEPT,
        by=by,
        detail={"purpose": purpose.value, "sha256": hashlib.sha256(content).hexdigest()},
        purpose=purpose,
        name=name[-150:],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_as=stored_as,
        owner_kind=owner._meta.label_lower,
        owner_reference=owner.reference,
        programme_id=programme_id,
        organisation_id=organisation_id,
        kept_by=None if isinstance(by, str) else by,
        kept_at=timezone.now(),
        keep_until=None if days is None else timezone.localdate() + timedelta(days=days),
    )


def remove_expired_files(*, dry_run: bool = True) -> list[str]:
    """Remove the bytes of files past their day and bytes that no row names; returns their references or names."""
    due = StoredFile.objects.filter(keep_until__lt=timezone.localdate(), removed_at=None).order_by("id")
    removed = [file.reference for file in due]
    if not dry_run:
        for file in due:
            with transaction.atomic():
                write(locked(file), action=Action.FILE_REMOVED, by=SYSTEM, removed_at=timezone.now())
            path_of(file).unlink(missing_ok=True)
    for orphan in _unnamed_files():
        removed.append(orphan.name)
        if not dry_run:
            orphan.unlink(missing_ok=True)
    return removed


def _unnamed_files() -> list[Path]:
    """Bytes older than a day that no row names: what a rolled-back transaction left."""
    day_ago = timezone.now().timestamp() - 86_400
    old = [path for path in Path(settings.FILES_DIR).glob("??/*") if path.stat().st_mtime < day_ago]
    named = set(StoredFile.objects.filter(stored_as__in=[path.stem for path in old]).values_list("stored_as", flat=True))
    return [path for path in old if path.name not in named]
