"""Statements of the published record, as accepted versions that stand under their own label."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.programmes.models import Programme, Source
from monitoring.returns.lines import PUBLISHED_RECORD, published_code
from monitoring.returns.models import Qualifier, Return, ReturnAnswer, ReturnTemplate, ReturnVersion
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person
from vrn_cases.questions.models import AnswerState, Question
from vrn_cases.records.services import create, locked, write


@dataclass(frozen=True)
class PrintedFigure:
    """One figure of a statement as its source prints it."""

    measure: str
    population: str
    value: int
    qualifier: Qualifier = Qualifier.EXACT


@transaction.atomic
def state_published(
    *,
    programme: Programme,
    label: str,
    start: date | None,
    end: date,
    source: Source,
    figures: Iterable[PrintedFigure],
    by: Any,
) -> Return:
    """The published record's statement about one programme and period, with all its figures together.

    `start` None: the source states none; `end` is exclusive. Repeating it changes nothing. Other figures than those
    that stand become a new version, which replaces the one before; both are kept. Needs `put_published_template` first.
    """
    template = ReturnTemplate.objects.filter(code=PUBLISHED_RECORD).latest("version")
    same: dict[str, Any] = {
        "programme": programme,
        "label": label,
        "start": start,
        "end": end,
        "source": source,
        "published": True,
    }
    asked: dict[str, Any] = {"asked_for_at": timezone.now(), "asked_for_by": person(by)}
    statement = locked(
        Return.objects.filter(**same).first()
        or create(Return, action=Action.RETURN_STATED, by=by, template=template, **asked, **same)
    )
    if statement.template_id != template.pk:
        statement = write(statement, action=Action.RETURN_STATED, by=by, template=template)
    wanted = {published_code(f.measure, f.population): (f.value, Qualifier(f.qualifier).value) for f in figures}
    standing = statement.versions.filter(replaced_at=None).first()
    if standing is not None:
        if _printed(standing) == wanted:
            return statement
        write(locked(standing), action=Action.RETURN_REPLACED, by=by, replaced_at=timezone.now())
    _put_printed(statement, wanted, standing, by)
    return statement


def _printed(version: ReturnVersion) -> dict[str, tuple[int | None, str]]:
    answers = version.answers.values_list("question__code", "number", "qualifier")
    return {code: (number, qualifier) for code, number, qualifier in answers}


def _put_printed(statement: Return, wanted: dict[str, tuple[int, str]], before: ReturnVersion | None, by: Any) -> None:
    now = timezone.now()
    version = create(
        ReturnVersion,
        action=Action.RETURN_STATED,
        by=by,
        of=statement,
        number=before.number + 1 if before else 1,
        made_at=now,
        made_by=person(by),
        submitted_at=now,
        submitted_by=person(by),
        accepted_at=now,  # a source's own word: nobody accepts it but the loader that read it
    )
    asked = Question.objects.filter(question_set=statement.template.question_set_id)
    question_of = {question.code: question for question in asked}
    ReturnAnswer.objects.bulk_create(
        ReturnAnswer(
            version=version, question=question_of[code], state=AnswerState.ANSWERED, number=value, qualifier=qualifier
        )
        for code, (value, qualifier) in wanted.items()
    )
