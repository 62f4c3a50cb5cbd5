"""The measures of a case: what is due, taking one down from paper, saying why not, correcting."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interventions.cases.models import Case
from interventions.cases.shown import bar_of
from interventions.outcomes.forms import ANSWERS_FORMS, CorrectionForm, NotDoneForm, typed_items
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.lists import AssessmentList, CodedAssessmentList
from interventions.outcomes.models import Assessment, MeasurePoint
from interventions.outcomes.pages import page_of_case
from interventions.outcomes.preview import said_of
from interventions.outcomes.rules import against_assessing, against_correcting
from interventions.outcomes.selectors import beside, newer_than
from interventions.outcomes.services import correct_assessment, record_assessment, record_not_done
from interventions.outcomes.shown import answers_in_words, score_lines, sources_of, title_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page

VIEW, WORK, CODED = Permission.CASE_VIEW, Permission.CASE_WORK, Permission.CASE_VIEW_CODED
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(VIEW)
def assessments(request: SignedInRequest) -> HttpResponse | FileResponse:
    return AssessmentList(request).response()


@require_safe
@requires(CODED)
def coded(request: SignedInRequest) -> HttpResponse | FileResponse:
    return CodedAssessmentList(request).response()


@require_safe
@requires(VIEW)
def case_measures(request: SignedInRequest, reference: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=VIEW)
    told = {**bar_of(case, request.user, "case_measures"), **page_of_case(case, as_at=timezone.localdate())}
    return page(request, "outcomes/case.html", **told)


@require_safe
@requires(VIEW)
def assessment(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Assessment, reference, to=VIEW)
    taken = [one for one in beside(shown.case, shown.instrument, replacing=shown) if one.taken_on <= shown.taken_on]
    earlier = next((one for one in reversed(taken) if one.not_done_reason_id is None), None)
    lines = score_lines(shown, earlier)
    told: dict[str, Any] = {
        "assessment": shown,
        "instrument": INSTRUMENTS[shown.instrument],
        "lines": lines,
        "sources": sources_of(lines),
        "earlier": earlier,
        "answers": answers_in_words(shown),
        "newer": newer_than(shown),
        "against": against_correcting(shown),
    }
    return page(request, "outcomes/assessment.html", **bar_of(shown.case, request.user, "case_measures"), **told)


@form_view
@requires(WORK)
def record(request: SignedInRequest, reference: str, instrument: str, point: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    measure = _known(instrument, point)
    others = beside(case, instrument)
    form_class = ANSWERS_FORMS[instrument, point]
    form = form_class(
        request.POST or None,
        instrument=measure,
        point=point,
        born=case.participant.date_of_birth,
        reasons=_standing_against(case, point, others),
        draft=draft_of(request, form_class, about=case, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            return once.redirect(record_assessment(case=case, instrument=instrument, by=request.user, **form.told()))
    told = {
        "title": title_of(measure, point),
        "instrument": measure,
        "before": others[-1:],
        "point": point,
        "may_not_be_done": point != MeasurePoint.REVIEW,
    }
    return page(request, "outcomes/form.html", **bar_of(case, request.user, "case_measures"), form=form, told=told)


@form_view
@requires(WORK)
def correct(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Assessment, reference, to=WORK, see=VIEW)
    measure, case = INSTRUMENTS[shown.instrument], shown.case
    form = CorrectionForm(
        request.POST or None,
        instrument=measure,
        point=shown.point,
        born=case.participant.date_of_birth,
        record=shown,
        reasons=against_correcting(shown),
        initial=CorrectionForm.initial_of(shown),
        draft=draft_of(request, CorrectionForm, about=shown, to=WORK),
    )
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            told = form.told()
            return once.redirect(
                correct_assessment(assessment=shown, revision=form.seen_revision, by=request.user, **told)
            )
    words = f"Correct {title_of(measure, shown.point)}"
    told = {"title": words, "instrument": measure, "before": [], "point": "", "may_not_be_done": False}
    bar = bar_of(case, request.user, "case_measures")
    return page(request, "outcomes/form.html", **bar, form=form, told=told, assessment=shown)


@form_view
@requires(WORK)
def not_done(request: SignedInRequest, reference: str, instrument: str, point: str) -> HttpResponse:
    case = open_record(request, Case, reference, to=WORK, see=VIEW)
    measure = _known(instrument, point)
    if point == MeasurePoint.REVIEW:
        raise Http404
    form = NotDoneForm(request.POST or None, reasons=_standing_against(case, point, beside(case, instrument)))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            record_not_done(case=case, instrument=instrument, point=point, by=request.user, **form.values())
            return once.redirect("case_measures", case.reference)
    told = {"title": title_of(measure, point)}
    return page(request, "outcomes/not_done.html", **bar_of(case, request.user, "case_measures"), form=form, told=told)


@require_POST
@requires(WORK)
def preview(request: SignedInRequest, code: str) -> HttpResponse:
    """What the answers typed so far will do: scored by the instrument itself, of nobody, kept nowhere."""
    if code not in INSTRUMENTS:
        raise Http404
    measure = INSTRUMENTS[code]
    return page(request, "outcomes/live.html", said=said_of(measure, typed_items(measure, request.POST)))


def _known(instrument: str, point: str) -> Instrument:
    if instrument not in INSTRUMENTS or point not in MeasurePoint.values:
        raise Http404
    return INSTRUMENTS[instrument]


def _standing_against(case: Case, point: str, others: list[Assessment]) -> list[str]:
    """What stands against this point whatever the day."""
    today = timezone.localdate()
    same = [one for one in others if one.point == point]
    return against_assessing(case, point=point, taken_on=max(today, case.opened_on), others=same, today=today)
