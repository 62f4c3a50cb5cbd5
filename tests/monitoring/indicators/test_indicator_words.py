"""What figures, conditions and the things counted are called."""

from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q

from monitoring.indicators.condition_words import GRAINS, condition_words, share_words
from monitoring.indicators.controlled import Seen, seen_exactly
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.kinds import Counted
from monitoring.indicators.pictures import course_picture, finding
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors import Line, how_worked_out
from monitoring.indicators.windows import window_named
from monitoring.indicators.wording import counted, figure_words, made_from, number_words


@pytest.mark.parametrize(
    ("code", "parts", "words"),
    [
        ("RET-02", {"sum": 1204, "rows": 3}, "1,204 people"),
        ("RET-02", {"sum": 1, "rows": 1}, "1 person"),
        ("RET-02", {"sum": 0, "rows": 1}, "0 people"),
        ("RET-10", {"sum": 145_800, "rows": 1}, "£1,458"),
        ("RET-10", {"sum": 145_850, "rows": 1}, "£1,458.50"),
        ("RET-10", {"sum": -5, "rows": 1}, "−£0.05"),
        (
            "RET-04",
            {"having": 12, "of": 15, "rows": 1},
            "12 of 15 people whose support ended (80%; 95% interval 55% to 93%)",
        ),
        ("RET-06", {"having": 0, "of": 1, "rows": 1}, "0 of 1 session offered (0%; 95% interval 0% to 79%)"),
        ("RET-06", {"having": 3, "of": 2, "rows": 1}, "3 of 2 sessions offered (150%)"),
        ("RET-06", {"having": 0, "of": 0, "rows": 1}, "not reported"),
        ("PUB-02", {"n": 1}, "1 published figure"),
    ],
)
def test_a_figure_in_words(code: str, parts: dict[str, int], words: str) -> None:
    assert figure_words(INDICATORS[code], parts) == words


NINE_PAIRS = {
    "eligible": 12,
    "with_first": 10,
    "paired": 9,
    "first": 900,
    "first_squares": 90_000,
    "later": 900,
    "later_squares": 90_000,
    "change_squares": 0,
    "improved": 0,
    "unchanged": 9,
    "deteriorated": 0,
}

PAIRS = {**NINE_PAIRS, "paired": 10, "with_first": 11, "unchanged": 10}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "words", "drawn"),
    [
        (NINE_PAIRS, "too few answered twice to say", "too few"),
        (dict.fromkeys(NINE_PAIRS, 0), "not reported", "no figure"),
    ],
)
def test_below_ten_pairs_there_are_too_few_to_say(parts: dict[str, int], words: str, drawn: str) -> None:
    change = INDICATORS["OUT-03"]
    seen = seen_exactly(Exact(change, Place(None, "", window_named("2026/27")), parts))
    assert seen == Seen(None, words)
    assert figure_words(change, parts) == number_words(change, parts) == words
    lines = [
        Line("2024/25", Seen(PAIRS), "+0.0", "+0.0 points", ""),
        Line("2025/26", Seen(PAIRS), "+0.0", "+0.0 points", ""),
        Line("2026/27", seen, seen.words, seen.words, ""),
    ]
    assert f">{drawn}<" in course_picture(change, "The whole network", lines, "course")


def test_a_half_is_rounded_up() -> None:
    assert number_words(INDICATORS["RET-06"], {"having": 1, "of": 200, "rows": 1}) == "1%"


def test_what_it_is_made_from() -> None:
    assert made_from(INDICATORS["RET-02"], {"sum": 9, "rows": 1}) == "from 1 accepted return"
    assert made_from(INDICATORS["RET-02"], {"sum": 9, "rows": 1_000}) == "from 1,000 accepted returns"
    assert made_from(INDICATORS["PUB-02"], {"n": 9}) == ""


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("people", "person"),
        ("people whose support ended", "person whose support ended"),
        ("sessions offered", "session offered"),
        ("accepted returns", "accepted return"),
        ("lines due", "line due"),
    ],
)
def test_one_of_it(many: str, one: str) -> None:
    assert (counted(many, 1), counted(many, 0), counted(many, 2)) == (one, many, many)


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_every_condition_has_words(code: str) -> None:
    assert bool(condition_words(INDICATORS[code])) == bool(INDICATORS[code].kind.rows())
    assert dict(how_worked_out(INDICATORS[code]))["Which rows count"]
    assert INDICATORS[code].grain.code in GRAINS


def test_a_condition_is_said_as_it_is_declared() -> None:
    assert condition_words(INDICATORS["RET-02"]) == [
        "a provider sent it in a return of their own",
        "it answers the line “people started”",
        "it was answered (zero is an answer)",
        "it has a number",
    ]
    assert share_words(INDICATORS["PUB-01"]) == ["the source gives it exactly"]


@pytest.mark.parametrize("condition", [Q(version=3), ~Q(published=True), Q(published=True) | Q(due=True)])
def test_what_cannot_be_said_is_no_indicator(condition: Q) -> None:
    with pytest.raises(ValueError, match="no words for"):
        condition_words(replace(INDICATORS["PUB-02"], kind=Counted(condition)))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("RET-02", "Quarters are added"), ("RET-03", "Quarters are not added"), ("RET-12", "at the end of a quarter")],
)
def test_whether_quarters_are_added(code: str, sentence: str) -> None:
    assert sentence in dict(how_worked_out(INDICATORS[code]))["Over time"][0]


@pytest.mark.parametrize(
    ("day", "told"), [("2024-02-01", "9 in 2022/23, 4 in 2023/24 so far"), ("2024-04-01", "9 in 2022/23, 4 in 2023/24")]
)
def test_a_year_that_is_not_over_is_told_as_such(clock: Any, day: str, told: str) -> None:
    clock.move_to(f"{day}T09:00:00+00:00")
    lines = [
        Line(label, Seen({"sum": int(number), "rows": 1}), number, "", "")
        for label, number in (("2022/23", "9"), ("2023/24", "4"))
    ]
    assert finding(lines) == told
