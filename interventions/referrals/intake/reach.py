"""Reach: school, year group, suspensions, and whether the trial's criteria are met.

Which signs of vulnerability somebody shows is not held, only whether there are enough of them.
"""

from django.db import models
from django.db.models import Q

from interventions.referrals.intake.intake import Intake, Met, checked_with_day, choice_known
from vrn_cases.records.models import longest


class ReachIntake(Intake):
    reference_kind = "3"
    touches = ""
    personal = frozenset({"school", "school_year", "suspensions", "criteria", "criteria_checked_on"})

    school = models.ForeignKey(
        "interventions.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="School",
    )
    school_year = models.PositiveSmallIntegerField("School year", null=True, blank=True)
    suspensions = models.PositiveSmallIntegerField("Suspensions in this school year", null=True, blank=True)
    criteria = models.CharField("Criteria of the programme", max_length=7, choices=Met, blank=True)
    criteria_checked_on = models.DateField("Day the criteria were checked", null=True, blank=True)
    criteria_version = models.CharField("Version of the criteria", max_length=40, blank=True)

    class Meta:
        constraints = [
            choice_known("criteria", Met, "reach_criteria_known"),
            checked_with_day("reach"),
            models.CheckConstraint(
                condition=Q(school_year=None) | Q(school_year__range=(1, 13)), name="reach_school_year_is_one"
            ),
            models.CheckConstraint(
                condition=Q(suspensions=None) | Q(suspensions__lte=190), name="reach_suspensions_in_a_year"
            ),
            longest("criteria_version", 40, "reach_criteria_version_length"),
        ]
