"""Which measures a programme asks for and when, each one taken, its answers by item number, and its scores."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interventions.outcomes.instruments.registry import INSTRUMENTS
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record
from vrn_cases.records.quarters import QuarterOf


class MeasurePoint(models.TextChoices):
    """When in a case a measure is taken."""

    BASELINE = "baseline", "At the start"
    REVIEW = "review", "In between"
    EXIT = "exit", "At the end"


class MeasurePlan(Record):
    """That a programme asks for one instrument at one point, from a day and until a day (exclusive).

    `due_days`: of a baseline, how many days after the opening it is due; of an exit, how many days it may lie before
    the closing, and after it. What the programme's team has not confirmed is a proposal that came with the service.
    """

    reference_kind = "I"
    touches = "measure_plan"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="measure_plans")
    instrument = models.CharField(max_length=20)
    point = models.CharField(max_length=8, choices=MeasurePoint)
    due_days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(point__in=[MeasurePoint.BASELINE, MeasurePoint.EXIT]), name="measure_plan_point_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="measure_plan_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["programme", "instrument", "point"],
                condition=Q(valid_until=None),
                name="measure_plan_open_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "instrument", "point", "valid_from"], name="measure_plan_version_once"
            ),
        ]


class Assessment(Record):
    """One outcome measure of one case on one day, or why it could not be taken.

    Its answers never change: a correction is a new assessment that replaces it. Scores stand beside the answers with
    the version of the scorer that made them.
    """

    reference_kind = "E"
    touches = "assessment"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    case = models.ForeignKey("interventions.Case", on_delete=models.PROTECT, related_name="assessments")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=20)
    form = models.CharField(max_length=20, blank=True)  # the paper form: first and later ones ask about other times
    point = models.CharField(max_length=8, choices=MeasurePoint)
    taken_on = models.DateField()
    quarter = models.GeneratedField(
        expression=QuarterOf("taken_on"), output_field=models.IntegerField(), db_persist=True
    )
    not_done_reason = models.ForeignKey(
        "interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    scorer_version = models.PositiveSmallIntegerField(null=True)
    main_score = models.IntegerField(null=True)  # hundredths of a point, of the scale that change is reported on
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(point__in=MeasurePoint.values), name="assessment_point_known"),
            models.CheckConstraint(
                condition=Q(not_done_reason__isnull=False, scorer_version=None, main_score=None, form="")
                | (Q(not_done_reason=None, scorer_version__isnull=False) & ~Q(form="")),
                name="assessment_done_or_why_not",
            ),
            models.UniqueConstraint(
                fields=["case", "instrument", "point"],
                condition=Q(replaced_at=None) & ~Q(point="review"),
                name="assessment_one_that_stands",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "instrument", "-taken_on", "-id"], name="assessment_case"),
            models.Index(fields=["programme", "-taken_on", "-id"], name="assessment_programme"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("assessment", self.reference)

    @staticmethod
    def name_of(instrument: str) -> str:
        """What people call the measure of this code, for rooms that hold assessments and know no instrument."""
        return INSTRUMENTS[instrument].short_name

    @property
    def name(self) -> str:
        return self.name_of(self.instrument)


class ItemAnswer(models.Model):
    """The answer to one item by its number; null was left blank. Zero is an answer."""

    personal = frozenset({"answer"})

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="item_answer_once")]


class ScaleScore(models.Model):
    """One scale's score in hundredths of a point; null: too few answers. `band` by `banding`, where there is one."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    scale = models.CharField(max_length=20)
    hundredths = models.IntegerField(null=True)
    standing = models.CharField(max_length=12)
    banding = models.CharField(max_length=30, blank=True)
    band = models.CharField(max_length=40, blank=True)

    personal = frozenset({"hundredths", "band"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "scale"], name="scale_score_once")]
