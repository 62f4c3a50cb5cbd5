"""One row per submitted form, so that it does its work once; and one per form that somebody has begun."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models

from vrn_cases.records.encryption import EncryptedText
from vrn_cases.records.models import longest
from vrn_cases.records.references import REFERENCE_LENGTH


class Submission(models.Model):
    """`key` comes with the form; the first writer of it wins, the others are sent to its result."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    result = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)


class DraftQuerySet(models.QuerySet["Draft"]):
    def holding_text(self, today: date) -> "DraftQuerySet":
        """Those that can still be put back: not emptied, and not at the end of their time."""
        return self.filter(body__isnull=False, expires_on__gt=today)


class Draft(models.Model):
    """What somebody has typed into a form and not saved: one for each owner, form and subject, read by its owner alone.

    Not a `Record`: nobody names it, and a log of every pause in typing would hold more than the record itself.
    `subject` is the reference of the record that the form is about, empty for none. `sequence` is the instant of
    typing in milliseconds, by this machine's clock; older text never takes the place of newer. A row that was saved or
    discarded stays for two days without a body, so that a late message from a page that is gone writes nothing.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    subject_kind = models.CharField(max_length=80, blank=True)
    programme = models.ForeignKey(
        "interventions.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=40)
    path = models.CharField(max_length=300)
    page = models.UUIDField(null=True)
    body = EncryptedText(null=True)
    sequence = models.BigIntegerField()
    saved_at = models.DateTimeField()
    saves_in_minute = models.PositiveSmallIntegerField(default=0)
    expires_on = models.DateField(db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "form", "subject"], name="draft_once"),
            longest("form", 40, "draft_form_length"),
            longest("subject", REFERENCE_LENGTH, "draft_subject_length"),
            longest("subject_kind", 80, "draft_subject_kind_length"),
            longest("verb", 40, "draft_verb_length"),
            longest("path", 300, "draft_path_length"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}".strip()
