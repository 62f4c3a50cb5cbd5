"""Writing a message beside its cause, sending it once, and marking it as read."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from vrn_cases.notices.models import Notice

log = logging.getLogger(__name__)
SEND_BATCH = 50
KEPT = timedelta(days=365)


def write_notice(*, key: str, to: Iterable[Any], subject: str, body: str, path: str = "") -> None:
    """Put down one message per user for this cause; the same cause never writes twice. Closed accounts get none.

    No personal data of a young person belongs in a message: it names references only.
    """
    now = timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(key=f"{key}:{user.reference}", to=user, subject=subject, body=body, path=path, written_at=now)
            for user in to
            if user.closed_at is None
        ),
        ignore_conflicts=True,
    )


def mark_read(*, by: Any, uid: Any = None) -> int:
    """Mark one of the user's own messages as read, or all of them; returns how many were unread."""
    unread = Notice.objects.filter(to=by, read_at=None)
    return (unread if uid is None else unread.filter(uid=uid)).update(read_at=timezone.now())


def send_notices(limit: int = SEND_BATCH) -> int:
    """Send what is waiting; returns how many left. Two senders at once never send one message twice.

    A mail server that is away costs nothing: it is asked first, and no message is touched until it has answered.
    """
    waiting = list(Notice.objects.filter(sending_at=None).order_by("id").values_list("pk", flat=True)[:limit])
    if not waiting:
        return 0
    mail = get_connection()
    try:
        mail.open()
    except OSError:
        log.warning("the mail server does not answer; %s messages wait", len(waiting), exc_info=True)
        return 0
    try:
        return sum(_send_one(notice_id, mail) for notice_id in waiting)
    finally:
        mail.close()


def _send_one(notice_id: int, mail: Any) -> bool:
    with transaction.atomic():
        mine = Notice.objects.filter(pk=notice_id, sending_at=None).update(sending_at=timezone.now())
    if not mine:
        return False
    notice = Notice.objects.select_related("to").get(pk=notice_id)
    if notice.to.closed_at is not None:
        Notice.objects.filter(pk=notice_id).update(problem="Not sent: the account is closed")
        return False
    link = f"\n\n{settings.SITE_URL}{notice.path}" if notice.path else ""
    try:
        EmailMessage(notice.subject, notice.body + link, to=[notice.to.email], connection=mail).send()
    except Exception as problem:  # whatever is wrong with one message must not keep back the others
        log.warning("message %s could not be sent", notice.uid, exc_info=True)
        Notice.objects.filter(pk=notice_id).update(problem=f"Not sent: {type(problem).__name__}")
        return False
    Notice.objects.filter(pk=notice_id).update(sent_at=timezone.now())
    return True


def remove_old_notices(*, dry_run: bool = True) -> int:
    """Remove messages after a year, read or not; returns how many."""
    old = Notice.objects.filter(written_at__lt=timezone.now() - KEPT)
    return old.count() if dry_run else old.delete()[0]
