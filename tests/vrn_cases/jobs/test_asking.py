from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.utils import timezone
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.utils import functional

from monitoring.returns.models import ReturnUpload
from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import remove_old_jobs, request_by_system, request_job, run_job, sweep_jobs

pytestmark = pytest.mark.usefixtures("job_does")


def ask(by: Any = SYSTEM, **subject: Any) -> Job:
    return request_job("test", subject=subject, by=by)


def test_asking_leaves_a_row_and_an_event_and_sends_after_the_commit(
    db: None, queue: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(user, year="2023/24")
        assert queue.sent == []
    assert queue.sent == [job.pk]
    assert (job.state, job.requested_by, job.subject) == (JobState.QUEUED, user, '{"year":"2023/24"}')
    event = AuditEvent.objects.get(action=Action.JOB_REQUESTED)
    assert (event.actor, event.subject_id) == (str(user.uid), job.reference)


def test_what_is_rolled_back_was_never_asked_for(db: None, queue: Any, django_capture_on_commit_callbacks: Any) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            ask()
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert queue.sent == []
    assert not Job.objects.exists()


def test_asking_twice_is_one_job_until_it_is_finished(db: None, queue: Any) -> None:
    first = ask(n=1)
    assert ask(n=1).pk == first.pk
    assert ask(n=2).pk != first.pk
    run_job(first.pk)
    assert ask(n=1).pk != first.pk


def test_an_unknown_kind_is_a_slip(db: None) -> None:
    with pytest.raises(ValueError, match="not a kind of job"):
        request_job("no such kind", subject={}, by=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_for_one_job(at_once: Any, queue: Any) -> None:
    users = [UserFactory(), UserFactory()]
    jobs = at_once(lambda: ask(users[0], n=1), lambda: ask(users[1], n=1))
    assert [type(job) for job in jobs] == [Job, Job]
    assert jobs[0].pk == jobs[1].pk
    assert Job.objects.count() == 1
    assert queue.sent == [jobs[0].pk]


def test_a_queue_that_is_away_loses_nothing(
    db: None, queue: Any, clock: Any, django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    queue.away = True
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
    assert "the sweep will send it again" in caplog.text
    clock.shift(14)
    assert sweep_jobs() == 0
    clock.shift(1)
    assert sweep_jobs() == 1
    queue.away = False
    clock.shift(15)
    assert sweep_jobs() == 1
    assert queue.sent == [job.pk]


def test_a_queue_that_is_away_is_not_waited_for(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    def slept(seconds: float) -> None:
        pytest.fail("the request waited to try again")

    monkeypatch.setattr(functional, "sleep", slept)
    with (
        Connection("redis://127.0.0.1:1/0", transport_options=settings.REDIS_BROKER_OPTIONS) as queue,
        pytest.raises(OperationalError),
    ):
        _ = queue.default_channel


def test_messages_do_not_pile_up_behind_a_busy_worker(db: None, queue: Any, clock: Any) -> None:
    ask()
    for _ in range(60):
        clock.shift(5)
        sweep_jobs()
    assert len(queue.sent) == 5, "after 15, 30, 60, 120 and 240 seconds"
    for _ in range(12 * 60):
        clock.shift(5)
        sweep_jobs()
    assert len(queue.sent) - 5 == 12, "every five minutes from then on"


def test_the_service_asks_by_itself_without_an_event(db: None, queue: Any) -> None:
    request_by_system("test")
    assert Job.objects.get().requested_by is None
    assert not AuditEvent.objects.exists()


def finished(make_user: Callable[..., User], state: JobState, days: float, by: Any) -> Job:
    job = ask(by, n=Job.objects.count())
    ended = job.requested_at - timedelta(days=days)
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=ended)
    return job


def test_old_jobs_are_removed_and_young_or_unfinished_ones_stay(queue: Any, make_user: Callable[..., User]) -> None:
    user = make_user()
    stay = [
        finished(make_user, JobState.DONE, 89, user),
        finished(make_user, JobState.FAILED, 89, SYSTEM),
        finished(make_user, JobState.DONE, 1, SYSTEM),
        ask(user, waiting=True),
    ]
    go = [
        finished(make_user, JobState.DONE, 91, user),
        finished(make_user, JobState.FAILED, 91, SYSTEM),
        finished(make_user, JobState.DONE, 3, SYSTEM),
    ]
    Job.objects.get(pk=go[0].pk).askers.create(user=user)
    assert remove_old_jobs() == len(go)
    assert Job.objects.count() == len(stay) + len(go)
    assert remove_old_jobs(dry_run=False) == len(go)
    assert set(Job.objects.all()) == set(stay)


def test_a_job_that_a_record_points_to_stays(queue: Any, make_user: Callable[..., User]) -> None:
    job = finished(make_user, JobState.DONE, 999, SYSTEM)
    upload = ReturnUpload(of_id=1, file_id=1, job=job, uploaded_at=job.requested_at)
    upload.save()
    assert remove_old_jobs() == remove_old_jobs(dry_run=False) == 0
    assert Job.objects.get() == job
    ReturnUpload.objects.all().delete()  # its return and file were never there
    assert remove_old_jobs(dry_run=False) == 1


def test_a_job_that_just_failed_is_not_asked_for_again_at_once(
    db: None, queue: Any, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        request_by_system("test")
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        request_by_system("test")
        clock.shift(timedelta(seconds=61))
        assert len(queue.sent) == 1
        request_by_system("test")
    assert len(queue.sent) == 2
