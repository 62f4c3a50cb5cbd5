"""Workbooks as they were received, with what was wrong in them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from monitoring.returns.models.returns import Return, ReturnVersion
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.models import Record, lengths


class ReturnUpload(Record):
    """A workbook as it was received: it became a version, or its faults are listed. It is kept either way."""

    reference_kind = "Z"
    scope_programme: ClassVar[str | None] = "of__programme_id"
    scope_organisation: ClassVar[str | None] = "of__organisation_id"

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="uploads")
    file = models.ForeignKey("vrn_cases.StoredFile", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("vrn_cases.Job", null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    version = models.OneToOneField(ReturnVersion, null=True, on_delete=models.PROTECT, related_name="upload")
    fault_count = models.PositiveIntegerField(default=0)
    annotated = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None, version=None, fault_count=0)
                | Q(read_at__isnull=False, version__isnull=False, fault_count=0)
                | Q(read_at__isnull=False, version=None, fault_count__gt=0),
                name="upload_read_into_a_version_or_faults",
            )
        ]
        indexes = [models.Index(fields=["of", "-id"], name="return_upload_of")]

    def get_absolute_url(self) -> str:
        return reverse("return_upload", args=[self.of.reference, self.reference])

    def programme_code(self) -> str:
        return self.of.programme.code


class UploadFault(models.Model):
    """One thing wrong with an uploaded workbook, at one cell (empty: the sheet; no sheet either: the whole file)."""

    personal: ClassVar[frozenset[str]] = frozenset({"text"})  # quotes what somebody typed

    upload = models.ForeignKey(ReturnUpload, on_delete=models.PROTECT, related_name="faults")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=31, blank=True)
    cell = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=400)

    class Meta:
        ordering: ClassVar[list[str]] = ["upload_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="upload_fault_once"),
            *lengths("upload_fault", sheet=31, cell=10, text=400),
        ]

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.sheet, self.cell and f"cell {self.cell}") if part)
        return f"{place}: {self.text}" if place else self.text
