from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from interventions.programmes.forms import AddProgrammeForm, EndRunningForm, ProgrammeForm, RunningForm
from interventions.programmes.lists import PlannedList, ProgrammeList
from interventions.programmes.models import ListName, Programme, Running
from interventions.programmes.rules import against_running
from interventions.programmes.selectors import (
    areas_on,
    factors_by_level,
    framework_on,
    frameworks,
    lists_on,
    outcomes_by_domain,
    runnings_of,
    sources_named,
    toolkit,
)
from interventions.programmes.services import add_programme, add_running, change_programme, end_running
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

# The pages of this room beside one another: address name and words.
SECTIONS = (
    ("programmes", "Running or delivered"),
    ("programmes_planned", "Planned"),
    ("priorities", "Priorities"),
    ("outcomes_framework", "Outcomes framework"),
    ("areas", "Areas"),
    ("toolkit", "Toolkit"),
    ("factors", "Risk and protective factors"),
    ("reference_lists", "Lists"),
)


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def programmes(request: SignedInRequest) -> HttpResponse | FileResponse:
    return ProgrammeList(request).response("programmes/list.html", **_beside(request))


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def planned(request: SignedInRequest) -> HttpResponse | FileResponse:
    return PlannedList(request).response("programmes/list.html", **_beside(request))


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def programme(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Programme, reference, to=Permission.PROGRAMME_VIEW)
    may_edit = Programme.objects.for_user(request.user, to=Permission.PROGRAMME_EDIT).filter(pk=shown.pk).exists()
    return page(
        request,
        "programmes/programme.html",
        programme=shown,
        sources=shown.sources.order_by("code"),
        runnings=runnings_of(shown),
        framework=framework_on(timezone.localdate()),
        may_edit=may_edit,
        sees_returns=request.user.holds(Permission.RETURN_VIEW),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def add(request: SignedInRequest) -> HttpResponse:
    draft = draft_of(request, AddProgrammeForm, to=Permission.PROGRAMME_EDIT)
    form = AddProgrammeForm(request.POST or None, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(add_programme(**form.values(), by=request.user))
    return page(request, "programmes/form.html", form=form, programme=None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    changed = _to_edit(request, reference)
    draft = draft_of(request, ProgrammeForm, about=changed, to=Permission.PROGRAMME_EDIT)
    initial = ProgrammeForm.initial_of(changed)
    form = ProgrammeForm(request.POST or None, record=changed, initial=initial, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                change_programme(programme=changed, revision=form.seen_revision, by=request.user, **form.values())
            )
    return page(request, "programmes/form.html", form=form, programme=changed)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def add_way_of_running(request: SignedInRequest, reference: str) -> HttpResponse:
    run = _to_edit(request, reference)
    against = against_running(run, starts_on=timezone.localdate(), ends_on=None, others=[])
    draft = draft_of(request, RunningForm, about=run, to=Permission.PROGRAMME_EDIT)
    form = RunningForm(request.POST or None, record=run, reasons=against, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            answers = {"organisation": form.cleaned_data["organisation"], "mode": form.cleaned_data["mode"]}
            days = {"starts_on": form.cleaned_data["starts_on"], "ends_on": form.ends_on}
            return once.redirect(
                add_running(programme=run, revision=form.seen_revision, by=request.user, **answers, **days)
            )
    return page(request, "programmes/running_form.html", form=form, programme=run)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def end_way_of_running(request: SignedInRequest, reference: str, running: str) -> HttpResponse:
    ended = open_record(request, Running, running, to=Permission.PROGRAMME_EDIT, see=Permission.PROGRAMME_VIEW)
    if ended.programme.reference != reference:
        raise Http404
    form = EndRunningForm(request.POST or None, record=ended)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                end_running(running=ended, revision=form.seen_revision, ends_on=form.ends_on, by=request.user)
            )
    return page(request, "programmes/running_end.html", form=form, running=ended)


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def priorities(request: SignedInRequest) -> HttpResponse:
    now = framework_on(timezone.localdate())
    return page(
        request,
        "programmes/priorities.html",
        frameworks=frameworks(),
        now=now,
        sources=sources_named(),
        **_beside(request),
    )


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def outcomes(request: SignedInRequest) -> HttpResponse:
    return page(
        request, "programmes/outcomes.html", domains=outcomes_by_domain(), sources=sources_named(), **_beside(request)
    )


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def areas(request: SignedInRequest) -> HttpResponse:
    return page(request, "programmes/areas.html", areas=areas_on(timezone.localdate()), **_beside(request))


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def approaches(request: SignedInRequest) -> HttpResponse:
    visible = Programme.objects.for_user(request.user, to=Permission.PROGRAMME_VIEW)
    return page(request, "programmes/toolkit.html", approaches=toolkit(visible), **_beside(request))


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def factors(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    risk = factors_by_level(ListName.RISK_FACTOR, today)
    return page(
        request,
        "programmes/factors.html",
        risk=risk,
        protective=factors_by_level(ListName.PROTECTIVE_FACTOR, today),
        **_beside(request),
    )


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def reference_lists(request: SignedInRequest) -> HttpResponse:
    return page(request, "programmes/reference_lists.html", lists=lists_on(timezone.localdate()), **_beside(request))


def _beside(request: SignedInRequest) -> dict[str, Any]:
    """The other pages of this room, and whether a programme may be added."""
    sections = [
        {"label": label, "url": reverse(name), "current": request.path == reverse(name)} for name, label in SECTIONS
    ]
    user: Any = request.user
    return {"sections": sections, "may_add": user.holds(Permission.PROGRAMME_EDIT)}


def _to_edit(request: SignedInRequest, reference: str) -> Programme:
    return open_record(request, Programme, reference, to=Permission.PROGRAMME_EDIT, see=Permission.PROGRAMME_VIEW)
