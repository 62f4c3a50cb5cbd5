"""What a return asks: frozen templates, what each line counts, and the lists it is broken down by."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.questions.models import QuestionSet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, lengths


class Counted(models.TextChoices):
    """What a line counts. They have distinct names and are never added together."""

    PEOPLE = "people", "People"
    REFERRALS = "referrals", "Referrals"
    SESSIONS = "sessions", "Sessions"
    ATTENDANCES = "attendances", "Attendances"
    PROFESSIONALS = "professionals", "Professionals"
    STUDENTS = "students", "Students"
    SCHOOLS = "schools", "Schools"
    ORGANISATIONS = "organisations", "Organisations"
    PROJECTS = "projects", "Projects"
    SECTORS = "sectors", "Sectors"
    EVENTS = "events", "Events"
    MONEY = "money", "Pounds and pence"
    NOTHING = "nothing", "Nothing: words"


class Additive(models.TextChoices):
    """Whether values of the same line may be added over programmes and quarters."""

    YES = "yes", "May be added"
    WITHIN_PROVIDER = "within_provider", "Counted once within each provider; may be counted again across"
    NEVER = "never", "Never added: stands under its own label"


class OverTime(models.TextChoices):
    """What a year makes of a line that was answered each quarter."""

    ADDED = "added", "Quarters may be added"
    LATEST = "latest", "The last quarter's answer holds for the year to date"
    APART = "apart", "Each quarter stands for itself: the same people may be in several"


class ReturnTemplate(Record):
    """A frozen set of lines and the lists that some of them are broken down by."""

    reference_kind = "Q"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    question_set = models.OneToOneField(QuestionSet, on_delete=models.PROTECT, related_name="return_template")
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    instructions = models.TextField(blank=True)
    published_record = models.BooleanField(default=False)  # holds figures as printed, never sent to partners

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="return_template_once"),
            *lengths("return_template", code=40, name=120, instructions=4_000),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    def get_absolute_url(self) -> str:
        return address_of("return_template", self.reference)


class ReturnLine(models.Model):
    """What one question of a template counts, of whom, and how its answers may be put together."""

    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="lines")
    question = models.OneToOneField("vrn_cases.Question", on_delete=models.PROTECT, related_name="return_line")
    measure = models.SlugField(max_length=60)
    counted = models.CharField(max_length=15, choices=Counted)
    population = models.CharField(max_length=60, blank=True)  # as printed: "young people", "secondary schools"
    additive = models.CharField(max_length=16, choices=Additive)
    over_time = models.CharField(max_length=6, choices=OverTime)
    share_of = models.SlugField(max_length=60, blank=True)  # measure of the line it is a part of, so never larger

    class Meta:
        ordering: ClassVar[list[str]] = ["template_id", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "measure", "population"], name="return_line_once"),
            models.CheckConstraint(condition=Q(counted__in=Counted.values), name="return_line_counted_known"),
            models.CheckConstraint(condition=Q(additive__in=Additive.values), name="return_line_additive_known"),
            models.CheckConstraint(condition=Q(over_time__in=OverTime.values), name="return_line_over_time_known"),
            *lengths("return_line", measure=60, population=60, share_of=60),
        ]


class LineBreakdown(models.Model):
    """A list that a line is broken down by. Each breakdown of a line adds up to the line's own answer."""

    line = models.ForeignKey(ReturnLine, on_delete=models.PROTECT, related_name="breakdowns")
    position = models.PositiveSmallIntegerField()
    list = models.CharField(max_length=30)  # name of a list that people maintain

    class Meta:
        ordering: ClassVar[list[str]] = ["line_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["line", "list"], name="line_breakdown_once"),
            *lengths("line_breakdown", list=30),
        ]
