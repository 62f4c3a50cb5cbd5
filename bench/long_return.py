"""A return of thousands of lines, its workbook filled in without and with mistakes, and what a reader must find."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from random import Random

from django.utils import timezone
from openpyxl import load_workbook

from interventions.programmes.models import Programme
from monitoring.returns.asked import Given, Key, Row, rows_asked
from monitoring.returns.lines import Line
from monitoring.returns.models import Additive, Counted, OverTime, Return
from monitoring.returns.services import put_return_template
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.writing import workbook_to_fill_in
from vrn_cases.questions.models import AnswerState, QuestionKind

LARGEST = 20_000
MONEY_EVERY, SHARE_EVERY, WRONG_EVERY = 10, 7, 50
BY = "command:bench"
TEMPLATE = "bench-upload"
# what somebody types by mistake, and the column that the mistake is in
MISTAKES = ((layout.ANSWER, "about ten"), (layout.ANSWER, -3), (layout.ANSWER, 10**9), (layout.REASON, "On holiday"))


@dataclass(frozen=True)
class LongReturn:
    """`right` and `wrong` are the filled-in workbooks; `mistakes` are the cells of the wrong one to be named."""

    of: Return
    rows: list[Row]
    answers: dict[Key, Given]
    right: bytes
    wrong: bytes
    mistakes: list[str]


def long_return(count: int) -> LongReturn:
    lines = [_line(number) for number in range(1, count + 1)]
    template = put_return_template(code=TEMPLATE, name="Invented long return", lines=lines, by=BY)
    programme = Programme.objects.filter(code__startswith="bench-").earliest("id")
    of = Return(
        template=template,
        programme=programme,
        organisation_id=Return.objects.filter(programme=programme).earliest("id").organisation_id,
        start=date(2023, 4, 1),
        end=date(2024, 4, 1),
        label="2023/24",
        due_on=date(2024, 4, 30),
        asked_for_at=timezone.now(),
    )
    of.save()
    rows = rows_asked(of)
    chance = Random(count)
    answers = {row.key: Given(AnswerState.ANSWERED, chance.randint(0, LARGEST)) for row in rows}
    for row in rows:
        if row.share_of:
            most = answers[row.share_of, "", ""].value
            answers[row.key] = Given(AnswerState.ANSWERED, chance.randint(0, most))
    right = workbook_to_fill_in(of, rows, {}, answers)
    wrong, mistakes = _with_mistakes(right, count)
    return LongReturn(of, rows, answers, right, wrong, mistakes)


def _line(number: int) -> Line:
    money = number % MONEY_EVERY == 0
    part = number % SHARE_EVERY == 0 and not money and (number - 1) % MONEY_EVERY != 0
    return Line(
        f"line-{number}",
        f"Group {number // 100 + 1}",
        f"Young people helped in the way that is number {number} of an invented list",
        Counted.MONEY if money else Counted.PEOPLE,
        kind=QuestionKind.MONEY if money else QuestionKind.NUMBER,
        additive=Additive.YES,
        over_time=OverTime.APART,
        share_of=f"line-{number - 1}" if part else "",
        largest=LARGEST,
    )


def _with_mistakes(content: bytes, count: int) -> tuple[bytes, list[str]]:
    """The workbook with every fiftieth line wrong, and the cells that a reader must name."""
    workbook = load_workbook(BytesIO(content))
    sheet = workbook[layout.LINES]
    lines = [row for row in range(layout.FIRST_ROW, sheet.max_row + 1) if sheet.cell(row, layout.LINE + 1).value]
    cells = []
    for place, row in enumerate(lines[::WRONG_EVERY]):
        column, typed = MISTAKES[place % len(MISTAKES)]
        if column == layout.REASON:
            sheet.cell(row, layout.ANSWER + 1).value = None
        sheet.cell(row, column + 1).value = typed
        cells.append(layout.cell_name(row, column))
    target = BytesIO()
    workbook.save(target)
    return target.getvalue(), cells
