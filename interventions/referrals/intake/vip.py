"""The Violence Intervention Project: where somebody was met at a reachable moment, and what had happened to them.

No account of the event is held: the kind of harm alone.
"""

from django.db import models

from interventions.referrals.intake.intake import Intake, choice_known


class MetWhere(models.TextChoices):
    NOT_ASKED = "", "Not asked"
    EMERGENCY_DEPARTMENT = "emergency_department", "Emergency Department"
    WARD = "ward", "Hospital ward"
    CUSTODY = "custody", "Police custody"
    COMMUNITY = "community", "In the community"


class Harm(models.TextChoices):
    NOT_ASKED = "", "Not asked"
    SHARP = "sharp", "Injury by a knife or sharp object"
    BLUNT = "blunt", "Injury by a blunt object"
    OTHER_WEAPON = "other_weapon", "Injury by another weapon"
    WITHOUT_WEAPON = "without_weapon", "Injury without a weapon"
    NO_INJURY = "no_injury", "No injury, affected in another way"


class Seen(models.TextChoices):
    NOT_ASKED = "", "Not asked"
    THERE = "there", "Met in person at the reachable moment"
    LATER = "later", "First contact afterwards"


class VipIntake(Intake):
    reference_kind = "2"
    touches = ""
    personal = frozenset({"met_where", "harm", "seen", "attended_on"})

    met_where = models.CharField("Where they were met", max_length=20, choices=MetWhere, blank=True)
    attended_on = models.DateField("Day of the attendance or arrest", null=True, blank=True)
    harm = models.CharField("What had happened to them", max_length=14, choices=Harm, blank=True)
    seen = models.CharField("First contact", max_length=5, choices=Seen, blank=True)

    class Meta:
        constraints = [
            choice_known("met_where", MetWhere, "vip_met_where_known"),
            choice_known("harm", Harm, "vip_harm_known"),
            choice_known("seen", Seen, "vip_seen_known"),
        ]
