"""What moved between a report and its restatement: exact figures, for those who see all of them so."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from monitoring.indicators.sight import sight_of
from monitoring.reports.causes import Log
from monitoring.reports.models import Report
from monitoring.reports.moved import Side, definitions_changed, moved, side_of
from monitoring.reports.selectors import verb_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.pages.services import page

FIGURES_A_PAGE = 50


def may_compare(user: Any, report: Report) -> bool:
    """Those who draft or sign and see every figure of the network exactly, for a report that replaces another."""
    works_on_it = user.holds(Permission.REPORT_DRAFT) or user.holds(Permission.REPORT_SIGN)
    return report.replaces_id is not None and works_on_it and sight_of(user).everything


@require_safe
@requires(Permission.REPORT_DRAFT, Permission.REPORT_SIGN)
def what_moved(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Report, reference, to=verb_of(request.user))
    if shown.replaces is None:
        raise Http404
    if not may_compare(request.user, shown):
        raise PermissionDenied
    before, after = side_of(shown.replaces), side_of(shown)
    compared = _compared(request, before, after) if before and after else {}
    return page(request, "reports/moved.html", shown=shown, before=before, after=after, **compared)


def _compared(request: SignedInRequest, before: Side, after: Side) -> dict[str, Any]:
    """One page of what moved, each figure with its causes; leaves an event that names the records shown."""
    found = Paginator(moved(before, after), FIGURES_A_PAGE).get_page(request.GET.get("page"))
    log = Log(before.began, after.at, request.user)
    rows: list[dict[str, Any]] = [{"moved": one, "causes": log.causes_of(one)} for one in found]
    named = {cause.reference for row in rows for cause in row["causes"].told if cause.reference}
    record(
        Action.LIST_SHOWN,
        by=request.user,
        subject_kind="list",
        subject_id=f"what-moved-{after.report.reference}",
        detail={"shown": sorted(named)},
    )
    return {
        "rows": rows,
        "log": log,
        "count": found.paginator.count,
        "several_pages": found.paginator.num_pages > 1,
        "first": found.start_index(),
        "last": found.end_index(),
        "next_url": f"?page={found.next_page_number()}" if found.has_next() else "",
        "previous_url": f"?page={found.previous_page_number()}" if found.has_previous() else "",
        "definitions": definitions_changed(before, after),
    }
