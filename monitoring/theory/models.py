"""Theories of change as rows: what goes in, what is done, what comes out, what changes, and why that should follow."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths

# The network's own theory has no programme; no two of these may count as different.
_PROGRAMME_OR_NETWORK = Coalesce("programme", 0, output_field=models.BigIntegerField())


STUDY = "evaluators"  # the code of the box that says who compares those who had the support with others


class Stage(models.TextChoices):
    INPUTS = "inputs", "Inputs"
    ACTIVITIES = "activities", "Activities"
    OUTPUTS = "outputs", "Outputs"
    OUTCOMES = "outcomes", "Outcomes"
    IMPACT = "impact", "Impact"


class Theory(Record):
    """One programme's theory of change, or the network's (no programme), as a version."""

    reference_kind = "T"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    programme = models.ForeignKey("interventions.Programme", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    in_use = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(_PROGRAMME_OR_NETWORK, "version", name="theory_version_once"),
            models.UniqueConstraint(_PROGRAMME_OR_NETWORK, condition=Q(in_use=True), name="theory_one_in_use"),
            *lengths("theory", title=150),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("theory", self.reference)


class TheoryNode(models.Model):
    """One box. Its value comes from an indicator, from a printed measure, or from an outside series drawn apart."""

    theory = models.ForeignKey(Theory, on_delete=models.CASCADE, related_name="nodes")
    code = models.SlugField(max_length=40)
    stage = models.CharField(max_length=10, choices=Stage)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    indicator = models.CharField(max_length=20, blank=True)  # codes of indicators, a space between: never added
    printed_measure = models.CharField(max_length=60, blank=True)  # code of a question of the published record
    series = models.CharField(max_length=80, blank=True)  # code of an outside series
    target = models.BigIntegerField(null=True)  # in the indicator's own unit; null: no target set
    target_period = models.CharField(max_length=40, blank=True)
    target_words = models.CharField(max_length=120, blank=True)  # as printed: "up to 20 schools"
    source = models.ForeignKey("interventions.Source", null=True, on_delete=models.PROTECT, related_name="+")
    is_reading = models.BooleanField(default=False)  # no source says so in these words: pages say that it is a reading

    class Meta:
        ordering: ClassVar[list[str]] = ["theory_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["theory", "code"], name="theory_node_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="theory_node_stage_known"),
            models.CheckConstraint(
                condition=Q(target=None) | (~Q(target_words="") & Q(source__isnull=False)),
                name="theory_target_only_as_printed",
            ),
            *lengths(
                "theory_node",
                code=40,
                text=200,
                indicator=20,
                printed_measure=60,
                series=80,
                target_period=40,
                target_words=120,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def indicators(self) -> list[str]:
        """Its indicators' codes, the one that stands on the card first; each is a source of its own."""
        return self.indicator.split()


class TheoryLink(models.Model):
    theory = models.ForeignKey(Theory, on_delete=models.CASCADE, related_name="links")
    cause = models.ForeignKey(TheoryNode, on_delete=models.CASCADE, related_name="+")
    effect = models.ForeignKey(TheoryNode, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey("interventions.Source", null=True, on_delete=models.PROTECT, related_name="+")
    is_reading = models.BooleanField(default=True)  # the sources seldom say what is meant to lead to what

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "effect"], name="theory_link_once"),
            models.CheckConstraint(condition=~Q(cause=F("effect")), name="theory_link_two_nodes"),
            models.CheckConstraint(
                condition=Q(is_reading=True) | Q(source__isnull=False), name="theory_link_stated_by_a_source"
            ),
        ]
