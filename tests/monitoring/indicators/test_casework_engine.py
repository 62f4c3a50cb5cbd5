"""The engine against plain Python over random casework: every definition, window, scope and breakdown."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from monitoring.indicators import services
from monitoring.indicators.models import Cell
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate, refresh_figures
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.indicators.casework_by_hand import KINDS, expected
from tests.monitoring.indicators.casework_facts import CaseFact, MeasureFact, ParticipantFact, PlanFact, SessionFact
from tests.monitoring.indicators.casework_world import CaseworkWorld, make_casework_world
from tests.monitoring.indicators.drawn_casework import change, populate
from vrn_cases.records.models import Touched

pytestmark = pytest.mark.django_db
BREAKDOWNS = {code: INDICATORS[code].breakdowns for code in KINDS}
EXAMPLES = settings(
    max_examples=int(os.environ.get("CASEWORK_EXAMPLES", "6")),
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
def test_worked_out_year_by_year_it_is_the_same(world: CaseworkWorld, data: st.DataObject) -> None:
    """As where a grain has too many cells to be held at once: each wrong, some gone, some of a year without rows."""
    with undone(world), mock.patch.object(services, "CELLS_COMPARED_AT_ONCE", 0):
        populate(data.draw, world)
        aggregate(by="test")
        Cell.objects.filter(quarter__gte=8095).delete()
        Cell.objects.update(figures={"REF-01": {"n": 7}})
        stray = Cell.objects.first()
        if stray is not None:
            stray.pk, stray.quarter = None, 4_000
            stray.save()
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


def test_what_leaves_a_year_leaves_its_figures(world: CaseworkWorld) -> None:
    """The only row of a year goes: nothing of that year is among the rows that are made anew."""
    world.add_person()
    world.add_participant(ParticipantFact(0, 0, None, "female", "", ""))
    spells: list[tuple[str, date, date | None]] = [("open", date(2022, 6, 1), date(2022, 6, 2))]
    world.add_case(CaseFact(0, 0, date(2022, 6, 1), spells, date(2022, 6, 1), "planned", "CITY", "", ""))
    session = SessionFact(date(2023, 4, 1), "attended", 60, date(2023, 4, 1))
    world.add_session(world.cases[0], session)
    refresh_figures()
    session.on = session.recorded_on = date(2022, 6, 1)
    world.record(session)
    refresh_figures()
    assert_engine_says_what_the_facts_say(world)


def test_a_person_of_two_programmes_is_one_in_the_network(world: CaseworkWorld) -> None:
    world.add_person()
    world.add_person()
    for place in (0, 1):
        world.add_participant(ParticipantFact(place, place, date(2000, 4, 1), ("female", "")[place], "", ""))
        world.add_case(case_of(place))
    refresh_figures()
    assert _supported(world) == {"network": 2, 0: 1, 1: 1}
    world.link(world.participants[1], 0)
    refresh_figures()
    assert _supported(world) == {"network": 1, 0: 1, 1: 1}
    assert _supported(world, "sex", "female") == {"network": 1, 0: 1}, (
        "the second programme learns nothing of the first"
    )
    assert _supported(world, "sex", "not-known") == {1: 1}
    assert_engine_says_what_the_facts_say(world)


def test_a_change_is_reliable_beyond_measurement_error_and_a_pair_has_both_points_in_time(world: CaseworkWorld) -> None:
    """SWEMWBS changes by more than 2.87 points: 2.88 is the first that counts."""
    opened, closed = date(2023, 5, 1), date(2023, 5, 31)
    for point in ("baseline", "exit"):
        world.plan(PlanFact(0, "swemwbs", point, date(2022, 4, 1), None))
    for place, (first, later, exit_on) in enumerate(
        [(1500, 1787, closed), (1500, 1788, closed), (1788, 1500, closed), (1500, None, closed), (None, 1500, closed),
         (1500, 2400, date(2023, 6, 28)), (1500, 2400, date(2023, 6, 29)), (1500, 2400, opened)]
    ):  # fmt: skip
        world.add_person()
        world.add_participant(ParticipantFact(place, 0, None, "", "", ""))
        case = case_of(place)
        case.measures = [
            MeasureFact("swemwbs", "baseline", opened, first), MeasureFact("swemwbs", "exit", exit_on, later)
        ]  # fmt: skip
        world.add_case(case)
    refresh_figures()
    assert_engine_says_what_the_facts_say(world)
    year = Cell.objects.get(grain="measure_pair", window_kind="year", scope_kind="network", breakdown="")
    told = year.figures["OUT-03"]
    assert (told["eligible"], told["with_first"], told["paired"]) == (8, 7, 4)
    assert (told["improved"], told["unchanged"], told["deteriorated"]) == (2, 1, 1)


def test_what_the_network_knew_of_somebody_goes_with_whoever_told_it(world: CaseworkWorld) -> None:
    """A participant without any record of the grain told the network her sex, and turns out to be somebody else."""
    world.add_person()
    world.add_person()
    world.add_participant(ParticipantFact(0, 0, None, "", "", ""))
    world.add_participant(ParticipantFact(0, 1, None, "female", "", ""))
    world.add_case(case_of(0))
    refresh_figures()
    assert _supported(world, "sex", "female") == {"network": 1}
    world.link(world.participants[1], 1)
    refresh_figures()
    assert _supported(world, "sex", "female") == {}
    assert_engine_says_what_the_facts_say(world)


def case_of(place: int) -> CaseFact:
    opened, closed = date(2023, 5, 1), date(2023, 5, 31)
    spells: list[tuple[str, date, date | None]] = [("open", opened, date(2023, 6, 1))]
    return CaseFact(place, None, opened, spells, closed, "planned", "CITY", "", "")


def _supported(world: CaseworkWorld, breakdown: str = "", part: str = "") -> dict[Any, int]:
    """People supported in 2023/24 in the network and in each programme by its place; who has none is left out."""
    cells = Cell.objects.filter(grain="case_quarter", window_kind="year", quarter=2023 * 4 + 3, provider=0)
    places = {0: "network"} | {programme.pk: place for place, programme in enumerate(world.programmes)}
    rows = cells.filter(breakdown=breakdown, part=part).values_list("programme", "figures")
    return {places[programme]: figures["REA-01"]["n"] for programme, figures in rows}
