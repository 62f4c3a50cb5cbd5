"""What a partner was asked, each version they sent, and every answer as a typed row."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from monitoring.returns.models.templates import ReturnTemplate
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.questions.models import Answer
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths
from vrn_cases.records.quarters import QuarterOf


class Return(Record):
    """One return that one organisation owes for one programme and period, or one statement of the published record."""

    reference_kind = "R"
    touches = "return"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = "organisation_id"

    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="returns")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "interventions.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    start = models.DateField(null=True)  # null: the source does not state one
    end = models.DateField()  # exclusive
    label = models.CharField(max_length=80)  # as printed
    first_quarter = models.GeneratedField(
        expression=QuarterOf("start"), output_field=models.IntegerField(null=True), db_persist=True
    )
    last_quarter = models.GeneratedField(
        expression=QuarterOf("end", day_before=True), output_field=models.IntegerField(), db_persist=True
    )
    due_on = models.DateField(null=True)
    published = models.BooleanField(default=False)
    source = models.ForeignKey("interventions.Source", null=True, on_delete=models.PROTECT, related_name="+")
    chased_on = models.DateField(null=True)
    asked_for_at = models.DateTimeField()
    asked_for_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start=None) | Q(start__lt=F("end")), name="return_ends_after_start"),
            models.CheckConstraint(
                condition=Q(published=True, source__isnull=False)
                | Q(published=False, organisation__isnull=False, start__isnull=False),
                name="return_of_a_partner_or_published",
            ),
            models.UniqueConstraint(
                fields=["programme", "organisation", "start", "end"],
                condition=Q(published=False),
                name="return_asked_for_once",
            ),
            # SQLite takes two nulls for different, so a statement without a start has a constraint of its own
            models.UniqueConstraint(
                fields=["programme", "source", "start", "end", "label"],
                condition=Q(published=True, start__isnull=False),
                name="return_stated_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "source", "end", "label"],
                condition=Q(published=True, start=None),
                name="return_stated_once_without_start",
            ),
            *lengths("return", label=80),
        ]
        indexes = [
            models.Index(fields=["programme", "-end", "-id"], name="return_programme"),
            models.Index(fields=["organisation", "-end", "-id"], name="return_organisation"),
            models.Index(fields=["-end", "-id"], name="return_end"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("return", self.reference)

    @property
    def last_day(self) -> date:
        """The last day of the period, as people say it."""
        return self.end - timedelta(days=1)


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", "Prepared, not sent"
    SUBMITTED = "submitted", "With the central team"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    REPLACED = "replaced", "Replaced by a newer version"


class ReturnVersion(Record):
    """One version of a return. What replaces it is kept beside it, never over it.

    Facts, not states: each `*_at` says that it happened, each `*_by` who did it. Who accepts is somebody else than
    who submitted. At most three versions of a return stand at once: the one being prepared, the one with the central
    team, and the accepted one, which counts until a newer one is accepted.
    """

    reference_kind = "X"
    personal = frozenset({"note", "query"})
    touches = "return_version"
    scope_programme: ClassVar[str | None] = "of__programme_id"
    scope_organisation: ClassVar[str | None] = "of__organisation_id"

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("vrn_cases.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    queried_at = models.DateTimeField(null=True)
    queried_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    query = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    status = models.GeneratedField(
        expression=models.Case(
            models.When(replaced_at__isnull=False, then=models.Value("replaced")),
            models.When(accepted_at__isnull=False, then=models.Value("accepted")),
            models.When(queried_at__isnull=False, then=models.Value("queried")),
            models.When(submitted_at__isnull=False, then=models.Value("submitted")),
            default=models.Value("draft"),
        ),
        output_field=models.CharField(max_length=10),
        choices=ReturnStatus,
        db_persist=True,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="return_version_once"),
            models.UniqueConstraint(
                fields=["of"], condition=Q(replaced_at=None, submitted_at=None), name="return_one_draft"
            ),
            models.UniqueConstraint(
                fields=["of"],
                condition=Q(replaced_at=None, submitted_at__isnull=False, accepted_at=None),
                name="return_one_with_the_team",
            ),
            models.UniqueConstraint(
                fields=["of"], condition=Q(replaced_at=None, accepted_at__isnull=False), name="return_one_that_counts"
            ),
            models.CheckConstraint(
                condition=Q(queried_at=None) | Q(submitted_at__isnull=False), name="return_queried_after_submission"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | (Q(submitted_at__isnull=False) & Q(queried_at=None)),
                name="return_accepted_after_submission",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("submitted_by")),
                name="return_accepted_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(queried_at=None, query="") | (Q(queried_at__isnull=False) & ~Q(query="")),
                name="return_query_says_what",
            ),
            *lengths("return", query=2_000, note=2_000),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="return_version_status")]

    def programme_code(self) -> str:
        return self.of.programme.code


class Qualifier(models.TextChoices):
    EXACT = "exact", "Exact"
    ALMOST = "almost", "Almost"
    OVER = "over", "Over"
    POTENTIAL = "potential", "Potential reach"


class ReturnAnswer(Answer):
    """The answer to one line, as a whole (`breakdown` and `part` empty) or for one part of one breakdown."""

    personal = frozenset({"text", "note"})

    version = models.ForeignKey(ReturnVersion, on_delete=models.PROTECT, related_name="answers")
    breakdown = models.CharField(max_length=30, blank=True)
    part = models.SlugField(max_length=60, blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    note = models.CharField(max_length=500, blank=True)

    class Meta(Answer.Meta):
        constraints = [
            *Answer.Meta.constraints,
            models.UniqueConstraint(fields=["version", "question", "breakdown", "part"], name="return_answer_once"),
            models.CheckConstraint(
                condition=Q(breakdown="", part="") | (~Q(breakdown="") & ~Q(part="")),
                name="return_answer_part_of_something",
            ),
            *lengths("return_answer", note=500, breakdown=30, part=60),
            models.CheckConstraint(condition=Q(qualifier__in=Qualifier.values), name="return_answer_qualifier_known"),
        ]
