"""A background task as a row: the truth about it, whatever the queue remembers or forgets."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, longest


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Working"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Job(Record):
    """One piece of work asked for. Unique while unfinished per kind and subject, so that asking twice is one job.

    `attempt` is the fence: whoever runs the job writes only while the row still says this attempt and `running`.
    """

    reference_kind = "J"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=400)  # canonical JSON: ids and codes, never a personal value
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True)
    result_label = models.CharField(max_length=120, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    problem = models.TextField(blank=True)  # what went wrong, for the person who asked
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=UNFINISHED), name="job_unfinished_once"
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, finished_at=None)
                | Q(state__in=(JobState.DONE, JobState.FAILED), finished_at__isnull=False),
                name="job_finished_when_finished",
            ),
            longest("message", 200, "job_message_length"),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_state_lease"),
            models.Index(fields=["requested_by", "-requested_at"], name="job_requester"),
        ]

    def get_absolute_url(self) -> str:
        return address_of("job", self.reference)

    @property
    def finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int | None:
        return None if not self.total else min(100, self.done * 100 // self.total)


class JobAsker(models.Model):
    """Somebody else who asked for the same work while it was unfinished; the job's page is theirs too."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="askers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "user"], name="job_asker_once")]
