"""The steps of a report from draft to publication: one declaration each, and one way to take them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from monitoring.reports import rules
from monitoring.reports.forms import SendBackForm, SignForm, StepForm
from monitoring.reports.models import Report
from monitoring.reports.selectors import printed_for
from monitoring.reports.services import ask_to_freeze, publish_report, restate_report, send_back, sign_report
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

form_view = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Step:
    """What a step is called, who may take it, what stands against it, what it asks and what it does.

    `label` is on the button that leads to the page, `question` and `yes` are on the page itself; `{}` in the question
    is the report's period. `told` says what follows. `take` calls the service, told by whom, and gives what to show
    then; `done` is said there.
    """

    address: str
    label: str
    verb: Permission
    against: Callable[[Report, Any], list[str]]
    take: Callable[..., Any]
    question: str
    yes: str
    told: Callable[[Report], list[str]]
    form: type[ServiceForm] = StepForm
    done: str = ""


def _what_is_signed(report: Report) -> list[str]:
    rendering = printed_for(report, "board")
    told = ["What is signed is never changed. A later correction is a restatement that names this report."]
    return told + ([f"You sign the document with the fingerprint {rendering.sha256[:16]}…"] if rendering else [])


FREEZE = Step(
    address="report_freeze",
    label="Freeze for signature",
    verb=Permission.REPORT_DRAFT,
    against=lambda report, by: rules.against_freezing(report),
    take=ask_to_freeze,
    question="Freeze the report for {}?",
    yes="Freeze the report",
    told=lambda report: [
        "Every figure is worked out again, small numbers are hidden, and the report is printed as it will be signed.",
        "Nobody can change it after that, unless the person who signs sends it back.",
    ],
)
SIGN = Step(
    address="report_sign",
    label="Sign",
    verb=Permission.REPORT_SIGN,
    against=rules.against_signing,
    take=sign_report,
    question="Sign the report for {}?",
    yes="Sign the report",
    told=_what_is_signed,
    form=SignForm,
    done="The report is signed.",
)
SEND_BACK = Step(
    address="report_send_back",
    label="Send back",
    verb=Permission.REPORT_SIGN,
    against=lambda report, by: rules.against_sending_back(report),
    take=send_back,
    question="Send the report for {} back?",
    yes="Send it back",
    told=lambda report: ["It becomes a draft again. What was frozen is kept."],
    form=SendBackForm,
)
PUBLISH = Step(
    address="report_publish",
    label="Publish",
    verb=Permission.REPORT_PUBLISH,
    against=lambda report, by: rules.against_publishing(report),
    take=publish_report,
    question="Publish the report for {}?",
    yes="Publish the report",
    told=lambda report: ["Every Board member sees it and is told. Community oversight members see the public edition."],
    done="The report is published.",
)
RESTATE = Step(
    address="report_restate",
    label="Make a restatement",
    verb=Permission.REPORT_DRAFT,
    against=lambda report, by: rules.against_restating(report),
    take=restate_report,
    question="Restate the report for {}?",
    yes="Make a restatement",
    told=lambda report: ["A new draft is made for the same period. This report stays published until the new one is."],
)
IN_ORDER = (FREEZE, SIGN, SEND_BACK, PUBLISH, RESTATE)


def steps_open(user: Any, report: Report) -> list[dict[str, str]]:
    """The steps that stand open to this user now, the next one first."""
    return [
        {"url": reverse(step.address, args=[report.reference]), "label": step.label}
        for step in IN_ORDER
        if user.holds(step.verb) and not step.against(report, user)
    ]


@form_view
@requires(FREEZE.verb)
def freeze(request: SignedInRequest, reference: str) -> HttpResponse:
    return _taken(request, reference, FREEZE)


@form_view
@requires(SIGN.verb)
def sign(request: SignedInRequest, reference: str) -> HttpResponse:
    return _taken(request, reference, SIGN)


@form_view
@requires(SEND_BACK.verb)
def back(request: SignedInRequest, reference: str) -> HttpResponse:
    return _taken(request, reference, SEND_BACK)


@form_view
@requires(PUBLISH.verb)
def publish(request: SignedInRequest, reference: str) -> HttpResponse:
    return _taken(request, reference, PUBLISH)


@form_view
@requires(RESTATE.verb)
def restate(request: SignedInRequest, reference: str) -> HttpResponse:
    return _taken(request, reference, RESTATE)


def _taken(request: SignedInRequest, reference: str, step: Step) -> HttpResponse:
    shown = open_record(request, Report, reference, to=step.verb)
    draft = draft_of(request, step.form, about=shown, to=step.verb)
    form = step.form(request.POST or None, record=shown, reasons=step.against(shown, request.user), draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            made = step.take(report=shown, revision=form.seen_revision, by=request.user, **form.values())
            if step.done:
                messages.success(request, step.done)
            return once.redirect(made)
    return confirmed(request, shown, form, step.question.format(shown.label), step.told(shown), step.yes)


def confirmed(
    request: SignedInRequest, shown: Report, form: ServiceForm, question: str, consequences: list[str], yes: str
) -> HttpResponse:
    """The page that asks for a step to be confirmed."""
    return page(
        request, "reports/step.html", shown=shown, form=form, question=question, consequences=consequences, yes=yes
    )
