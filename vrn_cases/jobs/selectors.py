"""Jobs as their requester and the team see them."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vrn_cases.access.permissions import Permission
from vrn_cases.celery import JOB_KINDS
from vrn_cases.jobs.models import Job, JobAsker, JobState

STUCK_AFTER = timedelta(minutes=5)


def jobs_seen_by(user: Any) -> QuerySet[Job]:
    """The jobs that a user asked for, newest first; all of them for who may see background work."""
    every = Job.objects.order_by("-requested_at", "-id")
    if user.holds(Permission.JOB_VIEW):
        return every
    return every.filter(Q(requested_by=user) | Exists(JobAsker.objects.filter(job=OuterRef("pk"), user=user)))


def kind_in_words(kind: str) -> str:
    return JOB_KINDS[kind].words if kind in JOB_KINDS else kind.replace("_", " ").capitalize()


def stuck_jobs() -> int:
    """How many have waited for more than five minutes: no worker is running, or all of them are busy."""
    return Job.objects.filter(state=JobState.QUEUED, requested_at__lt=timezone.now() - STUCK_AFTER).count()
