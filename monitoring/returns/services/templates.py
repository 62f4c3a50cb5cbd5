"""Putting return templates in use, each version frozen from its first day."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from monitoring.returns.lines import PUBLISHED_RECORD, PUBLISHED_RECORD_NAME, Line, published_lines
from monitoring.returns.models import LineBreakdown, ReturnLine, ReturnTemplate
from monitoring.returns.partner_return import (
    PARTNER_LINES,
    PARTNER_RETURN,
    PARTNER_RETURN_INSTRUCTIONS,
    PARTNER_RETURN_NAME,
)
from vrn_cases.audit.actions import Action
from vrn_cases.questions.services import put_question_set_in_use
from vrn_cases.records.services import create

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
