"""Phoenix: which agency put somebody forward, and whether the programme's criteria are met.

Nothing says why: no police marking, no intelligence, no account of an offence. Who a trial did not allocate to the
programme is not entered here.
"""

from django.db import models

from interventions.referrals.intake.intake import Intake, Met, checked_with_day, choice_known
from vrn_cases.records.models import longest


class Agency(models.TextChoices):
    NOT_ASKED = "", "Not asked"
    POLICE = "police", "Police"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    OTHER = "other", "Another agency"


class FirstOffer(models.TextChoices):
    NOT_ASKED = "", "Not yet made"
    ACCEPTED = "accepted", "The offer of support was taken up"
    THINKING = "thinking", "Wants to think about it"
    REFUSED = "refused", "The offer of support was refused"


class PhoenixIntake(Intake):
    reference_kind = "4"
    touches = ""
    personal = frozenset({"agency", "criteria", "criteria_checked_on", "first_offer", "first_offer_on"})

    agency = models.CharField("Agency that put them forward", max_length=13, choices=Agency, blank=True)
    criteria = models.CharField("Criteria of the programme", max_length=7, choices=Met, blank=True)
    criteria_checked_on = models.DateField("Day the criteria were checked", null=True, blank=True)
    criteria_version = models.CharField("Version of the criteria", max_length=40, blank=True)
    first_offer = models.CharField("First offer of support", max_length=8, choices=FirstOffer, blank=True)
    first_offer_on = models.DateField("Day of the first offer", null=True, blank=True)

    class Meta:
        constraints = [
            choice_known("agency", Agency, "phoenix_agency_known"),
            choice_known("criteria", Met, "phoenix_criteria_known"),
            choice_known("first_offer", FirstOffer, "phoenix_first_offer_known"),
            checked_with_day("phoenix"),
            models.CheckConstraint(
                condition=models.Q(first_offer="", first_offer_on=None)
                | (~models.Q(first_offer="") & models.Q(first_offer_on__isnull=False)),
                name="phoenix_first_offer_with_day",
            ),
            longest("criteria_version", 40, "phoenix_criteria_version_length"),
        ]
