"""Workbooks made for a funder over all accepted returns."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from monitoring.indicators.disclosure_profiles import ReleaseProfile, funder_profile
from monitoring.returns.models.returns import ReturnVersion
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths


class GrantReturn(Record):
    """One workbook for a funder and a period over all accepted returns, with what went into it.

    `figures` is the release before the door, for the team alone, and `showings` what the funder's readers see in each
    place; both are canonical JSON, kept so that the next release can be attacked beside this one. Empty until made.
    """

    reference_kind = "H"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    agreement = models.ForeignKey("monitoring.GrantAgreement", on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()  # exclusive
    label = models.CharField(max_length=80)
    threshold = models.PositiveSmallIntegerField(
        null=True
    )  # counts below it are hidden; null: the agreement says exact
    job = models.ForeignKey("vrn_cases.Job", null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    versions = models.ManyToManyField(ReturnVersion, related_name="+")
    figures = models.TextField(blank=True)
    showings = models.TextField(blank=True)
    asked_for_at = models.DateTimeField()
    asked_for_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="grant_return_ends_after_start"),
            models.CheckConstraint(
                condition=Q(made_at=None, file=None, figures="", showings="")
                | Q(made_at__isnull=False, file__isnull=False),
                name="grant_return_made_whole",
            ),
            *lengths("grant_return", label=80),
        ]
        indexes = [models.Index(fields=["-asked_for_at", "-id"], name="grant_return_latest")]

    def get_absolute_url(self) -> str:
        return address_of("grant_return", self.reference)

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def profile(self) -> ReleaseProfile:
        """To whom the figures go and under which rule, as the agreement says."""
        return funder_profile(str(self.agreement), threshold=self.threshold, number=self.agreement_id)
