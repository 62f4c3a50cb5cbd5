"""What the network runs and with whom, and the reference lists that people maintain, as versioned rows."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.models import Record, longest


class DeliveryModel(models.TextChoices):
    CASEWORK = "casework", "Casework"
    GROUP = "group", "Group work"
    SCHOOL = "school", "School programme"
    GRANT = "grant", "Grants"
    TRAINING = "training", "Training"
    EVENT = "event", "Events"
    CAMPAIGN = "campaign", "Campaign"


class PreventionLevel(models.TextChoices):
    CONTEXTUAL = "contextual", "Contextual"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    TERTIARY = "tertiary", "Tertiary"


class Population(models.TextChoices):
    UNIVERSAL = "universal", "Universal"
    TARGETED = "targeted", "Targeted"
    SPECIALIST = "specialist", "Specialist"


class StatedAs(models.TextChoices):
    """How the source speaks of it: what is only planned is never shown as delivered."""

    DELIVERED = "running or delivered", "Running or delivered"
    PLANNED = "planned", "Planned"
    PARTNER = "partner activity", "Partner activity"


class EstimatedImpact(models.TextChoices):
    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    UNCLEAR = "unclear", "Unclear"
    HARMFUL = "harmful", "Harmful"


class EvidenceQuality(models.TextChoices):
    HIGH = "high", "High"
    LOW = "low", "Low"


class Source(models.Model):
    """A document that says so. A figure or description without one is not loaded."""

    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=250)
    dated = models.CharField(max_length=20)  # as printed: a year, a month or a day

    class Meta:
        constraints = [longest("title", 250, "source_title_length")]

    def __str__(self) -> str:
        return f"{self.title} ({self.dated})"


class ToolkitApproach(models.Model):
    """One approach of the Youth Endowment Fund's toolkit, as a dated edition printed it."""

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    estimated_impact = models.CharField(max_length=10, choices=EstimatedImpact)
    evidence_quality = models.CharField(max_length=10, choices=EvidenceQuality)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "source"], name="toolkit_approach_once"),
            models.CheckConstraint(condition=Q(estimated_impact__in=EstimatedImpact.values), name="toolkit_impact_known"),
            models.CheckConstraint(condition=Q(evidence_quality__in=EvidenceQuality.values), name="toolkit_quality_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(Record):
    """Who delivers, funds or returns figures."""

    reference_kind = "N"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = "pk"

    name = models.CharField(max_length=150, unique=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [longest("name", 150, "organisation_name_length")]

    def __str__(self) -> str:
        return self.name


class Programme(Record):
    """A service, campaign or network. Adding one is adding a row: no code names a programme."""

    reference_kind = "P"
    touches = "programme"
    scope_programme: ClassVar[str | None] = "pk"
    scope_organisation: ClassVar[str | None] = None

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    neutral_name = models.CharField(max_length=80, blank=True)  # what a young person may hold or see
    delivery_model = models.CharField(max_length=10, choices=DeliveryModel)
    delivered_by = models.CharField(max_length=200)  # as the source words it
    prevention_level = models.CharField(max_length=10, choices=PreventionLevel)
    population = models.CharField(max_length=10, choices=Population)
    setting = models.CharField(max_length=200)
    what = models.TextField()
    stated_as = models.CharField(max_length=20, choices=StatedAs)
    approach = models.ForeignKey(ToolkitApproach, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes")
    # True where no source says so: the description was read that way, and pages say that it was.
    level_is_reading = models.BooleanField(default=False)
    approach_is_reading = models.BooleanField(default=False)
    sources = models.ManyToManyField(Source, related_name="programmes")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(delivery_model__in=DeliveryModel.values), name="programme_model_known"),
            models.CheckConstraint(condition=Q(prevention_level__in=PreventionLevel.values), name="programme_level_known"),
            models.CheckConstraint(condition=Q(population__in=Population.values), name="programme_population_known"),
            models.CheckConstraint(condition=Q(stated_as__in=StatedAs.values), name="programme_stated_as_known"),
            longest("name", 120, "programme_name_length"),
            models.CheckConstraint(
                condition=Q(approach_is_reading=False) | Q(approach__isnull=False), name="programme_reading_of_an_approach"
            ),
            longest("what", 1_000, "programme_what_length"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="programme_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.reference])

    def programme_code(self) -> str:
        return self.code

    @property
    def delivered(self) -> bool:
        return self.stated_as == StatedAs.DELIVERED


class Mode(models.TextChoices):
    CASEWORK = "casework", "Casework in this service"
    RECORD_FILE = "record_file", "A file with a row a person, without names"
    RETURN_ONLY = "return_only", "Returns only"


class Running(Record):
    """How one organisation ran a programme, from a day and until a day (exclusive)."""

    reference_kind = "W"
    touches = "programme"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = "organisation_id"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="runnings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="runnings")
    mode = models.CharField(max_length=12, choices=Mode)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="running_mode_known"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="running_ends_after_start"),
            models.UniqueConstraint(
                fields=["programme", "organisation"], condition=Q(ends_on=None), name="running_one_open_mode"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.programme.reference])


class Area(models.Model):
    """A place that figures are told for, at one level of one geography."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=30)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    priority_area = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], nulls_distinct=False, name="area_once_per_version")
        ]

    def __str__(self) -> str:
        return self.name


class StrategyFramework(models.Model):
    """The strategy in force in a period: four priorities first, seven later; never a number in code."""

    name = models.CharField(max_length=120, unique=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # exclusive

    def __str__(self) -> str:
        return self.name


class Priority(models.Model):
    framework = models.ForeignKey(StrategyFramework, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=150)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="priority_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class FrameworkOutcome(models.Model):
    """One outcome of the outcomes framework: its domain and which way is better."""

    domain = models.CharField(max_length=30)
    text = models.CharField(max_length=150)
    good_direction = models.CharField(max_length=4, choices=[("up", "An increase"), ("down", "A decrease")])
    age_scope = models.CharField(max_length=60, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domain", "text"], name="framework_outcome_once")]

    def __str__(self) -> str:
        return self.text


class ListName(models.TextChoices):
    RISK_FACTOR = "risk_factor", "Risk factors"
    PROTECTIVE_FACTOR = "protective_factor", "Protective factors"
    AGE_BAND = "age_band", "Age bands of returns"
    AGE_UNDER_25 = "age_under_25", "Under 25 or not"
    AGE_18_TO_25 = "age_18_to_25", "Aged 18 to 25 or not"
    AGE_NEEDS_ASSESSMENT = "age_needs_assessment", "Age bands of the needs assessment"
    SEX = "sex", "Sex"
    ETHNIC_GROUP = "ethnic_group", "Ethnic groups"
    ETHNICITY = "ethnicity", "Ethnicities"


class ListEntry(models.Model):
    """One entry of a list that people maintain, under its natural code, in force between two days.

    An age band also holds its `least` and `most` completed years, both inside the band; null is without end. An entry
    that stands for what is not known has neither.
    """

    list = models.CharField(max_length=30, choices=ListName)
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    group = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField(null=True)
    most = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["list", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code", "valid_from"], nulls_distinct=False, name="list_entry_once"),
            models.CheckConstraint(condition=Q(list__in=ListName.values), name="list_entry_list_known"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=F("most")), name="list_entry_band_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.label
