"""Grants and how they are spent, in whole pence."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths


class GrantAgreement(Record):
    """A funder's grant for a financial year; `intervention_floor` is in hundredths of a percent of it."""

    reference_kind = "G"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    funder = models.CharField(max_length=80)
    year = models.CharField(max_length=7)  # "2020/21"
    amount = models.PositiveBigIntegerField()
    intervention_floor = models.PositiveIntegerField()
    source = models.ForeignKey("interventions.Source", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["funder", "year"], name="grant_agreement_once"),
            models.CheckConstraint(condition=Q(intervention_floor__lte=10_000), name="grant_floor_is_a_share"),
            *lengths("grant", funder=80, year=7),
        ]

    def __str__(self) -> str:
        return f"{self.funder} grant {self.year}"

    def get_absolute_url(self) -> str:
        return address_of("budget", self.reference)


class BudgetLine(Record):
    reference_kind = "L"

    agreement = models.ForeignKey(GrantAgreement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    amount = models.PositiveBigIntegerField()
    counts_as_intervention = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey("interventions.Source", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["agreement_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="budget_line_once"),
            *lengths("budget_line", note=300, name=120),
        ]

    def __str__(self) -> str:
        return self.name
