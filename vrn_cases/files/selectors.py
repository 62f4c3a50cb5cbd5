"""Reading a file's bytes back as they were kept, and finding bytes that no row names."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from vrn_cases.files.models import StoredFile
from vrn_cases.records.refusals import Refused

STRAY_AFTER_SECONDS = 86_400  # no transaction is open for a day


class Damaged(Exception):
    """The bytes on the disk are missing, or not those that were kept."""


def path_of(stored_as: str) -> Path:
    return Path(settings.FILES_DIR) / stored_as[:2] / stored_as


def read_bytes(file: StoredFile) -> bytes:
    """The file as it was kept. Raises Refused when it was removed, Damaged when it is missing or was altered."""
    if file.removed_at:
        day = timezone.localdate(file.removed_at)
        raise Refused([f"The file was removed on {day.day} {day:%B %Y}, at the end of the time that it is kept."])
    try:
        content = path_of(file.stored_as).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"the bytes of file {file.reference} are missing") from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Damaged(f"the bytes of file {file.reference} do not match their hash")
    return content


def is_still_its_keepers(file: StoredFile, user: Any) -> bool:
    """Whether a file that was made of what one person may see can still be theirs: it was kept for them, its days
    are not over, and no role of theirs has ended since the day on which it was made."""
    since, today = timezone.localdate(file.kept_at), timezone.localdate()
    if file.kept_by_id != user.pk or (file.keep_until and file.keep_until < today):
        return False
    return not user.memberships.filter(ends_on__gte=since, ends_on__lte=today).exists()


def strays() -> Iterator[Path]:
    """Files older than a day that no row names: what a transaction that was rolled back, or a crash, left behind."""
    oldest = timezone.now().timestamp() - STRAY_AFTER_SECONDS
    for folder in sorted(Path(settings.FILES_DIR).glob("??")):
        old = [path for path in sorted(folder.iterdir()) if path.stat().st_mtime < oldest]
        kept = StoredFile.objects.filter(stored_as__in=[path.name for path in old], removed_at=None)
        named = set(kept.values_list("stored_as", flat=True))
        yield from (path for path in old if path.name not in named)
