"""A person as the network counts them, and a participant as one programme knows them."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import OrderedText, Record, longest

PSEUDONYM_BYTES = 16


def new_pseudonym() -> str:
    return secrets.token_hex(PSEUDONYM_BYTES)


class Person(models.Model):
    """The network's bare key of somebody: every count of people counts these, and an extract shows the pseudonym.

    It says nothing of who they are. Participants of several programmes point to one person only when a record matcher
    has said that they are one.
    """

    pseudonym = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.pseudonym


class BirthPrecision(models.TextChoices):
    """How exactly the date of birth is known; a date that is not exact stands at the middle of what is known."""

    DAY = "day", "The day is known"
    MONTH = "month", "Only the month and year are known"
    YEAR = "year", "Only the year is known"
    ESTIMATED = "estimated", "The age was estimated"
    NOT_KNOWN = "not_known", "Not known"


class GenderSame(models.TextChoices):
    NOT_ASKED = "", "Not asked"
    SAME = "same", "The same as the sex registered at birth"
    DIFFERENT = "different", "Different from the sex registered at birth"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefers not to say"


class HowKnown(models.TextChoices):
    """Who said it. What a worker supposed is never counted as what a young person said of themselves."""

    NOT_ASKED = "", "Not asked"
    SELF = "self", "The young person said so"
    FAMILY = "family", "A parent or carer said so"
    REFERRER = "referrer", "The referrer said so"
    OBSERVED = "observed", "A worker supposed it"


class Disability(models.TextChoices):
    """A physical or mental health condition that lasts, or is expected to last, 12 months or more."""

    NOT_ASKED = "", "Not asked"
    YES = "yes", "Yes"
    NO = "no", "No"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefers not to say"


class DisabilityEffect(models.TextChoices):
    """How much it reduces the ability to carry out day-to-day activities."""

    NOT_ASKED = "", "Not asked"
    A_LOT = "a_lot", "Yes, a lot"
    A_LITTLE = "a_little", "Yes, a little"
    NOT_AT_ALL = "not_at_all", "Not at all"


class AreaKnown(models.TextChoices):
    KNOWN = "known", "Lives in the area"
    OUTSIDE = "outside", "Lives outside the area"
    NO_FIXED_ADDRESS = "no_fixed_address", "No fixed address"
    NOT_KNOWN = "not_known", "Not known"


def area_told(name: str) -> models.CheckConstraint:
    """An area stands exactly where it is known that they live in one."""
    return models.CheckConstraint(
        condition=Q(area_known=AreaKnown.KNOWN, area__isnull=False)
        | (~Q(area_known=AreaKnown.KNOWN) & Q(area_known__in=AreaKnown.values, area=None)),
        name=name,
    )


class Participant(Record):
    """What one programme knows of somebody. Another programme that knows them has a participant of its own.

    `source` and `sensitivity` are of the strongest fact by which the programme knows them: a referral's until it is
    accepted, from then on the programme's own work. A merged one stays as a signpost to `merged_into`.
    """

    reference_kind = "A"
    touches = "participant"
    personal = frozenset(
        {
            "given_name",
            "family_name",
            "known_as",
            "sort_name",
            "date_of_birth",
            "birth_precision",
            "sex",
            "gender_same",
            "gender",
            "ethnicity",
            "ethnicity_how_known",
            "disability",
            "disability_effect",
            "care_status",
            "education_status",
            "area",
            "area_known",
            "person",
        }
    )
    opened_with = ("programme", "sex", "ethnicity", "care_status", "education_status", "area", "merged_into")
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None
    scope_facts: ClassVar[str] = ""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participants")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    sort_name = OrderedText(max_length=170)  # family name, given name: folded, for lists in order
    date_of_birth = models.DateField(null=True)
    birth_precision = models.CharField(max_length=10, choices=BirthPrecision, default=BirthPrecision.NOT_KNOWN)
    sex = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")
    gender_same = models.CharField(max_length=17, choices=GenderSame, blank=True)
    gender = models.CharField(max_length=80, blank=True)  # in their own words
    ethnicity = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")
    ethnicity_how_known = models.CharField(max_length=8, choices=HowKnown, blank=True)
    disability = models.CharField(max_length=17, choices=Disability, blank=True)
    disability_effect = models.CharField(max_length=10, choices=DisabilityEffect, blank=True)
    care_status = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")
    education_status = models.ForeignKey(
        "interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey("interventions.Area", null=True, on_delete=models.PROTECT, related_name="+")
    area_known = models.CharField(max_length=16, choices=AreaKnown, default=AreaKnown.NOT_KNOWN)
    source = models.CharField(max_length=13, choices=SourceAuthority, default=SourceAuthority.OWN_WORK)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.ORDINARY)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    registered_at = models.DateTimeField()
    invented = models.BooleanField(default=False)  # demonstration data

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(given_name="", family_name=""), name="participant_has_a_name"),
            models.CheckConstraint(
                condition=Q(date_of_birth=None, birth_precision=BirthPrecision.NOT_KNOWN)
                | (Q(date_of_birth__isnull=False) & ~Q(birth_precision=BirthPrecision.NOT_KNOWN)),
                name="participant_birth_told",
            ),
            models.CheckConstraint(
                condition=Q(birth_precision__in=BirthPrecision.values), name="participant_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(ethnicity=None, ethnicity_how_known="")
                | (Q(ethnicity__isnull=False) & ~Q(ethnicity_how_known="")),
                name="participant_ethnicity_told",
            ),
            models.CheckConstraint(
                condition=Q(ethnicity_how_known__in=HowKnown.values), name="participant_how_known_known"
            ),
            models.CheckConstraint(condition=Q(gender_same__in=GenderSame.values), name="participant_gender_known"),
            models.CheckConstraint(condition=Q(disability__in=Disability.values), name="participant_disability_known"),
            models.CheckConstraint(
                condition=Q(disability_effect="")
                | Q(disability=Disability.YES, disability_effect__in=DisabilityEffect.values),
                name="participant_disability_effect",
            ),
            area_told("participant_area_told"),
            models.CheckConstraint(condition=Q(source__in=SourceAuthority.values), name="participant_source_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values), name="participant_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="participant_merged_into_another"
            ),
            longest("given_name", 80, "participant_given_name_length"),
            longest("family_name", 80, "participant_family_name_length"),
            longest("known_as", 80, "participant_known_as_length"),
            longest("gender", 80, "participant_gender_length"),
        ]
        indexes = [
            models.Index(fields=["programme", "sort_name", "id"], name="participant_programme_name"),
            models.Index(fields=["sort_name", "id"], name="participant_name"),
            models.Index(fields=["programme", "date_of_birth"], name="participant_birth"),
            models.Index(fields=["person", "programme"], name="participant_person"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("participant", self.reference)

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @property
    def initials(self) -> str:
        return "".join(part[0].upper() for part in (self.given_name, self.family_name) if part)
