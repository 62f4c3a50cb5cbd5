from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from monitoring.indicators.selectors import STANDING_SENTENCE
from monitoring.reports import rules
from monitoring.reports.forms import CoverLineForm, DraftForm, SendBackForm, SignForm, StepForm
from monitoring.reports.freezing import preview
from monitoring.reports.lists import COLOURS, ReportList
from monitoring.reports.models import CoverLine, Report, ReportStatus
from monitoring.reports.render_html import page_context
from monitoring.reports.selectors import (
    behind,
    figures_to_name,
    printed_for,
    profile_name,
    profiles_of,
    unfinished_job_of,
    verb_of,
)
from monitoring.reports.services import (
    add_cover_line,
    ask_to_freeze,
    change_cover_line,
    draft_report,
    publish_report,
    remove_cover_line,
    restate_report,
    send_back,
    sign_report,
)
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.files.shown import as_document
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page
from vrn_cases.records.references import is_reference

READERS = (Permission.REPORT_VIEW, Permission.REPORT_DRAFT, Permission.REPORT_SIGN, Permission.REPORT_PUBLISH)
asking = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(*READERS)
def reports(request: SignedInRequest) -> HttpResponse | FileResponse:
    return ReportList(request).response("reports/list.html", may_draft=request.user.holds(Permission.REPORT_DRAFT))


@asking
@requires(Permission.REPORT_DRAFT)
def draft(request: SignedInRequest) -> HttpResponse:
    form = DraftForm(request.POST or None)
    if form.is_valid():
        window = form.window
        with submitted(form, by=request.user) as once:
            made = draft_report(
                start=window.start,
                end=window.end,
                label=window.label,
                published_only=form.cleaned_data["published_only"],
                by=request.user,
            )
            return once.redirect(made)
    return page(request, "reports/draft.html", form=form)


@require_safe
@requires(*READERS)
def report(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=verb_of(request.user))
    profile = _profile(request)
    rendering = printed_for(shown, profile)
    document = rendering.document if rendering else preview(shown, profile, timezone.localdate())
    return page(
        request,
        "reports/report_page.html",
        shown=shown,
        colour=COLOURS[ReportStatus(shown.status)],
        profiles=[(code, profile_name(code), code == profile) for code in profiles_of(request.user)],
        files=[as_document(file) for file in (rendering.files if rendering else [])],
        is_preview=rendering is None,
        job=unfinished_job_of(shown),
        cover_lines=shown.cover_lines.filter(removed_at=None).order_by("part", "position", "id"),
        may=_may(request.user, shown),
        **page_context(document, doors=True),
    )


@require_safe
@requires(*READERS)
def figure(request: SignedInRequest, reference: str) -> HttpResponse:
    """The door behind a figure: what it is, how it is worked out, and the records that this user may open."""
    shown = open_record(request, Report, reference, to=verb_of(request.user))
    profile = _profile(request)
    rendering = printed_for(shown, profile)
    document = rendering.document if rendering else preview(shown, profile, timezone.localdate())
    key = request.GET.get("key", "")
    found = behind(shown, document, key, request.user)
    if found is None:
        raise Http404
    if found.opens_records:
        record(
            Action.LIST_SHOWN,
            by=request.user,
            subject_kind="list",
            subject_id=f"records-behind-{shown.reference}",
            detail={"key": key, "shown": [one.reference for one in found.records]},
        )
    return page(request, "reports/figure.html", shown=shown, behind=found, standing_sentence=STANDING_SENTENCE)


@asking
@requires(Permission.REPORT_DRAFT)
def add_line(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_DRAFT)
    form = CoverLineForm(request.POST or None, figures=figures_to_name(shown), reasons=rules.against_changing(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            add_cover_line(report=shown, **form.values(), by=request.user)
            return once.redirect(shown)
    return page(request, "reports/cover_line.html", form=form, shown=shown, line=None)


@asking
@requires(Permission.REPORT_DRAFT)
def change_line(request: SignedInRequest, reference: str, line: str) -> HttpResponse:
    shown, standing = _line(request, reference, line)
    form = CoverLineForm(
        request.POST or None,
        record=standing,
        figures=figures_to_name(shown),
        reasons=rules.against_changing(shown),
        initial={name: getattr(standing, name) for name in ("part", "text", "figure", "owner", "due_on")},
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            change_cover_line(line=standing, revision=form.seen_revision, **form.values(), by=request.user)
            return once.redirect(shown)
    return page(request, "reports/cover_line.html", form=form, shown=shown, line=standing)


@asking
@requires(Permission.REPORT_DRAFT)
def remove_line(request: SignedInRequest, reference: str, line: str) -> HttpResponse:
    shown, standing = _line(request, reference, line)
    form = StepForm(request.POST or None, record=standing, reasons=rules.against_changing(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            remove_cover_line(line=standing, revision=form.seen_revision, by=request.user)
            return once.redirect(shown)
    return _step(request, shown, form, "Remove this line?", [f"“{standing.text}”"], "Remove the line")


@asking
@requires(Permission.REPORT_DRAFT)
def freeze(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_DRAFT)
    form = StepForm(request.POST or None, record=shown, reasons=rules.against_freezing(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            job = ask_to_freeze(report=shown, revision=form.seen_revision, by=request.user)
            return once.redirect("job", job.reference)
    told = [
        "Every figure is worked out again, small numbers are hidden, and the report is printed as it will be signed.",
        "Nobody can change it after that, unless the person who signs sends it back.",
    ]
    return _step(request, shown, form, f"Freeze the report for {shown.label}?", told, "Freeze the report")


@asking
@requires(Permission.REPORT_SIGN)
def sign(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_SIGN)
    form = SignForm(request.POST or None, record=shown, reasons=rules.against_signing(shown, request.user))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            sign_report(report=shown, revision=form.seen_revision, by=request.user)
            messages.success(request, "The report is signed.")
            return once.redirect(shown)
    rendering = printed_for(shown, "board")
    told = ["What is signed is never changed. A later correction is a restatement that names this report."]
    told += [f"You sign the document with the fingerprint {rendering.sha256[:16]}…"] if rendering else []
    return _step(request, shown, form, f"Sign the report for {shown.label}?", told, "Sign the report")


@asking
@requires(Permission.REPORT_SIGN)
def back(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_SIGN)
    form = SendBackForm(request.POST or None, record=shown, reasons=rules.against_sending_back(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            send_back(report=shown, revision=form.seen_revision, why=form.cleaned_data["why"], by=request.user)
            return once.redirect(shown)
    told = ["It becomes a draft again. What was frozen is kept."]
    return _step(request, shown, form, f"Send the report for {shown.label} back?", told, "Send it back")


@asking
@requires(Permission.REPORT_PUBLISH)
def publish(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_PUBLISH)
    form = StepForm(request.POST or None, record=shown, reasons=rules.against_publishing(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            publish_report(report=shown, revision=form.seen_revision, by=request.user)
            messages.success(request, "The report is published.")
            return once.redirect(shown)
    told = ["Every Board member sees it and is told. Community oversight members see the public edition."]
    return _step(request, shown, form, f"Publish the report for {shown.label}?", told, "Publish the report")


@asking
@requires(Permission.REPORT_DRAFT)
def restate(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_DRAFT)
    form = StepForm(request.POST or None, record=shown, reasons=rules.against_restating(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(restate_report(report=shown, revision=form.seen_revision, by=request.user))
    told = ["A new draft is made for the same period. This report stays published until the new one is."]
    return _step(request, shown, form, f"Restate the report for {shown.label}?", told, "Make a restatement")


def _step(
    request: SignedInRequest, shown: Report, form: Any, question: str, consequences: list[str], yes: str
) -> HttpResponse:
    return page(
        request, "reports/step.html", shown=shown, form=form, question=question, consequences=consequences, yes=yes
    )


def _profile(request: SignedInRequest) -> str:
    """The edition asked for, when this user may read it, else the first that they may."""
    mine = profiles_of(request.user)
    asked = request.GET.get("edition", "")
    return asked if asked in mine else mine[0]


def _line(request: SignedInRequest, reference: str, line: str) -> tuple[Report, CoverLine]:
    shown = open_record(request, Report, reference, to=Permission.REPORT_DRAFT)
    if not is_reference(line, CoverLine.reference_kind):
        raise Http404
    standing = shown.cover_lines.filter(reference=line, removed_at=None).first()
    if standing is None:
        raise Http404
    return shown, standing


def _may(user: Any, shown: Report) -> list[dict[str, str]]:
    """The steps that stand open to this user now, the next one first."""
    steps = (
        ("report_freeze", "Freeze for signature", Permission.REPORT_DRAFT, rules.against_freezing(shown)),
        ("report_line_add", "Add a line to the cover paper", Permission.REPORT_DRAFT, rules.against_changing(shown)),
        ("report_sign", "Sign", Permission.REPORT_SIGN, rules.against_signing(shown, user)),
        ("report_send_back", "Send back", Permission.REPORT_SIGN, rules.against_sending_back(shown)),
        ("report_publish", "Publish", Permission.REPORT_PUBLISH, rules.against_publishing(shown)),
        ("report_restate", "Make a restatement", Permission.REPORT_DRAFT, rules.against_restating(shown)),
    )
    return [
        {"url": reverse(name, args=[shown.reference]), "label": label}
        for name, label, verb, reasons in steps
        if user.holds(verb) and not reasons
    ]
