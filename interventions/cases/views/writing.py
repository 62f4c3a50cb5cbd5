"""Writing a note, and a correction beside one."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from interventions.cases.forms import CorrectForm, NoteForm
from interventions.cases.models import Case, Note
from interventions.cases.rules import against_correcting
from interventions.cases.selectors import readable_notes
from interventions.cases.services import correct_note, write_note
from interventions.cases.shown import bar_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

WORK, VIEW = Permission.CASE_WORK, Permission.CASE_VIEW
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@requires(WORK)
def add_note(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    form = NoteForm(
        request.POST or None,
        readable=readable_notes(request.user, case),
        draft=draft_of(request, NoteForm, about=case, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user, to=case.get_absolute_url()) as once:
            write_note(case=case, by=request.user, **form.values())
            return once.redirect(case)
    told = bar_of(case, request.user, "")
    return page(request, "cases/note.html", form=form, title="Add a note", note=None, **told)


@form_view
@requires(WORK)
def correct(request: SignedInRequest, reference: str, note: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    corrected = open_record(request, Note, note, to=WORK, see=VIEW)
    if corrected.case_id != case.pk:
        raise Http404
    form = CorrectForm(
        request.POST or None,
        record=corrected,
        reasons=against_correcting(corrected),
        draft=draft_of(request, CorrectForm, about=corrected, programme=case.programme, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user, to=case.get_absolute_url()) as once:
            correct_note(note=corrected, revision=form.seen_revision, by=request.user, **form.values())
            return once.redirect(case)
    told = bar_of(case, request.user, "")
    return page(request, "cases/note.html", form=form, title="Correct a note", note=corrected, **told)
