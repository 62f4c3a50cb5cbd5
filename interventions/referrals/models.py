"""Requests that somebody be supported, and what became of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interventions.participants.models import AreaKnown, area_told
from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.encryption import EncryptedText, longest_sealed
from vrn_cases.records.models import Record, lengths
from vrn_cases.records.quarters import QuarterOf


class Told(models.TextChoices):
    """Whether the young person knows that they are referred."""

    NOT_ASKED = "", "Not asked"
    AGREED = "agreed", "Knows, and wants to hear from us"
    KNOWS = "knows", "Knows, and has not said what they think"
    NOT_TOLD = "not_told", "Does not know"


class ReferralStatus(models.TextChoices):
    WAITING = "waiting", "Waiting for a decision"
    ACCEPTED = "accepted", "Accepted"
    JOINED = "joined", "Joined to an open case"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


LONGEST_WORDS = 4_000  # characters of a reason or a note
LONGEST_CONTACT = 200  # characters
OUTCOMES = ("accepted", "joined", "declined", "withdrawn")


def _decided(name: str) -> Q:
    """This outcome is told whole: its instant and its day; who did it may be nobody (a command)."""
    return Q(**{f"{name}_at__isnull": False, f"{name}_on__isnull": False})


def _not_decided(name: str) -> Q:
    return Q(**{f"{name}_at": None, f"{name}_on": None, f"{name}_by": None})


def _at_most_one() -> Q:
    none = Q()
    for name in OUTCOMES:
        none &= _not_decided(name)
    condition = none
    for told in OUTCOMES:
        one = _decided(told)
        for other in OUTCOMES:
            if other != told:
                one &= _not_decided(other)
        condition |= one
    return condition


class Referral(Record):
    """One request for one person to one programme. Two for one person are two referrals.

    Facts, not states: each `*_on` is the day that counts, each `*_at` and `*_by` the instant and the person. Area is
    as at the day of receipt.
    """

    reference_kind = "D"
    touches = "referral"
    personal = frozenset({"referrer_name", "referrer_contact", "reason", "decline_note", "withdraw_note", "area"})
    opened_with = ("participant",)
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = "referring_organisation_id"
    scope_facts: ClassVar[str] = ""

    participant = models.ForeignKey("interventions.Participant", on_delete=models.PROTECT, related_name="referrals")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("interventions.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    referring_organisation = models.ForeignKey(
        "interventions.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    quarter = models.GeneratedField(
        expression=QuarterOf("received_on"), output_field=models.IntegerField(), db_persist=True
    )
    referred_from = models.ForeignKey("interventions.ListEntry", on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey("interventions.ListEntry", on_delete=models.PROTECT, related_name="+")
    referrer_name = models.CharField(max_length=120, blank=True)
    referrer_contact = EncryptedText(blank=True)
    told = models.CharField(max_length=8, choices=Told, blank=True)
    reason = EncryptedText(blank=True)
    source = models.CharField(max_length=13, choices=SourceAuthority)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.ORDINARY)
    area = models.ForeignKey("interventions.Area", null=True, on_delete=models.PROTECT, related_name="+")
    area_known = models.CharField(max_length=16, choices=AreaKnown, default=AreaKnown.NOT_KNOWN)

    accepted_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField(null=True)
    joined_at = models.DateTimeField(null=True)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("interventions.Case", null=True, on_delete=models.PROTECT, related_name="joined_referrals")
    declined_on = models.DateField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decline_reason = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")
    decline_note = EncryptedText(blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdraw_reason = models.ForeignKey(
        "interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdraw_note = EncryptedText(blank=True)
    status = models.GeneratedField(
        expression=models.Case(
            models.When(accepted_at__isnull=False, then=models.Value("accepted")),
            models.When(joined_at__isnull=False, then=models.Value("joined")),
            models.When(declined_at__isnull=False, then=models.Value("declined")),
            models.When(withdrawn_at__isnull=False, then=models.Value("withdrawn")),
            default=models.Value("waiting"),
        ),
        output_field=models.CharField(max_length=9),
        choices=ReferralStatus,
        db_persist=True,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_at_most_one(), name="referral_one_outcome"),
            models.CheckConstraint(
                condition=Q(joined_at=None, case=None) | Q(joined_at__isnull=False, case__isnull=False),
                name="referral_joined_to_a_case",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, decline_reason=None)
                | Q(declined_at__isnull=False, decline_reason__isnull=False),
                name="referral_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdraw_reason=None)
                | Q(withdrawn_at__isnull=False, withdraw_reason__isnull=False),
                name="referral_withdrawn_with_reason",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}_on": None}) | Q(**{f"{name}_on__gte": F("received_on")}),
                    name=f"referral_{name}_after_receipt",
                )
                for name in OUTCOMES
            ),
            models.CheckConstraint(condition=Q(told__in=Told.values), name="referral_told_known"),
            models.CheckConstraint(condition=Q(source__in=SourceAuthority.values), name="referral_source_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=Sensitivity.values), name="referral_sensitivity_known"),
            area_told("referral_area_told"),
            *lengths(
                "referral",
                referrer_name=120,
                referrer_contact=longest_sealed(LONGEST_CONTACT),
                reason=longest_sealed(LONGEST_WORDS),
                decline_note=longest_sealed(LONGEST_WORDS),
                withdraw_note=longest_sealed(LONGEST_WORDS),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "status", "-received_on", "-id"], name="referral_programme"),
            models.Index(fields=["-received_on", "-id"], name="referral_received"),
            models.Index(fields=["participant", "-received_on"], name="referral_participant"),
            models.Index(fields=["referring_organisation", "-received_on", "-id"], name="referral_organisation"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("referral", self.reference)
