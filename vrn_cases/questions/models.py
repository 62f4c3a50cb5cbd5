"""Questions that only the team knows (return lines, checklists), as rows; an answer is a typed row, never JSON."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from vrn_cases.records.models import lengths


class QuestionKind(models.TextChoices):
    NUMBER = "number", "Whole number"
    MONEY = "money", "Amount in pounds and pence"
    PERCENT = "percent", "Percentage"
    TEXT = "text", "Text"
    YES_NO = "yes_no", "Yes or no"
    DATE = "date", "Date"


class AnswerState(models.TextChoices):
    ANSWERED = "answered", "Answered"
    BLANK = "blank", "Left blank"
    NOT_DUE = "not_due", "Not due"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class QuestionSet(models.Model):
    """A numbered version of a list of questions. Once frozen it never changes: who began it finishes it."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="question_set_once"),
            *lengths("question_set", name=120, code=40),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Question(models.Model):
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    group = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=True)
    personal = models.BooleanField(default=False)
    largest = models.PositiveBigIntegerField(null=True)  # above this a number is surely a slip of the hand

    class Meta:
        ordering: ClassVar[list[str]] = ["question_set_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["question_set", "code"], name="question_code_once"),
            models.UniqueConstraint(fields=["question_set", "position"], name="question_position_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            *lengths("question", text=200, code=60, group=80, hint=300),
        ]

    def __str__(self) -> str:
        return self.text


# which column holds the value of each kind: whole numbers, pence, whole hundredths, text, 0 or 1, a day
COLUMN_OF_KIND = {
    QuestionKind.NUMBER: "number",
    QuestionKind.MONEY: "number",
    QuestionKind.PERCENT: "number",
    QuestionKind.YES_NO: "number",
    QuestionKind.TEXT: "text",
    QuestionKind.DATE: "day",
}


def one_typed_value() -> Q:
    """Answered: exactly one column is filled. Any other state: none is. Zero is an answer."""
    number, text, day = Q(number__isnull=False), Q(text__isnull=False), Q(day__isnull=False)
    none = ~number & ~text & ~day
    one = (number & ~text & ~day) | (~number & text & ~day) | (~number & ~text & day)
    return (Q(state=AnswerState.ANSWERED) & one) | (~Q(state=AnswerState.ANSWERED) & none)


class Answer(models.Model):
    """What was answered to one question. Each owner has a concrete table of its own."""

    personal: ClassVar[frozenset[str]] = frozenset({"text"})

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=AnswerState)
    number = models.BigIntegerField(null=True)
    text = models.TextField(null=True)
    day = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=one_typed_value(), name="%(class)s_one_typed_value"),
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="%(class)s_state_known"),
            models.CheckConstraint(condition=Q(text=None) | Q(text__length__lte=4_000), name="%(class)s_text_length"),
        ]

    @property
    def value(self) -> Any:
        """Whole number, pence, hundredths, text or day; None unless answered."""
        if self.state != AnswerState.ANSWERED:
            return None
        return getattr(self, COLUMN_OF_KIND[QuestionKind(self.question.kind)])
