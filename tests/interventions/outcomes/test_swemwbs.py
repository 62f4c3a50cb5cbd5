"""SWEMWBS on the published conversion table, copied here a second time as it is printed."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interventions.outcomes.instruments.scales import Standing
from interventions.outcomes.instruments.swemwbs import CONVERSION, SWEMWBS, converted
from interventions.outcomes.reliable_change import Change

PRINTED = """
7:7.00 8:9.51 9:11.25 10:12.40 11:13.33 12:14.08 13:14.75 14:15.32 15:15.84 16:16.36 17:16.88 18:17.43 19:17.98
20:18.59 21:19.25 22:19.98 23:20.73 24:21.54 25:22.35 26:23.21 27:24.11 28:25.03 29:26.02 30:27.03 31:28.13 32:29.31
33:30.70 34:32.55 35:35.00
"""
TABLE = {int(raw): Decimal(score) for raw, score in (pair.split(":") for pair in PRINTED.split())}
ANSWERS = st.lists(st.integers(1, 5), min_size=7, max_size=7)


@pytest.mark.parametrize(
    ("raw", "score"), [(7, "7.00"), (14, "15.32"), (21, "19.25"), (22, "19.98"), (27, "24.11"), (35, "35.00")]
)
def test_published_scores(raw: int, score: str) -> None:
    """B15."""
    assert Decimal(converted(raw)) / 100 == Decimal(score)


def test_the_whole_table() -> None:
    assert {raw: Decimal(score) / 100 for raw, score in CONVERSION.items()} == TABLE


def test_a_higher_sum_always_scores_higher() -> None:
    """B16."""
    scores = [converted(raw) for raw in range(7, 36)]
    assert len(scores) == len(CONVERSION) == 29
    assert all(lower < higher for lower, higher in pairwise(scores))


@pytest.mark.parametrize("raw", [6, 36, 0, -7, 10**40, 7.0, True, "7", None])
def test_a_sum_that_seven_answers_cannot_have_is_an_error(raw: object) -> None:
    """B16."""
    with pytest.raises(ValueError, match="7 to 35"):
        converted(raw)


@pytest.mark.parametrize("left_out", range(1, 8))
def test_one_missing_answer_means_no_score(left_out: int) -> None:
    """B16."""
    scored = SWEMWBS.score({number: 5 for number in range(1, 8) if number != left_out})
    assert scored["wellbeing"] is None
    assert scored.missing == (left_out,)
    assert scored.scores["wellbeing"].standing is Standing.NO_SCORE
    assert scored.scores["wellbeing"].words == "Only 6 of 7 answered: no score, all 7 are needed."
    assert scored.words == f"6 of 7 answered. Not answered: Q{left_out}. No score for Mental wellbeing."


@given(ANSWERS, st.permutations(range(7)))
@settings(max_examples=60, deadline=None)
def test_the_score_is_the_table_at_the_sum_in_any_order(answers: list[int], order: list[int]) -> None:
    scored = SWEMWBS.score(answers)
    assert scored["wellbeing"] == 100 * TABLE[sum(answers)]
    assert scored.scores["wellbeing"].raw == sum(answers)
    assert SWEMWBS.score([answers[place] for place in order]).scores == scored.scores


@given(ANSWERS, st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_a_higher_answer_never_lowers_the_score(answers: list[int], place: int) -> None:
    higher = [min(5, answer + 1) if at == place else answer for at, answer in enumerate(answers)]
    before, after = SWEMWBS.score(answers)["wellbeing"], SWEMWBS.score(higher)["wellbeing"]
    assert before is not None
    assert after is not None
    assert (after > before) == (higher != answers)


@pytest.mark.parametrize(
    ("score", "label"),
    [(7_00, "low"), (19_25, "low"), (19_98, "medium"), (27_03, "medium"), (28_13, "high"), (35_00, "high")],
)
def test_bands_are_shown_only_when_asked_for_by_name(score: int, label: str) -> None:
    assert SWEMWBS.banded("wellbeing", score) is None
    found = SWEMWBS.banding("ng_fat").banded("wellbeing", score)
    assert found is not None
    assert (found.band.label, found.banding) == (label, "Ng Fat and others, 2017")
    assert not found.citation.confirmed


@pytest.mark.parametrize(
    ("first", "later", "change"),
    [
        (19_25, 22_35, Change.IMPROVED),  # 3.10
        (19_25, 21_54, Change.UNCHANGED),  # 2.29
        (22_35, 19_25, Change.DETERIORATED),
        (20_00, 22_87, Change.UNCHANGED),  # exactly 2.87
        (20_00, 22_88, Change.IMPROVED),
    ],
)
def test_change_beyond_2_87_points_is_reliable(first: int, later: int, change: Change) -> None:
    found = SWEMWBS.change("wellbeing", first, later)
    assert found is not None
    assert (found.change, found.functional_at_first) == (change, None)
