"""Messages as rows, written in the transaction that causes them, sent by a job, never twice, without personal data."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from vrn_cases.records.models import longest


class Notice(models.Model):
    """One message to one user. `sending_at` is set before the message leaves: after a crash in between it is not sent
    again by itself, because never twice comes before surely once; the message still stands on the user's page."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)  # what it is about, so that one cause writes one message
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(max_length=120)
    body = models.TextField()
    path = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            longest("subject", 120, "notice_subject_length"),
            longest("body", 2_000, "notice_body_length"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sending_at__isnull=False), name="notice_sent_after_sending"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-written_at", "-id"], name="notice_to"),
            models.Index(fields=["to"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["id"], condition=Q(sending_at=None), name="notice_waiting"),
        ]
