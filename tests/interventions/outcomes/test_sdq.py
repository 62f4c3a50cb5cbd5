"""The SDQ on published examples: scales, missing answers, impact, bands, change."""

import pytest

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.instruments.scales import Standing, made_up
from interventions.outcomes.instruments.sdq import EMOTIONAL
from interventions.outcomes.instruments.sdq_parent import SDQ_PARENT, added_value
from interventions.outcomes.instruments.sdq_self import SDQ_SELF
from interventions.outcomes.instruments.sdq_teacher import SDQ_TEACHER
from interventions.outcomes.reliable_change import Change, least_reliable

VERSIONS = [SDQ_SELF, SDQ_PARENT, SDQ_TEACHER]
each_version = pytest.mark.parametrize("sdq", VERSIONS, ids=lambda sdq: sdq.code)


def all_answered(answer: int) -> dict[int, int | None]:
    return dict.fromkeys(range(1, 26), answer)


@pytest.mark.parametrize(
    ("total", "answered", "scaled"),
    [
        (4, 3, 7),  # B1: 6.67
        (3, 4, 4),  # B2: 3.75
        (5, 4, 6),  # B2: 6.25
        (1, 3, 2),  # B2: 1.67
        (2, 4, 3),  # B3: 2.5, which goes up
        (6, 4, 8),  # 7.5, which goes up to an even number as well
    ],
)
def test_a_sum_is_made_up_to_five_items_half_up(total: int, answered: int, scaled: int) -> None:
    assert made_up(total, answered, 5) == scaled
    numbers, left = EMOTIONAL.items[:answered], total
    answers: dict[int, int | None] = {}
    for number in numbers:
        answers[number] = min(2, left)
        left -= min(2, left)
    score = SDQ_SELF.score(answers).scores["emotional"]
    assert score.hundredths == 100 * scaled
    assert score.standing is Standing.FROM_FEWER
    assert score.words == f"{answered} of 5 answered: worked out from these."


@each_version
def test_two_of_five_answered_is_no_score_and_no_total(sdq: Instrument) -> None:
    """B4."""
    scored = sdq.score({**all_answered(1), 5: None, 12: None, 22: None})
    assert scored["conduct"] is scored["total"] is scored["externalising"] is None
    assert scored.scores["conduct"].words == "Only 2 of 5 answered: no score, at least 3 are needed."
    assert scored.scores["total"].words == "No score, because there is none for Conduct problems."
    assert scored.scores["total"].missing == (5, 12, 22)
    assert scored["emotional"] == 5_00
    assert scored["internalising"] == 10_00


@each_version
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (0, {"emotional": 0, "conduct": 2, "hyperactivity": 4, "peer": 4, "prosocial": 0, "total": 10}),  # B5
        (1, {"emotional": 5, "conduct": 5, "hyperactivity": 5, "peer": 5, "prosocial": 5, "total": 20}),  # B6
        (2, {"emotional": 10, "conduct": 8, "hyperactivity": 6, "peer": 6, "prosocial": 10, "total": 30}),
    ],
)
def test_every_answer_the_same(sdq: Instrument, answer: int, expected: dict[str, int]) -> None:
    scored = sdq.score(all_answered(answer))
    assert {scale: scored[scale] for scale in expected} == {scale: 100 * points for scale, points in expected.items()}
    assert scored["externalising"] == 100 * (expected["conduct"] + expected["hyperactivity"])
    assert scored["internalising"] == 100 * (expected["emotional"] + expected["peer"])


@each_version
def test_prosocial_is_no_part_of_the_total_and_need_not_be_there_for_it(sdq: Instrument) -> None:
    answers = {**all_answered(1), 1: None, 4: None, 9: None}
    assert sdq.score(answers)["prosocial"] is None
    assert sdq.score(answers)["total"] == 20_00
    assert sdq.score({**all_answered(1), 1: 2, 4: 2, 9: 2})["total"] == 20_00


@each_version
def test_a_total_of_made_up_parts_says_so(sdq: Instrument) -> None:
    score = sdq.score({**all_answered(1), 3: None, 2: None}).scores["total"]
    assert (score.hundredths, score.standing, score.missing) == (20_00, Standing.FROM_FEWER, (2, 3))
    assert score.words == "18 of 20 answered: worked out from these."


class TestImpact:
    @pytest.mark.parametrize(("answer", "points"), [(0, 0), (1, 0), (2, 1), (3, 2)])
    @each_version
    def test_answers_are_recoded(self, sdq: Instrument, answer: int, points: int) -> None:
        asked = sdq.gates[0].items
        assert sdq.score({26: 1} | dict.fromkeys(asked, answer))["impact"] == 100 * points * len(asked)

    @pytest.mark.parametrize(
        ("sdq", "highest", "asked"),
        [(SDQ_SELF, 10, (27, 28, 29, 30, 31)), (SDQ_PARENT, 10, (27, 28, 29, 30, 31)), (SDQ_TEACHER, 6, (27, 29, 30))],
    )
    def test_teachers_are_not_asked_about_home_and_leisure(
        self, sdq: Instrument, highest: int, asked: tuple[int, ...]
    ) -> None:
        assert sdq.scale("impact").items == asked
        assert sdq.scale("impact").values == tuple(range(0, 100 * highest + 1, 100))

    @each_version
    def test_no_difficulties_is_nought_and_the_rest_is_not_missing(self, sdq: Instrument) -> None:
        scored = sdq.score({**all_answered(0), 26: 0})
        assert scored["impact"] == 0
        assert scored.scores["impact"].standing is Standing.NOT_ASKED
        assert (scored.answered, scored.asked, scored.missing) == (26, 26, ())
        assert scored.words == "All 26 answered."

    @each_version
    def test_without_any_answer_there_is_no_score(self, sdq: Instrument) -> None:
        asked = len(sdq.gates[0].items)
        assert sdq.score(all_answered(0)).scores["impact"].words == (
            f"None of {asked} answered: no score, all {asked} are needed."
        )

    @each_version
    def test_nothing_is_made_up_for_a_missing_answer(self, sdq: Instrument) -> None:
        first, *others = sdq.gates[0].items
        scored = sdq.score({**all_answered(0), 26: 3, **dict.fromkeys(others, 3)})
        assert scored["impact"] is None
        assert scored.missing == (first,)
        assert scored.words.endswith("answered. Not answered: Q27 (impact: distress). No score for Impact.")

    @each_version
    def test_answers_stand_where_the_question_before_them_was_skipped(self, sdq: Instrument) -> None:
        asked = sdq.gates[0].items
        assert sdq.score(dict.fromkeys(asked, 3))["impact"] == 200 * len(asked)

    @each_version
    def test_answers_after_no_difficulties_clash_and_score_nought(self, sdq: Instrument) -> None:
        answers = sdq.checked({26: 0, 27: 3, 30: 2})
        assert sdq.score(answers)["impact"] == 0
        assert sdq.clashes(answers) == [
            "Q26 is 0, so Q27 and Q30 should be blank. Check the paper: as it stands the scale is scored 0."
        ]

    @pytest.mark.parametrize("answers", [{26: 0}, {26: 1, 27: 3}, {27: 3}, {}])
    def test_nothing_clashes_otherwise(self, answers: dict[int, int | None]) -> None:
        assert SDQ_SELF.clashes(SDQ_SELF.checked(answers)) == []


def test_reliable_change_of_the_total() -> None:
    """A change of 6.82, 6.00 and 6.45 points is needed: 7, 6 and 7 of the whole points that there are."""
    needed = {code: sdq.change_rules["total"].error for code, sdq in INSTRUMENTS.items() if code.startswith("sdq")}
    assert {code: f"{error.minimum_change:.2f}" for code, error in needed.items()} == {
        "sdq_self": "6.45",
        "sdq_parent": "6.82",
        "sdq_teacher": "6.00",
    }
    assert least_reliable(needed["sdq_teacher"]) == 6_00


@pytest.mark.parametrize(
    ("sdq", "later", "change"),
    [
        (SDQ_TEACHER, 14_00, Change.IMPROVED),
        (SDQ_TEACHER, 15_00, Change.UNCHANGED),
        (SDQ_TEACHER, 26_00, Change.DETERIORATED),
        (SDQ_PARENT, 14_00, Change.UNCHANGED),
        (SDQ_PARENT, 13_00, Change.IMPROVED),
        (SDQ_SELF, 26_00, Change.UNCHANGED),
        (SDQ_SELF, 27_00, Change.DETERIORATED),
    ],
)
def test_what_became_of_a_total_of_twenty(sdq: Instrument, later: int, change: Change) -> None:
    found = sdq.change("total", 20_00, later)
    assert found is not None
    assert found.change is change


@each_version
def test_no_reliable_change_where_the_error_is_not_known(sdq: Instrument) -> None:
    assert sdq.change("prosocial", 2_00, 9_00) is None


class TestAddedValue:
    IMPACT = {26: 1, **dict.fromkeys(range(27, 32), 2)}

    def test_by_hand(self) -> None:
        """2.3 + 0.8 x 20 + 0.2 x 5 - 0.3 x 5 - 10 = 7.8."""
        first, later = SDQ_PARENT.score(all_answered(1) | self.IMPACT), SDQ_PARENT.score(all_answered(0))
        assert added_value(first, later) == 7_80

    def test_worse_than_expected_is_below_nought(self) -> None:
        """2.3 + 0.8 x 10 + 0 - 0 - 30 = -19.7."""
        first, later = SDQ_PARENT.score({**all_answered(0), 26: 0}), SDQ_PARENT.score(all_answered(2))
        assert added_value(first, later) == -19_70

    @pytest.mark.parametrize("missing", [{26: None, 27: None}, {3: None, 8: None, 13: None}])
    def test_none_where_a_score_is_missing(self, missing: dict[int, None]) -> None:
        whole = all_answered(1) | self.IMPACT
        assert added_value(SDQ_PARENT.score(whole | missing), SDQ_PARENT.score(whole)) is None

    def test_of_the_parent_version_alone(self) -> None:
        whole = SDQ_SELF.score(all_answered(1))
        with pytest.raises(ValueError, match="parent version"):
            added_value(whole, SDQ_PARENT.score(all_answered(1)))
