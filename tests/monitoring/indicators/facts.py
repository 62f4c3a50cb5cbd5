"""Random facts of returns for the engine's tests, and every figure worked out from them in plain Python.

Nothing here reads the grain, the cells or an indicator's condition: it is the other way to the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import F
from django.utils import timezone

from interventions.programmes.models import Organisation, Programme, Source
from monitoring.returns.models import (
    Additive,
    Counted,
    OverTime,
    Return,
    ReturnAnswer,
    ReturnLine,
    ReturnTemplate,
    ReturnVersion,
)
from vrn_cases.questions.models import AnswerState, Question, QuestionKind, QuestionSet
from vrn_cases.records.models import Touched

MEASURES = {  # what it counts, and the line that it is a part of
    "referrals_received": (Counted.REFERRALS, ""),
    "people_started": (Counted.PEOPLE, ""),
    "people_supported": (Counted.PEOPLE, ""),
    "people_supported_in_year": (Counted.PEOPLE, ""),
    "people_ended": (Counted.PEOPLE, ""),
    "planned_endings": (Counted.PEOPLE, "people_ended"),
    "outcomes_measured": (Counted.PEOPLE, "people_ended"),
    "sessions_offered": (Counted.SESSIONS, ""),
    "sessions_attended": (Counted.SESSIONS, "sessions_offered"),
    "group_attendances": (Counted.ATTENDANCES, ""),
    "professionals_trained": (Counted.PROFESSIONALS, ""),
    "schools_taking_part": (Counted.SCHOOLS, ""),
    "event_attendances": (Counted.ATTENDANCES, ""),
    "spend": (Counted.MONEY, ""),
    "spend_forecast": (Counted.MONEY, ""),
}
WHOLE = ("", "")
PARTS = (("age_band", "10-14"), ("age_band", "15-17"), ("sex", "female"), ("ethnic_group", "white"))


@dataclass(frozen=True)
class Fact:
    """One return as somebody drew it: who, when, whether it counts, and its answers.

    `answers`: (line, (breakdown, part)) -> number, or None for blank; ("", "") is the line as a whole."""

    programme: int
    provider: int
    year: int
    quarter: int | None  # 0 to 3; None: the whole financial year
    counts: bool
    published: bool
    answers: dict[tuple[str, tuple[str, str]], int | None] = field(hash=False)

    @property
    def first(self) -> int:
        return self.year * 4 + (self.quarter or 0)

    @property
    def last(self) -> int:
        return self.year * 4 + (3 if self.quarter is None else self.quarter)

    @property
    def days(self) -> tuple[date, date]:
        def first_day(quarter: int) -> date:
            year, index = divmod(quarter, 4)
            return date(year + (index == 3), (4, 7, 10, 1)[index], 1)

        return first_day(self.first), first_day(self.last + 1)


@dataclass
class World:
    """The rows that every fact needs, made once a test."""

    programmes: list[Programme]
    providers: list[Organisation]
    template: ReturnTemplate
    questions: dict[str, Question]
    source: Source

    def write(self, fact: Fact) -> Return:
        """The fact as rows, with the mark that its write leaves."""
        start, end = fact.days
        owner = {"source": self.source} if fact.published else {"organisation": self.providers[fact.provider]}
        row = Return.objects.create(
            template=self.template,
            programme=self.programmes[fact.programme],
            start=start,
            end=end,
            label=f"{fact.first}-{fact.last}-{Return.objects.count()}",
            published=fact.published,
            asked_for_at=timezone.now(),
            **owner,
        )
        self.answer(row, fact)
        return row

    def answer(self, row: Return, fact: Fact) -> None:
        """A new version with the fact's answers; the one before is replaced and kept."""
        now = timezone.now()
        row.versions.filter(replaced_at=None).update(replaced_at=now, revision=F("revision") + 1)
        version = ReturnVersion.objects.create(
            of=row,
            number=row.versions.count() + 1,
            made_at=now,
            submitted_at=now,
            accepted_at=now if fact.counts else None,
        )
        ReturnAnswer.objects.bulk_create(
            ReturnAnswer(
                version=version,
                question=self.questions[measure],
                breakdown=breakdown,
                part=part,
                number=number,
                state=AnswerState.BLANK if number is None else AnswerState.ANSWERED,
            )
            for (measure, (breakdown, part)), number in fact.answers.items()
        )
        Touched.objects.create(kind="return_version", pk_touched=version.pk)


def make_world(programmes: list[Programme], providers: list[Organisation]) -> World:
    source = Source.objects.create(code="S9", title="A source", dated="2024")
    question_set = QuestionSet.objects.create(code="drawn", version=1, name="Drawn", frozen_at=timezone.now())
    template = ReturnTemplate.objects.create(question_set=question_set, code="drawn", version=1, name="Drawn")
    questions = {}
    for position, (measure, (counted, share_of)) in enumerate(MEASURES.items()):
        questions[measure] = Question.objects.create(
            question_set=question_set, position=position, code=measure, kind=QuestionKind.NUMBER, text=measure
        )
        ReturnLine.objects.create(
            template=template,
            question=questions[measure],
            measure=measure,
            counted=counted,
            additive=Additive.YES,
            over_time=OverTime.ADDED,
            share_of=share_of,
        )
    return World(programmes, providers, template, questions, source)


Value = int | Fraction | None


def within(fact: Fact, window: tuple[str, int]) -> bool:
    kind, end = window
    start = end if kind == "quarter" else end // 4 * 4
    return start <= fact.first and fact.last <= end


def covers(fact: Fact, window: tuple[str, int]) -> bool:
    kind, end = window
    return fact.last == end and fact.first == (end if kind == "quarter" else end // 4 * 4)


def any_inside(fact: Fact, window: tuple[str, int]) -> bool:
    return True


def told_at_its_end(fact: Fact, window: tuple[str, int]) -> bool:
    return window[0] != "quarter" and fact.last == window[1]


def total(measure: str, keep: Callable[[Fact, tuple[str, int]], bool] = any_inside) -> Callable[..., Value]:
    def work_out(facts: list[Fact], window: tuple[str, int], part: tuple[str, str]) -> Value:
        kept = [fact for fact in facts if keep(fact, window)]
        numbers = [fact.answers.get((measure, part)) for fact in kept if not fact.published]
        told = [number for number in numbers if number is not None]
        return sum(told) if told else None

    return work_out


def share(top: str, bottom: str) -> Callable[..., Value]:
    def work_out(facts: list[Fact], window: tuple[str, int], part: tuple[str, str]) -> Value:
        pairs = [
            (fact.answers.get((top, WHOLE)), fact.answers.get((bottom, WHOLE))) for fact in facts if not fact.published
        ]
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        whole = sum(b for _, b in both)
        return Fraction(sum(a for a, _ in both), whole) if whole else None

    return work_out


def answered(facts: list[Fact], window: tuple[str, int], part: tuple[str, str]) -> Value:
    lines = [
        number
        for fact in facts
        if not fact.published
        for (_, its_part), number in fact.answers.items()
        if its_part == WHOLE
    ]
    return Fraction(sum(number is not None for number in lines), len(lines)) if lines else None


def published(facts: list[Fact], window: tuple[str, int], part: tuple[str, str]) -> Value:
    return sum(1 for fact in facts if fact.published for (_, its_part) in fact.answers if its_part == WHOLE)


def all_exact(facts: list[Fact], window: tuple[str, int], part: tuple[str, str]) -> Value:
    return Fraction(1) if published(facts, window, part) else None


BY_HAND: dict[str, Callable[..., Value]] = {
    "RET-01": total("referrals_received"),
    "RET-02": total("people_started"),
    "RET-03": total("people_supported", covers),
    "RET-04": share("planned_endings", "people_ended"),
    "RET-05": total("sessions_offered"),
    "RET-06": share("sessions_attended", "sessions_offered"),
    "RET-07": total("professionals_trained"),
    "RET-08": total("schools_taking_part", covers),
    "RET-09": total("event_attendances"),
    "RET-10": total("spend"),
    "RET-11": answered,
    "RET-12": total("people_supported_in_year", told_at_its_end),
    "RET-13": share("outcomes_measured", "people_ended"),
    "RET-14": total("group_attendances"),
    "RET-15": total("spend_forecast", told_at_its_end),
    "PUB-01": all_exact,
    "PUB-02": published,
}
