"""The SDQ against a second, plain working-out of its scores, and against its tables of bands as they are printed."""

import math
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.instruments.scales import made_up

# Which scale each of the items 1 to 25 belongs to; small letters are scored the other way round.
KEY = "PHEPCRcEPHrCErHEPCRPhCREh"
SCALES = {"emotional": "E", "conduct": "C", "hyperactivity": "H", "peer": "R", "prosocial": "P"}
VERSIONS = [INSTRUMENTS[code] for code in ("sdq_parent", "sdq_teacher", "sdq_self")]

# As printed: parent, teacher, self; from close to average to very high (prosocial: very low).
FOUR_BANDS = {
    "total": ("0-13/14-16/17-19/20-40", "0-11/12-15/16-18/19-40", "0-14/15-17/18-19/20-40"),
    "emotional": ("0-3/4/5-6/7-10", "0-3/4/5/6-10", "0-4/5/6/7-10"),
    "conduct": ("0-2/3/4-5/6-10", "0-2/3/4/5-10", "0-3/4/5/6-10"),
    "hyperactivity": ("0-5/6-7/8/9-10", "0-5/6-7/8/9-10", "0-5/6/7/8-10"),
    "peer": ("0-2/3/4/5-10", "0-2/3-4/5/6-10", "0-2/3/4/5-10"),
    "prosocial": ("8-10/7/6/0-5", "6-10/5/4/0-3", "7-10/6/5/0-4"),
    "impact": ("0/1/2/3-10", "0/1/2/3-6", "0/1/2/3-10"),
}
THREE_BANDS = ("0-13/14-16/17-40", "0-11/12-15/16-40", "0-15/16-19/20-40")
RAISED = ("close to average", "slightly raised", "high", "very high")
LOWERED = ("close to average", "slightly lowered", "low", "very low")


def plainly(answers: list[int | None]) -> dict[str, int | None]:
    """Scores in whole points of 25 answers, by exact fractions."""
    found: dict[str, int | None] = {}
    for scale, letter in SCALES.items():
        points = [
            2 - answer if mark.islower() else answer
            for mark, answer in zip(KEY, answers, strict=True)
            if mark.upper() == letter and answer is not None
        ]
        enough = len(points) >= 3
        found[scale] = math.floor(Fraction(sum(points), len(points)) * 5 + Fraction(1, 2)) if enough else None
    for scale, parts in {"total": "ECHR", "externalising": "CH", "internalising": "ER"}.items():
        scores = [found[name] for name, letter in SCALES.items() if letter in parts]
        found[scale] = None if None in scores else sum(score for score in scores if score is not None)
    return found


def in_points(instrument: Instrument, answers: list[int | None]) -> dict[str, int | None]:
    scored = instrument.score(dict(enumerate(answers, 1)))
    scores = {scale: score.hundredths for scale, score in scored.scores.items() if scale != "impact"}
    assert all(score is None or score % 100 == 0 for score in scores.values())
    return {scale: None if score is None else score // 100 for scale, score in scores.items()}


def covered(printed: str) -> dict[int, int]:
    """Which band, counted from 0, each whole score of a printed row falls into."""
    found = {}
    for level, span in enumerate(printed.split("/")):
        lowest, _, highest = span.partition("-")
        found |= dict.fromkeys(range(int(lowest), int(highest or lowest) + 1), level)
    return found


@given(st.lists(st.sampled_from([0, 1, 2, None]), min_size=25, max_size=25), st.sampled_from(VERSIONS))
@settings(max_examples=150, deadline=None)
def test_scores_are_as_worked_out_plainly(answers: list[int | None], sdq: Instrument) -> None:
    assert in_points(sdq, answers) == plainly(answers)


@pytest.mark.parametrize("scale", SCALES)
def test_every_possible_sheet_of_one_scale(scale: str) -> None:
    """All 4 to the 5th ways to answer five items or leave them out."""
    sdq, numbers = VERSIONS[0], VERSIONS[0].scale(scale).items
    for code in range(4**5):
        answers: list[int | None] = [None] * 25
        for place, number in enumerate(numbers):
            answers[number - 1] = (0, 1, 2, None)[code // 4**place % 4]
        score = sdq.scale(scale).score(dict(enumerate(answers, 1)))
        expected = plainly(answers)[scale]
        assert score.hundredths == (None if expected is None else 100 * expected), answers


def test_every_sum_that_can_be_made_up() -> None:
    for answered in range(1, 6):
        scaled = [made_up(total, answered, 5) for total in range(2 * answered + 1)]
        assert scaled == [math.floor(Fraction(5 * total, answered) + Fraction(1, 2)) for total in range(len(scaled))]
        assert scaled == sorted(scaled)
        assert (scaled[0], scaled[-1]) == (0, 10)


@given(st.integers(0, 2), st.sets(st.integers(0, 4), min_size=3))
@settings(max_examples=60, deadline=None)
def test_the_same_answer_throughout_scores_the_same_however_many_are_missing(answer: int, answered: set[int]) -> None:
    """Items that are not reversed: emotional problems and prosocial behaviour."""
    for scale in ("emotional", "prosocial"):
        items = VERSIONS[0].scale(scale).items
        score = VERSIONS[0].score({items[place]: answer for place in answered})[scale]
        assert score == 500 * answer


@given(
    st.dictionaries(st.integers(1, 25), st.sampled_from([0, 1, 2, None])),
    st.randoms(use_true_random=False),
    st.sampled_from(VERSIONS),
)
@settings(max_examples=60, deadline=None)
def test_the_order_of_typing_does_not_matter(answers: dict[int, int | None], random: Random, sdq: Instrument) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert sdq.score(dict(shuffled)) == sdq.score(answers)


@given(st.lists(st.sampled_from([0, 1, 2]), min_size=25, max_size=25), st.integers(1, 25))
@settings(max_examples=80, deadline=None)
def test_one_answer_higher_moves_its_own_scale_one_point_its_own_way(answers: list[int], number: int) -> None:
    if answers[number - 1] == 2:
        answers[number - 1] = 1
    higher = [answer + (place == number) for place, answer in enumerate(answers, 1)]
    before, after = in_points(VERSIONS[2], [*answers]), in_points(VERSIONS[2], [*higher])
    moved = {scale: (after[scale] or 0) - (before[scale] or 0) for scale in SCALES}
    mark = KEY[number - 1]
    assert moved == {
        scale: (1 if mark.isupper() else -1) * (mark.upper() == letter) for scale, letter in SCALES.items()
    }


@pytest.mark.parametrize(("sdq", "column"), [(sdq, column) for column, sdq in enumerate(VERSIONS)])
@pytest.mark.parametrize("scale", FOUR_BANDS)
def test_every_score_falls_into_its_printed_band_of_four(sdq: Instrument, column: int, scale: str) -> None:
    printed = covered(FOUR_BANDS[scale][column])
    assert sdq.scale(scale).values == tuple(100 * points for points in sorted(printed))
    labels = LOWERED if scale == "prosocial" else RAISED
    for points, level in printed.items():
        found = sdq.banded(scale, 100 * points)
        assert found is not None
        assert (found.band.label, found.band.level, found.banding) == (labels[level], level, "four bands, 2014")


@pytest.mark.parametrize(("sdq", "column"), [(sdq, column) for column, sdq in enumerate(VERSIONS)])
def test_every_total_falls_into_its_original_band_of_three(sdq: Instrument, column: int) -> None:
    for points, level in covered(THREE_BANDS[column]).items():
        found = sdq.banding("three_band").banded("total", 100 * points)
        assert found is not None
        assert found.band.label == ("normal", "borderline", "abnormal")[level]
        assert found.banding == "original three bands"
    assert sdq.banding("three_band").banded("emotional", 10_00) is None


@pytest.mark.parametrize(
    ("points", "label"),
    [(11, RAISED[0]), (12, RAISED[1]), (15, RAISED[1]), (16, RAISED[2]), (18, RAISED[2]), (19, RAISED[3])],
)
def test_published_bands_of_the_teacher_total(points: int, label: str) -> None:
    """B8."""
    assert INSTRUMENTS["sdq_teacher"].banded("total", 100 * points).band.label == label


@pytest.mark.parametrize(("points", "label"), [(6, LOWERED[0]), (5, LOWERED[1]), (4, LOWERED[2]), (3, LOWERED[3])])
def test_published_bands_of_the_teacher_prosocial_score(points: int, label: str) -> None:
    """B9."""
    assert INSTRUMENTS["sdq_teacher"].banded("prosocial", 100 * points).band.label == label


@pytest.mark.parametrize(
    ("code", "banding", "scale", "confirmed"),
    [
        ("sdq_teacher", "four_band", "total", True),
        ("sdq_teacher", "four_band", "prosocial", True),
        ("sdq_teacher", "four_band", "impact", False),
        ("sdq_teacher", "three_band", "total", False),
        ("sdq_parent", "four_band", "total", False),
        ("sdq_parent", "three_band", "total", True),
        ("sdq_self", "four_band", "total", False),
        ("sdq_self", "three_band", "total", False),
    ],
)
def test_cut_offs_known_only_by_hearsay_say_so(code: str, banding: str, scale: str, confirmed: bool) -> None:
    found = INSTRUMENTS[code].banding(banding).banded(scale, 0)
    assert found is not None
    assert found.citation.confirmed is confirmed
    assert found.citation.words.endswith("for the local team to confirm.") is not confirmed
