"""The rows that a return asks for: each line of its template, with the parts of its breakdowns under it.

Page, form, workbook and checks all stand on these rows, so that they cannot ask different things.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from interventions.programmes.models import ListEntry, ListName
from interventions.programmes.selectors import entries_in_force
from monitoring.returns.models import Return, ReturnLine, ReturnTemplate, ReturnVersion
from vrn_cases.questions.models import COLUMN_OF_KIND, AnswerState, QuestionKind

Key = tuple[str, str, str]  # code of the question, list, part; the last two empty for the whole line

# what somebody may say in the place of a figure, and the state it stands for
NO_FIGURE = {
    "Does not apply": AnswerState.NOT_APPLICABLE,
    "Not due yet": AnswerState.NOT_DUE,
    "Not known": AnswerState.BLANK,
}
UNITS = {
    QuestionKind.NUMBER: "Number",
    QuestionKind.MONEY: "£",
    QuestionKind.PERCENT: "Per cent",
    QuestionKind.YES_NO: "Yes or no",
    QuestionKind.DATE: "Date",
    QuestionKind.TEXT: "Words",
}
KIND = {kind.value: kind for kind in QuestionKind}
# what a breakdown is called beside its parts: "Age: 10 to 14"
BREAKDOWNS = {
    ListName.AGE_BAND.value: "Age",
    ListName.SEX.value: "Sex",
    ListName.ETHNIC_GROUP.value: "Ethnic group",
}


class Row(NamedTuple):  # a return has thousands of them, and this kind is made twice as fast as a frozen one
    """One row to answer. `number` is what people call it: "3" for a line, "3b" for the second part under it."""

    number: str
    key: Key
    question_id: int
    kind: QuestionKind
    group: str
    text: str
    hint: str
    required: bool
    largest: int | None
    share_of: str  # code of the line it is a part of, or empty
    breakdown_label: str = ""

    @property
    def whole(self) -> bool:
        return not self.key[1]

    @property
    def unit(self) -> str:
        return UNITS[self.kind]


class Given(NamedTuple):
    """What was answered in one row. `value` is what the typed column holds: pence for money, hundredths for a share."""

    state: AnswerState = AnswerState.BLANK
    value: Any = None
    note: str = ""

    @property
    def answered(self) -> bool:
        return self.state == AnswerState.ANSWERED


BLANK = Given()
Answers = Mapping[Key, Given]


def rows_asked(of: Return) -> list[Row]:
    """The rows of a return: its template's lines, and the entries of their lists in force when the period begins."""
    return rows_of_template(of.template, of.start or of.end)


def rows_of_template(template: ReturnTemplate, on: date) -> list[Row]:
    """The rows that a return of this template would ask for a period beginning on this day."""
    lines = _lines_of(template.uid)
    entries = {name: entries_in_force(name, on) for name in sorted({name for line in lines for name in line.lists})}
    code_of = {line.measure: line.code for line in lines}
    rows = []
    for position, line in enumerate(lines, start=1):
        whole = _row(line, str(position), code_of.get(line.share_of, ""))
        rows.append(whole)
        parts = [(name, entry) for name in line.lists for entry in entries[name]]
        for place, (name, entry) in enumerate(parts):
            rows.append(_part(whole, f"{position}{letters(place)}", name, entry))
    return rows


class _Line(NamedTuple):
    """A line and its question; `lists` names what it is broken down by."""

    pk: int
    measure: str
    share_of: str
    question_id: int
    code: str
    kind: str
    group: str
    text: str
    hint: str
    required: bool
    largest: int | None
    lists: tuple[str, ...]


@lru_cache(maxsize=16)
def _lines_of(template: UUID) -> tuple[_Line, ...]:
    """All lines by one statement: a template may have thousands. A line is in it once for each of its breakdowns.

    Kept in the process: a template is made whole and frozen from its first day, and its uid is never another's.
    """
    asked = ("code", "kind", "group", "text", "hint", "required", "largest")
    columns = ("pk", "measure", "share_of", "question_id", *(f"question__{name}" for name in asked))
    found = ReturnLine.objects.filter(template__uid=template).order_by("question__position", "breakdowns__position")
    by_line = groupby(found.values_list(*columns, "breakdowns__list"), key=itemgetter(0))
    lines = (list(same) for _, same in by_line)
    return tuple(_Line._make((*same[0][:-1], tuple(row[-1] for row in same if row[-1]))) for same in lines)


def _row(line: _Line, number: str, share_of: str) -> Row:
    return Row(
        number=number,
        key=(line.code, "", ""),
        question_id=line.question_id,
        kind=KIND[line.kind],
        group=line.group,
        text=line.text,
        hint=line.hint,
        required=line.required,
        largest=line.largest,
        share_of=share_of,
    )


def _part(whole: Row, number: str, name: str, entry: ListEntry) -> Row:
    return whole._replace(
        number=number,
        key=(whole.key[0], name, entry.code),
        text=entry.label,
        hint="",
        required=False,
        share_of="",
        breakdown_label=BREAKDOWNS.get(name) or ListName(name).label,
    )


def letters(place: int) -> str:
    """0 is a, 25 is z, 26 is aa: the way that columns of a spreadsheet are named."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def answers_of(version: ReturnVersion | None) -> dict[Key, Given]:
    """What a version holds, by row; empty for none."""
    if version is None:
        return {}
    columns = ("question__code", "breakdown", "part", "question__kind", "state", "number", "text", "day", "note")
    found = version.answers.values_list(*columns)
    return {
        (code, breakdown, part): Given(
            AnswerState(state),
            {"number": number, "text": text, "day": day}[COLUMN_OF_KIND[QuestionKind(kind)]],
            note,
        )
        for code, breakdown, part, kind, state, number, text, day, note in found
    }


def by_group(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    return [(name, list(members)) for name, members in groupby(rows, key=lambda row: row.group)]
