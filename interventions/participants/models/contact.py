"""How somebody can be reached, and what is safe: encrypted, and found exactly through a blind index."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from interventions.participants.models.participants import Participant
from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.encryption import EncryptedText, longest_sealed
from vrn_cases.records.models import Record, lengths

LONGEST_VALUE = 300  # characters of a number, an address, or what is safe
LONGEST_POSTCODE = 10


class ContactKind(models.TextChoices):
    PHONE = "phone", "Phone"
    EMAIL = "email", "Email"
    ADDRESS = "address", "Address"


class Belongs(models.TextChoices):
    PARTICIPANT = "participant", "The young person"
    FAMILY = "family", "A parent or carer"
    PROFESSIONAL = "professional", "Somebody who works with them"


class Safe(models.TextChoices):
    SAFE = "safe", "Safe to use"
    ASK_FIRST = "ask_first", "Ask the lead worker first"
    NOT_SAFE = "not_safe", "Not safe: do not use"
    NOT_KNOWN = "not_known", "Not known whether it is safe"


class ContactPoint(Record):
    """One way of reaching somebody, from a day and until a day (exclusive).

    `index` is a keyed hash of the number, the e-mail address, or the postcode with the house number, each normalised:
    it finds the same value and says nothing of it.
    """

    reference_kind = "2"
    personal = frozenset({"value", "postcode", "safe_note", "index"})
    scope_programme: ClassVar[str | None] = "participant__programme_id"
    scope_organisation: ClassVar[str | None] = None
    scope_facts: ClassVar[str] = ""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=7, choices=ContactKind)
    belongs_to = models.CharField(max_length=12, choices=Belongs, default=Belongs.PARTICIPANT)
    value = EncryptedText()
    postcode = EncryptedText(blank=True)
    index = models.CharField(max_length=100, blank=True)
    safe = models.CharField(max_length=9, choices=Safe, default=Safe.NOT_KNOWN)
    safe_note = EncryptedText(blank=True)  # what is safe: when, by whom, what not to say
    source = models.CharField(max_length=13, choices=SourceAuthority, default=SourceAuthority.OWN_WORK)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.ORDINARY)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kind_known"),
            models.CheckConstraint(condition=Q(belongs_to__in=Belongs.values), name="contact_belongs_known"),
            models.CheckConstraint(condition=Q(safe__in=Safe.values), name="contact_safe_known"),
            models.CheckConstraint(condition=Q(source__in=SourceAuthority.values), name="contact_source_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=Sensitivity.values), name="contact_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contact_ends_after_start"
            ),
            *lengths(
                "contact",
                value=longest_sealed(LONGEST_VALUE),
                postcode=longest_sealed(LONGEST_POSTCODE),
                safe_note=longest_sealed(LONGEST_VALUE),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "index"], name="contact_index"),
            models.Index(fields=["participant", "ends_on"], name="contact_participant"),
        ]

    def programme_code(self) -> str:
        return self.participant.programme_code()
