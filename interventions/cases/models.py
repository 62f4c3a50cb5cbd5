"""A stretch of support for one person in one programme, from opening to closing, and what was written about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interventions.participants.models import AreaKnown, area_told
from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.encryption import EncryptedText, longest_sealed
from vrn_cases.records.models import Record, lengths, longest
from vrn_cases.records.quarters import QuarterOf

LONGEST_CLOSING_NOTE = 4_000  # characters
LONGEST_NOTE = 20_000


class CaseStatus(models.TextChoices):
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


class Ending(models.TextChoices):
    """How a case ended, by what was delivered and why it stopped."""

    NOT_STARTED = "not_started", "Ended before any session was attended"
    UNPLANNED = "unplanned", "Ended before it was planned to"
    PLANNED = "planned", "Ended as planned"
    NEUTRAL = "neutral", "Ended for a reason outside the support"


class Case(Record):
    """Support for one participant. At most one is open for each; closing and reopening are spells of the same case.

    Area, looked-after and education status are as at the opening. `last_session_on` and `next_due_on` are kept for
    lists by whatever they follow from.
    """

    reference_kind = "C"
    touches = "case"
    personal = frozenset({"next_action", "area", "care_status", "education_status", "closing_note"})
    opened_with = ("programme", "participant", "worker", "area", "close_reason")
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    participant = models.ForeignKey("interventions.Participant", on_delete=models.PROTECT, related_name="cases")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("interventions.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField("interventions.Referral", on_delete=models.PROTECT, related_name="opened_case")
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_quarter = models.GeneratedField(
        expression=QuarterOf("opened_on"), output_field=models.IntegerField(), db_persist=True
    )
    area = models.ForeignKey("interventions.Area", null=True, on_delete=models.PROTECT, related_name="+")
    area_known = models.CharField(max_length=16, choices=AreaKnown, default=AreaKnown.NOT_KNOWN)
    care_status = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")
    education_status = models.ForeignKey(
        "interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    paused_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")
    closing_note = EncryptedText(blank=True)
    ending = models.CharField(max_length=11, choices=Ending, blank=True)
    closed_quarter = models.GeneratedField(
        expression=QuarterOf("closed_on"), output_field=models.IntegerField(null=True), db_persist=True
    )
    next_action = models.CharField(max_length=200, blank=True)
    next_action_on = models.DateField(null=True)
    last_session_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    status = models.GeneratedField(
        expression=models.Case(
            models.When(closed_on__isnull=False, then=models.Value("closed")),
            models.When(paused_on__isnull=False, then=models.Value("paused")),
            default=models.Value("open"),
        ),
        output_field=models.CharField(max_length=6),
        choices=CaseStatus,
        db_persist=True,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(closed_on=None), name="case_one_open_a_participant"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_at=None, closed_by=None, close_reason=None, ending="")
                | (Q(closed_on__isnull=False, closed_at__isnull=False, close_reason__isnull=False) & ~Q(ending="")),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="case_closed_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(paused_on=None) | Q(paused_on__gte=F("opened_on"), closed_on=None),
                name="case_paused_while_open",
            ),
            models.CheckConstraint(condition=Q(ending="") | Q(ending__in=Ending.values), name="case_ending_known"),
            models.CheckConstraint(
                condition=Q(next_action="", next_action_on=None) | ~Q(next_action=""), name="case_next_action_said"
            ),
            area_told("case_area_told"),
            *lengths("case", next_action=200, closing_note=longest_sealed(LONGEST_CLOSING_NOTE)),
        ]
        indexes = [
            models.Index(fields=["worker", "status", "-opened_on", "-id"], name="case_worker"),
            models.Index(fields=["worker", "-opened_on", "-id"], name="case_worker_any_status"),
            models.Index(fields=["programme", "status", "-opened_on", "-id"], name="case_programme"),
            models.Index(fields=["-opened_on", "-id"], name="case_opened"),
            models.Index(fields=["participant", "-opened_on"], name="case_participant"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("case", self.reference)


class SpellKind(models.TextChoices):
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"


class CaseSpell(models.Model):
    """A stretch of days in which a case was open or paused; the caseload on a day is the spells that cover it.

    `ends_on` is exclusive: a case closed on a day was open on it, so its spell ends the day after.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="spells")
    kind = models.CharField(max_length=6, choices=SpellKind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.ForeignKey("interventions.ListEntry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SpellKind.values), name="spell_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="spell_ends_after_start"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(ends_on=None), name="spell_one_running"),
            models.UniqueConstraint(fields=["case", "kind", "starts_on"], name="spell_once"),
        ]
        indexes = [models.Index(fields=["case", "starts_on", "ends_on"], name="spell_case")]


class LeadWorker(models.Model):
    """Who led the work on a case, from a day and until a day (exclusive)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lead_workers")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="lead_worker_ends_after_start"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(ends_on=None), name="lead_worker_one_now"),
        ]


class NoteKind(models.TextChoices):
    CONTACT = "contact", "Contact with the young person"
    FAMILY = "family", "Contact with family or carers"
    PROFESSIONAL = "professional", "Contact with another service"
    GENERAL = "general", "Other"


class Note(Record):
    """What somebody wrote about a case. It is locked from its first save; a correction stands beside it, as its own."""

    reference_kind = "6"
    personal = frozenset({"text"})
    scope_programme: ClassVar[str | None] = "case__programme_id"
    scope_organisation: ClassVar[str | None] = None
    scope_facts: ClassVar[str] = ""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    session = models.ForeignKey("interventions.Session", null=True, on_delete=models.PROTECT, related_name="notes")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=12, choices=NoteKind)
    happened_on = models.DateField()
    text = EncryptedText()
    source = models.CharField(max_length=13, choices=SourceAuthority, default=SourceAuthority.OWN_WORK)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.ORDINARY)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoteKind.values), name="note_kind_known"),
            models.CheckConstraint(condition=Q(source__in=SourceAuthority.values), name="note_source_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=Sensitivity.values), name="note_sensitivity_known"),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(corrects=F("pk")), name="note_corrects_another"),
            longest("text", longest_sealed(LONGEST_NOTE), "note_text_length"),
        ]
        indexes = [models.Index(fields=["case", "-happened_on", "-id"], name="note_case")]

    def programme_code(self) -> str:
        return self.case.programme_code()
