"""Looking at reports: the list, a report in one of its editions, what stands behind a figure, and what moved."""

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from monitoring.indicators.selectors import STANDING_SENTENCE
from monitoring.indicators.selectors import Behind as RecordsOfCasework
from monitoring.reports import rules
from monitoring.reports.forms import DraftForm
from monitoring.reports.lists import COLOURS, ReportList
from monitoring.reports.models import CoverLine, CoverPart, Report, ReportStatus
from monitoring.reports.render_html import page_context
from monitoring.reports.selectors import (
    behind,
    edition_of,
    profile_name,
    profiles_of,
    unfinished_job_of,
    verb_of,
)
from monitoring.reports.services import draft_report
from monitoring.reports.views.restated import may_compare
from monitoring.reports.views.steps import steps_open
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.files.shown import as_document
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

READERS = (Permission.REPORT_VIEW, Permission.REPORT_DRAFT, Permission.REPORT_SIGN, Permission.REPORT_PUBLISH)
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(*READERS)
def reports(request: SignedInRequest) -> HttpResponse | FileResponse:
    return ReportList(request).response("reports/list.html", may_draft=request.user.holds(Permission.REPORT_DRAFT))


@form_view
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
    edition = edition_of(shown, profile)
    return page(
        request,
        "reports/report_page.html",
        shown=shown,
        colour=COLOURS[ReportStatus(shown.status)],
        profiles=[(code, profile_name(code), code == profile) for code in profiles_of(request.user)],
        files=[as_document(file) for file in (edition.printed.files if edition.printed else [])],
        is_preview=edition.printed is None,
        withheld=edition.withheld,
        may_compare=may_compare(request.user, shown),
        job=unfinished_job_of(shown),
        cover_lines=sorted(shown.cover_lines.filter(removed_at=None), key=_on_paper),
        may=_may(request.user, shown),
        **(page_context(edition.document, doors=True) if edition.document else {"article": ""}),
    )


def _on_paper(line: CoverLine) -> tuple[int, int, int]:
    """Where a line of the cover paper stands on it."""
    return CoverPart.values.index(line.part), line.position, line.pk


@require_safe
@requires(*READERS)
def figure(request: SignedInRequest, reference: str) -> HttpResponse:
    """The door behind a figure: what it is, how it is worked out, and the records that this user may open."""
    shown = open_record(request, Report, reference, to=verb_of(request.user))
    document = edition_of(shown, _profile(request)).document
    key = request.GET.get("key", "")
    turned = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = behind(shown, document, key, request.user, **turned) if document else None
    if found is None:
        raise Http404
    if found.opens_records:
        record(
            Action.LIST_SHOWN,
            by=request.user,
            subject_kind="list",
            subject_id=f"records-behind-{shown.reference}",
            detail={"key": key, "shown": found.references},
        )
    return page(
        request,
        "reports/figure.html",
        shown=shown,
        behind=found,
        standing_sentence=STANDING_SENTENCE,
        **_paging(request, found.casework),
    )


def _paging(request: SignedInRequest, records: RecordsOfCasework | None) -> dict[str, Any]:
    """The addresses of the pages of records before and after this one, where there are any."""
    asked = {name: request.GET[name] for name in ("key", "edition") if name in request.GET}
    tokens = {"after": records.next_token, "before": records.previous_token} if records else {"after": "", "before": ""}
    address = {
        name: f"{request.path}?{urlencode({**asked, name: token})}" if token else "" for name, token in tokens.items()
    }
    return {"next_url": address["after"], "previous_url": address["before"]}


def _profile(request: SignedInRequest) -> str:
    """The edition asked for, when this user may read it, else the first that they may."""
    mine = profiles_of(request.user)
    asked = request.GET.get("edition", "")
    return asked if asked in mine else mine[0]


def _may(user: Any, shown: Report) -> list[dict[str, str]]:
    """What this user may do with the report now, the next step first."""
    may = steps_open(user, shown)
    if user.holds(Permission.REPORT_DRAFT) and not rules.against_changing(shown):
        may.append(
            {"url": reverse("report_line_add", args=[shown.reference]), "label": "Add a line to the cover paper"}
        )
    return may
