"""Which measures a programme asks for; and each measure's own page: rights, rules, bands and their sources."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from interventions.outcomes.forms import ConfirmPlanForm, EndPlanForm, PlanForm
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import MeasurePlan
from interventions.outcomes.pages import instrument_page, plan_row
from interventions.outcomes.rules import against_ending_plan
from interventions.outcomes.selectors import plans_of
from interventions.outcomes.services import confirm_measure_plan, end_measure_plan, set_measure_plan
from interventions.programmes.models import Programme
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

VIEW, EDIT = Permission.PROGRAMME_VIEW, Permission.PROGRAMME_EDIT
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(VIEW)
def plans(request: SignedInRequest, reference: str) -> HttpResponse:
    programme = open_record(request, Programme, reference, to=VIEW)
    may_edit = bool(request.user.grants.in_programme(EDIT, programme.pk))
    rows = [plan_row(plan) for plan in plans_of(programme)]
    told: dict[str, Any] = {
        "now": [row for row in rows if not row["ended"]],
        "before": [row for row in rows if row["ended"]],
        "to_confirm": any(not row["confirmed"] and not row["ended"] for row in rows),
    }
    return page(request, "outcomes/plans.html", programme=programme, may_edit=may_edit, **told)


@form_view
@requires(EDIT)
def set_plan(request: SignedInRequest, reference: str) -> HttpResponse:
    programme = open_record(request, Programme, reference, to=EDIT, see=VIEW)
    draft = draft_of(request, PlanForm, about=programme, to=EDIT)
    form = PlanForm(request.POST or None, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            set_measure_plan(programme=programme, by=request.user, **form.values())
            return once.redirect("measure_plans", programme.reference)
    return page(request, "outcomes/plan_form.html", programme=programme, form=form)


@form_view
@requires(EDIT)
def confirm_plan(request: SignedInRequest, reference: str, plan: str) -> HttpResponse:
    confirmed = _plan(request, reference, plan)
    form = ConfirmPlanForm(request.POST or None, record=confirmed)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            confirm_measure_plan(plan=confirmed, revision=form.seen_revision, by=request.user)
            return once.redirect("measure_plans", confirmed.programme.reference)
    told: dict[str, Any] = {"words": EndPlanForm.words(confirmed), "row": plan_row(confirmed)}
    return page(request, "outcomes/plan_confirm.html", programme=confirmed.programme, form=form, **told)


@form_view
@requires(EDIT)
def end_plan(request: SignedInRequest, reference: str, plan: str) -> HttpResponse:
    ended = _plan(request, reference, plan)
    reasons = against_ending_plan(ended, ends_on=date.max)
    form = EndPlanForm(request.POST or None, record=ended, reasons=reasons)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            end_measure_plan(plan=ended, revision=form.seen_revision, by=request.user, **form.values())
            return once.redirect("measure_plans", ended.programme.reference)
    told: dict[str, Any] = {"words": EndPlanForm.words(ended)}
    return page(request, "outcomes/plan_end.html", programme=ended.programme, form=form, **told)


@require_safe
@requires(VIEW)
def instruments(request: SignedInRequest) -> HttpResponse:
    return page(request, "outcomes/instruments.html", instruments=list(INSTRUMENTS.values()))


@require_safe
@requires(VIEW)
def instrument(request: SignedInRequest, code: str) -> HttpResponse:
    if code not in INSTRUMENTS:
        raise Http404
    return page(request, "outcomes/instrument.html", **instrument_page(INSTRUMENTS[code]))


def _plan(request: SignedInRequest, reference: str, plan: str) -> MeasurePlan:
    found = open_record(request, MeasurePlan, plan, to=EDIT, see=VIEW)
    if found.programme.reference != reference:
        raise Http404
    return found
