"""Workbooks made for a funder over all accepted returns."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from monitoring.returns.models.returns import ReturnVersion
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.models import Record


class GrantReturn(Record):
    """One workbook for a funder and a period over all accepted returns, with what went into it."""

    reference_kind = "H"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    funder = models.CharField(max_length=80)
    start = models.DateField()
    end = models.DateField()  # exclusive
    label = models.CharField(max_length=80)
    profile = models.CharField(max_length=30)
    file = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    versions = models.ManyToManyField(ReturnVersion, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="grant_return_ends_after_start")]
