"""The engine against plain Python over random facts: every indicator, window, scope and breakdown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from monitoring.indicators.models import Cell, ReturnLineGrain, RollUp
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate, refresh_figures
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.indicators.facts import BY_HAND, MEASURES, PARTS, WHOLE, Fact, World, make_world, within
from vrn_cases.records.models import Touched

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world([ProgrammeFactory(), ProgrammeFactory()], [OrganisationFactory(), OrganisationFactory()])


numbers = st.one_of(st.none(), st.integers(0, 9))


@st.composite
def facts(draw: Any) -> Fact:
    answers = {(measure, WHOLE): draw(numbers) for measure in MEASURES}
    for measure in ("people_started", "people_supported"):
        for part in PARTS:
            answers[measure, part] = draw(numbers)
    return Fact(
        programme=draw(st.integers(0, 1)),
        provider=draw(st.integers(0, 1)),
        year=draw(st.integers(2022, 2023)),
        quarter=draw(st.one_of(st.none(), st.integers(0, 3))),
        counts=draw(st.booleans()),
        published=draw(st.integers(0, 4)) == 0,
        answers=answers,
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever one example writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def windows() -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    for year in (2022, 2023):
        told += [(kind, year * 4 + index) for kind in ("quarter", "ytd") for index in range(4)] + [
            ("year", year * 4 + 3)
        ]
    return told


def cells_that_stand() -> dict[tuple[Any, ...], dict[str, Any]]:
    names = ("window_kind", "quarter", "scope_kind", "programme", "provider", "breakdown", "part")
    return {tuple(row[:7]): row[7] for row in Cell.objects.values_list(*names, "figures")}


def assert_engine_says_what_the_facts_say(world: World, drawn: list[Fact]) -> None:
    scopes: list[tuple[tuple[str, int, int], Any]] = [(("network", 0, 0), lambda fact: True)]
    for place, programme in enumerate(world.programmes):
        scopes.append((("programme", programme.pk, 0), lambda fact, p=place: fact.programme == p))
        for spot, provider in enumerate(world.providers):
            scopes.append(
                (
                    ("provider", programme.pk, provider.pk),
                    lambda fact, p=place, o=spot: fact.programme == p and fact.provider == o and not fact.published,
                )
            )
    cells = cells_that_stand()
    for window in windows():
        inside = [fact for fact in drawn if fact.counts and within(fact, window)]
        for scope, belongs in scopes:
            mine = [fact for fact in inside if belongs(fact)]
            for code, work_out in BY_HAND.items():
                for part in (WHOLE, *(part for part in PARTS if part[0] in INDICATORS[code].breakdowns)):
                    parts = cells.get((*window, *scope, *part), {}).get(code)
                    found, told = INDICATORS[code].kind.value(parts), work_out(mine, window, part)
                    assert found == told, (code, window, scope, part)


# An example is a small world of rows: without shrinking a failure is told in seconds and not in minutes.
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def owed_once(fact: Fact) -> tuple[object, ...]:
    """One organisation owes one return for a programme and period."""
    return (fact.programme, fact.provider, fact.year, fact.quarter)


def worlds(most: int, least: int = 0) -> st.SearchStrategy[list[Fact]]:
    return st.lists(facts(), min_size=least, max_size=most, unique_by=owed_once)


def test_every_indicator_of_returns_is_worked_out_by_hand_too() -> None:
    assert set(BY_HAND) == {code for code, indicator in INDICATORS.items() if indicator.grain.code == "return_line"}


@EXAMPLES
@given(drawn=worlds(6))
def test_full_working_out_equals_plain_python(world: World, drawn: list[Fact]) -> None:
    with undone():
        for fact in drawn:
            world.write(fact)
        aggregate(by="test")
        assert_engine_says_what_the_facts_say(world, drawn)


@EXAMPLES
@given(drawn=worlds(6, least=1), corrected=facts())
def test_refresh_equals_plain_python(world: World, drawn: list[Fact], corrected: Fact) -> None:
    """New returns and a correction that replaces an accepted version, by marks alone, step by step."""
    with undone():
        first, *others = drawn
        row = world.write(first)
        refresh_figures()
        for fact in others:
            world.write(fact)
            refresh_figures()
        replaced = replace(first, counts=True, answers=corrected.answers)
        world.answer(row, replaced)
        refresh_figures()
        assert not Touched.objects.exists()
        assert_engine_says_what_the_facts_say(world, [replaced, *others])


@EXAMPLES
@given(drawn=worlds(5, least=1))
def test_working_out_twice_changes_nothing_and_the_refresh_left_nothing_to_put_right(
    world: World, drawn: list[Fact]
) -> None:
    with undone():
        for fact in drawn:
            world.write(fact)
        refresh_figures()
        stands = list(Cell.objects.order_by("pk").values())
        full = aggregate(by="test")
        assert (full.differences, full.cells_changed) == (0, 0)
        assert list(Cell.objects.order_by("pk").values()) == stands


def test_full_working_out_puts_right_what_no_mark_told(world: World) -> None:
    fact = Fact(0, 0, 2023, 1, True, False, {("referrals_received", WHOLE): 7})
    row = world.write(fact)
    refresh_figures()
    ReturnLineGrain.objects.filter(return_id=row.pk).update(value=70)
    Cell.objects.filter(scope_kind="network").delete()
    full = aggregate(by="test")
    assert full.differences == 1
    assert_engine_says_what_the_facts_say(world, [fact])


def test_changed_definitions_make_every_cell_new(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = Fact(0, 0, 2023, 1, True, False, {("referrals_received", WHOLE): 7})
    world.write(fact)
    refresh_figures()
    Cell.objects.update(engine="0.old", figures={"RET-01": {"sum": 99, "rows": 1}})
    refresh_figures()
    assert_engine_says_what_the_facts_say(world, [fact])
    assert RollUp.objects.filter(kind="full").count() == 1


def test_one_year_alone_leaves_the_marks_of_the_others(world: World) -> None:
    early, late = (Fact(0, 0, year, 1, True, False, {("referrals_received", WHOLE): 7}) for year in (2022, 2023))
    world.write(early)
    aggregate(by="test", year=2022)
    world.write(late)
    aggregate(by="test", year=2022)
    assert Touched.objects.exists()
    refresh_figures()
    assert_engine_says_what_the_facts_say(world, [early, late])
