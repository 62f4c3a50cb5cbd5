"""Filling in a return: its workbook out and back, the same lines on a page, and sending a version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from monitoring.returns.asked import answers_of, rows_asked
from monitoring.returns.forms import AnswersForm, SubmitForm, UploadForm
from monitoring.returns.models import Return, ReturnUpload
from monitoring.returns.rules import against_filling_in, against_submitting
from monitoring.returns.selectors import last_period, left_to_do, newest_version
from monitoring.returns.services import save_answers, submit_version, upload_return
from monitoring.returns.workbook.writing import workbook_to_fill_in
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.files.kinds import XLSX
from vrn_cases.files.services import lay_down
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page
from vrn_cases.templatetags.gov_display import as_moment

form_view = require_http_methods(["GET", "HEAD", "POST"])
MOST_FAULTS = 200  # shown on the page; the annotated workbook holds them all


def _to_fill_in(request: SignedInRequest, reference: str) -> Return:
    return open_record(request, Return, reference, to=Permission.RETURN_SUBMIT, see=Permission.RETURN_VIEW)


@require_safe
@requires(Permission.RETURN_SUBMIT)
def workbook(request: SignedInRequest, reference: str) -> HttpResponse:
    """The workbook to fill in, with what is known already."""
    of = _to_fill_in(request, reference)
    if against_filling_in(of):
        raise Http404
    content = workbook_to_fill_in(of, rows_asked(of), last_period(of), answers_of(newest_version(of)))
    record(
        Action.FILE_DOWNLOADED,
        by=request.user,
        subject_kind=of._meta.label_lower,
        subject_id=of.reference,
        programme=of.programme_code(),
    )
    disposition = f'attachment; filename="return-{of.reference}.xlsx"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


@form_view
@requires(Permission.RETURN_SUBMIT)
def upload(request: SignedInRequest, reference: str) -> HttpResponse:
    of = _to_fill_in(request, reference)
    form = UploadForm(request.POST or None, request.FILES or None, record=of, reasons=against_filling_in(of))
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = lay_down(file.read())
        with submitted(form, by=request.user) as once:
            received = upload_return(of=of, name=file.name, content=content, by=request.user)
            _say_who_was_quicker(request, of, form.seen_revision)
            return once.redirect(received)
    return page(request, "returns/upload_form.html", form=form, of=of)


def _say_who_was_quicker(request: Any, of: Return, seen: int | None) -> None:
    """Two at once are both kept and both read; whoever comes second is told of the first."""
    if seen == of.revision:
        return
    other = of.uploads.exclude(uploaded_by=request.user).select_related("uploaded_by").order_by("-id").first()
    if other is not None and other.uploaded_by is not None:
        when = as_moment(timezone.localtime(other.uploaded_at))
        told = f"{other.uploaded_by.name} also uploaded a workbook for this return on {when}."
        messages.warning(request, f"{told} Both are kept. Yours was received last, so it takes the place of theirs.")


@require_safe
@requires(Permission.RETURN_VIEW)
def uploaded(request: Any, reference: str, upload: str) -> HttpResponse:
    """A received workbook: being read, read without fault, or everything that is to be changed."""
    received = open_record(request, ReturnUpload, upload, to=Permission.RETURN_VIEW)
    of = received.of
    if of.reference != reference:
        raise Http404
    job = received.job
    if not received.read_at and job is not None and job.finished:
        received.refresh_from_db(fields=["read_at", "fault_count", "version", "annotated"])  # it may have ended since
    if request.htmx and received.read_at:
        return HttpResponseClientRefresh()  # the page that waited shows what was found
    context: dict[str, Any] = {
        "upload": received,
        "of": of,
        "faults": received.faults.all()[:MOST_FAULTS],
        "job": job if not received.read_at else None,
        "may_fill_in": Return.objects.for_user(request.user, to=Permission.RETURN_SUBMIT).filter(pk=of.pk).exists(),
    }
    return page(request, "returns/upload.html", **context)


@form_view
@requires(Permission.RETURN_SUBMIT)
def fill_in(request: SignedInRequest, reference: str) -> HttpResponse:
    of = _to_fill_in(request, reference)
    rows, now = rows_asked(of), answers_of(newest_version(of))
    form = AnswersForm(
        request.POST or None,
        record=of,
        reasons=against_filling_in(of),
        draft=draft_of(request, AnswersForm, about=of, to=Permission.RETURN_SUBMIT),
        rows=rows,
        now=now,
        last=last_period(of),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            made = save_answers(of=of, revision=form.seen_revision, rows=rows, answers=form.answers, by=request.user)
            messages.success(request, f"Saved as version {made.number}. It has not been sent yet.")
            return once.redirect(of)
    return page(request, "returns/fill_in.html", form=form, of=of)


@form_view
@requires(Permission.RETURN_SUBMIT)
def submit(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    of = _to_fill_in(request, reference)
    sent = get_object_or_404(of.versions.select_related("of"), number=number)
    reasons = against_submitting(sent, left_to_do(sent))
    draft = draft_of(request, SubmitForm, about=sent, to=Permission.RETURN_SUBMIT)
    form = SubmitForm(request.POST or None, record=sent, reasons=reasons, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            submit_version(version=sent, revision=form.seen_revision, note=form.cleaned_data["note"], by=request.user)
            messages.success(request, "Sent. The central team has been told and will accept it or ask about it.")
            return once.redirect(of)
    return page(request, "returns/submit.html", form=form, of=of, version=sent)
