"""Asking for a job, running it under a fence, and sending again what was lost. The only file that talks to Celery."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.digests import canonical
from vrn_cases.audit.services import SYSTEM, record
from vrn_cases.celery import JOB_KINDS, app
from vrn_cases.jobs.models import UNFINISHED, Job, JobState
from vrn_cases.records.refusals import Refused

log = logging.getLogger(__name__)
LOST_AFTER_SECONDS = 15  # a queued job whose message has not been picked up by then is sent again
FAILED_WORDS = "Something went wrong and the work was stopped. Nothing was lost. Try again, and tell us if it happens twice."
GAVE_UP_WORDS = "The work was stopped three times before it could finish. Nothing was lost. Tell us the reference."


class JobLost(Exception):
    """Another worker has this job now, or it is finished: stop without writing."""


def request_job(kind: str, *, subject: Mapping[str, Any], by: Any) -> Job:
    """Ask for a job inside the caller's transaction; returns the unfinished one when it was asked for already."""
    if kind not in JOB_KINDS:
        raise ValueError(f"{kind!r} is not a kind of job; see vrn_cases/celery.py")
    now = timezone.now()
    key = canonical(dict(subject))
    requester = None if isinstance(by, str) else by
    with transaction.atomic():
        try:
            with transaction.atomic():
                job = Job(kind=kind, subject=key, requested_by=requester, requested_at=now, sent_at=now)
                job.save(force_insert=True)
        except IntegrityError:
            return Job.objects.get(kind=kind, subject=key, state__in=UNFINISHED)
        if requester is not None:
            record(
                Action.JOB_REQUESTED, by=by, subject_kind="vrn_cases.job", subject_id=job.reference, detail={"kind": kind}
            )
        transaction.on_commit(lambda: send(job.pk))
    return job


def send(job_id: int) -> None:
    """Put a message on the queue. A broker that is away loses nothing: the sweep sends it again."""
    try:
        app.send_task("jobs.run", args=[job_id], retry=False)
    except Exception:
        log.warning("the broker could not take job %s; the sweep will send it again", job_id, exc_info=True)


class Run:
    """What a job's function is handed: its subject, and short fenced transactions that move progress and lease."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.subject: dict[str, Any] = json.loads(job.subject)
        self.result_label = ""
        self.result_url = ""

    @contextmanager
    def step(self, message: str | None = None, *, done: int | None = None, total: int | None = None) -> Iterator[None]:
        """One short transaction. Raises JobLost, and rolls the step back, when another worker holds the job.

        The fence is written first: it takes the job's row lock, so two workers cannot both be inside a step.
        """
        with transaction.atomic():
            self._hold(message, done, total)
            yield

    def progress(self, message: str, *, done: int | None = None, total: int | None = None) -> None:
        with self.step(message, done=done, total=total):
            pass

    def offer(self, label: str, url: str) -> None:
        """What the page offers when the job is done."""
        self.result_label, self.result_url = label, url

    def _hold(self, message: str | None, done: int | None, total: int | None) -> None:
        moved: dict[str, Any] = {"lease_until": timezone.now() + settings.JOB_LEASE}
        if message is not None:
            moved["message"] = message[:200]
        if done is not None:
            moved["done"] = done
        if total is not None:
            moved["total"] = total
        if not self._mine().update(**moved):
            raise JobLost

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=JobState.RUNNING)

    def finish(self, state: JobState, **values: Any) -> None:
        self._mine().update(
            state=state,
            finished_at=timezone.now(),
            lease_until=None,
            result_label=self.result_label,
            result_url=self.result_url,
            **values,
        )


def claim(job_id: int) -> Run | None:
    """Take the job by one conditional update; None when it is finished or somebody else holds its lease."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(free, pk=job_id).first()
        if job is None:
            return None
        job.attempt += 1
        job.state = JobState.RUNNING
        Job.objects.filter(pk=job.pk).update(
            attempt=job.attempt, state=job.state, lease_until=now + settings.JOB_LEASE, started_at=job.started_at or now
        )
    return Run(job)


def run_job(job_id: int) -> None:
    """Do the job if it is free. A duplicate message does nothing."""
    run = claim(job_id)
    if run is None:
        return
    module, function = JOB_KINDS[run.job.kind].rsplit(".", 1)
    try:
        getattr(import_module(module), function)(run)
    except JobLost:
        log.warning("job %s attempt %s was taken over", run.job.reference, run.job.attempt)
    except Refused as refusal:
        run.finish(JobState.FAILED, problem="\n".join(refusal.reasons))
    except Exception:
        log.exception("job %s (%s) failed", run.job.reference, run.job.kind)
        run.finish(JobState.FAILED, problem=FAILED_WORDS)
    else:
        run.finish(JobState.DONE)


def sweep_jobs() -> int:
    """Send again what waited too long or went quiet; give up after three attempts. Returns how many were sent."""
    now = timezone.now()
    quiet = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    quiet.filter(attempt__gte=settings.JOB_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now, lease_until=None, problem=GAVE_UP_WORDS
    )
    waited = Q(state=JobState.QUEUED, sent_at__lt=now - timedelta(seconds=LOST_AFTER_SECONDS))
    again = list(Job.objects.filter(waited | Q(state=JobState.RUNNING, lease_until__lt=now)).values_list("pk", flat=True))
    Job.objects.filter(pk__in=again).update(sent_at=now)
    for job_id in again:
        send(job_id)
    return len(again)


def request_by_system(kind: str) -> None:
    request_job(kind, subject={}, by=SYSTEM)
