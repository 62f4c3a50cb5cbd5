"""Jobs as their requester and the team see them."""

from typing import Any

from django.db.models import Q, QuerySet

from vrn_cases.access.permissions import Permission
from vrn_cases.jobs.models import UNFINISHED, Job


def jobs_seen_by(user: Any) -> QuerySet[Job]:
    """A user's own jobs; all of them for who may see background work."""
    every = Job.objects.order_by("-requested_at", "-id")
    return every if user.holds(Permission.JOB_VIEW) else every.filter(requested_by=user)


def unfinished_job(kind: str, subject_part: str) -> Job | None:
    return Job.objects.filter(Q(kind=kind, subject__contains=subject_part, state__in=UNFINISHED)).order_by("-id").first()
