"""Finding a young person, and the page of what one programme knows of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from interventions.participants.forms import (
    ContactForm,
    EndContactForm,
    EqualityForm,
    LifeForm,
    SearchForm,
    WhoForm,
)
from interventions.participants.models import ContactPoint, Participant
from interventions.participants.rules import against_changing, against_ending_contact
from interventions.participants.search_words import NOTHING, asked_for
from interventions.participants.selectors import SHOWN, people_found
from interventions.participants.services import (
    add_contact_point,
    change_contact_point,
    change_participant,
    end_contact_point,
)
from interventions.participants.shown import page_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.kept_words import TOKEN, kept_words
from vrn_cases.pages.services import page
from vrn_cases.records.references import is_reference

VIEW, WORK = Permission.CASE_VIEW, Permission.CASE_WORK
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(VIEW)
def search(request: SignedInRequest) -> HttpResponse:
    """What was typed is kept in the session, and never a part of an address, a log line or an event."""
    words = kept_words(request.session, request.GET.get(TOKEN, ""))
    if not words and "sent" not in request.GET:  # nothing was asked yet, or it was forgotten since
        return page(request, "participants/search.html", form=SearchForm())
    form = SearchForm(words)
    asked = asked_for(form.data.get("q", "")) if form.is_valid() else NOTHING
    if asked.problem:
        form.add_error("q", asked.problem)
    if form.errors:
        return page(request, "participants/search.html", form=form, status=422)
    found = people_found(request.user, asked)
    shown = {"shown": [one.participant.reference for one in found]}
    record(Action.PEOPLE_SEARCHED, by=request.user, subject_kind="list", subject_id="people", detail=shown)
    return page(request, "participants/search.html", form=form, asked=asked, found=found, most=SHOWN)


@require_safe
@requires(VIEW)
def participant(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Participant, reference, to=VIEW)
    return page(request, "participants/participant.html", **page_of(shown, request.user))


@form_view
@requires(WORK)
def who(request: SignedInRequest, reference: str) -> HttpResponse:
    return _change(request, reference, WhoForm, "Name and date of birth")


@form_view
@requires(WORK)
def life(request: SignedInRequest, reference: str) -> HttpResponse:
    return _change(request, reference, LifeForm, "Home, care and education")


@form_view
@requires(WORK)
def equality(request: SignedInRequest, reference: str) -> HttpResponse:
    return _change(request, reference, EqualityForm, "Equality questions")


def _change(
    request: SignedInRequest, reference: str, form_class: type[WhoForm | LifeForm | EqualityForm], title: str
) -> HttpResponse:
    shown = open_record(request, Participant, reference, to=WORK, see=VIEW)
    form = form_class(
        request.POST or None,
        record=shown,
        reasons=against_changing(shown),
        initial=form_class.initial_of(shown),
        draft=draft_of(request, form_class, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            changed = change_participant(
                participant=shown, revision=form.seen_revision, by=request.user, **form.facts()
            )
            return once.redirect(changed)
    apart = form_class is EqualityForm
    return page(request, "participants/form.html", form=form, participant=shown, title=title, apart=apart)


@form_view
@requires(WORK)
def add_contact(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Participant, reference, to=WORK, see=VIEW)
    form = ContactForm(
        request.POST or None,
        reasons=against_changing(shown),
        draft=draft_of(request, ContactForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            add_contact_point(participant=shown, starts_on=timezone.localdate(), by=request.user, **form.values())
            return once.redirect(shown)
    return page(request, "participants/form.html", form=form, participant=shown, title="Add contact details")


@form_view
@requires(WORK)
def change_contact(request: SignedInRequest, reference: str, contact: str) -> HttpResponse:
    shown, point = _contact(request, reference, contact)
    form = ContactForm(
        request.POST or None,
        record=point,
        reasons=against_ending_contact(point),
        initial=ContactForm.initial_of(point),
        draft=draft_of(request, ContactForm, about=point, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            change_contact_point(point=point, revision=form.seen_revision, by=request.user, **form.values())
            return once.redirect(shown)
    return page(request, "participants/form.html", form=form, participant=shown, title="Change contact details")


@form_view
@requires(WORK)
def end_contact(request: SignedInRequest, reference: str, contact: str) -> HttpResponse:
    shown, point = _contact(request, reference, contact)
    form = EndContactForm(request.POST or None, record=point, reasons=against_ending_contact(point))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            end_contact_point(point=point, revision=form.seen_revision, ends_on=timezone.localdate(), by=request.user)
            return once.redirect(shown)
    return page(request, "participants/contact_end.html", form=form, participant=shown, point=point)


def _contact(request: SignedInRequest, reference: str, contact: str) -> tuple[Participant, ContactPoint]:
    shown = open_record(request, Participant, reference, to=WORK, see=VIEW)
    if not is_reference(contact, ContactPoint.reference_kind):
        raise Http404
    points = ContactPoint.objects.for_user(request.user, to=WORK)
    return shown, get_object_or_404(points, participant=shown, reference=contact)
