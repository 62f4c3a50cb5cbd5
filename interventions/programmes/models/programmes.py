"""What the network runs and with whom."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from interventions.programmes.models.reference import Source, ToolkitApproach
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths, longest

LONGEST_WHAT = 1_000  # characters


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
    approach = models.ForeignKey(
        ToolkitApproach, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    # True where no source says so: the description was read that way, and pages say that it was.
    level_is_reading = models.BooleanField(default=False)
    approach_is_reading = models.BooleanField(default=False)
    sources = models.ManyToManyField(Source, related_name="programmes")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(delivery_model__in=DeliveryModel.values), name="programme_model_known"),
            models.CheckConstraint(
                condition=Q(prevention_level__in=PreventionLevel.values), name="programme_level_known"
            ),
            models.CheckConstraint(condition=Q(population__in=Population.values), name="programme_population_known"),
            models.CheckConstraint(condition=Q(stated_as__in=StatedAs.values), name="programme_stated_as_known"),
            models.CheckConstraint(
                condition=Q(approach_is_reading=False) | Q(approach__isnull=False),
                name="programme_reading_of_an_approach",
            ),
            *lengths("programme", code=20, name=120, neutral_name=80, delivered_by=200, setting=200, what=LONGEST_WHAT),
        ]
        indexes = [models.Index(fields=["name", "id"], name="programme_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("programme", self.reference)

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
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="running_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["programme", "organisation"], condition=Q(ends_on=None), name="running_one_open_mode"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return address_of("programme", self.programme.reference)

    @property
    def last_day(self) -> date | None:
        return self.ends_on - timedelta(days=1) if self.ends_on else None
