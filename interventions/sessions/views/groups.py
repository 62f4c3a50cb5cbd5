"""Group sessions and their register."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from interventions.participants.rules import paper_of
from interventions.programmes.models import Programme
from interventions.sessions.forms import AddToGroupForm, ArrangeGroupForm, GroupForm
from interventions.sessions.models import GroupSession, Session
from interventions.sessions.register_form import LETTERS, SHORT, RegisterForm
from interventions.sessions.selectors import open_cases, register_of
from interventions.sessions.services import add_to_group, arrange_group, change_group, record_register
from interventions.sessions.views.way_back import way_back
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

VIEW, WORK = Permission.CASE_VIEW, Permission.CASE_WORK
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@requires(WORK)
def arrange(request: SignedInRequest, reference: str) -> HttpResponse:
    programme = open_record(request, Programme, reference, to=WORK)
    cases = open_cases(programme, worker=request.user)
    _names_shown(request, programme.reference, [case.reference for case in cases])
    draft = draft_of(request, ArrangeGroupForm, about=programme, to=WORK)
    form = ArrangeGroupForm(request.POST or None, cases=cases, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            group = arrange_group(programme=programme, worker=request.user, by=request.user, **form.values())
            return once.redirect(group)
    return page(request, "sessions/group_form.html", form=form, programme=programme, group=None)


@require_safe
@requires(VIEW)
def group(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, GroupSession, reference, to=VIEW)
    sessions = _register(request, shown)
    may_work = bool(request.user.grants.in_programme(WORK, shown.programme_id))
    to_come = shown.held_on >= timezone.localdate()
    told: dict[str, Any] = {"sessions": sessions, "may_work": may_work, "to_come": to_come}
    return page(request, "sessions/group.html", group=shown, **told, **paper_of(timezone.now()))


@form_view
@requires(WORK)
def register(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, GroupSession, reference, to=WORK, see=VIEW)
    sessions, back = _register(request, shown), way_back(request, shown)
    draft = draft_of(request, RegisterForm, about=shown, to=WORK, changes=sessions)
    form = RegisterForm(request.POST or None, group=shown, sessions=sessions, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            record_register(group=shown, marks=form.marks, by=request.user)
            return once.redirect(back["back"])
    letters = [(answer.value, letter, SHORT[answer]) for answer, letter in LETTERS.items()]
    told: dict[str, Any] = {"form": form, "letters": letters, **back, **paper_of(timezone.now())}
    return page(request, "sessions/register.html", group=shown, **told)


@form_view
@requires(WORK)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, GroupSession, reference, to=WORK, see=VIEW)
    form = GroupForm(
        request.POST or None,
        record=shown,
        standing=shown.kind,
        initial=GroupForm.initial_of(shown),
        draft=draft_of(request, GroupForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            told: dict[str, Any] = {**form.values(), "worker": shown.worker}
            return once.redirect(change_group(group=shown, revision=form.seen_revision, by=request.user, **told))
    return page(request, "sessions/group_form.html", form=form, programme=shown.programme, group=shown)


@form_view
@requires(WORK)
def add(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, GroupSession, reference, to=WORK, see=VIEW)
    cases = open_cases(shown.programme, worker=request.user, apart_from=shown)
    _names_shown(request, shown.programme.reference, [case.reference for case in cases])
    form = AddToGroupForm(request.POST or None, record=shown, cases=cases)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                add_to_group(group=shown, revision=form.seen_revision, by=request.user, **form.values())
            )
    return page(request, "sessions/group_add.html", form=form, group=shown, any_left=bool(cases))


def _register(request: SignedInRequest, group: GroupSession) -> list[Session]:
    sessions = register_of(group)
    _names_shown(request, group.reference, [session.case.reference for session in sessions])
    return sessions


def _names_shown(request: SignedInRequest, where: str, cases: list[str]) -> None:
    """Whose names a page sends is an event, here as in a list."""
    detail = {"in": where, "shown": cases}
    record(Action.LIST_SHOWN, by=request.user, subject_kind="list", subject_id="group-sessions", detail=detail)
