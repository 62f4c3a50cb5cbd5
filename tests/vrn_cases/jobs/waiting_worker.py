"""The Celery application of a worker in `test_killed_worker.py`: the product's, with one more kind of job."""

from vrn_cases.celery import JOB_KINDS, JobKind, app

__all__ = ["app"]

JOB_KINDS["wait"] = JobKind("tests.vrn_cases.jobs.waiting_work.two_steps", "Wait in the middle")
