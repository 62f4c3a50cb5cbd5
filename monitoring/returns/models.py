"""Monitoring returns: what a partner was asked, each version they sent, and every answer as a typed row."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.questions.models import Answer, QuestionSet
from vrn_cases.records.models import Record, longest
from vrn_cases.records.quarters import QuarterOf


class Counted(models.TextChoices):
    """What a line counts. They have distinct names and are never added together."""

    PEOPLE = "people", "People"
    REFERRALS = "referrals", "Referrals"
    SESSIONS = "sessions", "Sessions"
    ATTENDANCES = "attendances", "Attendances"
    PROFESSIONALS = "professionals", "Professionals"
    STUDENTS = "students", "Students"
    SCHOOLS = "schools", "Schools"
    ORGANISATIONS = "organisations", "Organisations"
    PROJECTS = "projects", "Projects"
    SECTORS = "sectors", "Sectors"
    EVENTS = "events", "Events"
    MONEY = "money", "Pounds and pence"
    NOTHING = "nothing", "Nothing: words"


class Additive(models.TextChoices):
    """Whether values of the same line may be added over programmes and quarters."""

    YES = "yes", "May be added"
    WITHIN_PROVIDER = "within_provider", "Counted once within each provider; may be counted again across"
    NEVER = "never", "Never added: stands under its own label"


class OverTime(models.TextChoices):
    """What a year makes of a line that was answered each quarter."""

    ADDED = "added", "Quarters may be added"
    LATEST = "latest", "The last quarter's answer holds for the year to date"
    APART = "apart", "Each quarter stands for itself: the same people may be in several"


class ReturnTemplate(Record):
    """A frozen set of lines and the lists that some of them are broken down by."""

    reference_kind = "Q"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    question_set = models.OneToOneField(QuestionSet, on_delete=models.PROTECT, related_name="return_template")
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    instructions = models.TextField(blank=True)
    published_record = models.BooleanField(default=False)  # holds figures as printed, never sent to partners

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="return_template_once")]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class ReturnLine(models.Model):
    """What one question of a template counts, of whom, and how its answers may be put together."""

    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="lines")
    question = models.OneToOneField("vrn_cases.Question", on_delete=models.PROTECT, related_name="return_line")
    measure = models.SlugField(max_length=60)
    counted = models.CharField(max_length=15, choices=Counted)
    population = models.CharField(max_length=60, blank=True)  # as printed: "young people", "secondary schools"
    additive = models.CharField(max_length=16, choices=Additive)
    over_time = models.CharField(max_length=6, choices=OverTime)
    share_of = models.SlugField(max_length=60, blank=True)  # measure of the line it is a part of, so never larger

    class Meta:
        ordering: ClassVar[list[str]] = ["template_id", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "measure", "population"], name="return_line_once"),
            models.CheckConstraint(condition=Q(counted__in=Counted.values), name="return_line_counted_known"),
            models.CheckConstraint(condition=Q(additive__in=Additive.values), name="return_line_additive_known"),
            models.CheckConstraint(condition=Q(over_time__in=OverTime.values), name="return_line_over_time_known"),
        ]


class LineBreakdown(models.Model):
    """A list that a line is broken down by. Each breakdown of a line adds up to the line's own answer."""

    line = models.ForeignKey(ReturnLine, on_delete=models.PROTECT, related_name="breakdowns")
    position = models.PositiveSmallIntegerField()
    list = models.CharField(max_length=30)  # name of a list that people maintain

    class Meta:
        ordering: ClassVar[list[str]] = ["line_id", "position"]
        constraints = [models.UniqueConstraint(fields=["line", "list"], name="line_breakdown_once")]


class Return(Record):
    """One return that one organisation owes for one programme and period, or one statement of the published record."""

    reference_kind = "R"
    touches = "return"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = "organisation_id"

    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="returns")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "interventions.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    start = models.DateField(null=True)  # null: the source does not state one
    end = models.DateField()  # exclusive
    label = models.CharField(max_length=80)  # as printed
    first_quarter = models.GeneratedField(
        expression=QuarterOf("start"), output_field=models.IntegerField(null=True), db_persist=True
    )
    last_quarter = models.GeneratedField(
        expression=QuarterOf("end", day_before=True), output_field=models.IntegerField(), db_persist=True
    )
    due_on = models.DateField(null=True)
    published = models.BooleanField(default=False)
    source = models.ForeignKey("interventions.Source", null=True, on_delete=models.PROTECT, related_name="+")
    asked_for_at = models.DateTimeField()
    asked_for_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start=None) | Q(start__lt=F("end")), name="return_ends_after_start"),
            models.CheckConstraint(
                condition=Q(published=True, source__isnull=False)
                | Q(published=False, organisation__isnull=False, start__isnull=False),
                name="return_of_a_partner_or_published",
            ),
            models.UniqueConstraint(
                fields=["template", "programme", "organisation", "start", "end", "label", "source"],
                nulls_distinct=False,
                name="return_once",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-end", "-id"], name="return_programme"),
            models.Index(fields=["organisation", "-end", "-id"], name="return_organisation"),
            models.Index(fields=["-end", "-id"], name="return_end"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("return", args=[self.reference])


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", "Checked, not sent"
    SUBMITTED = "submitted", "With the central team"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    REPLACED = "replaced", "Replaced by a newer version"


class ReturnVersion(Record):
    """One version of a return. What replaces it is kept beside it, never over it.

    Facts, not states: each `*_at` says that it happened, each `*_by` who did it. Who accepts is somebody else than
    who submitted. At most three versions of a return stand at once: the one being prepared, the one with the central
    team, and the accepted one, which counts until a newer one is accepted.
    """

    reference_kind = "X"
    touches = "return_version"
    scope_programme: ClassVar[str | None] = "of__programme_id"
    scope_organisation: ClassVar[str | None] = "of__organisation_id"

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    queried_at = models.DateTimeField(null=True)
    queried_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    query = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    status = models.GeneratedField(
        expression=models.Case(
            models.When(replaced_at__isnull=False, then=models.Value("replaced")),
            models.When(accepted_at__isnull=False, then=models.Value("accepted")),
            models.When(queried_at__isnull=False, then=models.Value("queried")),
            models.When(submitted_at__isnull=False, then=models.Value("submitted")),
            default=models.Value("draft"),
        ),
        output_field=models.CharField(max_length=10, choices=ReturnStatus),
        db_persist=True,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="return_version_once"),
            models.UniqueConstraint(
                fields=["of"], condition=Q(replaced_at=None, submitted_at=None), name="return_one_draft"
            ),
            models.UniqueConstraint(
                fields=["of"],
                condition=Q(replaced_at=None, submitted_at__isnull=False, accepted_at=None),
                name="return_one_with_the_team",
            ),
            models.UniqueConstraint(
                fields=["of"], condition=Q(replaced_at=None, accepted_at__isnull=False), name="return_one_that_counts"
            ),
            models.CheckConstraint(
                condition=Q(queried_at=None) | Q(submitted_at__isnull=False), name="return_queried_after_submission"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | (Q(submitted_at__isnull=False) & Q(queried_at=None)),
                name="return_accepted_after_submission",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("submitted_by")),
                name="return_accepted_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(queried_at=None, query="") | (Q(queried_at__isnull=False) & ~Q(query="")),
                name="return_query_says_what",
            ),
            longest("query", 2_000, "return_query_length"),
            longest("note", 2_000, "return_note_length"),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="return_version_status")]

    def programme_code(self) -> str:
        return self.of.programme.code


class Qualifier(models.TextChoices):
    EXACT = "exact", "Exact"
    ALMOST = "almost", "Almost"
    OVER = "over", "Over"
    POTENTIAL = "potential", "Potential reach"


class ReturnAnswer(Answer):
    """The answer to one line, as a whole (`breakdown` and `part` empty) or for one part of one breakdown."""

    version = models.ForeignKey(ReturnVersion, on_delete=models.PROTECT, related_name="answers")
    breakdown = models.CharField(max_length=30, blank=True)
    part = models.SlugField(max_length=60, blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    note = models.CharField(max_length=500, blank=True)

    class Meta(Answer.Meta):
        constraints = [
            *Answer.Meta.constraints,
            models.UniqueConstraint(fields=["version", "question", "breakdown", "part"], name="return_answer_once"),
            models.CheckConstraint(
                condition=Q(breakdown="", part="") | (~Q(breakdown="") & ~Q(part="")),
                name="return_answer_part_of_something",
            ),
            longest("note", 500, "return_answer_note_length"),
            models.CheckConstraint(condition=Q(qualifier__in=Qualifier.values), name="return_answer_qualifier_known"),
        ]


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

    def programme_code(self) -> str:
        return self.of.programme.code


class UploadFault(models.Model):
    """One thing wrong with an uploaded workbook, at one cell (empty: the sheet; no sheet either: the whole file)."""

    upload = models.ForeignKey(ReturnUpload, on_delete=models.PROTECT, related_name="faults")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=31, blank=True)
    cell = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=400)

    class Meta:
        ordering: ClassVar[list[str]] = ["upload_id", "position"]
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="upload_fault_once")]

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.sheet, self.cell and f"cell {self.cell}") if part)
        return f"{place}: {self.text}" if place else self.text


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
