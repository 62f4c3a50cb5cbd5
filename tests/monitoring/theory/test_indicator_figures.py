"""What partners returned stands on the boxes of a theory as each person may see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.models import Cell, RollUp, ScopeKind, WindowKind
from monitoring.indicators.registry import INDICATORS, engine_version
from monitoring.periods.windows import FinancialYear
from monitoring.theory.models import Theory
from monitoring.theory.selectors import theory_on
from monitoring.theory.services import NodeContent, put_theory
from monitoring.theory.values import indicator_figures
from tests.factories import ProgrammeFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
CODE = "RET-12"
YEAR = FinancialYear(2023)


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory(code="ONE")


@pytest.fixture
def theory(programme: Programme) -> Theory:
    box = NodeContent(code="reached", stage="outputs", text="Young people reached", indicator=CODE)
    return put_theory(programme=programme, title="A theory", nodes=[box], links=[], by="test")


def report(programme: Programme, people: int) -> None:
    """Store what a working-out of the figures would: the programme's and the network's cell of the year."""
    rollup = RollUp.objects.create(
        kind="full", engine=engine_version(), started_at=timezone.now(), finished_at=timezone.now()
    )
    for scope, key in ((ScopeKind.PROGRAMME, programme.pk), (ScopeKind.NETWORK, 0)):
        Cell.objects.create(
            grain=INDICATORS[CODE].grain.code, window_kind=WindowKind.YEAR, quarter=YEAR.quarters[-1].number,
            scope_kind=scope, programme=key, figures={CODE: {"sum": people, "rows": 1}}, engine=engine_version(),
            rollup=rollup,
        )  # fmt: skip


def value(theory: Theory, user: Any) -> str:
    (box,) = theory_on(theory, YEAR.window, [indicator_figures(theory, YEAR.window, user)]).boxes
    return box.value


def test_a_small_number_is_exact_for_the_team_and_hidden_from_others(
    theory: Theory, programme: Programme, make_user: Callable[..., User]
) -> None:
    report(programme, 3)
    assert value(theory, make_user(Role.ANALYST)) == "3 people"
    assert value(theory, make_user(Role.PROGRAMME_LEAD, programme=programme)) == "3 people"
    hidden = value(theory, make_user(Role.EVALUATOR, programme=programme))
    assert "3" not in hidden
    assert hidden != "Not reported"


def test_nothing_returned_is_not_reported(theory: Theory, programme: Programme, make_user: Callable[..., User]) -> None:
    assert value(theory, make_user(Role.ANALYST)) == "Not reported"
    report(programme, 12)
    other = put_theory(
        programme=ProgrammeFactory(), title="Another", by="test", links=[],
        nodes=[NodeContent(code="reached", stage="outputs", text="Young people reached", indicator=CODE)],
    )  # fmt: skip
    assert value(other, make_user(Role.ANALYST)) == "Not reported"
