"""The attack check and its algebra, on pages that somebody else printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.indicators import disclosure_choice
from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_algebra import (
    Equation,
    Impossible,
    Undecided,
    another_value,
    determined,
    narrowed,
)
from monitoring.indicators.disclosure_attack import attack, attack_puzzle
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_puzzle import Puzzle
from monitoring.indicators.disclosure_release import Relation, Showing
from tests.monitoring.indicators.tables import group, published, release, shown, two_way

FIVE = ReleaseProfile("five", "Under 5", width=4, threshold=5)


def keys_found(controlled) -> set[str]:
    return {finding.key for finding in attack([controlled], FIVE)}


class TestPagesOfOthers:
    def test_two_pages_that_share_no_table(self):
        """The group on one page, its total only on another."""
        parts = published(release({"a": 2, "b": 80, "c": 150}), FIVE, a=Showing.PRIMARY)
        assert keys_found(parts) == set()
        whole = published(group(2, 80, 150), FIVE, **dict.fromkeys("abc", Showing.NOT_RELEASED))
        assert {finding.key for finding in attack([parts, whole], FIVE)} == {"a"}

    def test_a_count_printed_in_the_open(self):
        (finding,) = attack([published(release({"a": 2}), FIVE)], FIVE)
        assert (finding.key, finding.low, finding.high, finding.certain) == ("a", 2, 2, True)

    def test_a_neighbour_known_to_reach_the_threshold(self):
        assert keys_found(published(group(1, 5), FIVE, a=Showing.PRIMARY, b=Showing.SECONDARY)) == {"a"}

    def test_a_neighbour_known_to_be_the_smallest(self):
        assert keys_found(published(group(4, 6, 6), FIVE, a=Showing.PRIMARY, b=Showing.SECONDARY)) == {"a"}
        assert keys_found(published(group(4, 6, 7), FIVE, a=Showing.PRIMARY, b=Showing.SECONDARY)) == set()

    def test_one_cell_of_a_two_way_table(self):
        tables = two_way(((2, 13), (10, 14)))
        assert keys_found(published(tables, FIVE, r0c0=Showing.PRIMARY, r0c1=Showing.SECONDARY)) == {"r0c0"}
        assert keys_found(published(tables, FIVE, r0c0=Showing.PRIMARY, r1c1=Showing.SECONDARY)) == {"r0c0"}

    def test_a_count_that_can_only_be_another_by_two(self):
        """b and c move together, so a is 2 or 4 and never 3: not given away, and no change by one shows it."""
        relations = Relation("a", ("b", "c")), Relation("e", ("b", "d")), Relation("e", ("c", "d"))
        tables = release({"a": 4, "b": 2, "c": 2, "d": 7, "e": 9}, *relations)
        hidden = dict.fromkeys("abc", Showing.PRIMARY)
        assert keys_found(published(tables, FIVE, **hidden, d=Showing.SECONDARY)) == set()

    def test_a_reader_sees_nothing_of_narrower_releases(self):
        narrow = ReleaseProfile("narrow", "Narrow", width=2)
        assert attack([published(release({"a": 2}), narrow)], FIVE) == ()

    def test_a_proof_is_checked_before_it_is_believed(self):
        page = published(group(2, 80, 150), FIVE, a=Showing.PRIMARY)
        puzzle = Puzzle([page], FIVE)
        a, b = puzzle.unknown("a", 2), puzzle.unknown("b", 80)
        for forged in ({a: 1}, {a: 1, b: -1}, {b: 0}):
            assert [finding.key for finding in attack_puzzle(puzzle, {a: forged})] == ["a"]


def test_without_any_search_everything_round_is_withheld_and_what_can_be_is_shown_again(monkeypatch):
    monkeypatch.setattr(disclosure_choice, "SHORT_TRAILS", 0)
    monkeypatch.setattr(disclosure_choice, "LONG_TRAILS", 0)
    controlled = control(group(2, 80, 150), FIVE)
    assert attack([controlled], FIVE) == ()
    assert shown(controlled) == {"a": "primary", "b": "withheld", "c": 150, "total": 232}


class TestElimination:
    def test_the_year_less_three_quarters(self):
        assert determined([Equation({0: 1}, 3)]) == {0: 3}

    def test_two_equations_together(self):
        """x + y = 10, x - y = 4."""
        assert determined([Equation({0: 1, 1: 1}, 10), Equation({0: 1, 1: -1}, 4)]) == {0: 7, 1: 3}

    def test_only_what_is_fixed(self):
        equations = [Equation({0: 1, 1: 1, 2: 1}, 12), Equation({0: 1, 1: 1}, 7), Equation({1: 1, 3: 1}, 9)]
        assert determined(equations) == {2: 5}

    def test_an_equation_that_says_nothing_new(self):
        assert determined([Equation({0: 1, 1: 1}, 7), Equation({0: 1, 1: 1}, 7)]) == {}


class TestIntervals:
    def test_a_total_and_the_others_bound_a_part(self):
        bounds = {0: (1, 4), 1: (5, None)}
        assert narrowed([Equation({0: 1, 1: 1}, 6)], bounds) == {0: (1, 1), 1: (5, 5)}
        assert narrowed([Equation({0: 1, 1: 1}, 8)], bounds) == {0: (1, 3), 1: (5, 7)}

    def test_a_hidden_total(self):
        assert narrowed([Equation({0: 1, 1: 1, 2: -1}, 0)], {0: (1, 4), 1: (1, 4), 2: (0, 3)}) == {
            0: (1, 2),
            1: (1, 2),
            2: (2, 3),
        }

    def test_nothing_left(self):
        with pytest.raises(Impossible):
            narrowed([Equation({0: 1}, 9)], {0: (1, 4)})

    def test_two_counts_without_limit_that_push_each_other_up_come_to_a_stop(self):
        ladder = [Equation({0: 1, 1: -1}, 1), Equation({1: 1, 0: -1}, 1)]
        assert narrowed(ladder, {0: (0, None), 1: (0, None)})[0][1] is None

    @given(st.lists(st.integers(0, 6), min_size=3, max_size=3))
    @settings(max_examples=40, deadline=None)
    def test_the_truth_is_never_cut_off(self, counts):
        a, b, c = counts
        equations = [Equation({0: 1, 1: 1}, a + b), Equation({1: 1, 2: 1}, b + c), Equation({0: 1, 3: -1}, 0)]
        bounds = narrowed(equations, {0: (0, None), 1: (0, None), 2: (0, 9), 3: (0, None)})
        for unknown, count in enumerate((a, b, c, a)):
            low, high = bounds[unknown]
            assert low <= count <= (count if high is None else high)


class TestWholeNumbers:
    SUM = (Equation({0: 1, 1: 1}, 8),)

    def test_the_nearest_other_value(self):
        assert another_value(self.SUM, {0: (1, 4), 1: (1, 7)}, 0, but=2, budget=100) == 1

    def test_none(self):
        assert another_value(self.SUM, {0: (1, 4), 1: (1, 4)}, 0, but=4, budget=100) is None

    def test_too_large_to_be_finished(self):
        with pytest.raises(Undecided):
            another_value(self.SUM, {0: (1, 4), 1: (1, 4)}, 0, but=4, budget=1)

    def test_no_end_to_what_would_have_to_be_tried(self):
        equations = (Equation({0: 1, 1: -1}, 0), Equation({1: 1, 2: -1}, 0), Equation({0: 1, 2: -1}, 1))
        with pytest.raises(Undecided):
            another_value(equations, {0: (0, None), 1: (0, None), 2: (0, None)}, 0, but=2, budget=3000)


def test_a_neighbour_seen_to_be_hidden_before_gains_nothing_by_other_words_now(monkeypatch):
    """Earlier, b was hidden to protect a, and c shown: whoever saw that knows that b is at most c."""
    first = group(4, 6, 6)
    hidden = {"a": Showing.PRIMARY, "b": Showing.SECONDARY, "total": Showing.NOT_RELEASED}
    earlier = published(first, FIVE, **hidden)
    assert attack([earlier], FIVE) == ()
    for trails in (disclosure_choice.SHORT_TRAILS, 0):
        monkeypatch.setattr(disclosure_choice, "SHORT_TRAILS", trails)
        monkeypatch.setattr(disclosure_choice, "LONG_TRAILS", trails)
        controlled = control(first, FIVE, [earlier])
        assert shown(controlled)["total"] in ("secondary", "withheld")
        assert attack([earlier, controlled], FIVE) == ()
