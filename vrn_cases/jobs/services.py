"""Asking for a job, running it under a fence, and sending again what was lost. The only file that talks to Celery."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, Q
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.digests import canonical
from vrn_cases.audit.services import SYSTEM, record, together
from vrn_cases.celery import JOB_KINDS, app
from vrn_cases.jobs.models import UNFINISHED, Job, JobAsker, JobState
from vrn_cases.records.refusals import Refused

log = logging.getLogger(__name__)
LOST_AFTER = timedelta(seconds=15)  # a message that nobody has picked up by then is sent again
RESENT_AT_LEAST_EVERY = timedelta(minutes=5)
DONE_KEPT = timedelta(days=90)
DONE_BY_ITSELF_KEPT = timedelta(days=2)  # nobody asked for it, and there are thousands a day
FAILED_WORDS = (
    "Something went wrong and the work was stopped. Nothing was lost. Try again, and tell us if it happens twice."
)
GAVE_UP_WORDS = "The work was stopped three times before it could finish. Nothing was lost. Tell us the reference."
WAIT_AFTER_FAILURE_SECONDS = 60  # a job that fails at once must not be asked for every second


class JobLost(Exception):
    """Another worker has this job now, or it is finished: stop without writing."""


def request_job(kind: str, *, subject: Mapping[str, Any], by: Any) -> Job:
    """Ask for a job inside the caller's transaction; returns the unfinished one when it was asked for already."""
    if kind not in JOB_KINDS:
        raise ValueError(f"{kind!r} is not a kind of job; see vrn_cases/celery.py")
    key = canonical(dict(subject))
    with transaction.atomic():
        job = _inserted(kind, key, by)
        if job is None:
            earlier = _asked_for_already(kind, key, by)
            if earlier is not None:
                return earlier
            job = _inserted(kind, key, by)  # it finished before it could be read, so there is room now
        if job is None:
            raise JobLost(f"{kind} was asked for and finished by others twice at this moment")
        if not isinstance(by, str):
            record(
                Action.JOB_REQUESTED,
                by=by,
                subject_kind="vrn_cases.job",
                subject_id=job.reference,
                detail={"kind": kind},
            )
        transaction.on_commit(lambda: send(job.pk))
    return job


def _inserted(kind: str, key: str, by: Any) -> Job | None:
    now = timezone.now()
    job = Job(kind=kind, subject=key, requested_by=None if isinstance(by, str) else by, requested_at=now, sent_at=now)
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return None
    return job


def _asked_for_already(kind: str, key: str, by: Any) -> Job | None:
    """The unfinished job, whose page is now `by`'s too; None when it finished at this moment."""
    job = Job.objects.filter(kind=kind, subject=key, state__in=UNFINISHED).first()
    if job is not None and not isinstance(by, str) and job.requested_by_id != by.pk:
        JobAsker.objects.bulk_create([JobAsker(job=job, user=by)], ignore_conflicts=True)
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

        The fence is written first: it takes the job's row lock, so two workers cannot both be inside a step. Events,
        kept values and marks of the step are put down at its end.
        """
        with transaction.atomic(), together():
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
    quiet = Q(state=JobState.RUNNING, lease_until__lt=now, attempt__lt=settings.JOB_ATTEMPTS)
    free = Q(state=JobState.QUEUED) | quiet
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
    """Do the job if it is free. A duplicate message does nothing.

    A fault of the database is not the job's: its lease runs out, and the sweep has it tried again.
    """
    run = claim(job_id)
    if run is None:
        return
    try:
        _named(JOB_KINDS[run.job.kind].function)(run)
        run.finish(JobState.DONE)
    except JobLost:
        log.warning("job %s attempt %s was taken over", run.job.reference, run.job.attempt)
    except (OperationalError, InterfaceError):
        log.exception("job %s (%s) lost the database and will be tried again", run.job.reference, run.job.kind)
    except Refused as refusal:
        run.finish(JobState.FAILED, problem="\n".join(refusal.reasons))
    except Exception:
        log.exception("job %s (%s) failed", run.job.reference, run.job.kind)
        run.finish(JobState.FAILED, problem=FAILED_WORDS)


def _named(path: str) -> Callable[..., Any]:
    module, function = path.rsplit(".", 1)
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def sweep_jobs() -> int:
    """Send again what waited too long or went quiet; give up after three attempts. Returns how many were sent."""
    now = timezone.now()
    quiet = Q(state=JobState.RUNNING, lease_until__lt=now)
    Job.objects.filter(quiet, attempt__gte=settings.JOB_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now, lease_until=None, problem=GAVE_UP_WORDS
    )
    waiting = Job.objects.filter(quiet | Q(state=JobState.QUEUED), sent_at__lte=now - LOST_AFTER)
    lost = [job.pk for job in waiting if job.state == JobState.RUNNING or _is_lost(job, now)]
    Job.objects.filter(pk__in=lost).update(sent_at=now)
    for job_id in lost:
        send(job_id)
    return len(lost)


def _is_lost(job: Job, now: datetime) -> bool:
    """Twice as late each time, so that messages do not pile up behind a worker that is only busy."""
    sent = job.sent_at or job.requested_at
    return now - sent >= min(max(sent - job.requested_at, LOST_AFTER), RESENT_AT_LEAST_EVERY)


def remove_old_jobs(*, dry_run: bool = True) -> int:
    """Remove jobs that were done long ago and that no record points to; returns how many. What failed stays longest."""
    now = timezone.now()
    old = Q(finished_at__lt=now - DONE_KEPT) | Q(
        state=JobState.DONE, requested_by=None, finished_at__lt=now - DONE_BY_ITSELF_KEPT
    )
    jobs = Job.objects.filter(old)
    for relation in Job._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model is not JobAsker:
            field: Any = relation.field
            pointing = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
            jobs = jobs.exclude(Exists(pointing))
    if dry_run:
        return jobs.count()
    return jobs.delete()[1].get(Job._meta.label, 0)


def request_by_system(kind: str) -> None:
    """Ask for a job that the service wants done again and again, where there is anything to do; after a failure, only
    when some time has passed."""
    lately = timezone.now() - timedelta(seconds=WAIT_AFTER_FAILURE_SECONDS)
    if Job.objects.filter(kind=kind, state=JobState.FAILED, finished_at__gt=lately).exists():
        return
    needed = JOB_KINDS[kind].needed
    if needed and not _named(needed)():
        return
    request_job(kind, subject={}, by=SYSTEM)
