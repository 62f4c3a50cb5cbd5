"""What holds for every instrument of the registry: whoever adds one finds here what its definition must say."""

import hashlib
from collections.abc import Iterator

import pytest

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.paper_forms import Point
from interventions.outcomes.instruments.registry import INSTRUMENTS, instrument
from interventions.outcomes.instruments.scales import Standing

each = pytest.mark.parametrize("measure", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
SHEETS = 400
# The scores of 400 fixed sheets by scorer version. A new value belongs beside a new version, never in place of an old.
SCORED = {
    ("swemwbs", 1): "06627b23f3b2d1e8",
    ("sdq_self", 1): "6ff63d0fc1776b59",
    ("sdq_parent", 1): "6ff63d0fc1776b59",
    ("sdq_teacher", 1): "08d4cfd52375444a",
}


def sheets(measure: Instrument) -> Iterator[dict[int, int | None]]:
    """Sheets of answers that are the same on every run; about one answer in nine is missing."""
    state = 1
    for _ in range(SHEETS):
        sheet: dict[int, int | None] = {}
        for item in measure.items:
            state = (state * 1_103_515_245 + 12_345) % 2**31
            drawn = state // 2**16
            sheet[item.number] = None if drawn % 9 == 0 else item.allowed[drawn // 9 % len(item.allowed)]
        yield sheet


def test_the_registry_knows_its_instruments_by_their_code() -> None:
    assert set(INSTRUMENTS) == {"swemwbs", "sdq_self", "sdq_parent", "sdq_teacher"}
    assert all(instrument(code).code == code for code in INSTRUMENTS)
    with pytest.raises(KeyError):
        instrument("phq9")


@each
def test_what_made_a_score_keeps_its_version(measure: Instrument) -> None:
    """A change of how answers become scores must raise the scorer version, which is kept beside each score."""
    scores = [
        sorted((code, score.hundredths) for code, score in measure.score(it).scores.items()) for it in sheets(measure)
    ]
    assert hashlib.sha256(repr(scores).encode()).hexdigest()[:16] == SCORED[measure.code, measure.scorer_version]


@each
def test_scores_carry_the_scorer(measure: Instrument) -> None:
    scored = measure.score({})
    assert (scored.instrument, scored.scorer_version) == (measure.code, measure.scorer_version)
    assert set(scored.scores) == {scale.code for scale in measure.scales}


@each
def test_the_definition_fits_together(measure: Instrument) -> None:
    numbers = [item.number for item in measure.items]
    codes = [scale.code for scale in measure.scales]
    assert numbers == sorted(set(numbers))
    assert len(codes) == len(set(codes))
    assert measure.main in codes
    assert {number for scale in measure.scales for number in scale.items} <= set(numbers)
    assert {norm.scale for norm in measure.norms} | set(measure.change_rules) <= set(codes)
    assert measure.main in measure.change_rules
    assert set(measure.forms) == set(Point)
    assert measure.rights
    assert measure.sources
    assert measure.default_banding is None or measure.banding(measure.default_banding)


@each
def test_every_item_is_scored_or_decides_what_is_asked(measure: Instrument) -> None:
    scored = {number for scale in measure.scales for number in scale.items}
    assert scored | {gate.number for gate in measure.gates} == {item.number for item in measure.items}


@each
def test_no_wording_of_an_item_is_kept(measure: Instrument) -> None:
    """The wording is copyright. A label names an item of which the paper prints no number."""
    assert all(len(item.label.split()) <= 2 for item in measure.items)
    assert "copyright" in measure.rights


@each
def test_bands_hold_every_score_once_and_none_is_empty(measure: Instrument) -> None:
    for banding in measure.bandings:
        for code in banding.cut_offs:
            ranges = measure.ranges(code, banding.code)
            values = measure.scale(code).values
            assert (ranges[0][1], ranges[-1][2]) == (values[0], values[-1])
            assert all(lowest <= highest for _, lowest, highest in ranges)
            best_first = [band.level for band, _, _ in ranges]
            assert best_first == sorted(best_first, reverse=measure.scale(code).more_is_better)


@each
def test_a_score_below_every_band_is_an_error(measure: Instrument) -> None:
    for banding in measure.bandings:
        for code, cut_offs in banding.cut_offs.items():
            with pytest.raises(ValueError, match="below every band"):
                cut_offs.band(measure.scale(code).values[0] - 1)
            assert banding.banded(code, None) is None


@each
def test_scores_stay_among_the_scores_there_can_be(measure: Instrument) -> None:
    seen = {scale.code: set() for scale in measure.scales}
    for sheet in sheets(measure):
        scored = measure.score(sheet)
        for scale in measure.scales:
            score = scored.scores[scale.code]
            assert (score.hundredths is None) == (score.raw is None) == (score.standing is Standing.NO_SCORE)
            assert score.hundredths is None or score.hundredths in scale.values
            assert score.words.endswith(".")
            seen[scale.code].add(score.hundredths)
    assert all(len(values) > 2 for values in seen.values())


@each
def test_completeness_counts_what_was_asked(measure: Instrument) -> None:
    for sheet in sheets(measure):
        scored = measure.score(sheet)
        assert scored.answered + len(scored.missing) == scored.asked
        assert scored.words.startswith(
            ("All ", "None ") if scored.answered in (0, scored.asked) else str(scored.answered)
        )


@each
def test_nothing_answered_and_everything_answered_in_words(measure: Instrument) -> None:
    asked = len(measure.items)
    assert measure.score({}).words == f"None of {asked} answered: no scores."
    assert measure.score([item.highest for item in measure.items]).words == f"All {asked} answered."


@each
def test_a_row_of_answers_is_the_same_as_answers_by_number(measure: Instrument) -> None:
    for sheet in sheets(measure):
        assert measure.checked(list(sheet.values())) == measure.checked(sheet) == sheet


@each
def test_rules_for_missing_answers_are_told_beforehand(measure: Instrument) -> None:
    for scale in measure.scales:
        assert scale.rule.startswith(f"{scale.name}: ")
        assert scale.rule.endswith(".")


class TestUse:
    @pytest.mark.parametrize(
        ("code", "youngest", "oldest", "words"),
        [
            ("sdq_self", 11, 17, "11 to 17"),
            ("sdq_parent", 4, 17, "4 to 17"),
            ("sdq_teacher", 4, 17, "4 to 17"),
            ("swemwbs", 15, None, "15 and over"),
        ],
    )
    def test_for_whom(self, code: str, youngest: int, oldest: int | None, words: str) -> None:
        measure = instrument(code)
        form = measure.forms[Point.BASELINE].code

        def against(age: int | None) -> list[str]:
            return measure.against_use(age=age, form=form, point=Point.BASELINE)

        assert against(youngest) == against(oldest or 99) == []
        assert against(youngest - 1) == [f"{measure.short_name} is for people aged {words}, not {youngest - 1}."]
        assert against(None) == [f"The age is not known. {measure.short_name} is for people aged {words}."]
        if oldest is not None:
            assert against(oldest + 1) == [f"{measure.short_name} is for people aged {words}, not {oldest + 1}."]

    @pytest.mark.parametrize("code", ["sdq_self", "sdq_parent", "sdq_teacher"])
    def test_the_sdq_has_one_form_for_the_start_and_one_for_later(self, code: str) -> None:
        measure = instrument(code)
        at_start = measure.against_use(age=12, form="follow_up", point=Point.BASELINE)
        later = measure.against_use(age=12, form="baseline", point=Point.FOLLOW_UP)
        assert at_start == ["At this point the baseline form is used, which asks about the last six months."]
        assert later == ["At this point the follow-up form is used, which asks about the last month."]
        assert measure.against_use(age=12, form="follow_up", point=Point.FOLLOW_UP) == []

    def test_reasons_come_together(self) -> None:
        assert len(instrument("sdq_self").against_use(age=9, form="follow_up", point=Point.BASELINE)) == 2

    @pytest.mark.parametrize("point", Point)
    def test_swemwbs_has_one_form(self, point: Point) -> None:
        assert instrument("swemwbs").against_use(age=16, form="standard", point=point) == []
