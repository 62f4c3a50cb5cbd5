"""Answers as they are typed and handed over, and what an instrument says of those that are missing."""

import pytest

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.items import Item, NotAnAnswer, names_of
from interventions.outcomes.instruments.registry import INSTRUMENTS, instrument

each = pytest.mark.parametrize("measure", INSTRUMENTS.values(), ids=list(INSTRUMENTS))


class TestWords:
    @pytest.mark.parametrize(
        ("missing", "words"),
        [
            ({5}, "25 of 26 answered. Not answered: Q5. Every score can be worked out."),
            ({5, 12}, "24 of 26 answered. Not answered: Q5 and Q12. Every score can be worked out."),
            ({1, 4, 9}, "23 of 26 answered. Not answered: Q1, Q4 and Q9. No score for Prosocial behaviour."),
            ({1, 2, 3, 4}, "22 of 26 answered. Not answered: Q1 to Q4. Every score can be worked out."),
        ],
    )
    def test_what_missing_answers_do(self, missing: set[int], words: str) -> None:
        answers = {number: None if number in missing else 1 for number in range(1, 26)}
        assert instrument("sdq_self").score({**answers, 26: 0}).words == words

    def test_a_missing_part_takes_its_sums_along(self) -> None:
        answers = {**dict.fromkeys(range(1, 26), 1), 5: None, 7: None, 12: None, 26: 0}
        found = instrument("sdq_self").score(answers).words
        assert found.endswith(" No score for Total difficulties, Conduct problems and Externalising.")

    @pytest.mark.parametrize(
        ("code", "scale", "rule"),
        [
            ("swemwbs", "wellbeing", "Mental wellbeing: all 7 items are needed."),
            ("sdq_self", "peer", "Peer problems: worked out once 3 of its 5 items are answered."),
            ("sdq_self", "internalising", "Internalising: needs a score for Emotional problems and Peer problems."),
        ],
    )
    def test_rules_of_scales(self, code: str, scale: str, rule: str) -> None:
        assert instrument(code).scale(scale).rule == rule

    @pytest.mark.parametrize(
        ("numbers", "words"),
        [
            ([], ""),
            ([4], "Q4"),
            ([4, 5], "Q4 and Q5"),
            ([4, 5, 6], "Q4 to Q6"),
            ([1, 4, 5, 6, 9], "Q1, Q4 to Q6 and Q9"),
        ],
    )
    def test_runs_of_items_are_named_by_their_ends(self, numbers: list[int], words: str) -> None:
        assert names_of([Item(number, 0, 2) for number in numbers]) == words


class TestReading:
    @pytest.mark.parametrize("typed", [None, "", " ", "\t\n"])
    def test_a_blank_is_a_missing_answer(self, typed: str | None) -> None:
        assert Item(3, 0, 2).read(typed) is None

    @pytest.mark.parametrize(("typed", "answer"), [("0", 0), ("2", 2), (" 1 ", 1), (0, 0), (2, 2)])
    def test_an_allowed_answer(self, typed: object, answer: int) -> None:
        assert Item(3, 0, 2).read(typed) == answer

    @pytest.mark.parametrize(
        "typed",
        [
            "3", "-1", "+1", "1.0", "1,0", "02", "1 2", "0x1", "1e0", "one", "²", "٢", "１", "²\0", "1" * 5_000,
            3, -1, 10**60, 1.0, 1.5, float("nan"), True, False, [1], b"1", object(),
        ],
        ids=lambda typed: repr(typed)[:12],
    )  # fmt: skip
    def test_anything_else_is_told_what_can_be_typed(self, typed: object) -> None:
        with pytest.raises(NotAnAnswer) as fault:
            Item(3, 0, 2).read(typed)
        assert str(fault.value) == "Q3: type 0, 1 or 2, or leave it blank if it was not answered."

    def test_wide_scales_and_labels_in_words(self) -> None:
        with pytest.raises(NotAnAnswer, match="^Q4: type a whole number from 1 to 5, or leave it blank"):
            instrument("swemwbs").items[3].read("6")
        with pytest.raises(NotAnAnswer, match=r"^Q28 \(impact: home\): type 0, 1, 2 or 3, or"):
            instrument("sdq_self").items[27].read("4")

    @each
    def test_what_was_typed_gives_answers_and_what_is_wrong_with_them(self, measure: Instrument) -> None:
        first, second, *others = measure.items
        typed: dict[int, object] = {first.number: str(first.highest), second.number: "9", 999: "1"}
        answers, problems = measure.read(typed)
        assert answers == {
            first.number: first.highest,
            second.number: None,
            **dict.fromkeys(it.number for it in others),
        }
        assert list(problems) == [second.number]
        assert problems[second.number].startswith(f"{second.name}: type ")


class TestHostileAnswers:
    @pytest.mark.parametrize("wrong", [6, 0, -1, "3", "", 3.0, True, float("nan"), 10**50, b"3", [3]], ids=repr)
    def test_a_wrong_answer_is_an_error_and_not_a_missing_one(self, wrong: object) -> None:
        for answers in ({1: wrong}, [wrong, 3, 3, 3, 3, 3, 3]):
            with pytest.raises(ValueError, match="Q1"):
                instrument("swemwbs").score(answers)

    @pytest.mark.parametrize("number", [0, 8, -1, "1", None, 1.5])
    def test_an_item_that_there_is_not(self, number: object) -> None:
        with pytest.raises(ValueError, match="has no item"):
            instrument("swemwbs").score({number: 3})

    @pytest.mark.parametrize(
        "answers",
        [[], [3] * 6, [3] * 8, "3333333", b"\3" * 7, {3}, None, 7, iter([3] * 7)],
        ids=lambda it: repr(it)[:12],
    )
    def test_answers_that_are_no_row_of_the_right_length(self, answers: object) -> None:
        with pytest.raises(ValueError, match="takes 7 answers"):
            instrument("swemwbs").score(answers)

    def test_every_fault_is_named_at_once(self) -> None:
        with pytest.raises(ValueError, match="Q1.*Q4"):
            instrument("swemwbs").score({1: 9, 2: 3, 4: 0})

    def test_what_was_handed_over_is_left_alone(self) -> None:
        answers: dict[int, int | None] = {3: 2, 1: 1}
        instrument("sdq_self").score(answers)
        assert list(answers.items()) == [(3, 2), (1, 1)]
