"""A measure taken down by item number and scored at once, or why it was not taken; corrected by a newer one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.cases.models import Case
from interventions.outcomes import rules
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import instrument as instrument_of
from interventions.outcomes.models import Assessment, ItemAnswer, ScaleScore
from interventions.outcomes.selectors import beside
from interventions.outcomes.services.following import follow_measures
from interventions.participants.rules import age_on
from interventions.programmes.models import ListEntry, Programme
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person, together
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked, write


@transaction.atomic
def record_assessment(
    *,
    case: Case,
    instrument: str,
    form: str,
    point: str,
    taken_on: date,
    answers: Mapping[int, int | None],
    by: Any,
    checked: bool = False,
    at: datetime | None = None,
) -> Assessment:
    """A measure of a case as its paper form was answered, by item number, with its scores.

    `checked`: somebody has seen the doubts (age, form, answers that contradict each other) and saves it all the same.
    Raises Refused; KeyError for an unknown instrument; ValueError for answers that it cannot have.
    """
    programme, case = case.programme, locked(case)
    told: dict[str, Any] = {"form": form, "point": point, "taken_on": taken_on, "answers": answers, "checked": checked}
    return _assess(case, programme, instrument_of(instrument), None, by, at, **told)


@transaction.atomic
def correct_assessment(
    *,
    assessment: Assessment,
    revision: int | None,
    form: str,
    point: str,
    taken_on: date,
    answers: Mapping[int, int | None],
    by: Any,
    checked: bool = False,
    at: datetime | None = None,
) -> Assessment:
    """The same measure taken down again, rightly. What it replaces is kept and counts no more.

    Also for one that was said not to be taken, and was taken after all. Raises as `record_assessment`, and Changed.
    """
    programme = assessment.programme
    case = locked(assessment.case)
    assessment = locked(assessment, revision)
    refuse_if(rules.against_correcting(assessment))
    told: dict[str, Any] = {"form": form, "point": point, "taken_on": taken_on, "answers": answers, "checked": checked}
    return _assess(case, programme, instrument_of(assessment.instrument), assessment, by, at, **told)


@transaction.atomic
def record_not_done(
    *, case: Case, instrument: str, point: str, reason: ListEntry, said_on: date, by: Any, at: datetime | None = None
) -> Assessment:
    """That a measure at the start or end was not taken, and why. Raises Refused; KeyError."""
    now = at or timezone.now()
    programme, case = case.programme, locked(case)
    code = instrument_of(instrument).code
    today = timezone.localdate(now)
    others = beside(case, code)
    refuse_if(rules.against_assessing(case, point=point, taken_on=said_on, others=others, today=today))
    assessment = create(
        Assessment,
        action=Action.ASSESSMENT_NOT_DONE,
        by=by,
        case=case,
        programme=programme,
        instrument=code,
        point=point,
        taken_on=said_on,
        not_done_reason=reason,
        recorded_at=now,
        recorded_by=person(by),
    )
    follow_measures([case])
    return assessment


def _assess(
    case: Case,
    programme: Programme,
    instrument: Instrument,
    replaced: Assessment | None,
    by: Any,
    at: datetime | None,
    *,
    form: str,
    point: str,
    taken_on: date,
    answers: Mapping[int, int | None],
    checked: bool,
) -> Assessment:
    now = at or timezone.now()
    today = timezone.localdate(now)
    found = instrument.checked(answers)
    others = beside(case, instrument.code, replacing=replaced)
    refuse_if(
        rules.against_assessing(case, point=point, taken_on=taken_on, others=others, today=today)
        + rules.against_answers(instrument, form, found)
    )
    age = age_on(case.participant.date_of_birth, taken_on)
    doubts = rules.doubts(instrument, age=age, form=form, point=point, answers=found)
    refuse_if([] if checked else doubts)
    scored = instrument.score(found)
    with together():
        if replaced is not None:
            write(replaced, action=Action.ASSESSMENT_REPLACED, by=by, replaced_at=now)
        assessment = create(
            Assessment,
            action=Action.ASSESSMENT_RECORDED,
            by=by,
            detail={"answered": scored.answered, "asked": scored.asked, "saved_despite_doubts": len(doubts)},
            case=case,
            programme=programme,
            instrument=instrument.code,
            form=form,
            point=point,
            taken_on=taken_on,
            scorer_version=scored.scorer_version,
            main_score=scored[instrument.main],
            recorded_at=now,
            recorded_by=person(by),
            replaces=replaced,
        )
        ItemAnswer.objects.bulk_create(
            ItemAnswer(assessment=assessment, number=number, answer=answer) for number, answer in found.items()
        )
        ScaleScore.objects.bulk_create(_scores(assessment, instrument, found))
    follow_measures([case])
    return assessment


def _scores(assessment: Assessment, instrument: Instrument, answers: Mapping[int, int | None]) -> list[ScaleScore]:
    """Every scale's score with its band by the instrument's default banding, kept as it was called on that day."""
    rows = []
    for code, score in instrument.score(answers).scores.items():
        banded = instrument.banded(code, score.hundredths)
        rows.append(
            ScaleScore(
                assessment=assessment,
                scale=code,
                hundredths=score.hundredths,
                standing=score.standing,
                banding=instrument.default_banding or "" if banded else "",
                band=banded.band.label if banded else "",
            )
        )
    return rows
