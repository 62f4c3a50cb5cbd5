"""Referring somebody, the list and page of referrals, what came of one, and a referrer's own screen."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from interventions.participants.models import Participant
from interventions.participants.selectors import alike_in_programmes
from interventions.participants.services import register_participant
from interventions.programmes.models import Organisation, Programme
from interventions.referrals.forms import (
    DeclineForm,
    QuickReferralForm,
    ReferralForm,
    ReferrerForm,
    WithdrawForm,
)
from interventions.referrals.intake.questions import answers_in
from interventions.referrals.intake.registry import intake_model
from interventions.referrals.lists import ReferralList, SentList
from interventions.referrals.models import Referral
from interventions.referrals.rules import against_changing, against_deciding, against_receiving, source_of
from interventions.referrals.selectors import (
    fate,
    intake_of,
    may_read,
    programmes_to_refer_to,
    refers_for,
    with_everything,
)
from interventions.referrals.services import change_referral, decline_referral, receive_referral, withdraw_referral
from interventions.referrals.shown import page_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.forms.selectors import draft_of, was_sent
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

MAKE, VIEW, FOLLOW = Permission.REFERRAL_MAKE, Permission.REFERRAL_VIEW, Permission.REFERRAL_FOLLOW
DECIDE, WORK = Permission.REFERRAL_DECIDE, Permission.CASE_WORK
# Such as what came from the police, entered by a navigator in custody.
NOT_YOURS_TO_OPEN = (
    "Referral {reference} is received. It came from where only the programme’s lead may read, until there is a case."
)
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(VIEW)
def referrals(request: SignedInRequest) -> HttpResponse | FileResponse:
    return ReferralList(request).response("referrals/list.html", may_refer=request.user.holds(MAKE))


@require_safe
@requires(FOLLOW)
def sent(request: SignedInRequest) -> HttpResponse | FileResponse:
    return SentList(request).response("referrals/list.html", may_refer=request.user.holds(MAKE))


@require_safe
@requires(FOLLOW)
def sent_one(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = with_everything(open_record(request, Referral, reference, to=FOLLOW))
    return page(request, "referrals/sent.html", referral=shown, fate=fate(shown))


@require_safe
@requires(VIEW)
def referral(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Referral, reference, to=VIEW)
    return page(request, "referrals/referral.html", **page_of(shown, request.user))


@form_view
@requires(MAKE)
def refer(request: SignedInRequest) -> HttpResponse:
    """Refer somebody: first to which programme, where there are several; then seven answers."""
    programmes = programmes_to_refer_to(request.user)
    wanted = request.POST.get("programme") or request.GET.get("to", "")
    found = [one for one in programmes if wanted in ("", one.reference)]
    if len(found) != 1:
        return page(request, "referrals/programmes.html", programmes=found or programmes)
    return _refer_to(request, found[0], programmes)


def _refer_to(request: SignedInRequest, programme: Programme, programmes: Any) -> HttpResponse:
    on_behalf = refers_for(request.user, programme)
    form_class = ReferrerForm if on_behalf else QuickReferralForm
    asked: dict[str, Any] = {
        "programmes": programmes,
        "initial": {"programme": programme.reference, "referrer_name": request.user.name},
        "reasons": against_receiving(programme, None, on=timezone.localdate(), today=timezone.localdate()),
        "draft": draft_of(request, form_class, about=programme, to=MAKE),
    }
    form = form_class(request.POST or None, **asked)
    if form.is_valid():
        alike = _alike(request, form, programme)
        if alike and was_sent(form):  # a second click: whom the first one registered is alike, of course
            alike = []
        elif alike:
            form = form_class(request.POST, alike=alike, **asked)
            form.is_valid()
            if "same_as" not in request.POST:  # it was not asked yet, so leaving it out was no mistake
                return page(request, "referrals/refer.html", form=form.asking(), programme=programme, asks=True)
        if form.is_valid():
            with submitted(form, by=request.user) as once:
                same = next((one for one in alike if one.reference == form.cleaned_data.get("same_as")), None)
                made = _received(request, form, programme, same, on_behalf)
                return once.redirect(_after(request, made))
    return page(request, "referrals/refer.html", form=form, programme=programme, asks=False)


def _alike(request: SignedInRequest, form: QuickReferralForm, programme: Programme) -> list[Participant]:
    """People of this programme who may be the one referred; that they were shown is an event."""
    who = form.who()
    found = alike_in_programmes(
        request.user,
        given_name=who["given_name"],
        family_name=who["family_name"],
        born=who["date_of_birth"],
        programme=programme,
    )
    alike = [one.participant for one in found]
    if alike:
        shown = [one.reference for one in alike]
        record(
            Action.PEOPLE_SEARCHED, by=request.user, subject_kind="list", subject_id="alike", detail={"shown": shown}
        )
    return alike


def _received(
    request: SignedInRequest,
    form: QuickReferralForm,
    programme: Programme,
    same: Participant | None,
    on_behalf: Organisation | None,
) -> Referral:
    told, by = form.what(), request.user
    source = source_of(told["referred_from"].group)
    participant = same or register_participant(programme=programme, by=by, source=source, **form.who())
    return receive_referral(
        participant=participant,
        on=form.cleaned_data["received_on"],
        referring_organisation=on_behalf,
        by=by,
        **told,
    )


def _after(request: SignedInRequest, made: Referral) -> str:
    """Where to go from a referral that was just received: to its page, for whoever may open it."""
    if may_read(made, request.user, to=VIEW):
        return made.get_absolute_url()
    if may_read(made, request.user, to=FOLLOW):
        return reverse("referral_sent", args=[made.reference])
    messages.success(request, NOT_YOURS_TO_OPEN.format(reference=made.reference))
    return reverse("referrals" if request.user.holds(VIEW) else "referrals_sent")


@form_view
@requires(WORK)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Referral, reference, to=WORK, see=VIEW)
    intake = intake_of(shown)
    form = ReferralForm(
        request.POST or None,
        record=shown,
        reasons=against_changing(shown),
        questions=intake_model(shown.programme),
        initial=ReferralForm.initial_of(shown, intake),
        draft=draft_of(request, ReferralForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            own, answers = answers_in(form.facts())
            return once.redirect(
                change_referral(
                    referral=shown, revision=form.seen_revision, by=request.user, intake=answers or None, **own
                )
            )
    return page(
        request,
        "referrals/change.html",
        form=form,
        referral=shown,
        title="Add what you know",
        button="Save",
        own=form.own_questions(),
    )


@form_view
@requires(DECIDE)
def decline(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Referral, reference, to=DECIDE, see=VIEW)
    form = DeclineForm(
        request.POST or None,
        record=shown,
        reasons=against_deciding(shown),
        draft=draft_of(request, DeclineForm, about=shown, to=DECIDE),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                decline_referral(referral=shown, revision=form.seen_revision, by=request.user, **form.values())
            )
    title = "Decline this referral"
    return page(request, "referrals/step.html", form=form, referral=shown, title=title, button="Decline", explained="")


@form_view
@requires(WORK)
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Referral, reference, to=WORK, see=VIEW)
    form = WithdrawForm(
        request.POST or None,
        record=shown,
        reasons=against_deciding(shown),
        draft=draft_of(request, WithdrawForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                withdraw_referral(referral=shown, revision=form.seen_revision, by=request.user, **form.values())
            )
    title = "Withdraw this referral"
    return page(request, "referrals/step.html", form=form, referral=shown, title=title, button="Withdraw", explained="")
