"""The few messages that travel through the queue; each names a row, and the row holds the truth. And the jobs of this
package, handed their run like those of the others."""

import logging

from vrn_cases.audit.services import seal_events
from vrn_cases.celery import app
from vrn_cases.jobs.services import Run, request_by_system, run_job, sweep_jobs
from vrn_cases.list_files import making
from vrn_cases.list_files.services import file_url
from vrn_cases.notices.services import send_notices
from vrn_cases.privacy.services import remove_expired
from vrn_cases.records.models import Touched

log = logging.getLogger(__name__)


@app.task(name="jobs.run")
def run(job_id: int) -> None:
    run_job(job_id)


def make_list_file(run: Run) -> None:
    """Make the Excel file of a long list, for who asked."""
    file = making.make_list_file(run.job, run.subject["wanted"], step=run.step)
    run.offer(f"Download {file.name}", file_url(file))


@app.task(name="jobs.sweep")
def sweep() -> None:
    sweep_jobs()


@app.task(name="jobs.request")
def request(kind: str) -> None:
    request_by_system(kind)


@app.task(name="jobs.refresh_what_was_touched")
def refresh_what_was_touched() -> None:
    if Touched.objects.exists():
        request_by_system("refresh_figures")


@app.task(name="jobs.seal_audit")
def seal_audit() -> None:
    while seal_events():
        continue


@app.task(name="jobs.send_notices")
def send_due_notices() -> None:
    send_notices()


@app.task(name="jobs.remove_expired")
def remove_expired_things() -> None:
    for words in remove_expired(dry_run=False):
        log.info("removed %s", words)
