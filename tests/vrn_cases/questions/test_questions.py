from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.questions.models import Answer, AnswerState, QuestionKind, QuestionSet
from vrn_cases.questions.services import put_question_set_in_use

REACHED = {"code": "reached", "kind": "number", "text": "How many young people?", "hint": "Each once.", "largest": 500}
SPENT = {"code": "spent", "kind": "money", "text": "How much was spent?", "required": False}


def in_use(*questions: Any, name: str = "Quarterly return") -> QuestionSet:
    return put_question_set_in_use(code="quarterly", name=name, questions=questions, by=SYSTEM)


def test_the_same_questions_are_the_same_version(db: None) -> None:
    first = in_use(REACHED, SPENT)
    assert in_use(REACHED, SPENT) == first
    assert [question.code for question in first.questions.all()] == ["reached", "spent"]
    assert AuditEvent.objects.filter(action=Action.QUESTIONS_FROZEN).count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        [SPENT, REACHED],
        [REACHED],
        [REACHED, SPENT, {**SPENT, "code": "third"}],
        [{**REACHED, "text": "How many?"}, SPENT],
        [{field: value for field, value in REACHED.items() if field != "hint"}, SPENT],
        [{**REACHED, "personal": True}, SPENT],
        [REACHED, {**SPENT, "required": True}],
    ],
)
def test_any_difference_is_a_new_version_and_the_old_one_stays(db: None, changed: list[Any]) -> None:
    first = in_use(REACHED, SPENT)
    kept = list(first.questions.values())
    second = in_use(*changed)
    assert (first.version, second.version) == (1, 2)
    assert list(first.questions.values()) == kept
    assert second.frozen_at is not None


def test_another_name_is_a_new_version(db: None) -> None:
    assert in_use(REACHED).version + 1 == in_use(REACHED, name="Another name").version


def test_a_question_stands_once_in_a_set(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        in_use(REACHED, REACHED)
    assert not QuestionSet.objects.exists()


class Told(Answer):
    class Meta(Answer.Meta):
        app_label = "tests_questions"  # no installed app: no migration and no walk sees it


@pytest.fixture
def told_table(make_table: Callable[[type[models.Model]], None]) -> None:
    make_table(Told)


@pytest.fixture
def tell(told_table: None, db: None) -> Callable[..., Told]:
    question = in_use(REACHED).questions.get()

    def told(state: AnswerState = AnswerState.ANSWERED, **values: Any) -> Told:
        return Told.objects.create(question=question, state=state, **values)

    return told


def test_zero_is_an_answer_and_blank_is_not(tell: Callable[..., Told]) -> None:
    assert tell(number=0).value == 0
    for state in (AnswerState.BLANK, AnswerState.NOT_DUE, AnswerState.NOT_APPLICABLE):
        assert tell(state).value is None


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"number": 1, "text": "x"},
        {"number": 1, "day": date(2024, 1, 1)},
        {"state": AnswerState.BLANK, "number": 0},
        {"state": AnswerState.NOT_DUE, "text": ""},
        {"state": "invented", "number": 1},
        {"text": "x" * 4_001},
    ],
)
def test_an_answer_holds_one_value_and_anything_else_holds_none(
    tell: Callable[..., Told], values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(**values)


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        (QuestionKind.NUMBER, "number", 12),
        (QuestionKind.MONEY, "number", 1_050),
        (QuestionKind.PERCENT, "number", 3_310),
        (QuestionKind.YES_NO, "number", 0),
        (QuestionKind.TEXT, "text", ""),
        (QuestionKind.DATE, "day", date(2024, 4, 15)),
    ],
)
def test_each_kind_has_its_column(told_table: None, db: None, kind: str, column: str, value: Any) -> None:
    question = in_use({**REACHED, "kind": kind}).questions.get()
    answer = Told.objects.create(question=question, state=AnswerState.ANSWERED, **{column: value})
    assert answer.value == value
