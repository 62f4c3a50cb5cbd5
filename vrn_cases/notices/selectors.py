"""A user's messages, and whether messages leave at all."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from vrn_cases.notices.models import Notice

LATE_AFTER = timedelta(minutes=10)
TROUBLE_SHOWN_FOR = timedelta(days=7)


def messages_of(user: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(to=user)


def unread_count() -> Coalesce:
    """How many unread messages a row of the user table has, as a column of its query."""
    unread = Notice.objects.filter(to=OuterRef("pk"), read_at=None).order_by().values("to").annotate(n=Count("pk"))
    return Coalesce(Subquery(unread.values("n")), 0, output_field=IntegerField())


@dataclass(frozen=True)
class MailTrouble:
    """E-mails that have not left: `waiting` will be tried again, `failed` will not."""

    waiting: int
    failed: int

    def __bool__(self) -> bool:
        return bool(self.waiting or self.failed)


def mail_trouble() -> MailTrouble:
    """Messages that wait for more than ten minutes, and those of the last week that the mail server did not take."""
    now = timezone.now()
    late = now - LATE_AFTER
    broken_off = Q(sending_at__lt=late, sent_at=None, to__closed_at=None)
    counted = Notice.objects.filter(written_at__gt=now - TROUBLE_SHOWN_FOR).aggregate(
        waiting=Count("pk", filter=Q(sending_at=None, written_at__lt=late)),
        failed=Count("pk", filter=broken_off),
    )
    return MailTrouble(**counted)
