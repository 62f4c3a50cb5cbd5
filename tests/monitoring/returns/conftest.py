"""A partner's return with a small template, and its workbook to fill in."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from interventions.programmes.models import ListEntry, ListName
from monitoring.returns.asked import Answers, Given, rows_asked
from monitoring.returns.lines import Line
from monitoring.returns.models import Additive, Counted, OverTime, Return, ReturnVersion
from monitoring.returns.partner_return import PARTNER_RETURN
from monitoring.returns.services import ask_for_return, put_return_template, save_answers, submit_version
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.writing import places, workbook_to_fill_in
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.vrn_cases.conftest import at_once
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.services import SYSTEM
from vrn_cases.notices.models import Notice
from vrn_cases.questions.models import AnswerState, QuestionKind

__all__ = ["Filling", "at_once", "given", "subjects_for"]

AGE, SEX = ListName.AGE_BAND.value, ListName.SEX.value
BANDS = (("10-14", "10 to 14"), ("15-17", "15 to 17"), ("not-known", "Not known"))
SEXES = (("female", "Female"), ("male", "Male"))
NEVER = {"additive": Additive.NEVER, "over_time": OverTime.APART, "required": False, "largest": None}
SMALL = (
    Line("supported", "People", "People supported", Counted.PEOPLE, breakdowns=(AGE, SEX), hint="Counted once."),
    Line("ended", "People", "People whose support ended", Counted.PEOPLE, share_of="supported"),
    Line("spend", "Money", "Spent", Counted.MONEY, kind=QuestionKind.MONEY, largest=100_000_00),
    Line("visited_on", "Other", "Last visit", Counted.NOTHING, kind=QuestionKind.DATE, **NEVER),
    Line("plan_kept", "Other", "Was the plan kept?", Counted.NOTHING, kind=QuestionKind.YES_NO, **NEVER),
    Line("kept_share", "Other", "Appointments kept", Counted.NOTHING, kind=QuestionKind.PERCENT, **NEVER),
    Line("words", "Other", "What went well", Counted.NOTHING, kind=QuestionKind.TEXT, **NEVER),
)
GOOD = {"1": 20, "1a": 5, "1b": 10, "1c": 5, "1d": 8, "1e": 12, "2": 4, "3": 123_456}  # by line; money in pence
QUARTER = {"start": date(2023, 4, 1), "end": date(2023, 7, 1), "label": "April to June 2023"}


@pytest.fixture
def lists(db: None) -> None:
    for name, entries in ((ListName.AGE_BAND, BANDS), (ListName.SEX, SEXES)):
        for position, (code, label) in enumerate(entries, start=1):
            ListEntry.objects.create(list=name, code=code, label=label, position=position)


@pytest.fixture
def template(lists: None) -> Any:
    return put_return_template(code=PARTNER_RETURN, name="Partner return", lines=SMALL, by=SYSTEM)


@pytest.fixture
def ask(template: Any) -> Callable[..., Return]:
    """`ask()`: a return that an organisation was asked for; what is given stands in the place of the usual."""

    def make(**given: Any) -> Return:
        values = {**QUARTER, "due_on": date(2023, 7, 31), "by": SYSTEM, **given}
        values.setdefault("programme", None)
        values.setdefault("organisation", None)
        values["programme"] = values["programme"] or ProgrammeFactory()
        values["organisation"] = values["organisation"] or OrganisationFactory()
        return ask_for_return(**values)

    return make


@pytest.fixture
def asked(ask: Callable[..., Return]) -> Return:
    return ask()


class Filling:
    """A workbook of a return in somebody's hands: `put("1", 12)` types an answer, `bytes()` saves it."""

    def __init__(self, of: Return, last: Answers | None = None, now: Answers | None = None) -> None:
        self.rows = rows_asked(of)
        self.book = load_workbook(BytesIO(workbook_to_fill_in(of, self.rows, last or {}, now or {})))
        self.sheet = self.book[layout.LINES]
        number_of = {row.key: row.number for row in self.rows}
        self.row_of = {number_of[key]: place for key, place in places(self.rows).items()}

    def put(self, line: str, value: Any = None, *, reason: str | None = None, note: str | None = None) -> "Filling":
        row = self.row_of[line]
        for column, content in ((layout.ANSWER, value), (layout.REASON, reason), (layout.NOTE, note)):
            if content is not None:
                self.sheet.cell(row, column + 1).value = content
        return self

    def cell(self, line: str, column: int = layout.ANSWER) -> str:
        return layout.cell_name(self.row_of[line], column)

    def bytes(self) -> bytes:
        target = BytesIO()
        self.book.save(target)
        return target.getvalue()


@pytest.fixture
def filling(asked: Return) -> Filling:
    return Filling(asked)


@pytest.fixture
def well_filled(filling: Filling) -> Filling:
    """Every required line answered, nothing wrong."""
    for line, value in {"1": 20, "1a": 5, "1b": 10, "1c": 5, "1d": 8, "1e": 12, "2": 4, "3": 1234.56}.items():
        filling.put(line, value)
    return filling


def given(rows: list[Any], values: dict[str, Any]) -> dict[Any, Given]:
    """Answers by line number; None is blank, a pair is a value with a note."""
    answers = {}
    for row in rows:
        value, note = values.get(row.number), ""
        if isinstance(value, tuple):
            value, note = value
        state = AnswerState.BLANK if value is None else AnswerState.ANSWERED
        answers[row.key] = Given(state, value, note)
    return answers


@pytest.fixture
def partner(make_user: Callable[..., Any], asked: Return) -> Any:
    return make_user(Role.DELIVERY_PARTNER, organisation=asked.organisation, agency_kind=AgencyKind.VOLUNTARY)


@pytest.fixture
def analyst(make_user: Callable[..., Any]) -> Any:
    return make_user(Role.ANALYST)


@pytest.fixture
def save(asked: Return, partner: Any) -> Callable[..., ReturnVersion]:
    def saved(**changed: Any) -> ReturnVersion:
        rows = rows_asked(asked)
        return save_answers(of=asked, revision=None, rows=rows, answers=given(rows, {**GOOD, **changed}), by=partner)

    return saved


@pytest.fixture
def sent(save: Callable[..., ReturnVersion], partner: Any) -> ReturnVersion:
    return submit_version(version=save(), revision=None, note="", by=partner)


def subjects_for(user: Any) -> list[str]:
    return list(Notice.objects.filter(to=user).order_by("id").values_list("subject", flat=True))
