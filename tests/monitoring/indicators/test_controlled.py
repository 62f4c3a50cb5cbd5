"""The door for screens: safe beside what a lead knows of their own programme, decided once, holding nothing hidden."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.indicators import controlled
from monitoring.indicators.controlled import Seen, through_the_door
from monitoring.indicators.disclosure import NotProtected
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.kept_decisions import AfterDoor, controlled_years
from monitoring.indicators.models import RollUp, WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.sight import sets_held
from monitoring.indicators.windows import FigureWindow
from tests.factories import MembershipFactory
from tests.monitoring.indicators.conftest import Network, started
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

QUARTER = FigureWindow(WindowKind.QUARTER, 2023 * 4)
STARTED = INDICATORS["RET-02"]
NOBODY: frozenset[frozenset[int]] = frozenset()


def one_quarter(*counts: int) -> dict[str, Exact]:
    """The network and its programmes 1, 2, ... with these counts."""
    told = {None: sum(counts), **dict(enumerate(counts, start=1))}
    figures = [
        Exact(STARTED, Place(programme, f"P{programme}" if programme else "", QUARTER), {"sum": count, "rows": 1})
        for programme, count in told.items()
    ]
    return {figure.key: figure for figure in figures}


def in_words(seen: dict[str, Seen]) -> list[str]:
    """The network first, then programme by programme."""
    keys = sorted(seen, key=lambda key: (":network:" not in key, key))
    return [seen[key].words or str(seen[key].parts["sum"]) for key in keys]


class TestReadersFromInside:
    def test_without_a_lead_the_network_stands(self) -> None:
        words = in_words(through_the_door(one_quarter(12, 3), NOBODY))
        assert words == ["15", "hidden to protect others", "fewer than 5"]

    def test_a_lead_who_knows_the_twelve_must_not_read_the_fifteen(self) -> None:
        words = in_words(through_the_door(one_quarter(12, 3), frozenset({frozenset({1})})))
        assert words[0] == "hidden to protect others"
        assert words[2] == "fewer than 5"

    def test_who_leads_two_of_three_knows_both(self) -> None:
        figures = one_quarter(12, 3, 20)
        alone = frozenset({frozenset({1}), frozenset({3})})
        both = frozenset({frozenset({1, 3})})
        assert in_words(through_the_door(figures, both))[0] == "hidden to protect others"
        assert in_words(through_the_door(figures, alone))[0] == "35"

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.integers(0, 9), min_size=2, max_size=4), st.data())
    def test_every_small_count_of_another_programme_could_be_two_numbers(self, counts: list[int], data: Any) -> None:
        """By trying every table that fits what a lead reads and knows."""
        inside = data.draw(st.sets(st.integers(1, len(counts)), min_size=1, max_size=len(counts) - 1))
        words = in_words(through_the_door(one_quarter(*counts), frozenset({frozenset(inside)})))
        fitting = [table for table in _tables(words, counts, inside) if _fits(words[0], sum(table))]
        for place, count in enumerate(counts):
            if 1 <= count < 5 and place + 1 not in inside:
                assert len({table[place] for table in fitting}) > 1


def _tables(words: list[str], counts: list[int], inside: set[int]) -> list[list[int]]:
    tables: list[list[int]] = [[]]
    for place, count in enumerate(counts):
        possible = [count] if place + 1 in inside else [n for n in range(20) if _fits(words[place + 1], n)]
        tables = [[*table, number] for table in tables for number in possible]
    return tables


def _fits(words: str, count: int) -> bool:
    if words.isdigit():
        return count == int(words)
    return {"fewer than 5": 1 <= count < 5, "hidden to protect others": count >= 5}.get(words, True)


class TestWhatIsDecided:
    def test_no_hidden_number_is_kept(self, reported: Network) -> None:
        hidden = {key: seen for key, seen in look().figures.items() if seen.words}
        assert hidden["RET-02:SMALL:2023/24 Q1"] == Seen(None, "fewer than 5")
        assert all(seen.parts is None for seen in hidden.values())
        assert b"SMALL:2023/24:age_band" not in pickle.dumps(look())

    def test_what_cannot_be_protected_is_withheld(
        self, network: Network, monkeypatch: pytest.MonkeyPatch, caplog: Any
    ) -> None:
        def fails(*args: Any, **more: Any) -> None:
            raise NotProtected([])

        monkeypatch.setattr(controlled, "shown", fails)
        network.report(network.large, 1, started(12, younger=7))
        assert {seen.words for seen in look().figures.values()} == {"not shown, to protect others"}
        assert "could not be protected" in caplog.text

    def test_parts_are_told_for_the_year_and_not_for_each_quarter(self, reported: Network) -> None:
        keys = {key for key in look().figures if key.startswith("RET-02:network:") and "=" in key}
        assert keys == {f"RET-02:network:2023/24:age_band={part}" for part in ("10-14", "15-17")}


def look() -> AfterDoor:
    return controlled_years([STARTED], [2023], rollup=RollUp.objects.latest("id").pk, held=sets_held())


class TestSetsHeld:
    def test_what_one_person_holds_together(self, network: Network, make_user: Callable[..., User]) -> None:
        user = make_user(Role.PROGRAMME_LEAD, programme=network.large)
        MembershipFactory(
            user=user, role=Role.PROGRAMME_LEAD, programme=network.small, agency_kind=AgencyKind.VOLUNTARY
        )
        make_user(Role.EVALUATOR, programme=network.silent)
        make_user(Role.ANALYST)
        assert sets_held() == {frozenset({network.large.pk, network.small.pk})}

    def test_what_was_seen_once_is_known(self, network: Network, make_user: Callable[..., User], clock: Any) -> None:
        user = make_user(Role.PROGRAMME_LEAD, programme=network.large)
        row = user.memberships.get()
        type(row).objects.filter(pk=row.pk).update(ends_on=row.starts_on)
        assert sets_held() == {frozenset({network.large.pk})}
