"""The grains of casework. A row is rebuilt, never edited; its keys are plain numbers and it outlives nothing.

Parts of a breakdown are the number of their list entry or area (of its first version), 0 where nothing is known.
Columns that end in `_network` are what all programmes together know of a person: programmes may tell different things,
and none learns from a figure of its own what another has written. `alone`: the person has one record of this kind and
one participant, so that a count of people may count rows.
"""

from django.db import models


class _AboutAPerson(models.Model):
    """What a row of every casework grain carries."""

    participant = models.BigIntegerField()
    person = models.BigIntegerField()
    alone = models.BooleanField()
    programme = models.BigIntegerField()
    provider = models.BigIntegerField(null=True)
    age_band = models.IntegerField()  # completed years on the day of opening, or of receipt, in three sets of bands
    age_under_25 = models.IntegerField()
    age_18_to_25 = models.IntegerField()
    district = models.IntegerField()  # -1: outside the area; -2: no fixed address
    sex = models.IntegerField()
    sex_network = models.IntegerField()
    ethnic_group = models.IntegerField()
    ethnic_group_network = models.IntegerField()

    class Meta:
        abstract = True


class ReferralOutcome(models.IntegerChoices):
    WAITING = 0, "Waiting for a decision"
    ACCEPTED = 1, "Accepted"
    JOINED = 2, "Joined to an open case"
    DECLINED = 3, "Declined"
    WITHDRAWN = 4, "Withdrawn"


class ReferralGrain(_AboutAPerson):
    """One row a referral."""

    referral = models.BigAutoField(primary_key=True)
    received_on = models.IntegerField()  # as 20230401
    received_quarter = models.IntegerField()
    decided_quarter = models.IntegerField(null=True)
    outcome = models.SmallIntegerField(choices=ReferralOutcome)
    decided = models.BooleanField()  # accepted, joined to a case or declined; not withdrawn
    taken_up = models.BooleanField()  # accepted, or joined to a case
    days_to_decision = models.IntegerField(null=True)
    route = models.IntegerField()
    referred_from = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=ReferralOutcome.values), name="grain_referral_outcome_known"
            )
        ]
        indexes = [
            models.Index(fields=["programme", "received_quarter"], name="grain_referral_received"),
            models.Index(fields=["person"], name="grain_referral_person"),
            models.Index(fields=["participant"], name="grain_referral_participant"),
        ]


class _OfACase(_AboutAPerson):
    care_status = models.IntegerField()
    education_status = models.IntegerField()

    class Meta:
        abstract = True


class CaseEnding(models.IntegerChoices):
    NONE = 0, "Not closed"
    NOT_STARTED = 1, "Ended before any session was attended"
    UNPLANNED = 2, "Ended before it was planned to"
    PLANNED = 3, "Ended as planned"
    NEUTRAL = 4, "Ended for a reason outside the support"


class CaseGrain(_OfACase):
    """One row a case. `kept_quarter` is that in which the case's first 90 days are over."""

    case_id = models.BigAutoField(primary_key=True)
    opened_on = models.IntegerField()  # as 20230401
    opened_quarter = models.IntegerField()
    closed_quarter = models.IntegerField(null=True)
    ending = models.SmallIntegerField(choices=CaseEnding)
    started = models.BooleanField()  # closed after at least one session, or whatever else: not "not started"
    kept_quarter = models.IntegerField()
    kept = models.BooleanField()  # at least three sessions attended in the first 90 days
    days_to_first_session = models.IntegerField(null=True)
    birth_known = models.BooleanField()
    ethnicity_self = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ending__in=CaseEnding.values), name="grain_case_ending_known")
        ]
        indexes = [
            models.Index(fields=["programme", "opened_quarter"], name="grain_case_opened"),
            models.Index(fields=["person"], name="grain_case_person"),
            models.Index(fields=["participant"], name="grain_case_participant"),
        ]


class CaseQuarterGrain(_OfACase):
    """One row a case and quarter in which it was open or paused on some day, or a session was arranged.

    `supported`: open (not paused) on some day, or a session attended. `held_at_end`: open or paused on the last day.
    `..._before`: the same already in an earlier quarter of the financial year. Minutes are whole.
    """

    number = models.BigAutoField(primary_key=True)  # 16384 x case + quarter
    case_id = models.BigIntegerField()
    quarter = models.IntegerField()
    supported = models.BooleanField()
    supported_before = models.BooleanField()
    held_at_end = models.BooleanField()
    offered = models.IntegerField()
    attended = models.IntegerField()
    attended_before = models.BooleanField()
    did_not_attend = models.IntegerField()
    cancelled_by_person = models.IntegerField()
    cancelled_by_service = models.IntegerField()
    arranged = models.IntegerField()  # offered, and cancelled by us
    answered = models.IntegerField()  # offered and recorded: attended, not attended, or cancelled by the young person
    recorded = models.IntegerField()
    recorded_late = models.IntegerField()
    not_recorded = models.IntegerField()
    minutes = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["programme", "quarter"], name="grain_quarter_programme"),
            models.Index(fields=["case_id"], name="grain_quarter_case"),
            models.Index(fields=["person"], name="grain_quarter_person"),
        ]


class MeasurePairGrain(_OfACase):
    """One row a case and instrument that the programme asked for at its start or end. Scores are hundredths of a point.

    `eligible`: asked for at both points, and closed after support had begun. `reliable`: 1 improved, 0 no reliable
    change, -1 deteriorated; null without a pair, or where the instrument's measurement error is not known.
    """

    number = models.BigAutoField(primary_key=True)  # 64 x case + place of the instrument
    case_id = models.BigIntegerField()
    instrument = models.CharField(max_length=20)
    baseline_due_quarter = models.IntegerField(null=True)
    baseline_done = models.BooleanField()
    exit_due_quarter = models.IntegerField(null=True)
    exit_done = models.BooleanField()
    eligible = models.BooleanField()
    with_first = models.BooleanField()
    paired = models.BooleanField()
    first = models.IntegerField(null=True)
    later = models.IntegerField(null=True)
    change = models.IntegerField(null=True)
    reliable = models.SmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["programme", "exit_due_quarter"], name="grain_pair_exit"),
            models.Index(fields=["case_id"], name="grain_pair_case"),
            models.Index(fields=["person"], name="grain_pair_person"),
        ]
