"""The list of cases, and the pages of one."""

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from interventions.cases.lists import CaseList
from interventions.cases.models import Case
from interventions.cases.shown import bar_of, days_of, detail_rows, next_of, steps_of
from interventions.cases.timeline import EventKind, place_in, timeline
from interventions.participants.selectors import openings
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page

VIEW = Permission.CASE_VIEW


@require_safe
@requires(VIEW)
def cases(request: SignedInRequest) -> HttpResponse | FileResponse:
    return CaseList(request).response()


@require_safe
@requires(VIEW)
def case(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Case, reference, to=VIEW)
    kind = request.GET.get("kind", "")
    kind = kind if kind in EventKind.values else ""
    events = timeline(shown, request.user, kind=kind, after=place_in(request.GET.get("after", "")))
    return page(
        request,
        "cases/case.html",
        **bar_of(shown, request.user, "case"),
        steps=steps_of(shown, request.user),
        next=next_of(shown, request.user),
        kinds=[("", "Everything"), *EventKind.choices],
        kind=kind,
        events=events.events,
        older=events.older,
        later=bool(request.GET.get("after")),
    )


@require_safe
@requires(VIEW)
def details(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Case, reference, to=VIEW)
    told = {**bar_of(shown, request.user, "case_details"), **days_of(shown)}
    return page(request, "cases/details.html", rows=detail_rows(shown, request.user), **told)


@require_safe
@requires(VIEW)
def openings_of(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Case, reference, to=VIEW)
    told = bar_of(shown, request.user, "case_openings")
    return page(request, "cases/openings.html", openings=openings(shown), **told)
