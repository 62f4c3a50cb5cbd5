"""Sessions of one case: recorded in one step, arranged before and recorded after, changed, removed."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from interventions.cases.models import Case
from interventions.cases.shown import bar_of
from interventions.referrals.selectors import programmes_seen
from interventions.sessions.forms import (
    ArrangeSessionForm,
    AttendanceForm,
    ChangeSessionForm,
    RecordSessionForm,
    RemoveSessionForm,
)
from interventions.sessions.lists import SessionList, attendance_in_words, colour_of, day_in_words
from interventions.sessions.models import Session
from interventions.sessions.rules import against_arranging, against_moving, against_removing
from interventions.sessions.selectors import notes_about, usual_answers
from interventions.sessions.services import (
    arrange_session,
    change_session,
    record_attendance,
    record_session,
    remove_session,
)
from interventions.sessions.views.way_back import way_back
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

VIEW, WORK = Permission.CASE_VIEW, Permission.CASE_WORK
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(VIEW)
def sessions(request: SignedInRequest) -> HttpResponse | FileResponse:
    programmes = programmes_seen(request.user, to=WORK)
    return SessionList(request).response("sessions/list.html", programmes=programmes, sections=_sections(request))


def _sections(request: SignedInRequest) -> list[dict[str, Any]]:
    """The list in the three ways in which it is mostly read: words, the filter, and the rest of the address."""
    ways = (
        ("All sessions", "", ""),
        ("Mine without attendance", "without", "?state=without&whose=mine&sort=held_on"),
        ("Today and to come", "coming", "?state=coming&sort=held_on"),
    )
    now = request.GET.get("state", "")
    address = reverse("sessions")
    return [{"label": label, "url": address + query, "current": state == now} for label, state, query in ways]


@require_safe
@requires(VIEW)
def session(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Session, reference, to=VIEW)
    state = {"words": attendance_in_words(shown), "colour": colour_of(shown)}
    notes = notes_about(shown, request.user)
    told = {**bar_of(shown.case, request.user, ""), **_of(shown)}
    return page(request, "sessions/session.html", state=state, notes=notes, **told)


@form_view
@requires(WORK)
def record(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    today, back = timezone.localdate(), way_back(request, case)
    initial = {"held_on": today, **usual_answers(case)} if request.method != "POST" else {}
    form = RecordSessionForm(
        request.POST or None,
        reasons=against_arranging(case, today, today=today),
        initial=initial,
        draft=draft_of(request, RecordSessionForm, about=case, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user, to=back["back"]) as once:
            record_session(case=case, worker=request.user, by=request.user, **form.values())
            return once.redirect(back["back"])
    told: dict[str, Any] = {"title": "Record a session", "save": "Save", **back}
    return page(request, "sessions/form.html", **bar_of(case, request.user, ""), form=form, **told)


@form_view
@requires(WORK)
def arrange(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    today = timezone.localdate()
    form = ArrangeSessionForm(
        request.POST or None,
        reasons=against_arranging(case, today, today=today),
        initial=usual_answers(case),
        draft=draft_of(request, ArrangeSessionForm, about=case, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(arrange_session(case=case, worker=request.user, by=request.user, **form.values()))
    told: dict[str, Any] = {"title": "Arrange a session", "save": "Arrange the session", **way_back(request, case)}
    return page(request, "sessions/form.html", **bar_of(case, request.user, ""), form=form, **told)


@form_view
@requires(WORK)
def attendance(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Session, reference, to=WORK, see=VIEW)
    back = way_back(request, shown)
    form = AttendanceForm(
        request.POST or None,
        record=shown,
        reasons=against_arranging(shown.case, shown.held_on, today=timezone.localdate()),
        initial={"attendance": shown.attendance, "minutes": shown.minutes},
        draft=draft_of(request, AttendanceForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            record_attendance(session=shown, revision=form.seen_revision, by=request.user, **form.values())
            return once.redirect(back["back"])
    told: dict[str, Any] = {"title": "Record attendance", "save": "Save", **back}
    return page(request, "sessions/form.html", **bar_of(shown.case, request.user, ""), **_of(shown), form=form, **told)


@form_view
@requires(WORK)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Session, reference, to=WORK, see=VIEW)
    today = timezone.localdate()
    reasons = against_arranging(shown.case, shown.held_on, today=today)
    form = ChangeSessionForm(
        request.POST or None,
        record=shown,
        standing=shown.kind,
        reasons=reasons or against_moving(shown, shown.held_on, opened_on=shown.case.opened_on, today=today),
        initial=ChangeSessionForm.initial_of(shown),
        draft=draft_of(request, ChangeSessionForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                change_session(
                    session=shown,
                    revision=form.seen_revision,
                    worker=shown.worker,
                    by=request.user,
                    **form.values(),
                )
            )
    told: dict[str, Any] = {"title": "Change the session", "save": "Save", **way_back(request, shown)}
    return page(request, "sessions/form.html", **bar_of(shown.case, request.user, ""), **_of(shown), form=form, **told)


@form_view
@requires(WORK)
def remove(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Session, reference, to=WORK, see=VIEW)
    form = RemoveSessionForm(
        request.POST or None, record=shown, reasons=against_removing(shown, notes=shown.notes.count())
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(remove_session(session=shown, revision=form.seen_revision, by=request.user))
    return page(request, "sessions/remove.html", **bar_of(shown.case, request.user, ""), **_of(shown), form=form)


def _of(session: Session) -> dict[str, Any]:
    return {"session": session, "when": day_in_words(session)}
