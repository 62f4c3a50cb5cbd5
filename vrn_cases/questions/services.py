"""Adding a version of a question set and putting it in use."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.questions.models import Question, QuestionSet

OWN_FIELDS = [
    field.attname for field in Question._meta.concrete_fields if field.name not in ("id", "question_set", "position")
]


@transaction.atomic
def put_question_set_in_use(
    *, code: str, name: str, questions: Iterable[Mapping[str, Any]], by: Any, even_if_same: bool = False
) -> QuestionSet:
    """The frozen set with exactly these questions: the present version when it is the same, else a new one.

    Each question is a mapping of `Question`'s own fields without `question_set` and `position`; the order given is the
    order asked. `even_if_same`: what the owner keeps beside the questions has changed, so it needs a new version.
    Raises IntegrityError when somebody else puts a version of the same set in use at this moment.
    """
    wanted = [Question(position=place, **fields) for place, fields in enumerate(questions, start=1)]
    latest = QuestionSet.objects.filter(code=code).order_by("-version").first()
    same = latest and latest.name == name and _told(latest.questions.order_by("position")) == _told(wanted)
    if latest and same and not even_if_same:
        return latest
    made = QuestionSet.objects.create(
        code=code, version=latest.version + 1 if latest else 1, name=name, frozen_at=timezone.now()
    )
    for question in wanted:
        question.question_set = made
    Question.objects.bulk_create(wanted)
    record(
        Action.QUESTIONS_FROZEN,
        by=by,
        subject_kind="vrn_cases.questionset",
        subject_id=f"{code}:{made.version}",
        detail={"questions": len(wanted)},
    )
    return made


def _told(questions: Iterable[Question]) -> list[list[Any]]:
    """Everything that a question says, in the order asked; what was left out counts as its default."""
    return [[getattr(question, field) for field in OWN_FIELDS] for question in questions]
