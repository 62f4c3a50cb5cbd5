"""That two records are one person: a merge inside a programme, a link across programmes, and the way back of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interventions.participants.models.participants import Participant, Person
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.models import Record, longest


class Merge(Record):
    """Everything of one participant moved to another of the same programme; undone within 30 days."""

    reference_kind = "7"
    personal = frozenset({"reason"})
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    emptied = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(emptied=F("kept")), name="merge_of_two"),
            models.UniqueConstraint(fields=["emptied"], condition=Q(undone_at=None), name="merge_standing_once"),
            longest("reason", 500, "merge_reason_length"),
        ]


class MergeMove(models.Model):
    """One row that a merge moved, and whose it was: the way back."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    old_participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "table", "row"], name="merge_move_once")]


class PersonLink(Record):
    """A record matcher said that two persons are one: the participant counts as `linked_to`. No field is copied."""

    reference_kind = "9"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="links")
    was = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(was=F("linked_to")), name="person_link_of_two"),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(undone_at=None), name="person_link_standing_once"
            ),
        ]
