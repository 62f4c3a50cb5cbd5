"""A report taken as far as a test needs it."""

from monitoring.reports.models import Report
from monitoring.reports.services import ask_to_freeze, publish_report, sign_report
from vrn_cases.access.models import User
from vrn_cases.jobs.services import run_job


def frozen(report: Report, by: User) -> Report:
    job = ask_to_freeze(report=report, revision=report.revision, by=by)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.problem
    assert job.result_url == report.get_absolute_url()
    return Report.objects.get(pk=report.pk)


def signed(report: Report, analyst: User, director: User) -> Report:
    report = frozen(report, analyst)
    return sign_report(report=report, revision=report.revision, by=director)


def published(report: Report, analyst: User, director: User) -> Report:
    report = signed(report, analyst, director)
    return publish_report(report=report, revision=report.revision, by=analyst)
