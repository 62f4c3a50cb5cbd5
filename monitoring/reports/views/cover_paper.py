"""Writing the cover paper of a draft, line by line."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from monitoring.reports import rules
from monitoring.reports.forms import CoverLineForm, StepForm
from monitoring.reports.models import CoverLine, Report
from monitoring.reports.selectors import figures_to_name
from monitoring.reports.services import add_cover_line, change_cover_line, remove_cover_line
from monitoring.reports.views.steps import confirmed
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page
from vrn_cases.records.references import is_reference

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@requires(Permission.REPORT_DRAFT)
def add_line(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=Permission.REPORT_DRAFT)
    form = CoverLineForm(
        request.POST or None,
        figures=figures_to_name(shown),
        reasons=rules.against_changing(shown),
        draft=draft_of(request, CoverLineForm, about=shown, to=Permission.REPORT_DRAFT),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            add_cover_line(report=shown, **form.values(), by=request.user)
            messages.success(request, "The line was added to the cover paper.")
            return once.redirect(shown)
    return page(request, "reports/cover_line.html", form=form, shown=shown, line=None)


@form_view
@requires(Permission.REPORT_DRAFT)
def change_line(request: SignedInRequest, reference: str, line: str) -> HttpResponse:
    shown, standing = _line(request, reference, line)
    form = CoverLineForm(
        request.POST or None,
        record=standing,
        figures=figures_to_name(shown),
        reasons=rules.against_changing(shown),
        draft=draft_of(request, CoverLineForm, about=standing, to=Permission.REPORT_DRAFT),
        initial={name: getattr(standing, name) for name in ("part", "text", "figure", "owner", "due_on")},
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            change_cover_line(line=standing, revision=form.seen_revision, **form.values(), by=request.user)
            messages.success(request, "The line was changed.")
            return once.redirect(shown)
    return page(request, "reports/cover_line.html", form=form, shown=shown, line=standing)


@form_view
@requires(Permission.REPORT_DRAFT)
def remove_line(request: SignedInRequest, reference: str, line: str) -> HttpResponse:
    shown, standing = _line(request, reference, line)
    form = StepForm(request.POST or None, record=standing, reasons=rules.against_changing(shown))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            remove_cover_line(line=standing, revision=form.seen_revision, by=request.user)
            messages.success(request, "The line was removed.")
            return once.redirect(shown)
    return confirmed(request, shown, form, "Remove this line?", [f"“{standing.text}”"], "Remove the line")


def _line(request: SignedInRequest, reference: str, line: str) -> tuple[Report, CoverLine]:
    shown = open_record(request, Report, reference, to=Permission.REPORT_DRAFT)
    if not is_reference(line, CoverLine.reference_kind):
        raise Http404
    standing = shown.cover_lines.filter(reference=line, removed_at=None).first()
    if standing is None:
        raise Http404
    return shown, standing
