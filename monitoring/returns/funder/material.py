"""What goes into a return to a funder: the versions that count in a period, the lines they answer, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitoring.returns.asked import BREAKDOWNS, rows_asked
from monitoring.returns.models import Additive, Counted, OverTime, Return, ReturnAnswer, ReturnLine, ReturnVersion
from monitoring.returns.selectors import accepted_versions, providers_returning
from monitoring.theory.models import TheoryNode
from vrn_cases.questions.models import AnswerState, QuestionKind

Provider = tuple[str, str]  # code of the programme, reference of the organisation
Column = tuple[date, str]  # first day and label of a period that was returned

MISSING, NOT_ASKED = "Not accepted", "Not asked for"


@dataclass(frozen=True)
class AskedLine:
    """One line as the newest of the templates in use words it. `parts` are the parts of each breakdown, in order."""

    measure: str
    kind: QuestionKind
    group: str
    text: str
    definition: str
    counted: Counted
    population: str
    additive: Additive
    over_time: OverTime
    target: str

    @property
    def in_words(self) -> bool:
        return self.kind == QuestionKind.TEXT


@dataclass(frozen=True)
class Told:
    """One answer of one version: `breakdown` and `part` empty for the whole line."""

    provider: Provider
    column: Column
    measure: str
    breakdown: str
    part: str
    state: AnswerState
    number: int | None
    text: str


@dataclass(frozen=True)
class Included:
    """One return of the period: its version that counts, or what is missing."""

    programme: str
    organisation: str
    label: str
    reference: str
    status: str
    counts: bool


@dataclass(frozen=True)
class Material:
    lines: tuple[AskedLine, ...]
    told: tuple[Told, ...]
    included: tuple[Included, ...]
    names: dict[Provider, tuple[str, str]]  # programme and organisation in words
    part_labels: dict[tuple[str, str], str]
    versions: tuple[int, ...]
    days: dict[Column, tuple[date, date]]  # of each period that was returned; the second day is the one after it
    period: tuple[date, date]

    @property
    def counting(self) -> int:
        return sum(1 for row in self.included if row.counts)


def gathered(start: date, end: date) -> Material:
    """Everything accepted over periods inside [start, end), and every return of these periods that is not."""
    versions = list(accepted_versions(start, end))
    return Material(
        lines=_lines(versions),
        told=_told(versions),
        included=_included(versions, start, end),
        names={
            _provider(version.of): (version.of.programme.name, str(version.of.organisation)) for version in versions
        },
        part_labels=_part_labels(versions),
        versions=tuple(version.pk for version in versions),
        days={_column(version.of): (_column(version.of)[0], version.of.end) for version in versions},
        period=(start, end),
    )


def _provider(of: Return) -> Provider:
    if of.organisation is None:
        raise ValueError(f"return {of.reference} of a partner has no organisation")
    return of.programme.code, of.organisation.reference


def _lines(versions: Sequence[ReturnVersion]) -> tuple[AskedLine, ...]:
    found = (
        ReturnLine.objects.filter(template__in={version.of.template_id for version in versions})
        .select_related("question", "template")
        .order_by("template__code", "-template__version", "question__position")
    )
    targets = _targets()
    newest: dict[str, AskedLine] = {}
    for line in found:
        newest.setdefault(line.measure, _asked(line, targets.get(line.measure, "")))
    return tuple(newest.values())


def _asked(line: ReturnLine, target: str) -> AskedLine:
    question = line.question
    return AskedLine(
        measure=line.measure,
        kind=QuestionKind(question.kind),
        group=question.group,
        text=question.text,
        definition=question.hint,
        counted=Counted(line.counted),
        population=line.population.replace("_", " "),
        additive=Additive(line.additive),
        over_time=OverTime(line.over_time),
        target=target,
    )


def _targets() -> dict[str, str]:
    """Targets as their sources print them; a line without one has none set."""
    nodes = TheoryNode.objects.filter(theory__in_use=True, target__isnull=False).exclude(printed_measure="")
    printed = nodes.select_related("source").order_by("theory_id", "position")
    return {
        node.printed_measure: f"{node.target_words} ({node.source.code})" for node in printed if node.source is not None
    }


def _told(versions: Sequence[ReturnVersion]) -> tuple[Told, ...]:
    of = {version.pk: version.of for version in versions}
    answers = (
        ReturnAnswer.objects.filter(version__in=of)
        .order_by("version_id", "question__position", "id")
        .values_list("version_id", "question__return_line__measure", "breakdown", "part", "state", "number", "text")
    )
    return tuple(
        Told(
            _provider(of[version]),
            _column(of[version]),
            measure,
            breakdown,
            part,
            AnswerState(state),
            number,
            text or "",
        )
        for version, measure, breakdown, part, state, number, text in answers
    )


def _column(of: Return) -> Column:
    if of.start is None:
        raise ValueError(f"return {of.reference} of a partner has no start")
    return of.start, of.label


def _included(versions: Sequence[ReturnVersion], start: date, end: date) -> tuple[Included, ...]:
    counting = {version.of_id: version for version in versions}
    asked = Return.objects.filter(published=False, start__gte=start, end__lte=end)
    rows = asked.select_related("programme", "organisation").order_by("programme__name", "organisation__name", "start")
    found = [_row(of, counting.get(of.pk)) for of in rows]
    asked_of = {(of.programme_id, of.organisation_id) for of in rows}
    found += [
        Included(run.programme.name, run.organisation.name, "", "", NOT_ASKED, counts=False)
        for run in providers_returning(start, end)
        if (run.programme_id, run.organisation_id) not in asked_of
    ]
    return tuple(found)


def _row(of: Return, version: ReturnVersion | None) -> Included:
    status = f"Included: version {version.number}, accepted" if version else MISSING
    return Included(of.programme.name, str(of.organisation), of.label, of.reference, status, counts=version is not None)


def _part_labels(versions: Sequence[ReturnVersion]) -> dict[tuple[str, str], str]:
    """The words of every part that was asked, in the order of its list."""
    from_rows: dict[tuple[str, str], str] = {}
    seen: set[tuple[Any, Any]] = set()
    for version in versions:
        if (version.of.template_id, version.of.start) not in seen:
            seen.add((version.of.template_id, version.of.start))
            for row in rows_asked(version.of):
                if not row.whole:
                    from_rows.setdefault((row.key[1], row.key[2]), row.text)
    return from_rows


def breakdown_words(name: str) -> str:
    return BREAKDOWNS.get(name, name.replace("_", " ").capitalize())
