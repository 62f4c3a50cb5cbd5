"""Writing a message beside its cause, and sending it once."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from vrn_cases.notices.models import Notice

SEND_BATCH = 50


def write_notice(*, key: str, to: Iterable[Any], subject: str, body: str, path: str = "") -> None:
    """Put down one message per user for this cause; the same cause never writes twice.

    No personal data of a young person belongs in a message: it names references only.
    """
    now = timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(key=f"{key}:{user.reference}", to=user, subject=subject, body=body, path=path, written_at=now)
            for user in to
        ),
        ignore_conflicts=True,
    )


def send_notices(limit: int = SEND_BATCH) -> int:
    """Send what is waiting; returns how many left. Two senders at once never send one message twice."""
    sent = 0
    waiting = Notice.objects.filter(sending_at=None).order_by("id").values_list("pk", flat=True)
    for notice_id in waiting[:limit]:
        sent += _send_one(notice_id)
    return sent


def _send_one(notice_id: int) -> int:
    with transaction.atomic():
        mine = Notice.objects.filter(pk=notice_id, sending_at=None).update(sending_at=timezone.now())
    if not mine:
        return 0
    notice = Notice.objects.select_related("to").get(pk=notice_id)
    link = f"\n\n{settings.SITE_URL}{notice.path}" if notice.path else ""
    try:
        EmailMessage(subject=notice.subject, body=notice.body + link, to=[notice.to.email]).send()
    except OSError as problem:
        Notice.objects.filter(pk=notice_id).update(problem=f"Not sent: {type(problem).__name__}")
        return 0
    Notice.objects.filter(pk=notice_id).update(sent_at=timezone.now())
    return 1
