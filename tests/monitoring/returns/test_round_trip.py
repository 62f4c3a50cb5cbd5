"""Whatever is answered comes back the same from a workbook; a return of 5,000 rows is read without a query a row."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from interventions.programmes.models import Organisation, Programme
from monitoring.returns.asked import Given, Row, rows_asked
from monitoring.returns.lines import Line
from monitoring.returns.models import Counted, Return, ReturnTemplate
from monitoring.returns.partner_return import PARTNER_RETURN
from monitoring.returns.receiving import read_upload
from monitoring.returns.services import put_return_template, upload_return
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.reading import read_workbook
from monitoring.returns.workbook.writing import workbook_to_fill_in
from tests.monitoring.returns.conftest import Filling
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.services import lay_down
from vrn_cases.questions.models import AnswerState, QuestionKind
from vrn_cases.spreadsheets import safe_text

KINDS = (
    QuestionKind.NUMBER,
    QuestionKind.MONEY,
    QuestionKind.PERCENT,
    QuestionKind.YES_NO,
    QuestionKind.DATE,
    QuestionKind.TEXT,
)
ROWS = [
    Row(str(number), (kind.value, "", ""), number, kind, "All kinds", f"A {kind.label.lower()}", "", True, None, "")
    for number, kind in enumerate(KINDS, start=1)
]
UNSAVED = Return(
    reference="R2222222",
    template=ReturnTemplate(code="any", version=1, name="Any return"),
    programme=Programme(name="=A programme"),
    organisation=Organisation(name="Any organisation"),
    label="2023/24 Q1",
    asked_for_at=datetime(2023, 7, 1, tzinfo=UTC),
)
WORDS = st.text(min_size=1, max_size=60).map(lambda text: safe_text(text).strip()).filter(bool)
TEXTS = st.one_of(WORDS, st.sampled_from(["=1+1", "#REF!x", "007", "1/5/2023", "TRUE", "-", "a\nb", "  x"]))
VALUES: dict[QuestionKind, st.SearchStrategy[Any]] = {
    QuestionKind.NUMBER: st.integers(0, 10**9),
    QuestionKind.MONEY: st.integers(0, 10**11),
    QuestionKind.PERCENT: st.integers(0, 10_000),
    QuestionKind.YES_NO: st.integers(0, 1),
    QuestionKind.DATE: st.dates(date(1950, 1, 1), date(2090, 12, 31)),
    QuestionKind.TEXT: TEXTS.map(str.strip),
}
NOTES = st.one_of(st.just(""), WORDS.filter(lambda text: not text.startswith("#")))
NO_VALUE = st.sampled_from([AnswerState.NOT_APPLICABLE, AnswerState.NOT_DUE])


def answer_to(kind: QuestionKind) -> st.SearchStrategy[Given]:
    answered = st.builds(Given, st.just(AnswerState.ANSWERED), VALUES[kind], NOTES)
    return st.one_of(
        answered,
        st.builds(Given, NO_VALUE, st.none(), NOTES),
        st.builds(Given, st.just(AnswerState.BLANK), st.none(), NOTES),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({row.key: answer_to(row.kind) for row in ROWS}))
def test_a_workbook_made_from_answers_reads_back_the_same_answers(answers: dict[Any, Given]) -> None:
    content = workbook_to_fill_in(UNSAVED, ROWS, {}, answers)
    assert load_workbook(BytesIO(content))[layout.LINES]["A2"].data_type == "s"
    read = read_workbook(content, UNSAVED, ROWS)
    assert read.faults == ()
    assert read.answers == answers


def test_the_same_answers_make_the_same_bytes() -> None:
    answers = {ROWS[0].key: Given(AnswerState.ANSWERED, 12)}
    assert workbook_to_fill_in(UNSAVED, ROWS, {}, answers) == workbook_to_fill_in(UNSAVED, ROWS, {}, answers)


def test_only_the_cells_to_answer_are_open_and_the_stamp_is_hidden(filling: Filling) -> None:
    sheet = filling.sheet
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    named = filling.book[layout.INSTRUCTIONS]["A3"].value
    assert sheet.oddFooter.left.text == named.split(",")[0] != ""  # on every sheet of paper
    for row in sheet.iter_rows(min_row=layout.FIRST_ROW):
        if row[layout.LINE].value:
            opened = [cell.column - 1 for cell in row if not cell.protection.locked]
            assert opened == [layout.ANSWER, layout.REASON, layout.NOTE]
    assert filling.book[layout.STAMP].sheet_state == "veryHidden"
    checks = {check.type for check in sheet.data_validations.dataValidation}
    assert checks == {"whole", "decimal", "list", "date", "textLength"}


def test_five_thousand_rows_are_read_with_few_queries(
    lists: None, ask: Any, django_assert_max_num_queries: Any
) -> None:
    lines = [Line(f"line-{number}", "Many", f"Line {number}", Counted.PEOPLE) for number in range(5_000)]
    put_return_template(code=PARTNER_RETURN, name="A long return", lines=lines, by=SYSTEM)
    asked = ask()
    rows = rows_asked(asked)
    answers = {row.key: Given(AnswerState.ANSWERED, number) for number, row in enumerate(rows)}
    content = lay_down(workbook_to_fill_in(asked, rows, {}, answers))
    upload = upload_return(of=asked, name="a.xlsx", content=content, by=SYSTEM)

    class InOne:
        def __init__(self, message: str) -> None: ...
        def __enter__(self) -> None: ...
        def __exit__(self, *problem: Any) -> None: ...

    with django_assert_max_num_queries(21):
        read = read_upload(upload.file.reference, by=SYSTEM, step=InOne)
    assert read.version.answers.filter(state="answered").count() == 5_000


@pytest.mark.django_db
def test_every_fault_of_a_long_return_is_named(lists: None, ask: Any) -> None:
    lines = [Line(f"line-{number}", "Many", f"Line {number}", Counted.PEOPLE) for number in range(500)]
    put_return_template(code=PARTNER_RETURN, name="A long return", lines=lines, by=SYSTEM)
    asked = ask()
    filling = Filling(asked)
    for number in range(500):
        filling.put(str(number + 1), "about ten")
    read = read_workbook(filling.bytes(), asked, filling.rows)
    assert [fault.cell for fault in read.faults] == [filling.cell(str(number + 1)) for number in range(500)]
