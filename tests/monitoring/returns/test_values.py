"""Numbers of a workbook's cells: what is found at once is what asking closely finds, and no number is too odd."""

from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from monitoring.returns.asked import Row
from monitoring.returns.values import Unfit, of_number, value_of
from vrn_cases.questions.models import QuestionKind

NUMBER, MONEY = QuestionKind.NUMBER, QuestionKind.MONEY


def row(kind: QuestionKind, largest: int | None) -> Row:
    return Row("1", ("line", "", ""), 1, kind, "", "Spent", "", True, largest, "")


PENCE = some.integers(-100, 10**9).map(lambda pence: pence / 100)
NUMBERS = some.one_of(PENCE, some.floats(), some.integers(-5, 50_000).map(float))


@given(kind=some.sampled_from(QuestionKind), raw=NUMBERS, largest=some.sampled_from([None, 0, 20_000, 10**9]))
@example(kind=MONEY, raw=1.005, largest=None)
@example(kind=MONEY, raw=0.29, largest=29)
@example(kind=MONEY, raw=0.3, largest=29)
@example(kind=NUMBER, raw=-0.0, largest=0)
@example(kind=MONEY, raw=inf, largest=None)
@example(kind=NUMBER, raw=nan, largest=None)
def test_what_is_found_at_once_is_what_asking_closely_finds(kind: QuestionKind, raw: float, largest: int | None):
    found = of_number(kind, raw, largest)
    if found is not None:
        assert (type(found), found) == (int, value_of(row(kind, largest), raw))


@pytest.mark.parametrize(("kind", "raw", "value"), [(NUMBER, 12.0, 12), (MONEY, 1234.56, 123_456), (MONEY, 0.0, 0)])
def test_a_number_that_fits_is_found_at_once(kind: QuestionKind, raw: float, value: int):
    assert of_number(kind, raw, 123_456) == value


@pytest.mark.parametrize("kind", [NUMBER, MONEY, QuestionKind.PERCENT])
@pytest.mark.parametrize("raw", [inf, -inf, nan])
def test_a_number_without_end_is_told_in_words(kind: QuestionKind, raw: float):
    with pytest.raises(Unfit, match="is not a"):
        value_of(row(kind, None), raw)
