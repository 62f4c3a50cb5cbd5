"""Outside figures: police, health, survey. Area-wide, all causes; the programmes are one part of what moves them."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from vrn_cases.access.permissions import Permission
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths

NOT_STATED = date(1, 1, 1)  # what a missing start counts as where rows must differ: SQLite takes no two nulls for equal


class Authority(models.TextChoices):
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    SURVEY = "survey", "Survey"
    EDUCATION = "education", "Education"
    AMBULANCE = "ambulance", "Ambulance"


class Direction(models.TextChoices):
    UP = "up", "An increase is better"
    DOWN = "down", "A decrease is better"
    UNSTATED = "unstated", "The source does not say"


class OfNoProgramme(ScopedQuerySet["Series"]):
    """Figures of the whole area belong to no programme: who holds the verb anywhere reaches every one of them."""

    def for_user(self, user: Any, *, to: Permission) -> "OfNoProgramme":
        held = getattr(user, "is_authenticated", False) and user.holds(to)
        return self if held else self.none()


class Series(Record):
    """One thing that is measured over time by one authority under one version of a definition."""

    reference_kind = "S"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=150)
    authority = models.CharField(max_length=12, choices=Authority)
    definition = models.CharField(max_length=300)
    definition_version = models.PositiveSmallIntegerField(default=1)
    good_direction = models.CharField(max_length=10, choices=Direction, default=Direction.UNSTATED)
    unit = models.CharField(max_length=40)
    caution = models.CharField(max_length=300, blank=True)  # what must be read beside every value
    source = models.ForeignKey("interventions.Source", on_delete=models.PROTECT, related_name="+")

    objects = OfNoProgramme.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "definition_version"], name="series_once_per_definition"),
            models.CheckConstraint(condition=Q(authority__in=Authority.values), name="series_authority_known"),
            models.CheckConstraint(condition=Q(good_direction__in=Direction.values), name="series_direction_known"),
            *lengths("series", code=80, name=150, definition=300, unit=40, caution=300),
        ]
        indexes = [models.Index(fields=["name", "id"], name="series_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("series", self.reference)


class Observation(Record):
    """One printed value of a series, or only its printed change: what is not published stays empty.

    `value` and `change_on_previous` are whole hundredths; `denominator` is a count. `start` null: not stated.
    """

    reference_kind = "V"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    start = models.DateField(null=True)
    end = models.DateField()  # exclusive
    label = models.CharField(max_length=60)
    area = models.ForeignKey("interventions.Area", null=True, on_delete=models.PROTECT, related_name="+")
    area_as_printed = models.CharField(max_length=60)
    age_scope = models.CharField(max_length=40, default="all ages")
    role = models.CharField(max_length=20, blank=True)  # victim, suspect, patient
    offence = models.CharField(max_length=80, blank=True)  # offence or mechanism of injury
    place_kind = models.CharField(max_length=40, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True)  # 1 Monday to 7 Sunday
    hour_band = models.CharField(max_length=20, blank=True)
    value = models.BigIntegerField(null=True)
    change_on_previous = models.BigIntegerField(null=True)
    denominator = models.PositiveBigIntegerField(null=True)
    completeness = models.PositiveSmallIntegerField(null=True)  # hundredths of a percent are not printed: whole percent
    received_on = models.DateField(null=True)
    wording = models.CharField(max_length=300, blank=True)  # what the source says of this one value, as printed
    source = models.ForeignKey("interventions.Source", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(start__lt=F("end")), name="observation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(change_on_previous__isnull=False),
                name="observation_says_something",
            ),
            models.UniqueConstraint(
                "series",
                Coalesce("start", NOT_STATED),
                "end",
                "area_as_printed",
                "age_scope",
                "role",
                "offence",
                "place_kind",
                Coalesce("weekday", 0),
                "hour_band",
                "source",
                name="observation_once",
            ),
            *lengths(
                "observation",
                label=60,
                area_as_printed=60,
                age_scope=40,
                role=20,
                offence=80,
                place_kind=40,
                hour_band=20,
                wording=300,
            ),
        ]
        indexes = [models.Index(fields=["series", "end", "id"], name="observation_series")]


class SuccessMeasure(Record):
    """A result against a Home Office success measure as printed: a percentage between two years, without its counts.

    No counts were published, so none are held: the product says so and works none out.
    """

    reference_kind = "Y"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="results")
    age_scope = models.CharField(max_length=60)
    baseline_year = models.CharField(max_length=7)
    comparison_year = models.CharField(max_length=7)
    percent_change = models.IntegerField()  # hundredths
    wording = models.CharField(max_length=300)  # the success measure as printed
    source = models.ForeignKey("interventions.Source", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "age_scope", "baseline_year", "comparison_year", "source"],
                name="success_measure_once",
            ),
            *lengths("success_measure", age_scope=60, baseline_year=7, comparison_year=7, wording=300),
        ]
