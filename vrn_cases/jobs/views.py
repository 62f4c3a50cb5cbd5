from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.jobs.lists import JobList
from vrn_cases.jobs.models import Job
from vrn_cases.jobs.selectors import jobs_seen_by, kind_in_words, stuck_jobs
from vrn_cases.pages.services import page
from vrn_cases.records.references import is_reference


@require_safe
def jobs(request: SignedInRequest) -> HttpResponse | FileResponse:
    """The jobs that this user asked for; everybody's for who may see background work."""
    everyones = request.user.holds(Permission.JOB_VIEW)
    return JobList(request).response("jobs/list.html", everyones=everyones, stuck=stuck_jobs() if everyones else 0)


@require_safe
def job(request: SignedInRequest, reference: str) -> HttpResponse:
    """One job: the page that somebody waits on, or comes back to. It asks for its own progress again and again, so
    opening it leaves no event in the log: a job holds nothing about a person."""
    if not is_reference(reference, Job.reference_kind):
        raise Http404
    found = get_object_or_404(jobs_seen_by(request.user).select_related("requested_by"), reference=reference)
    return page(
        request, "jobs/job.html", part="progress", job=found, kind=kind_in_words(found.kind), job_url=request.path
    )
