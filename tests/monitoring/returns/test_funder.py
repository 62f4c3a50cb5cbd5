"""The return to a funder: what is added and what never is, what is hidden, what is missing, and its workbook."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from openpyxl import load_workbook

from monitoring.budgets.models import GrantAgreement
from monitoring.indicators.disclosure_profiles import BOARD, funder_profile
from monitoring.indicators.disclosure_release import Cell, Relation, Release, Showing, as_printed
from monitoring.indicators.kept_releases import released
from monitoring.periods.windows import Quarter, Window
from monitoring.returns.asked import rows_asked
from monitoring.returns.funder.figures import NO_PART, WHOLE, Place, figures_of
from monitoring.returns.funder.making import make_return
from monitoring.returns.funder.material import gathered
from monitoring.returns.models import GrantReturn, Return
from monitoring.returns.services import (
    accept_version,
    ask_for_grant_return,
    put_published_template,
    put_standard_templates,
    save_answers,
    state_published,
    submit_version,
)
from monitoring.returns.services.published import PrintedFigure
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory, UserFactory
from tests.factories.returns import accepted_return
from tests.monitoring.returns.conftest import given
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.selectors import read_bytes
from vrn_cases.jobs.models import Job

pytestmark = pytest.mark.django_db
Q1, Q2 = (date(2023, 4, 1), date(2023, 7, 1)), (date(2023, 7, 1), date(2023, 10, 1))
YEAR = (date(2023, 4, 1), date(2024, 4, 1))


def nothing_before(family: str) -> list[Any]:
    return []


EXACT, HIDING = funder_profile("An agreement"), funder_profile("An agreement", threshold=5)


@pytest.fixture
def accepted(ask: Callable[..., Return], make_user: Callable[..., Any]) -> Callable[..., Return]:
    """`accepted(values, period=Q1)`: a return with these answers by line number, sent and accepted."""
    sender, checker = make_user(Role.ANALYST), make_user(Role.DIRECTOR)

    def make(values: dict[str, Any], period: tuple[date, date] = Q1, **of: Any) -> Return:
        made = ask(start=period[0], end=period[1], label=f"Quarter from {period[0]:%B}", due_on=period[1], **of)
        rows = rows_asked(made)
        version = save_answers(of=made, revision=None, rows=rows, answers=given(rows, values), by=sender)
        sent = submit_version(version=version, revision=None, note="", by=sender)
        accept_version(version=sent, revision=None, by=checker)
        return made

    return make


def filled(total: int, ages: tuple[int, int, int], sexes: tuple[int, int], ended: int, pence: int) -> dict[str, int]:
    numbers = {"1": total, "2": ended, "3": pence}
    return {
        **numbers,
        **dict(zip(("1a", "1b", "1c"), ages, strict=True)),
        **dict(zip(("1d", "1e"), sexes, strict=True)),
    }


def figure(made: list[Any], measure: str, place: Place) -> Any:
    line = next(one for one in made if one.line.measure == measure)
    shown = line.at(place)
    return None if shown is None else (shown.value if shown.value is not None else shown.words)


def test_a_line_is_added_over_providers_and_its_quarters_and_lines_never_to_each_other(accepted):
    first = accepted(filled(20, (5, 10, 5), (8, 12), 7, 100_00))
    accepted(
        filled(30, (10, 10, 10), (15, 15), 6, 200_50),
        period=Q2,
        programme=first.programme,
        organisation=first.organisation,
    )
    accepted(filled(40, (20, 10, 10), (20, 20), 9, 300_00))
    made = figures_of(gathered(*YEAR), EXACT, nothing_before)
    assert figure(made, "ended", Place(None, None)) == 22
    assert figure(made, "spend", Place(None, None)) == 600_50
    assert figure(made, "ended", Place((first.programme.code, first.organisation.reference), None)) == 13
    assert {one.line.measure for one in made} == {
        "supported",
        "ended",
        "spend",
        "visited_on",
        "plan_kept",
        "kept_share",
    }


def test_breakdowns_add_up_and_what_was_not_broken_down_stands_apart(accepted):
    accepted(filled(20, (5, 10, 5), (8, 12), 7, 1))
    accepted({**filled(10, (2, 3, 5), (0, 0), 7, 1), "1": (10, "Sex was not recorded."), "1d": None, "1e": None})
    made = figures_of(gathered(*Q1), EXACT, nothing_before)
    column = (Q1[0], "Quarter from April")
    parts = {
        code: figure(made, "supported", Place(None, column, ("sex", code))) for code in ("female", "male", NO_PART)
    }
    assert parts == {"female": 8, "male": 12, NO_PART: 10}
    assert figure(made, "supported", Place(None, column, ("age_band", "15-17"))) == 13
    assert figure(made, "supported", Place(None, column, WHOLE)) == 30


def test_small_counts_are_hidden_with_what_would_give_them_away_and_money_is_not(accepted):
    accepted(filled(20, (2, 13, 5), (8, 12), 7, 4_00))
    made = figures_of(gathered(*Q1), HIDING, nothing_before)
    column = (Q1[0], "Quarter from April")
    ages = [
        figure(made, "supported", Place(None, column, ("age_band", code))) for code in ("10-14", "15-17", "not-known")
    ]
    assert ages[0] == "fewer than 5"
    assert "hidden to protect others" in ages[1:]
    assert figure(made, "spend", Place(None, column)) == 4_00


def test_a_small_provider_cannot_be_worked_out_from_the_total(accepted):
    for ended in (2, 11, 12):
        accepted(filled(20, (5, 10, 5), (8, 12), ended, 1))
    material = gathered(*Q1)
    made = figures_of(material, HIDING, nothing_before)
    column = (Q1[0], "Quarter from April")
    shown = [figure(made, "ended", Place(provider, column)) for provider in material.names]
    assert "fewer than 5" in shown
    assert "hidden to protect others" in shown


def test_only_the_accepted_version_counts_and_what_is_missing_is_named(accepted, ask):
    accepted(filled(20, (5, 10, 5), (8, 12), 7, 1))
    waiting = ask()
    material = gathered(*Q1)
    assert (material.counting, len(material.included)) == (1, 2)
    assert next(row for row in material.included if not row.counts).reference == waiting.reference


def test_printed_figures_are_never_in_it(accepted):
    accepted(filled(20, (5, 10, 5), (8, 12), 7, 1))
    put_published_template(measures=[("people_reached", "young_people")], by=SYSTEM)
    state_published(
        programme=ProgrammeFactory(),
        label="2023/24",
        start=date(2023, 4, 1),
        end=date(2023, 7, 1),
        source=SourceFactory(),
        figures=[PrintedFigure("people_reached", "young_people", 400)],
        by=SYSTEM,
    )
    material = gathered(*YEAR)
    assert "people_reached" not in {line.measure for line in material.lines}
    assert len(material.included) == 1


@pytest.fixture
def agreement(db: None) -> GrantAgreement:
    return GrantAgreement.objects.create(
        funder="Invented Funder", year="2023/24", amount=1, intervention_floor=0, source=SourceFactory()
    )


def ask_and_make(
    agreement: GrantAgreement, start: date = Q1[0], end: date = Q1[1], label: str = "2023/24 Q1"
) -> GrantReturn:
    window = Window(start, end, label)
    made = ask_for_grant_return(agreement=agreement, window=window, threshold=5, by=SYSTEM)
    return make_return(made.reference, by=SYSTEM, step=lambda message: transaction.atomic())


def test_the_workbook_has_every_sheet_and_says_what_it_is(accepted, ask, agreement):
    accepted({**filled(20, (2, 13, 5), (8, 12), 7, 12_34), "7": "=1+1 went well"})
    ask()
    made = ask_and_make(agreement)
    book = load_workbook(BytesIO(read_bytes(made.file)))
    assert book.sheetnames == [
        "Cover",
        "Lines",
        "By provider",
        "Breakdowns",
        "In their own words",
        "Included",
        "For machines",
    ]
    cover = dict(row[:2] for row in book["Cover"].iter_rows(min_row=4, values_only=True))
    assert cover["Released to"].startswith("Funder under agreement: Invented Funder grant 2023/24")
    assert cover["Included"] == "1 of 2 returns of the period"
    assert "not accepted" in cover["Not included"]
    assert made.reference in cover["Reference"]
    lines = {row[0]: row for row in book["Lines"].iter_rows(min_row=4, values_only=True)}
    assert lines["People supported"][2:6] == (20, "Quarter from April", "No target set", "Answered in 1 of 1 returns")
    assert lines["Spent"][2] == 12.34
    said = [
        cell
        for row in book["In their own words"].iter_rows(min_row=4)
        for cell in row
        if "went well" in str(cell.value)
    ]
    assert said[-1].value == "=1+1 went well"
    assert said[-1].data_type == "s"


def test_nothing_hidden_is_in_the_file_anywhere(accepted, agreement):
    accepted(filled(937, (2, 922, 13), (400, 537), 7, 1))
    made = ask_and_make(agreement)
    book = load_workbook(BytesIO(read_bytes(made.file)))
    values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert 937 in values
    assert 2 not in values
    assert not {922, 13} <= values


def test_it_is_made_once_and_kept_with_what_went_into_it(accepted, agreement):
    of = accepted(filled(20, (5, 10, 5), (8, 12), 7, 1))
    made = ask_and_make(agreement)
    again = make_return(made.reference, by=SYSTEM, step=lambda message: transaction.atomic())
    assert again.file_id == made.file_id
    assert [version.of for version in made.versions.all()] == [of]
    assert Job.objects.get(kind="make_grant_return").subject == json.dumps(
        {"grant_return": made.reference}, separators=(",", ":")
    )
    actions = list(AuditEvent.objects.filter(subject_id=made.reference).order_by("id").values_list("action", flat=True))
    assert actions[0] == "grant_return_asked_for"
    assert actions[-1] == "grant_return_made"


def test_a_later_return_does_not_give_away_what_an_earlier_one_hid(accepted, agreement):
    """2 were hidden in the first quarter and 12 shown in the second, so 14 must not be shown for both."""
    first = accepted(filled(20, (5, 10, 5), (8, 12), 2, 1))
    accepted(
        filled(20, (5, 10, 5), (8, 12), 12, 1), period=Q2, programme=first.programme, organisation=first.organisation
    )
    quarters = [ask_and_make(agreement), ask_and_make(agreement, *Q2, label="2023/24 Q2")]
    both = ask_and_make(agreement, end=Q2[1], label="2023/24 to Q2")

    def shown(made: GrantReturn, place: str) -> int | None:
        cells = json.loads(json.loads(made.showings)["ended"])["cells"]
        return next(value for key, _, value, _ in cells if key == f"ended:network:{place}")

    alone = [shown(quarters[0], "2023/24 Q1"), shown(quarters[1], "2023/24 Q2")]
    assert alone == [None, 12]
    assert shown(both, "all from 2023-04-01 to 2023-10-01") is None


def test_a_return_does_not_give_away_what_the_board_was_not_shown(db):
    """The Board reads 12 of the large programme: beside them the network's 15 would tell the 3 of the small one."""
    put_standard_templates(by=SYSTEM)
    quarter = Quarter.parse("2023/24 Q1")
    for code, count in (("LARGE", 12), ("SMALL", 3)):
        answers = {("people_started", "", ""): count}
        accepted_return(ProgrammeFactory(code=code), OrganisationFactory(), quarter, answers, accepted_by=UserFactory())
    material, network = gathered(*Q1), Place(None, (Q1[0], quarter.window.label))
    alone = figures_of(material, HIDING, nothing_before)
    assert figure(alone, "people_started", network) == 15
    counts = {
        f"RET-02:{whose}:{quarter.window.label}": n for whose, n in (("LARGE", 12), ("SMALL", 3), ("network", 15))
    }
    large, small, whole = counts
    board = Release(tuple(Cell(key, n) for key, n in counts.items()), (Relation(whole, (large, small)),))
    hidden = {large: Showing.EXACT, small: Showing.PRIMARY, whole: Showing.SECONDARY}
    beside = [as_printed(board, BOARD, hidden)]
    made = figures_of(material, HIDING, lambda family: beside if family == "RET-02" else [])
    assert figure(made, "people_started", network) == "hidden to protect others"


def test_what_a_funder_was_shown_is_kept_for_the_next_report(agreement):
    put_standard_templates(by=SYSTEM)
    quarter = Quarter.parse("2023/24 Q1")
    answers = {("people_started", "", ""): 12, ("sessions_offered", "", ""): 90, ("sessions_attended", "", ""): 80}
    accepted_return(ProgrammeFactory(code="LARGE"), OrganisationFactory(), quarter, answers, accepted_by=UserFactory())
    ask_and_make(agreement)
    (past,) = released(["RET-02"])
    assert past.cells["RET-02:network:2023/24 Q1"].value == 12
    assert past.release.by_key["RET-02:LARGE:2023/24 Q1"].published is False
    (sessions,) = released(["RET-06"])
    assert {"RET-05:network:2023/24 Q1", "RET-06:network:2023/24 Q1#having"} <= sessions.cells.keys()


def test_a_period_without_a_return_makes_a_workbook_that_says_so(template, agreement):
    made = ask_and_make(agreement)
    book = load_workbook(BytesIO(read_bytes(made.file)))
    cover = dict(row[:2] for row in book["Cover"].iter_rows(min_row=4, values_only=True))
    assert cover["Included"] == "0 of 0 returns of the period"
