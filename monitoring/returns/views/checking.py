"""The central team's steps: asking for returns, chasing them, querying and accepting versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from monitoring.returns.forms import AcceptForm, AskForm, ChaseForm, QueryForm
from monitoring.returns.models import Return, ReturnVersion
from monitoring.returns.rules import against_accepting, against_querying
from monitoring.returns.selectors import overdue, overdue_to_chase
from monitoring.returns.services import accept_version, ask_for_return, ask_for_returns, chase_returns, query_version
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@requires(Permission.RETURN_CHECK)
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask one organisation, or everybody who runs a programme by returns alone in the quarter."""
    form = AskForm(request.POST or None, draft=draft_of(request, AskForm, to=Permission.RETURN_CHECK))
    if form.is_valid():
        quarter, chosen = form.quarter_chosen, form.cleaned_data
        period: dict[str, Any] = {"start": quarter.window.start, "end": quarter.window.end, "label": quarter.label}
        with submitted(form, by=request.user) as once:
            if chosen["programme"]:
                who = {"programme": chosen["programme"], "organisation": chosen["organisation"]}
                return once.redirect(ask_for_return(**who, **period, due_on=chosen["due_on"], by=request.user))
            made = ask_for_returns(**period, due_on=chosen["due_on"], by=request.user)
            messages.success(request, _asked_in_words(len(made), quarter.label))
            return once.redirect("returns")
    return page(request, "returns/ask.html", form=form)


def _asked_in_words(count: int, label: str) -> str:
    if not count:
        return f"Nobody was left to ask for {label}: everybody who runs a programme by returns was asked already."
    returns = "1 return" if count == 1 else f"{count} returns"
    return f"Asked for {returns} for {label}. The people who fill them in have been told."


@form_view
@requires(Permission.RETURN_CHECK)
def chase(request: SignedInRequest) -> HttpResponse:
    late = overdue_to_chase(request.user, overdue(timezone.localdate()))
    form = ChaseForm(request.POST or None, reasons=[] if late.exists() else ["No return is overdue."])
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            count = chase_returns(returns=late, by=request.user)
            messages.success(request, "1 return was chased." if count == 1 else f"{count} returns were chased.")
            return once.redirect("returns")
    return page(request, "returns/chase.html", form=form, late=late)


def _to_check(request: SignedInRequest, reference: str, number: int) -> tuple[Return, ReturnVersion]:
    of = open_record(request, Return, reference, to=Permission.RETURN_CHECK, see=Permission.RETURN_VIEW)
    return of, get_object_or_404(of.versions.select_related("of", "submitted_by"), number=number)


@form_view
@requires(Permission.RETURN_CHECK)
def query(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    of, version = _to_check(request, reference, number)
    draft = draft_of(request, QueryForm, about=version, to=Permission.RETURN_CHECK)
    form = QueryForm(request.POST or None, record=version, reasons=against_querying(version), draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            query_version(version=version, revision=form.seen_revision, by=request.user, **form.values())
            messages.success(request, "Queried. The partner has been told.")
            return once.redirect(of)
    return page(request, "returns/query.html", form=form, of=of, version=version)


@form_view
@requires(Permission.RETURN_CHECK)
def accept(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    of, version = _to_check(request, reference, number)
    form = AcceptForm(request.POST or None, record=version, reasons=against_accepting(version, request.user))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            accept_version(version=version, revision=form.seen_revision, by=request.user)
            messages.success(request, f"Version {version.number} was accepted. It counts in the figures from now on.")
            return once.redirect(of)
    return page(request, "returns/accept.html", form=form, of=of, version=version)
