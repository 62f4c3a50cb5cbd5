"""Adding a version of a question set and putting it in use."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.questions.models import Question, QuestionSet


@transaction.atomic
def put_question_set_in_use(
    *, code: str, name: str, questions: Iterable[Mapping[str, Any]], by: Any, even_if_same: bool = False
) -> QuestionSet:
    """The frozen set with exactly these questions: the present version when it is the same, else a new one.

    Each question is a mapping of `Question`'s own fields without `question_set` and `position`; the order given is the
    order asked. `even_if_same`: what the owner keeps beside the questions has changed, so it needs a new version.
    """
    wanted = [dict(question) for question in questions]
    latest = QuestionSet.objects.filter(code=code).order_by("-version").first()
    if latest and not even_if_same and _same(latest, wanted):
        return latest
    made = QuestionSet.objects.create(
        code=code, version=latest.version + 1 if latest else 1, name=name, frozen_at=timezone.now()
    )
    Question.objects.bulk_create(
        Question(question_set=made, position=place, **fields) for place, fields in enumerate(wanted, start=1)
    )
    record(
        Action.QUESTIONS_FROZEN,
        by=by,
        subject_kind="vrn_cases.questionset",
        subject_id=f"{code}:{made.version}",
        detail={"questions": len(wanted)},
    )
    return made


def _same(question_set: QuestionSet, wanted: list[dict[str, Any]]) -> bool:
    kept = list(question_set.questions.order_by("position"))
    if len(kept) != len(wanted):
        return False
    return all(
        all(getattr(question, field) == value for field, value in fields.items())
        for question, fields in zip(kept, wanted, strict=True)
    )
