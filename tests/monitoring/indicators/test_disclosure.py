"""The disclosure door: which figures a release profile's readers see, on worked examples."""

import pytest

from monitoring.indicators import disclosure_attack
from monitoring.indicators.disclosure import NotProtected, control
from monitoring.indicators.disclosure_attack import attack
from monitoring.indicators.disclosure_profiles import (
    BOARD,
    CENTRAL_TEAM,
    PROGRAMME_TEAM,
    PUBLIC,
    ReleaseProfile,
    funder_profile,
    rounded_to_base,
)
from monitoring.indicators.disclosure_release import Cell, Derived, Relation, Release, Showing
from tests.monitoring.indicators.tables import group, published, release, shown, two_way

ROUNDED = ReleaseProfile("rounded", "Rounded to 5", width=4, rounds=True)
NO_ZEROS = ReleaseProfile("no_zeros", "Zeros hidden", width=4, threshold=5, zero_suppressible=True)


class TestWorkedExamples:
    def test_small_counts_are_hidden_and_zero_is_not(self):
        """D1: NHS England FFT pipeline."""
        page = shown(control(release({"a": 0, "b": 3, "c": 5, "d": 10, "e": 2}), BOARD))
        assert page == {"a": 0, "b": "primary", "c": 5, "d": 10, "e": "primary"}

    def test_the_smallest_neighbour_goes_with_a_lone_small_count(self):
        """D2: NHS England FFT pipeline."""
        assert shown(control(group(2, 80, 150), BOARD)) == {"a": "primary", "b": "secondary", "c": 150, "total": 232}

    def test_a_two_way_table_loses_a_rectangle(self):
        """D9: one small cell, all totals published."""
        page = shown(control(two_way(((2, 13, 16), (10, 14, 18), (16, 17, 18))), BOARD))
        hidden = {key for key, place in page.items() if isinstance(place, str)}
        assert hidden == {"r0c0", "r0c1", "r1c0", "r1c1"}

    def test_a_quarter_is_not_the_year_less_the_others(self):
        """D10: the printed year gives the first quarter away, and the door would not have printed it."""
        quarters = Relation("year", ("q1", "q2", "q3", "q4"))
        tables = release({"q1": 3, "q2": 12, "q3": 9, "q4": 15, "year": 39}, quarters)
        (finding,) = attack([published(tables, BOARD, q1=Showing.PRIMARY)], BOARD)
        assert (finding.key, finding.count, finding.low, finding.high, finding.certain) == ("q1", 3, 3, 3, True)
        controlled = control(tables, BOARD)
        assert shown(controlled) == {"q1": "primary", "q2": 12, "q3": "secondary", "q4": 15, "year": 39}
        assert attack([controlled], BOARD) == ()


class TestWhatTheRuleItselfGivesAway:
    def test_a_neighbour_known_to_reach_the_threshold_does_not_protect(self):
        """1 + 5 = 6: with both hidden, "fewer than 5" and "5 or more" leave only 1 and 5; so the total goes."""
        assert shown(control(group(1, 5), BOARD)) == {"a": "primary", "b": 5, "total": "secondary"}

    def test_two_small_counts_at_the_top_of_their_range(self):
        assert shown(control(group(4, 4), BOARD)) == {"a": "primary", "b": "primary", "total": "secondary"}

    def test_two_small_counts_that_hide_each_other(self):
        assert shown(control(group(2, 3), BOARD)) == {"a": "primary", "b": "primary", "total": 5}

    def test_a_hidden_neighbour_is_known_to_be_the_smallest(self):
        """4, 6, 6: hiding one 6 leaves a reader who knows the order of hiding with 4 + 6 and nothing else."""
        page = shown(control(group(4, 6, 6), BOARD))
        assert page == {"a": "primary", "b": "secondary", "c": "secondary", "total": 16}

    def test_four_times_fewer_than_5_in_a_total_of_fewer_than_5(self):
        """Each can only be one, so a place must lose its words."""
        tables = group(1, 1, 1, 1)
        every = dict.fromkeys(tables.by_key, Showing.PRIMARY)
        assert {finding.key for finding in attack([published(tables, BOARD, **every)], BOARD)} == set(every)
        controlled = control(tables, BOARD)
        assert sorted(shown(controlled).values()).count("withheld") == 1
        assert attack([controlled], BOARD) == ()


class TestProfiles:
    @pytest.mark.parametrize("profile", [PROGRAMME_TEAM, CENTRAL_TEAM, funder_profile("YEF 2023/24")])
    def test_an_exact_profile_hides_nothing(self, profile):
        tables = release({"a": 0, "b": 1, "total": 1}, Relation("total", ("a", "b")), derived=[Derived("x", ("a",))])
        controlled = control(tables, profile)
        assert shown(controlled) == {"a": 0, "b": 1, "total": 1}
        assert controlled.derived["x"].showing is Showing.EXACT

    def test_zero_is_hidden_where_the_profile_says_so(self):
        page = shown(control(group(0, 7, 9), NO_ZEROS))
        assert page == {"a": "primary", "b": "secondary", "c": 9, "total": 16}

    def test_one_way_only_leaves_crossed_cells_out_and_still_protects_them(self):
        page = shown(control(two_way(((2, 40), (30, 50))), PUBLIC))
        assert {page[key] for key in ("r0c0", "r0c1", "r1c0", "r1c1")} == {"not_released"}
        assert page["total"] == 122
        # With nobody else in its row and column, the crossed cell is the margin itself.
        pinned = control(two_way(((2, 0), (0, 50))), PUBLIC)
        assert shown(pinned)["r0"] == "primary"
        assert attack([pinned], PUBLIC) == ()

    def test_rounding_is_to_the_nearest_five(self):
        assert [rounded_to_base(count) for count in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]
        assert shown(control(group(2, 13, 80), ROUNDED)) == {"a": 0, "b": 15, "c": 80, "total": 95}

    def test_rounded_counts_that_add_up_too_well_are_not_all_printed(self):
        """Nine times 0 (at most 2 each) in a rounded 20 (at least 18): every one of them is 2."""
        keys = tuple("abcdefghi")
        tables = release({**dict.fromkeys(keys, 2), "total": 18}, Relation("total", keys))
        printed_all = published(tables, ROUNDED, **dict.fromkeys(tables.by_key, Showing.ROUNDED))
        assert len(attack([printed_all], ROUNDED)) == 9
        controlled = control(tables, ROUNDED)
        assert sorted(map(str, shown(controlled).values())) == ["0"] * 8 + ["20", "secondary"]
        assert attack([controlled], ROUNDED) == ()

    def test_a_threshold_and_rounding_are_never_together(self):
        with pytest.raises(ValueError, match="never both"):
            ReleaseProfile("both", "Both", width=4, threshold=5, rounds=True)

    @pytest.mark.parametrize(("threshold", "zeros"), [(2, False), (1, True)])
    def test_a_threshold_that_names_the_count_is_refused(self, threshold, zeros):
        with pytest.raises(ValueError, match="one value"):
            ReleaseProfile("tiny", "Tiny", width=4, threshold=threshold, zero_suppressible=zeros)

    def test_zero_can_be_hidden_only_under_a_threshold(self):
        with pytest.raises(ValueError, match="only under a threshold"):
            ReleaseProfile("odd", "Odd", width=4, zero_suppressible=True)

    def test_a_funder_names_the_agreement(self):
        with pytest.raises(ValueError, match="agreement"):
            funder_profile(" ")

    def test_words(self):
        cells = control(
            release({"a": 2, "b": 80, "c": 150, "d": None, "t": 232}, Relation("t", ("a", "b", "c"))), BOARD
        )
        words = {key: printed.words for key, printed in cells.cells.items()}
        assert words == {"a": "fewer than 5", "b": "hidden to protect others", "c": "", "d": "not reported", "t": ""}


class TestDerivedFigures:
    SHARE = Derived("share", ("a", "total"))
    MEAN = Derived("mean", ("c",), from_counts=False)

    def of(self, tables: Release, *derived: Derived) -> Release:
        return Release(tables.cells, tables.relations, derived)

    def test_hidden_with_a_small_count(self):
        controlled = control(self.of(group(2, 80, 150), self.SHARE, self.MEAN), BOARD)
        assert controlled.derived["share"].showing is Showing.WITH_COUNTS
        assert controlled.derived["share"].words == "not shown, because a count it rests on is hidden"
        assert controlled.derived["mean"].showing is Showing.EXACT

    def test_hidden_with_a_neighbour_hidden_for_others(self):
        controlled = control(self.of(group(2, 80, 150), Derived("other", ("b", "total"))), BOARD)
        assert controlled.derived["other"].showing is Showing.WITH_COUNTS

    def test_not_reported_is_said(self):
        controlled = control(release({"a": None, "b": 10}, derived=[Derived("share", ("a", "b"))]), BOARD)
        assert controlled.derived["share"].showing is Showing.NOT_REPORTED

    def test_under_rounding_only_what_comes_from_rounded_counts_or_rests_on_enough(self):
        tables = group(2, 13, 80)
        few = Derived("mean of few", ("a",), from_counts=False)
        controlled = control(self.of(tables, self.SHARE, self.MEAN, few), ROUNDED)
        assert controlled.derived["share"].showing is Showing.ROUNDED
        assert controlled.derived["mean"].showing is Showing.EXACT
        assert controlled.derived["mean of few"].showing is Showing.WITH_COUNTS


class TestIncompleteTables:
    def test_not_reported_is_not_zero(self):
        tables = release({"a": 12, "b": None, "total": 12}, Relation("total", ("a", "b")))
        assert shown(control(tables, BOARD)) == {"a": 12, "b": "not_reported", "total": 12}

    def test_what_is_missing_from_a_total_is_protected_too(self):
        """15 less 12 is 3 people in the group that nobody reported."""
        tables = release({"a": 12, "b": None, "total": 15}, Relation("total", ("a", "b")))
        assert shown(control(tables, BOARD)) != {"a": 12, "b": "not_reported", "total": 15}

    def test_a_cell_without_a_place_on_the_page_is_protected_too(self):
        cells = (Cell("a", 3, published=False), Cell("b", 12), Cell("c", 20), Cell("total", 35))
        page = shown(control(Release(cells, (Relation("total", ("a", "b", "c")),)), BOARD))
        assert page == {"a": "not_released", "b": "secondary", "c": 20, "total": 35}

    def test_people_counted_in_several_quarters_are_bounded_by_the_sum(self):
        """Q1 is under 5, the others add up to 36 and the year has 40 different people: Q1 is 4."""
        people = Relation("year", ("q1", "q2", "q3", "q4"), overlapping=True)
        tables = release({"q1": 4, "q2": 12, "q3": 9, "q4": 15, "year": 40}, people)
        (finding,) = attack([published(tables, BOARD, q1=Showing.PRIMARY)], BOARD)
        assert (finding.key, finding.certain) == ("q1", True)
        loose = release({"q1": 4, "q2": 12, "q3": 9, "q4": 15, "year": 30}, people)
        assert shown(control(loose, BOARD)) == {"q1": "primary", "q2": 12, "q3": 9, "q4": 15, "year": 30}

    @pytest.mark.parametrize(
        ("counts", "relation", "message"),
        [
            ({"a": 1, "b": 2, "t": 4}, Relation("t", ("a", "b")), "does not agree"),
            ({"a": 5, "b": None, "t": 4}, Relation("t", ("a", "b")), "does not agree"),
            ({"a": 5, "b": 2, "t": 4}, Relation("t", ("a", "b"), overlapping=True), "does not agree"),
            ({"a": 5, "b": 2, "t": 8}, Relation("t", ("a", "b"), overlapping=True), "does not agree"),
            ({"a": 1, "t": 1}, Relation("t", ("a", "z")), "names z"),
            ({"a": 1, "t": 2}, Relation("t", ("a", "a")), "stands twice"),
        ],
    )
    def test_tables_that_contradict_themselves_are_refused(self, counts, relation, message):
        with pytest.raises(ValueError, match=message):
            release(counts, relation)

    def test_two_cells_with_one_key_are_refused(self):
        with pytest.raises(ValueError, match="share a key"):
            Release((Cell("a", 1), Cell("a", 2)))

    def test_negative_counts_are_refused(self):
        with pytest.raises(ValueError, match="never negative"):
            Cell("a", -1)

    def test_a_derived_figure_of_nothing_known_is_refused(self):
        with pytest.raises(ValueError, match="rests on b"):
            release({"a": 1}, derived=[Derived("x", ("b",))])

    def test_totals_that_are_parts_of_themselves_are_refused(self):
        with pytest.raises(ValueError, match="part of itself"):
            control(release({"a": 7, "b": 7}, Relation("a", ("b",)), Relation("b", ("a",))), BOARD)


class TestEarlierReleases:
    QUARTERS = Relation("year", ("q1", "q2", "q3", "q4"))
    COUNTS = {"q1": 3, "q2": 12, "q3": 9, "q4": 15, "year": 39}

    def test_a_total_that_came_out_later_is_checked_against_the_quarters_before(self):
        earlier = [control(release({key: self.COUNTS[key]}), BOARD) for key in ("q1", "q2", "q3")]
        assert [shown(past) for past in earlier] == [{"q1": "primary"}, {"q2": 12}, {"q3": 9}]
        page = shown(control(release(self.COUNTS, self.QUARTERS), BOARD, earlier))
        assert page["q1"] == "primary"
        assert "secondary" in (page["q4"], page["year"])
        assert (page["q2"], page["q3"]) == (12, 9)

    def test_only_releases_that_these_readers_see_count(self):
        to_the_funder = published(release({"q1": 3}), funder_profile("YEF"))
        controlled = control(release(self.COUNTS, self.QUARTERS), PUBLIC, [to_the_funder])
        assert controlled.exposed == ()
        assert shown(controlled)["q1"] == "primary"

    def test_readers_of_a_narrower_release_are_protected_from_the_wider_one(self):
        """The Board saw Q2 to Q4; the public year, harmless alone, would give the Board the first quarter."""
        for_the_board = control(release({key: self.COUNTS[key] for key in ("q1", "q2", "q3", "q4")}), BOARD)
        year = Release(
            tuple(Cell(key, count, published=key == "year") for key, count in self.COUNTS.items()), (self.QUARTERS,)
        )
        assert shown(control(year, PUBLIC))["year"] == 39
        assert shown(control(year, PUBLIC, [for_the_board]))["year"] == "secondary"

    def test_what_earlier_releases_gave_away_is_said_and_does_not_block(self):
        leaked = published(release(self.COUNTS, self.QUARTERS), PUBLIC, q1=Showing.PRIMARY)
        controlled = control(release(self.COUNTS, self.QUARTERS), PUBLIC, [leaked])
        assert controlled.exposed == ("q1",)
        assert shown(controlled)["q1"] == "primary"

    def test_what_was_merely_not_proved_safe_before_is_not_given_away(self, monkeypatch):
        """b and c move together, so a is 2 or 4: no move by one shows it, and nobody has looked further."""
        monkeypatch.setattr(disclosure_attack, "WHOLE_NUMBER_LIMIT", 0)
        sums = Relation("a", ("b", "c")), Relation("e", ("b", "d")), Relation("e", ("c", "d"))
        tables = release({"a": 4, "b": 2, "c": 2, "d": 7, "e": 9}, *sums)
        before = published(tables, BOARD, **dict.fromkeys("abc", Showing.PRIMARY), d=Showing.SECONDARY)
        assert {finding.certain for finding in attack([before], BOARD)} == {False}
        with pytest.raises(NotProtected):
            control(release({"a": 4, "z": 9}), BOARD, [before])

    def test_a_restated_count_is_another_count(self):
        earlier = published(release({"a": 6}), BOARD)
        assert shown(control(group(3, 20, 30), BOARD, [earlier])) == {
            "a": "primary",
            "b": "secondary",
            "c": 30,
            "total": 53,
        }

    def test_a_release_that_cannot_be_made_safe_does_not_leave(self):
        """Everything round the small count is out already, and it was not derivable until this sum ties it in."""
        before = published(release({"b": 12, "total": 15}), BOARD)
        with pytest.raises(NotProtected) as refused:
            control(group(3, 12), BOARD, [before])
        assert [finding.key for finding in refused.value.findings] == ["a"]
        assert "3" not in str(refused.value).replace("1 small", "")
