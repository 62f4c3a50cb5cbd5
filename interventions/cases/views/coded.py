"""Cases as the central team sees them: reference, age band, area, dates and codes."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interventions.cases.lists import CodedList
from interventions.cases.models import Case
from interventions.cases.selectors import age_band
from interventions.cases.shown import coded_rows
from interventions.programmes.models import ListName
from interventions.programmes.selectors import entries_in_force
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page

CODED = Permission.CASE_VIEW_CODED


@require_safe
@requires(CODED)
def coded_cases(request: SignedInRequest) -> HttpResponse | FileResponse:
    return CodedList(request).response()


@require_safe
@requires(CODED)
def coded_case(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Case, reference, to=CODED)
    band = age_band(shown, entries_in_force(ListName.AGE_BAND, timezone.localdate()))
    return page(request, "cases/coded.html", case=shown, **coded_rows(shown, band))
