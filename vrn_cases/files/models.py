"""Uploaded and made files: what they are by content, whose they are, and until when they are kept."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.models import Record, longest


class FilePurpose(models.TextChoices):
    RETURN_TEMPLATE = "return_template", "Return to fill in"
    RETURN_UPLOAD = "return_upload", "Return as it was uploaded"
    RETURN_ANNOTATED = "return_annotated", "Return with what is wrong marked"
    GRANT_RETURN = "grant_return", "Grant return"
    REPORT_DRAFT = "report_draft", "Report before publication"
    REPORT_CLOSED = "report_closed", "Published report, closed paper for the Board"
    REPORT = "report", "Published report"
    LIST_EXPORT = "list_export", "Downloaded list"


class StoredFile(Record):
    """One file on disk, outside the static files, under a random name. Served as an attachment, through the gate."""

    reference_kind = "F"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = "organisation_id"
    personal = frozenset({"name"})  # whoever uploads a file names it

    purpose = models.CharField(max_length=20, choices=FilePurpose)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=60, unique=True)
    owner_kind = models.CharField(max_length=60)
    owner_reference = models.CharField(max_length=8)
    programme = models.ForeignKey("interventions.Programme", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "interventions.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    keep_until = models.DateField(null=True)  # null: as long as the record that owns it
    removed_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=FilePurpose.values), name="file_purpose_known"),
            longest("name", 150, "file_name_length"),
        ]
        indexes = [models.Index(fields=["owner_kind", "owner_reference", "-id"], name="file_owner")]
