"""From a referral to a case: accepted, or joined to the one that is open."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from interventions.cases.forms import AcceptForm, JoinForm
from interventions.cases.selectors import open_case_of, workers_of
from interventions.cases.services import join_referral, open_case
from interventions.referrals.models import Referral
from interventions.referrals.rules import against_accepting, against_joining
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

DECIDE, VIEW = Permission.REFERRAL_DECIDE, Permission.REFERRAL_VIEW
form_view = require_http_methods(["GET", "HEAD", "POST"])
JOINED = "No second case is opened. The referral is decided, and stands among what happened in the case."


@form_view
@requires(DECIDE)
def accept(request: SignedInRequest, reference: str) -> HttpResponse:
    referral = open_record(request, Referral, reference, to=DECIDE, see=VIEW)
    standing = open_case_of(referral.participant_id)
    form = AcceptForm(
        request.POST or None,
        record=referral,
        reasons=against_accepting(referral, open_case=standing.reference if standing else ""),
        workers=workers_of(referral.programme_id),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(
                open_case(referral=referral, revision=form.seen_revision, by=request.user, **form.values())
            )
    title = "Accept this referral and open a case"
    return page(
        request, "referrals/step.html", form=form, referral=referral, title=title, button="Accept", explained=""
    )


@form_view
@requires(DECIDE)
def join(request: SignedInRequest, reference: str) -> HttpResponse:
    referral = open_record(request, Referral, reference, to=DECIDE, see=VIEW)
    standing = open_case_of(referral.participant_id)
    against = against_joining(referral, open_case=standing.reference if standing else "")
    form = JoinForm(request.POST or None, record=referral, reasons=against)
    if standing is not None and form.is_valid():
        with submitted(form, by=request.user) as once:
            join_referral(
                referral=referral, revision=form.seen_revision, case=standing, by=request.user, **form.values()
            )
            return once.redirect(standing)
    title = f"Join this referral to case {standing}" if standing else "Join this referral to an open case"
    told: dict[str, Any] = {"title": title, "button": "Join", "explained": JOINED if standing else ""}
    return page(request, "referrals/step.html", form=form, referral=referral, **told)
