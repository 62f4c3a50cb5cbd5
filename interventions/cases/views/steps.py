"""Each step of a case: its form, its reasons against, its service."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from interventions.cases.forms import CloseForm, GiveForm, NextForm, PauseForm, ReopenForm, ResumeForm
from interventions.cases.models import Case
from interventions.cases.rules import (
    against_closing,
    against_giving,
    against_pausing,
    against_planning,
    against_reopening,
    against_resuming,
    warnings_of_closing,
)
from interventions.cases.selectors import days_unrecorded, open_case_of, workers_of
from interventions.cases.services import close_case, give_case, pause_case, plan_next, reopen_case, resume_case
from interventions.cases.shown import bar_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

ASSIGN, WORK, VIEW = Permission.CASE_ASSIGN, Permission.CASE_WORK, Permission.CASE_VIEW
form_view = require_http_methods(["GET", "HEAD", "POST"])
REOPENED = "It goes on as the same case, led by who led it last. When and why it was closed is kept as a note."


@form_view
@requires(ASSIGN)
def give(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=ASSIGN, see=VIEW)
    workers = workers_of(case.programme_id)
    form = GiveForm(request.POST or None, record=case, reasons=against_giving(case), workers=workers)
    return _step(request, case, form, give_case, "Give this case to a worker", "Give")


@form_view
@requires(WORK)
def pause(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    form = PauseForm(request.POST or None, record=case, reasons=against_pausing(case))
    return _step(request, case, form, pause_case, "Pause this case", "Pause")


@form_view
@requires(WORK)
def resume(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    form = ResumeForm(request.POST or None, record=case, reasons=against_resuming(case))
    return _step(request, case, form, resume_case, "Resume this case", "Resume")


@form_view
@requires(ASSIGN)
def close(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=ASSIGN, see=VIEW)
    warnings = warnings_of_closing(days_unrecorded(case), today=timezone.localdate())
    draft = draft_of(request, CloseForm, about=case, to=ASSIGN)
    form = CloseForm(request.POST or None, record=case, reasons=against_closing(case), draft=draft)
    return _step(request, case, form, close_case, "Close this case", "Close the case", warnings)


@form_view
@requires(ASSIGN)
def reopen(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=ASSIGN, see=VIEW)
    reasons = against_reopening(case, open_case=open_case_of(case.participant_id))
    form = ReopenForm(request.POST or None, record=case, reasons=reasons)
    return _step(request, case, form, reopen_case, "Reopen this case", "Reopen", explained=REOPENED)


@form_view
@requires(WORK)
def plan(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    stands = {"next_action": case.next_action, "next_action_on": case.next_action_on}
    form = NextForm(request.POST or None, record=case, reasons=against_planning(case), initial=stands)
    return _step(request, case, form, plan_next, "What comes next", "Save")


def _step(
    request: SignedInRequest,
    case: Case,
    form: ServiceForm,
    service: Any,
    title: str,
    button: str,
    warnings: list[str] | None = None,
    explained: str = "",
) -> HttpResponse:
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(service(case=case, revision=form.seen_revision, by=request.user, **form.values()))
    told = {**bar_of(case, request.user, ""), "warnings": warnings or [], "explained": explained}
    return page(request, "cases/step.html", form=form, title=title, button=button, **told)
