"""The engine against plain Python over random casework: every definition, window, scope and breakdown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from monitoring.indicators.models import Cell
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate, refresh_figures
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.indicators.casework_by_hand import KINDS, expected
from tests.monitoring.indicators.casework_facts import CaseworkWorld, make_casework_world
from tests.monitoring.indicators.drawn_casework import change, populate
from vrn_cases.records.models import Touched

pytestmark = pytest.mark.django_db
BREAKDOWNS = {code: INDICATORS[code].breakdowns for code in KINDS}
EXAMPLES = settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture
def world() -> CaseworkWorld:
    return make_casework_world([ProgrammeFactory(), ProgrammeFactory()], [OrganisationFactory(), OrganisationFactory()])


@contextmanager
def undone(world: CaseworkWorld) -> Iterator[None]:
    """Whatever one example writes is taken back."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for facts in (world.people, world.participants, world.referrals, world.cases, world.plans):
            facts.clear()


def stand() -> dict[Any, Any]:
    """What the cells say, by cell and indicator."""
    names = ("window_kind", "quarter", "scope_kind", "programme", "provider", "breakdown", "part")
    told = {}
    for *key, figures in Cell.objects.values_list(*names, "figures"):
        for code, parts in figures.items():
            value = INDICATORS[code].kind.value(parts)
            if KINDS[code] == "pairs":
                value = {name: number for name, number in parts.items() if number}
            told[tuple(key), code] = value
    return told


def assert_engine_says_what_the_facts_say(world: CaseworkWorld) -> None:
    by_hand, found = expected(world, timezone.localdate(), BREAKDOWNS), stand()
    for place in by_hand.keys() | found.keys():
        nothing = 0 if KINDS[place[1]] in ("people", "count") else None
        assert found.get(place, nothing) == by_hand.get(place, nothing), place


def test_every_indicator_of_casework_is_worked_out_by_hand_too() -> None:
    assert set(KINDS) == {code for code, indicator in INDICATORS.items() if indicator.grain.code != "return_line"}


@EXAMPLES
@given(data=st.data())
def test_full_working_out_equals_plain_python(world: CaseworkWorld, data: st.DataObject) -> None:
    with undone(world):
        populate(data.draw, world)
        aggregate(by="test")
        assert_engine_says_what_the_facts_say(world)


@EXAMPLES
@given(data=st.data())
def test_refresh_equals_plain_python_and_leaves_nothing_to_put_right(world: CaseworkWorld, data: st.DataObject) -> None:
    """Whatever happens, one thing after another, figures are refreshed by marks alone."""
    with undone(world):
        populate(data.draw, world)
        refresh_figures()
        for _ in range(data.draw(st.integers(1, 6))):
            change(data.draw, world)
            if data.draw(st.booleans()):
                refresh_figures()
        refresh_figures()
        assert not Touched.objects.exists()
        assert_engine_says_what_the_facts_say(world)
        stands = list(Cell.objects.order_by("pk").values())
        full = aggregate(by="test")
        assert (full.differences, full.cells_changed) == (0, 0)
        assert list(Cell.objects.order_by("pk").values()) == stands
