"""The reference lists that people maintain, as versioned rows: sources, toolkit, areas, strategies, outcomes, lists."""

from calendar import month_name
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from vrn_cases.records.models import lengths

ALWAYS = date(1, 1, 1)  # what an open beginning counts as where rows must differ: SQLite takes no two nulls for equal


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
        constraints = lengths("source", title=250, code=10, dated=20)

    def __str__(self) -> str:
        return f"{self.title} ({self.dated_in_words})"

    @property
    def dated_in_words(self) -> str:
        """The date as far as the document prints one: "2024", "January 2022" or "28 July 2020"."""
        year, *month_and_day = self.dated.split("-")
        months = [
            month_name[int(part)] if part.isdigit() and 1 <= int(part) <= 12 else part for part in month_and_day[:1]
        ]
        days = [part.lstrip("0") for part in month_and_day[1:]]
        return " ".join([*days, *months, year])


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
            models.CheckConstraint(
                condition=Q(estimated_impact__in=EstimatedImpact.values), name="toolkit_impact_known"
            ),
            models.CheckConstraint(
                condition=Q(evidence_quality__in=EvidenceQuality.values), name="toolkit_quality_known"
            ),
            *lengths("toolkit_approach", code=60, name=100),
        ]

    def __str__(self) -> str:
        return self.name


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
            models.UniqueConstraint("code", Coalesce("valid_from", ALWAYS), name="area_once_per_version"),
            *lengths("area", code=30, name=80, level=30),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level_in_words(self) -> str:
        return self.level.replace("_", " ").capitalize()


class StrategyFramework(models.Model):
    """The strategy in force in a period: four priorities first, seven later; never a number in code."""

    name = models.CharField(max_length=120, unique=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # exclusive

    class Meta:
        constraints = lengths("strategy", name=120)

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        return self.valid_until - timedelta(days=1) if self.valid_until else None


class Priority(models.Model):
    framework = models.ForeignKey(StrategyFramework, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=150)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="priority_once"),
            *lengths("priority", text=150),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class GoodDirection(models.TextChoices):
    UP = "up", "An increase"
    DOWN = "down", "A decrease"


class FrameworkOutcome(models.Model):
    """One outcome of the outcomes framework: its domain and which way is better."""

    domain = models.CharField(max_length=30)
    text = models.CharField(max_length=150)
    good_direction = models.CharField(max_length=4, choices=GoodDirection)
    age_scope = models.CharField(max_length=60, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain", "text"], name="framework_outcome_once"),
            models.CheckConstraint(
                condition=Q(good_direction__in=GoodDirection.values), name="framework_outcome_direction_known"
            ),
            *lengths("framework_outcome", domain=30, text=150, age_scope=60),
        ]

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
    CARE_STATUS = "care_status", "Looked-after status"
    EDUCATION_STATUS = "education_status", "Education and work"
    REFERRED_FROM = "referred_from", "Where referrals come from"
    REFERRAL_ROUTE = "referral_route", "How referrals reach us"
    DECLINE_REASON = "decline_reason", "Why referrals are declined"
    WITHDRAW_REASON = "withdraw_reason", "Why referrals are withdrawn"
    PAUSE_REASON = "pause_reason", "Why cases are paused"
    CLOSE_REASON = "close_reason", "Why cases are closed"
    SESSION_KIND = "session_kind", "Kinds of session"
    MEASURE_NOT_DONE = "measure_not_done", "Why a measure was not taken"


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
            models.UniqueConstraint("list", "code", Coalesce("valid_from", ALWAYS), name="list_entry_once"),
            models.CheckConstraint(condition=Q(list__in=ListName.values), name="list_entry_list_known"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=F("most")), name="list_entry_band_in_order"
            ),
            *lengths("list_entry", code=60, label=120, group=60),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def group_in_words(self) -> str:
        """The group as a page says it: some groups are codes that rules test ("youth_justice")."""
        words = self.group.replace("_", " ")
        return words[:1].upper() + words[1:]
