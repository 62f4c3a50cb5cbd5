"""The Celery application, the kinds of job with the function that does each, and when they run by themselves."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")

app = Celery("vrn_cases")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("vrn_cases.tasks",)

# kind of job -> the function that does it: a new kind is one line here and a function in an app's tasks.py
JOB_KINDS: dict[str, str] = {
    "aggregate": "monitoring.tasks.aggregate",
    "refresh_figures": "monitoring.tasks.refresh_figures",
    "read_return": "monitoring.tasks.read_return",
    "make_grant_return": "monitoring.tasks.make_grant_return",
    "make_report": "monitoring.tasks.make_report",
}

app.conf.beat_schedule = {
    "sweep-jobs": {"task": "jobs.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "send-notices": {"task": "jobs.send_notices", "schedule": 10.0, "options": {"expires": 10}},
    "seal-audit": {"task": "jobs.seal_audit", "schedule": 30.0, "options": {"expires": 30}},
    "refresh-figures": {
        "task": "jobs.refresh_what_was_touched",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
    "aggregate-nightly": {"task": "jobs.request", "schedule": crontab(hour=2, minute=10), "args": ("aggregate",)},
    "remove-expired": {"task": "jobs.remove_expired", "schedule": crontab(hour=3, minute=5)},
}
