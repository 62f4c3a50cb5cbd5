"""A list with names that somebody asked for: which, of which programme, what for, and until when it can be had."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.encryption import EncryptedText
from vrn_cases.records.models import Record, longest

LONGEST_PURPOSE = 500


class NamedList(Record):
    """The file itself is kept nowhere: it is made from the list's rows each time that it is downloaded."""

    reference_kind = "O"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None
    personal = frozenset({"purpose", "query", "filters"})  # the last two may hold a name that was searched for

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    query = EncryptedText(blank=True)
    filters = EncryptedText(blank=True)
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField(max_length=LONGEST_PURPOSE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    count = models.PositiveIntegerField(null=True)  # rows when it was last downloaded; null: not downloaded
    downloaded_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="named_list_has_a_purpose"),
            longest("purpose", LONGEST_PURPOSE, "named_list_purpose_length"),
        ]
        indexes = [models.Index(fields=["programme", "-asked_at", "-id"], name="named_list_programme")]

    def is_over(self, now: datetime) -> bool:
        return now >= self.expires_at
