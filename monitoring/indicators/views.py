from collections.abc import Hashable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.drawn import Drawn, drawn
from monitoring.indicators.forms import WorkOutForm
from monitoring.indicators.grains.breakdown_keys import parts_mark
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors import (
    STANDING_SENTENCE,
    Behind,
    Choice,
    IndicatorPage,
    Standing,
    UnknownChoice,
    choice_of,
    indicator_page,
    overview,
    profile_words,
    records_behind,
    standing,
)
from monitoring.indicators.sight import sight_of
from monitoring.indicators.workbook import workbook_of
from vrn_cases.access.gate import requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.forms.services import submitted
from vrn_cases.jobs.services import request_job
from vrn_cases.pages.services import page


@require_safe
@requires(Permission.FIGURE_VIEW)
def indicators(request: SignedInRequest) -> HttpResponse:
    stands, choice = standing(), _choice(request)
    eyes, subjects = overview(request.user, choice, rollup=stands.rollup)
    return page(
        request,
        "indicators/indicators.html",
        standing=stands,
        choice=choice,
        subjects=subjects,
        eyes=eyes,
        shown_as=profile_words(eyes.sight),
        may_work_out=_holds(request, Permission.FIGURE_REBUILD),
    )


@require_safe
@requires(Permission.FIGURE_VIEW)
def indicator(request: SignedInRequest, code: str) -> HttpResponse:
    """One figure with its course, parts and records. Showing the records leaves one event with their references."""
    shown = _indicator(code)
    stands, named_by = standing(), parts_mark()
    found = _drawn(request, shown, stands, named_by)
    choice, told = found.choice, found.told
    behind = _behind(request, shown, told, named_by)
    return page(
        request,
        "indicators/indicator.html",
        indicator=shown,
        told=told,
        drawn=found,
        behind=behind,
        paging=_paging(request, choice, behind),
        standing=stands,
        standing_sentence=STANDING_SENTENCE,
        shown_as=profile_words(told.eyes.sight, shown) if told else "",
        workbook_url=_workbook_url(request, shown, choice, told),
        overview_url=f"{reverse('indicators')}?{urlencode(choice.query)}" if told else reverse("indicators"),
    )


@require_safe
@requires(Permission.FIGURE_VIEW)
def workbook(request: SignedInRequest, code: str) -> FileResponse:
    if not _holds(request, Permission.LIST_EXPORT):
        raise PermissionDenied
    shown = _indicator(code)
    stands = standing()
    told = indicator_page(sight_of(request.user), shown, _choice(request, shown), rollup=stands.rollup)
    if told is None:
        raise Http404
    return workbook_of(told, stands, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FIGURE_REBUILD)
def work_out_again(request: SignedInRequest) -> HttpResponse:
    years = sorted({window.quarter // 4 for window in choice_of({}).windows}, reverse=True)
    form = WorkOutForm(request.POST or None, years=years)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(request_job("aggregate", subject=form.subject, by=request.user))
    return page(request, "indicators/work_out_again.html", form=form, standing=standing())


def _holds(request: SignedInRequest, verb: Permission) -> bool:
    user: Any = request.user
    return bool(user.holds(verb))


def _indicator(code: str) -> Indicator:
    if code not in INDICATORS:
        raise Http404
    return INDICATORS[code]


def _choice(request: SignedInRequest, shown: Indicator | None = None) -> Choice:
    try:
        return choice_of(request.GET.dict(), shown, so_far=sight_of(request.user).covers_any)
    except UnknownChoice as unknown:
        raise Http404 from unknown


def _drawn(request: SignedInRequest, shown: Indicator, stands: Standing, named_by: Hashable) -> Drawn:
    try:
        return drawn(shown.code, request.GET.dict(), sight_of(request.user), stands, named_by=named_by)
    except UnknownChoice as unknown:
        raise Http404 from unknown


def _behind(request: SignedInRequest, shown: Indicator, told: IndicatorPage | None, named_by: Hashable) -> Behind:
    if told is None:
        return Behind([], "", "")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    place = told.choice.place(told.window)
    behind = records_behind(request.user, shown, place, after=after, before=before, named_by=named_by)
    record(
        Action.LIST_SHOWN,
        by=request.user,
        subject_kind="list",
        subject_id=f"records-behind-{shown.code}",
        detail={"shown": behind.references},
    )
    return behind


def _paging(request: SignedInRequest, choice: Choice, behind: Behind) -> dict[str, str]:
    def address(name: str, token: str) -> str:
        return f"{request.path}?{urlencode({**choice.query, name: token})}#records" if token else ""

    return {"next": address("after", behind.next_token), "previous": address("before", behind.previous_token)}


def _workbook_url(request: SignedInRequest, shown: Indicator, choice: Choice, told: IndicatorPage | None) -> str:
    if told is None or not _holds(request, Permission.LIST_EXPORT):
        return ""
    return f"{reverse('indicator_workbook', args=[shown.code])}?{urlencode(choice.query)}"
