"""Reports: the frozen document that is printed, the snapshot behind it, the cover paper, and who signed."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vrn_cases.access.permissions import Permission
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    FROZEN = "frozen", "Checked, waiting for signature"
    SIGNED = "signed", "Signed"
    PUBLISHED = "published", "Published"
    RESTATED = "restated", "Replaced by a restatement"


class ReportQuerySet(ScopedQuerySet["Report"]):
    def for_user(self, user: Any, *, to: Permission) -> "ReportQuerySet":
        """Whoever may only see reports sees the published ones: a draft does not exist for them.

        A published report belongs to no programme: who holds the verb anywhere reads it.
        """
        if to != Permission.REPORT_VIEW:
            return cast("ReportQuerySet", super().for_user(user, to=to))
        held = getattr(user, "is_authenticated", False) and user.holds(to)
        return self.filter(published_at__isnull=False) if held else self.none()


class Report(Record):
    """One report for one period. Freezing writes its documents, a second person signs, publishing shows it.

    A signed report is never changed: a restatement is a new report that names the one it replaces.
    """

    reference_kind = "B"
    personal = frozenset({"sent_back"})
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    definition = models.CharField(max_length=30)
    start = models.DateField()
    end = models.DateField()  # exclusive
    label = models.CharField(max_length=40)
    published_only = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    restated_at = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)  # how often it was frozen
    sent_back = models.TextField(blank=True)  # why the signer sent it back, the last time
    status = models.GeneratedField(
        expression=models.Case(
            models.When(restated_at__isnull=False, then=models.Value("restated")),
            models.When(published_at__isnull=False, then=models.Value("published")),
            models.When(signed_at__isnull=False, then=models.Value("signed")),
            models.When(frozen_at__isnull=False, then=models.Value("frozen")),
            default=models.Value("draft"),
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
        choices=ReportStatus,
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="report_ends_after_start"),
            models.UniqueConstraint(
                fields=["definition", "start", "end", "published_only"],
                condition=Q(published_at=None),
                name="report_prepared_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(frozen_at__isnull=False), name="report_signed_after_frozen"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("frozen_by")), name="report_signed_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(signed_at__isnull=False), name="report_published_after_signed"
            ),
            *lengths("report", sent_back=2_000, label=40),
        ]
        indexes = [models.Index(fields=["-drafted_at", "-id"], name="report_drafted")]

    def __str__(self) -> str:
        return f"{self.reference}, {self.label}"

    def get_absolute_url(self) -> str:
        return address_of("report", self.reference)


class CoverPart(models.TextChoices):
    DECISION = "decision", "Decisions asked for"
    CHANGE = "change", "What changed"
    WORRY = "worry", "What worries us and what we do about it"
    ACTION = "action", "Actions from last time"


class CoverLine(Record):
    """One line of the cover paper, written by the team; a line about a figure names it."""

    reference_kind = "K"
    personal = frozenset({"text", "owner"})

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="cover_lines")
    part = models.CharField(max_length=10, choices=CoverPart)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    figure = models.CharField(max_length=120, blank=True)  # key of a figure of the document
    owner = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["report_id", "part", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=CoverPart.values), name="cover_line_part_known"),
            models.CheckConstraint(condition=~Q(part="change") | ~Q(figure=""), name="cover_change_names_a_figure"),
            *lengths("cover_line", text=400, figure=120, owner=80),
        ]


class Rendering(models.Model):
    """The frozen document under one release profile, after disclosure control, with its files. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="renderings")
    attempt = models.PositiveSmallIntegerField()  # a report sent back and frozen again keeps what it said before
    profile = models.CharField(max_length=60)
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    pdf = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    workbook = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    rollup = models.ForeignKey("monitoring.RollUp", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "attempt", "profile"], name="rendering_once"),
            *lengths("rendering", profile=60),
        ]


class Snapshot(models.Model):
    """The unsuppressed figures of a release, for the team alone: a restatement is the difference of two of these.

    `figures` is the release as it went to the disclosure door: counts, how they add up, and what rests on them.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="snapshots")
    attempt = models.PositiveSmallIntegerField()
    figures = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    rollup = models.ForeignKey("monitoring.RollUp", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "attempt"], name="snapshot_once")]
