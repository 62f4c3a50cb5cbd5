"""The log of what was done and seen: inserted once, never touched (database triggers refuse it).

`AuditEvent` holds no personal value. What a field held before and after lives in `AuditValue`, which can be erased
without breaking the chain, because the event's digest covers only a salted hash of it.
"""

from typing import ClassVar

from django.db import models

from vrn_cases.audit.actions import Action


class AuditEvent(models.Model):
    personal: ClassVar[frozenset[str]] = frozenset({"actor", "subject_id", "detail"})  # by reference, never by name

    at = models.DateTimeField()
    actor = models.CharField(max_length=40)  # a user's uid, or what ran: "system", "command:load_reference"
    action = models.CharField(max_length=40, choices=Action)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    programme = models.CharField(max_length=20, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    detail = models.TextField(blank=True)  # canonical JSON: names of fields, ids shown, counts, hashes; never values
    key_id = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_event_subject"),
            models.Index(fields=["actor", "-id"], name="audit_event_actor"),
            models.Index(fields=["-at", "-id"], name="audit_event_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(action__in=Action.values), name="audit_event_action_known"),
        ]


class AuditValue(models.Model):
    """One field's old and new value; an ordinary row that erasure removes. `event` is a plain number on purpose."""

    personal: ClassVar[frozenset[str]] = frozenset({"old", "new"})

    event = models.BigIntegerField(db_index=True)
    field = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)
    old = models.TextField(null=True)
    new = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "field"], name="audit_value_one_per_field")]


class AuditLink(models.Model):
    """One link of the chain over the events, put down by the sealer alone."""

    position = models.BigIntegerField(primary_key=True)
    event = models.BigIntegerField(unique=True)
    link = models.CharField(max_length=64)
