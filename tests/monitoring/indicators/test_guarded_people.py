"""Numbers shown all or none, sums of nobody else's people, sessions of few people, and sums that need not hold."""

from dataclasses import replace

from monitoring.indicators.controlled import through_the_door
from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_attack import attack
from monitoring.indicators.disclosure_kept import release_as_json, release_from_json
from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.disclosure_release import Cell, Controlled, Relation, Release, Showing, as_printed
from monitoring.indicators.figures import Exact, Place, parts_of
from monitoring.indicators.models import WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import release_of, shown, with_noughts
from monitoring.indicators.sight import known_from_inside
from monitoring.indicators.windows import FigureWindow
from monitoring.indicators.wording import figure_words

OUTCOME = INDICATORS["OUT-03"]
YEAR = FigureWindow(WindowKind.YEAR, 2023 * 4 + 3)


def scores(programme: int | None, better: int, same: int, worse: int, *, asked: int = 0) -> Exact:
    """A paired change over the year: so many pairs by outcome, and so many who were asked in all."""
    paired = better + same + worse
    parts = {
        "eligible": asked,
        "with_first": paired,
        "paired": paired,
        "first": 0,
        "first_squares": 0,
        "later": 10 * paired,
    }
    parts |= {"later_squares": 100 * paired, "change_squares": 100 * paired}
    parts |= {"improved": better, "unchanged": same, "deteriorated": worse}
    return Exact(OUTCOME, Place(programme, f"P{programme}" if programme else "", YEAR), parts)


def passed(*figures: Exact) -> tuple[list[object], Controlled]:
    """The words in the place of each, or its value."""
    told, controlled = shown({figure.key: figure for figure in figures}, BOARD)
    return [told[figure.key].words or figure.value for figure in figures], controlled


class TestNumbersShownAllOrNone:
    def test_one_small_outcome_hides_the_three_and_not_the_mean(self) -> None:
        figures = [scores(None, 49, 34, 12, asked=150), scores(1, 43, 31, 9, asked=130), scores(2, 6, 3, 3, asked=20)]
        seen = through_the_door({figure.key: figure for figure in figures}, [frozenset({1})])
        (network, one, two) = (seen[figure.key].parts for figure in figures)
        assert network is not None
        assert two is not None
        assert two["paired"] == 12
        for parts in (network, two):
            assert not {"improved", "unchanged", "deteriorated"} & parts.keys()
        assert "reliably" not in figure_words(OUTCOME, two)
        assert one is not None  # the other programme's, which the lead reads exactly anyway

    def test_outcomes_that_are_large_or_nought_are_shown(self) -> None:
        seen = through_the_door({"OUT-03:network:2023/24": scores(None, 49, 34, 0, asked=100)}, [])
        parts = seen["OUT-03:network:2023/24"].parts
        assert parts is not None
        assert "reliably better 49, no reliable change 34, reliably worse 0" in figure_words(OUTCOME, parts)

    def test_what_is_left_of_a_set_is_never_printed(self) -> None:
        figures = [scores(None, 49, 34, 12, asked=150), scores(1, 43, 31, 9, asked=130), scores(2, 6, 3, 3, asked=20)]
        _, controlled = shown({figure.key: figure for figure in figures}, BOARD)
        for key, _, _ in controlled.release.sets:
            kinds = {controlled.cells[key.replace("improved", name)].showing for name in ("unchanged", "deteriorated")}
            assert (controlled.cells[key].showing is Showing.EXACT) == (kinds == {Showing.EXACT})


class TestWhoKnowsThemAnyway:
    def test_a_sum_of_nobody_but_the_leads_own_people_stops_no_release(self) -> None:
        """The second programme has no pairs: that the network's sum is the first one's tells its lead of nobody."""
        figures = [scores(None, 3, 2, 2, asked=40), scores(1, 3, 2, 2, asked=20), scores(2, 0, 0, 0, asked=20)]
        told = {figure.key: figure for figure in figures}
        assert known_from_inside(told, [frozenset({1})])[0].theirs >= {("OUT-03:network:2023/24#paired", 7)}
        shown(with_noughts(told), BOARD, printed=list(told), earlier=known_from_inside(told, [frozenset({1})]))

    def test_where_others_have_people_it_is_not_theirs(self) -> None:
        figures = [scores(None, 3, 2, 2, asked=40), scores(1, 3, 2, 1, asked=20), scores(2, 0, 0, 1, asked=20)]
        inside = known_from_inside({figure.key: figure for figure in figures}, [frozenset({1})])[0]
        assert ("OUT-03:network:2023/24#paired", 7) not in inside.theirs

    def test_nor_where_the_network_goes_by_what_all_know_together(self) -> None:
        people = INDICATORS["REA-03"]
        figures = [
            Exact(people, Place(one, f"P{one}" if one else "", YEAR, "sex", "male"), {"n": 3, "first": 3})
            for one in (None, 1)
        ]
        assert not known_from_inside({figure.key: figure for figure in figures}, [frozenset({1})])[0].theirs


class TestSessionsOfFewPeople:
    SESSIONS = INDICATORS["ENG-01"]

    def sessions(self, programme: int | None, count: int, people: int) -> Exact:
        place = Place(programme, f"P{programme}" if programme else "", YEAR)
        return Exact(
            self.SESSIONS,
            place,
            parts_of(self.SESSIONS, {"ENG-01": {"sum": count, "rows": 12}, "REA-03": {"n": people}}),
        )

    def test_forty_sessions_of_three_people_are_hidden_and_cannot_be_worked_out(self) -> None:
        words, controlled = passed(self.sessions(None, 500, 33), self.sessions(1, 40, 3), self.sessions(2, 460, 30))
        assert words[1] == "not shown, to protect others"
        assert sum(isinstance(one, int) for one in words) == 1
        assert not attack([controlled], BOARD)
        assert release_from_json(release_as_json(controlled.release)) == controlled.release

    def test_rows_are_no_people(self) -> None:
        """One person with twelve cases' quarters is one person."""
        minutes = INDICATORS["ENG-03"]
        parts = parts_of(minutes, {"ENG-03": {"sum": 900, "rows": 12}, "REA-03": {"n": 1}})
        assert minutes.kind.guarded(parts).numbers[""].people == 1
        unknown = parts_of(minutes, {"ENG-03": {"sum": 900, "rows": 12}})
        assert minutes.kind.guarded(unknown).numbers[""].people == 1

    def test_lines_of_a_return_are_no_counts_about_people_of_the_service(self) -> None:
        line = INDICATORS["RET-05"]
        assert all(number.about is None for number in line.kind.guarded({"sum": 9, "rows": 1}).numbers.values())


class TestWhatNeedNotHold:
    """A programme's own knowledge of a person's sex need not be the network's."""

    def figures(self) -> dict[str, Exact]:
        people = INDICATORS["REA-03"]
        counts = {(None, ""): 40, (1, ""): 32, (2, ""): 8, (None, "male"): 23, (1, "male"): 20, (2, "male"): 3}
        counts |= {(None, "female"): 17, (1, "female"): 12, (2, "female"): 5}
        told = [
            Exact(people, Place(one, f"P{one}" if one else "", YEAR, "sex" if part else "", part), {"n": n, "first": n})
            for (one, part), n in counts.items()
        ]
        return {figure.key: figure for figure in told}

    def test_it_is_protected_against_as_if_it_held(self) -> None:
        release = release_of(self.figures(), printed=self.figures())
        over_programmes = [one for one in release.relations if one.total == "REA-03:network:2023/24:sex=male"]
        assert [one.assumed for one in over_programmes] == [True]
        assert release_from_json(release_as_json(release)).relations == release.relations
        assert not any("sex=" in key and ":P" in key for bound in release.bounds for key in (*bound.less, *bound.more))

    def test_and_nothing_is_certain_by_it(self) -> None:
        """What would follow from it alone is not given up as known already."""
        total, parts = Cell("n", 23), (Cell("a", 20), Cell("b", 3))
        tie = Relation("n", ("a", "b"), assumed=True)
        shown_as = {"n": Showing.EXACT, "a": Showing.EXACT, "b": Showing.PRIMARY}
        past = as_printed(Release((total, *parts), (tie,)), BOARD, shown_as)
        again = Release((total, *parts), (tie,))
        assert attack([past], BOARD)
        assert not control(again, BOARD, [past]).exposed
        holds = Release((total, *parts), (replace(tie, assumed=False),))
        assert control(holds, BOARD, [as_printed(holds, BOARD, shown_as)]).exposed == ("b",)
