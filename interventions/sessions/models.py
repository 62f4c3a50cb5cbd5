"""Support arranged for a day: offered to one case, or to several as a group; and whether it was attended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, longest
from vrn_cases.records.quarters import QuarterOf


class Mode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video call"
    PHONE = "phone", "Phone call"


class Attendance(models.TextChoices):
    NOT_RECORDED = "", "Not recorded"
    ATTENDED = "attended", "Attended"
    DID_NOT_ATTEND = "did_not_attend", "Did not attend"
    CANCELLED_BY_PERSON = "cancelled_by_person", "Cancelled by the young person"
    CANCELLED_BY_SERVICE = "cancelled_by_service", "Cancelled by us"


class GroupSession(Record):
    """One gathering; each case that it was offered to has a session of its own under it."""

    reference_kind = "4"
    personal = frozenset({"title"})
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    kind = models.ForeignKey("interventions.ListEntry", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=9, choices=Mode, default=Mode.IN_PERSON)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="group_session_mode_known"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 1_440)), name="group_session_minutes_in_a_day"
            ),
            longest("title", 120, "group_session_title_length"),
        ]
        indexes = [models.Index(fields=["programme", "-held_on", "-id"], name="group_session_programme")]

    def get_absolute_url(self) -> str:
        return address_of("group_session", self.reference)


class Session(Record):
    """One session offered to one case. Attendance stays empty until it is recorded, never before the day itself.

    Minutes are told exactly when it was attended; zero is an answer.
    """

    reference_kind = "3"
    touches = "session"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = None

    case = models.ForeignKey("interventions.Case", on_delete=models.PROTECT, related_name="sessions")
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(GroupSession, null=True, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    quarter = models.GeneratedField(
        expression=QuarterOf("held_on"), output_field=models.IntegerField(), db_persist=True
    )
    starts_at = models.TimeField(null=True)
    kind = models.ForeignKey("interventions.ListEntry", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=9, choices=Mode, default=Mode.IN_PERSON)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    attendance = models.CharField(max_length=20, choices=Attendance, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="session_mode_known"),
            models.CheckConstraint(condition=Q(attendance__in=Attendance.values), name="session_attendance_known"),
            models.CheckConstraint(
                condition=Q(attendance=Attendance.ATTENDED, minutes__range=(0, 1_440))
                | (~Q(attendance=Attendance.ATTENDED) & Q(minutes=None)),
                name="session_minutes_when_attended",
            ),
            models.CheckConstraint(
                condition=Q(attendance="", recorded_on=None, recorded_at=None, recorded_by=None)
                | (~Q(attendance="") & Q(recorded_on__isnull=False, recorded_at__isnull=False)),
                name="session_attendance_recorded",
            ),
            # A cancellation may be known before the day; whether somebody came cannot.
            models.CheckConstraint(
                condition=~Q(attendance__in=[Attendance.ATTENDED, Attendance.DID_NOT_ATTEND])
                | Q(recorded_on__gte=F("held_on")),
                name="session_no_future_attendance",
            ),
            models.UniqueConstraint(fields=["group", "case"], name="session_once_in_a_group"),
        ]
        indexes = [
            models.Index(fields=["case", "-held_on", "-id"], name="session_case"),
            models.Index(fields=["quarter", "case", "attendance", "minutes"], name="session_quarter"),
            models.Index(fields=["worker", "held_on"], name="session_worker"),
            models.Index(fields=["programme", "held_on"], name="session_programme"),
            models.Index(fields=["worker", "held_on"], condition=Q(attendance=""), name="session_unrecorded_worker"),
            models.Index(fields=["programme", "held_on"], condition=Q(attendance=""), name="session_unrecorded"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("session", self.reference)
