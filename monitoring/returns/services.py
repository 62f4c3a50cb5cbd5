"""Every write of a return: templates, statements of the published record, asking, uploading, sending, checking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.programmes.models import Programme, Source
from monitoring.returns.lines import (
    PARTNER_LINES,
    PARTNER_RETURN,
    PARTNER_RETURN_INSTRUCTIONS,
    PARTNER_RETURN_NAME,
    PUBLISHED_RECORD,
    PUBLISHED_RECORD_NAME,
    Line,
    published_code,
    published_lines,
)
from monitoring.returns.models import (
    LineBreakdown,
    Qualifier,
    Return,
    ReturnAnswer,
    ReturnLine,
    ReturnTemplate,
    ReturnVersion,
)
from vrn_cases.audit.actions import Action
from vrn_cases.questions.models import AnswerState, Question
from vrn_cases.questions.services import put_question_set_in_use
from vrn_cases.records.services import create, locked, write

QUESTION_FIELDS = ("code", "kind", "group", "text", "hint", "required", "largest")
LINE_FIELDS = ("counted", "population", "additive", "over_time", "share_of")


@transaction.atomic
def put_return_template(
    *, code: str, name: str, lines: Sequence[Line], by: Any, instructions: str = "", published_record: bool = False
) -> ReturnTemplate:
    """The template with exactly these lines: the present version when it is the same, else a new one."""
    latest = ReturnTemplate.objects.filter(code=code).order_by("-version").first()
    if latest and latest.instructions == instructions and _asked(latest) == [_wanted(line) for line in lines]:
        return latest
    questions = [{name: getattr(line, name) for name in QUESTION_FIELDS} for line in lines]
    question_set = put_question_set_in_use(code=code, name=name, questions=questions, by=by, even_if_same=True)
    template = create(
        ReturnTemplate,
        action=Action.RETURN_TEMPLATE_PUT,
        by=by,
        question_set=question_set,
        code=code,
        version=question_set.version,
        name=name,
        instructions=instructions,
        published_record=published_record,
    )
    question_of = {question.code: question for question in question_set.questions.all()}
    made = ReturnLine.objects.bulk_create(
        ReturnLine(
            template=template,
            question=question_of[line.code],
            measure=line.measure or line.code,
            **{name: getattr(line, name) for name in LINE_FIELDS},
        )
        for line in lines
    )
    LineBreakdown.objects.bulk_create(
        LineBreakdown(line=row, position=place, list=name)
        for row, line in zip(made, lines, strict=True)
        for place, name in enumerate(line.breakdowns, start=1)
    )
    return template


def _wanted(line: Line) -> tuple[Any, ...]:
    return (
        *(getattr(line, name) for name in QUESTION_FIELDS),
        line.measure or line.code,
        *(getattr(line, name) for name in LINE_FIELDS),
        line.breakdowns,
    )


def _asked(template: ReturnTemplate) -> list[tuple[Any, ...]]:
    lines = template.lines.select_related("question").prefetch_related("breakdowns").order_by("question__position")
    return [
        (
            *(getattr(line.question, name) for name in QUESTION_FIELDS),
            line.measure,
            *(getattr(line, name) for name in LINE_FIELDS),
            tuple(breakdown.list for breakdown in line.breakdowns.all()),
        )
        for line in lines
    ]


def put_standard_templates(*, by: Any) -> ReturnTemplate:
    """The return that partners fill in, in the version that this release knows."""
    return put_return_template(
        code=PARTNER_RETURN,
        name=PARTNER_RETURN_NAME,
        instructions=PARTNER_RETURN_INSTRUCTIONS,
        lines=PARTNER_LINES,
        by=by,
    )


def put_published_template(*, measures: Iterable[tuple[str, str]], by: Any) -> ReturnTemplate:
    """The template of the published record with a line for each (measure, population).

    Raises ValueError for a population that nobody has said what it counts.
    """
    return put_return_template(
        code=PUBLISHED_RECORD,
        name=PUBLISHED_RECORD_NAME,
        lines=published_lines(measures),
        published_record=True,
        by=by,
    )


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
    same = {"programme": programme, "label": label, "start": start, "end": end, "source": source, "published": True}
    asked = {"asked_for_at": timezone.now(), "asked_for_by": person(by)}
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


def person(by: Any) -> Any:
    """Who did it, where that is a person; a command or the service itself is none."""
    return None if isinstance(by, str) else by
