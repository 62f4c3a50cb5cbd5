"""Casework, returns and printed figures of one programme stand beside each other and are never added."""

from dataclasses import replace
from typing import Any

import pytest

from interventions.programmes.models import Programme
from monitoring.indicators.disclosure_profiles import CENTRAL_TEAM
from monitoring.indicators.services import aggregate
from monitoring.periods.windows import FinancialYear
from monitoring.reports.blocks import Row, Table, TableColumn
from monitoring.reports.document import Document, figures_of, parts_of
from monitoring.reports.figures import Figure, State, number
from monitoring.returns.services import put_standard_templates
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.returns import accepted_return
from tests.monitoring.reports.invented_caseload import ENOUGH, YEAR, document_for, support, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(shipped_data: None) -> Document:
    programme = Programme.objects.get(code="REACH")
    support(programme, ENOUGH)
    quarter = FinancialYear.parse(YEAR).quarters[1]
    numbers = {("sessions_offered", "", ""): 1003}
    put_standard_templates(by="test")
    accepted_return(programme, OrganisationFactory(), quarter, numbers, accepted_by=UserFactory())
    aggregate(by="test")
    return document_for(CENTRAL_TEAM)


def sources(document: Document) -> dict[str, int]:
    cells = row_of_reach(document).cells
    told = {"casework": cells[1].value, "printed": cells[3].value}
    told["returns"] = value(document, "RET-05", "REACH")
    assert all(isinstance(one, int) for one in told.values()), told
    return told


def row_of_reach(document: Document) -> Row:
    table = next(part for part in parts_of(document) if isinstance(part, Table) and "three sources" in part.caption)
    return next(row for row in table.rows if row.cells[0].text == "The Reach Programme")


def added(document: Document) -> list[Figure]:
    """The figures that say what two or three of the sources come to together."""
    told = sources(document)
    casework, printed, returns = told["casework"], told["printed"], told["returns"]
    sums = {casework + printed, casework + returns, printed + returns, casework + printed + returns}
    return [figure for figure in figures_of(document) if figure.value in sums]


def test_stand_side_by_side_and_are_not_added(document: Document) -> None:
    told = sources(document)
    assert told["casework"] == len(ENOUGH)
    assert told["returns"] == 1003
    assert not added(document)
    assert not [row for part in parts_of(document) if is_of_casework(part) for row in part.rows if row.total]


def is_of_casework(part: Any) -> bool:
    return isinstance(part, Table) and part.source.startswith("Casework recorded")


def test_a_sum_over_sources_would_be_found(document: Document) -> None:
    wrong = number(sum(sources(document).values()))
    first = document.sections[1]
    planted = replace(first, blocks=(Table("Planted", (TableColumn("sum", "Sum"),), (Row((wrong,)),)), *first.blocks))
    assert added(replace(document, sections=(document.sections[0], planted, *document.sections[2:]))) == [wrong]


def test_the_study_is_named_where_there_is_one(document: Document) -> None:
    assert "Sheffield Hallam University" in document.by_key[f"OUT-03:REACH:{YEAR}"].note


def test_the_theory_shows_what_casework_says_with_its_period(document: Document) -> None:
    cards = {node.title: node for part in parts_of(document) if hasattr(part, "nodes") for node in part.nodes}
    mentor = cards["Mentor children aged 11 to 16 who are at risk of suspension"]
    assert mentor.figure.value == sum(len(one.sessions) for one in ENOUGH)
    assert mentor.figure.note.startswith(f"Sessions offered in casework, {YEAR}")
    assert "sessions without attendance: 0.0%" in mentor.figure.note
    assert mentor.target.state == State.NO_TARGET
