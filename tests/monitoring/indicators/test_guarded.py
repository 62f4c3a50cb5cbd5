"""What a kind tells the door: shares, sums about few people, medians, paired change; and what stands beside it."""

from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.indicators.controlled import through_the_door
from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_attack import attack
from monitoring.indicators.disclosure_kept import release_as_json, release_from_json
from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM, ReleaseProfile
from monitoring.indicators.disclosure_release import Showing
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.guarded import Guarded, Number
from monitoring.indicators.kinds import Parts
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import release_of, shown, with_noughts
from tests.monitoring.indicators.people import FIRST, SECOND, SO_FAR, SUPPORTED, Distinct

TOO_FEW = "too few answered twice to say"
PAIRS_NEEDED = 10


@dataclass(frozen=True)
class Minutes(Distinct):
    """Minutes, about so many people."""

    distinct = False

    def value(self, parts: Parts | None) -> int:
        return parts["minutes"] if parts else 0

    def guarded(self, parts: Parts | None) -> Guarded:
        return Guarded({"": Number(self.value(parts), people=parts["people"] if parts else 0)})


@dataclass(frozen=True)
class Middle(Distinct):
    """A median: shown with the number of its rows."""

    distinct = False

    def guarded(self, parts: Parts | None) -> Guarded:
        return Guarded({"#rows": Number(parts["n"] if parts else 0)}, shown_with=("#rows",), from_numbers=False)


@dataclass(frozen=True)
class Change(Distinct):
    """A mean change of those who answered twice."""

    distinct = False

    def value(self, parts: Parts | None) -> Fraction | None:
        return Fraction(parts["change"], parts["paired"]) if parts and parts["paired"] >= PAIRS_NEEDED else None

    def guarded(self, parts: Parts | None) -> Guarded:
        told = parts or {"eligible": 0, "paired": 0, "change": 0}
        return Guarded(
            {
                "#eligible": Number(told["eligible"]),
                "#paired": Number(told["paired"]),
                "#not paired": Number(told["eligible"] - told["paired"]),
                "#change": Number(told["change"], people=told["paired"], least=PAIRS_NEEDED, signed=True),
            },
            sums={"#eligible": ("#paired", "#not paired")},
            shown_with=("#eligible", "#paired", "#change"),
            too_few=TOO_FEW,
        )


MINUTES = replace(SUPPORTED, code="CAS-02", kind=Minutes())
MEDIAN = replace(SUPPORTED, code="CAS-03", kind=Middle())
CHANGE = replace(SUPPORTED, code="CAS-04", kind=Change())


def at(programme: int | None, window=FIRST, part: str = "") -> Place:
    return Place(programme, f"P{programme}" if programme else "", window, "age_band" if part else "", part)


def released(*figures: Exact, profile: ReleaseProfile = BOARD):
    told, controlled = shown({figure.key: figure for figure in figures}, profile)
    return [told[figure.key].words or figure.value for figure in figures], controlled


def minutes(programme: int | None, minutes: int, people: int, window=FIRST) -> Exact:
    return Exact(MINUTES, at(programme, window), {"minutes": minutes, "people": people})


def change(programme: int | None, eligible: int, paired: int, total: int, window=FIRST) -> Exact:
    return Exact(CHANGE, at(programme, window), {"eligible": eligible, "paired": paired, "change": total})


class TestSumsAboutFewPeople:
    def test_a_sum_about_few_is_hidden_however_large_and_cannot_be_worked_out(self) -> None:
        figures = minutes(None, 2000, 12), minutes(1, 900, 3), minutes(2, 1100, 9)
        words, controlled = released(*figures)
        assert words[1] == "not shown, to protect others"
        assert not all(isinstance(word, int) for word in (words[0], words[2]))
        assert attack([controlled], BOARD) == ()

    def test_a_sum_about_enough_is_shown(self) -> None:
        words, _ = released(minutes(None, 20, 14), minutes(1, 3, 5), minutes(2, 17, 9))
        assert words == [20, 3, 17]

    def test_another_hidden_beside_it_must_leave_room_for_a_tenth(self) -> None:
        """40 minutes hidden beside 900 would leave 900 to 940: too near, unless what is hidden could be far more."""
        figures = minutes(None, 1040, 20), minutes(1, 900, 3), minutes(2, 40, 8), minutes(3, 100, 9)
        _, controlled = released(*figures)
        hidden = [key for key, printed in controlled.cells.items() if printed.value is None]
        tables = controlled.release.by_key
        others = sum(tables[key].count or 0 for key in hidden if key != figures[1].key)
        assert others >= 90

    def test_nobody_is_told_too_little_of_by_a_nought(self) -> None:
        words, _ = released(minutes(None, 900, 9), minutes(1, 900, 9), minutes(2, 0, 0))
        assert words == [900, 900, 0]


class TestDerivedValues:
    def test_a_median_goes_with_its_rows(self) -> None:
        figures = [Exact(MEDIAN, at(one), {"n": n}) for one, n in ((None, 40), (1, 4), (2, 36))]
        words, _ = released(*figures)
        assert words[1] == "not shown, because a count it rests on is hidden"
        assert sum(isinstance(word, int) for word in words) == 1

    def test_a_change_of_too_few_pairs_says_so_and_their_number_stands(self) -> None:
        words, controlled = released(change(1, 30, 8, -12))
        assert words == [TOO_FEW]
        assert controlled.cells["CAS-04:P1:2023/24 Q1#paired"].value == 8
        assert controlled.cells["CAS-04:P1:2023/24 Q1#change"].value is None

    def test_the_change_of_too_few_is_not_the_difference_of_two_that_are_shown(self) -> None:
        words, _ = released(change(None, 60, 32, -70), change(1, 30, 8, -20), change(2, 30, 24, -50))
        assert words[1] == TOO_FEW
        assert sum(isinstance(word, Fraction) for word in words) == 1

    def test_who_sees_exactly_reads_why_there_is_no_mean(self) -> None:
        assert released(change(1, 30, 8, -12), profile=CENTRAL_TEAM)[0] == [TOO_FEW]
        assert released(change(1, 0, 0, 0), profile=CENTRAL_TEAM)[0] == [TOO_FEW]

    def test_the_few_who_did_not_answer_twice_are_guarded_too(self) -> None:
        words, _ = released(change(1, 30, 28, -12))
        assert words == ["not shown, because a count it rests on is hidden"]

    @given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(-9, 9)), min_size=2, max_size=3))
    @settings(max_examples=60, deadline=None)
    def test_no_sum_about_few_can_be_solved_from_those_that_are_shown(self, programmes) -> None:
        """Hidden sums have no bounds, so that a sum is known when all others in one of its totals are."""
        rows = [(eligible + paired, paired, total if paired else 0) for eligible, paired, total in programmes]
        whole = [sum(row[place] for row in rows) for place in range(3)]
        _, controlled = released(change(None, *whole), *(change(n, *row) for n, row in enumerate(rows, start=1)))
        sums = {key: printed for key, printed in controlled.cells.items() if key.endswith("#change")}
        hidden = [key for key, printed in sums.items() if printed.value is None]
        assert len(hidden) != 1
        for key, printed in sums.items():
            assert printed.value is None or not 0 < (controlled.release.by_key[key].people or 0) < PAIRS_NEEDED


def test_what_goes_out_is_read_back_the_same() -> None:
    changes = [change(None, 60, 32, -70), change(1, 30, 8, -20)]
    people = {at(None): 6, at(1): 5, at(2): 4, at(None, SECOND): 6, at(1, SECOND): 5, at(2, SECOND): 3}
    people |= {at(None, SO_FAR): 9, at(1, SO_FAR): 7, at(2, SO_FAR): 6}
    figures = [*changes, *(Exact(SUPPORTED, place, {"n": n}) for place, n in people.items())]
    tables = release_of({figure.key: figure for figure in figures}, printed=())
    assert tables.bounds
    assert release_from_json(release_as_json(tables)) == tables


class TestOverlaps:
    def test_only_a_fact_fixed_for_each_person_adds_up(self) -> None:
        assert (SUPPORTED.tie("sex"), SUPPORTED.tie("age_band"), SUPPORTED.tie("programmes")) == (
            "adds",
            "overlaps",
            "overlaps",
        )

    def test_a_part_that_overlaps_is_pinned_by_its_whole_and_hidden_with_another(self) -> None:
        """9 people, 5 in one band: at least 4 in the other, and it says fewer than 5."""
        figures = [Exact(SUPPORTED, place, {"n": n}) for place, n in ((at(None), 9), (at(None, part="a"), 5))]
        words, _ = released(*figures, Exact(SUPPORTED, at(None, part="b"), {"n": 4}))
        assert words[2] == "fewer than 5"
        assert "hidden to protect others" in words[:2]

    def test_a_part_that_overlaps_loosely_hides_nothing_else(self) -> None:
        figures = [Exact(SUPPORTED, place, {"n": n}) for place, n in ((at(None), 9), (at(None, part="a"), 8))]
        words, _ = released(*figures, Exact(SUPPORTED, at(None, part="b"), {"n": 3}))
        assert words == [9, 8, "fewer than 5"]

    def test_a_quarter_is_no_less_than_what_it_brings_to_the_year_so_far(self) -> None:
        figures = [Exact(SUPPORTED, at(1, window), {"n": n}) for window, n in ((FIRST, 8), (SECOND, 4), (SO_FAR, 12))]
        words, _ = released(*figures)
        assert words[1] == "fewer than 5"
        assert "hidden to protect others" in words


def test_who_knows_their_own_part_does_not_know_that_others_have_nobody() -> None:
    """All 3 of a part are in one programme: only that one knows, and the network's part need not be withheld."""
    places = {at(None): 40, at(1): 20, at(2): 20, at(None, part="a"): 3, at(1, part="a"): 3}
    figures = {place.key(SUPPORTED): Exact(SUPPORTED, place, {"n": n}) for place, n in places.items()}
    told = with_noughts(figures)
    assert told.keys() - figures.keys() == {at(2, part="a").key(SUPPORTED)}
    cells = release_of(told, printed=figures).by_key
    assert (cells[at(2, part="a").key(SUPPORTED)].count, cells[at(2, part="a").key(SUPPORTED)].published) == (0, False)
    page = control(release_of(told, printed=figures), BOARD).cells
    assert page[at(None, part="a").key(SUPPORTED)].showing is Showing.PRIMARY


def test_a_part_that_one_provider_alone_reported_leaves_a_place_for_the_others() -> None:
    """Of returns nothing reported is no nought, but it adds nothing to the network's part."""
    started = INDICATORS["RET-02"]
    places = {at(None): 40, at(1): 20, at(2): 20, at(None, part="a"): 3, at(1, part="a"): 3}
    figures = {place.key(started): Exact(started, place, {"sum": n, "rows": 1}) for place, n in places.items()}
    tables = release_of(with_noughts(figures), printed=figures)
    assert tables.by_key[at(2, part="a").key(started)].count == 0
    seen = through_the_door(figures, [frozenset({1}), frozenset({2})])
    assert seen[at(None).key(started)].parts is not None
    assert seen[at(None, part="a").key(started)].words == "fewer than 5"
