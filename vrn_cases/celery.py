"""The Celery application, the kinds of job with the function that does each, and when they run by themselves."""

import os
from dataclasses import dataclass

from celery import Celery
from celery.schedules import crontab
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")
# what `filesystem://` means here: a queue in a folder that can be read while it is written
TRANSPORT_ALIASES["filesystem"] = "vrn_cases.file_queue:Transport"

app = Celery("vrn_cases")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("vrn_cases.tasks",)


@dataclass(frozen=True)
class JobKind:
    """`function` does it and is handed a `Run`; `words` say on pages what it is.

    `needed` says whether there is anything to do, of work that is asked for every few seconds; empty: always.
    """

    function: str
    words: str
    needed: str = ""


# a new kind is one line here and a function in an app's tasks.py
JOB_KINDS: dict[str, JobKind] = {
    "aggregate": JobKind("monitoring.tasks.aggregate", "Work out every figure again"),
    "refresh_figures": JobKind("monitoring.tasks.refresh_figures", "Bring figures up to date"),
    "decide_figures": JobKind(
        "monitoring.tasks.decide_figures", "Check that figures give nobody away", "monitoring.tasks.undecided"
    ),
    "read_return": JobKind("monitoring.tasks.read_return", "Read an uploaded return"),
    "make_grant_return": JobKind("monitoring.tasks.make_grant_return", "Make a grant return"),
    "follow_measures": JobKind("interventions.tasks.follow_measures", "Work out when measures are due"),
    "load_demo": JobKind("monitoring.tasks.load_demo", "Invent a caseload for the demonstration"),
    "make_list_file": JobKind("vrn_cases.tasks.make_list_file", "Make the Excel file of a list"),
    "make_report": JobKind("monitoring.tasks.make_report", "Make a report"),
}

# A message that expires is one that the next makes needless; the nightly ones must not be lost to a busy worker.
app.conf.beat_schedule = {
    "sweep-jobs": {"task": "jobs.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "send-notices": {"task": "jobs.send_notices", "schedule": 10.0, "options": {"expires": 10}},
    "seal-audit": {"task": "jobs.seal_audit", "schedule": 30.0, "options": {"expires": 30}},
    "refresh-figures": {"task": "jobs.refresh_what_was_touched", "schedule": 1.0, "options": {"expires": 1}},
    "decide-figures": {
        "task": "jobs.request",
        "schedule": 5.0,
        "args": ("decide_figures",),
        "options": {"expires": 5},
    },
    "aggregate-nightly": {"task": "jobs.request", "schedule": crontab(hour=2, minute=10), "args": ("aggregate",)},
    "follow-measures": {"task": "jobs.request", "schedule": crontab(hour=2, minute=40), "args": ("follow_measures",)},
    "remove-expired": {"task": "jobs.remove_expired", "schedule": crontab(hour=3, minute=5)},
}
