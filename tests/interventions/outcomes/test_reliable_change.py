"""One person's change beyond measurement error, on the published example and at its exact limits."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interventions.outcomes.reliable_change import (
    Change,
    PublishedMinimum,
    Reliability,
    cutoffs,
    least_reliable,
    person_change,
)

D = Decimal
JACOBSON_TRUAX = Reliability(D("7.5"), D("0.80"))


def rounded(value: Decimal, places: str) -> Decimal:
    return value.quantize(D(places), rounding=ROUND_HALF_UP)


def test_the_published_example() -> None:
    """C1."""
    assert rounded(JACOBSON_TRUAX.standard_error, "0.0001") == D("3.3541")
    assert rounded(JACOBSON_TRUAX.s_diff, "0.0001") == D("4.7434")
    assert rounded(JACOBSON_TRUAX.index(D("32.5"), D("47.5")), "0.0001") == D("3.1623")
    assert rounded(JACOBSON_TRUAX.minimum_change, "0.001") == D("9.297")
    assert JACOBSON_TRUAX.is_reliable(D("32.5"), D("47.5"))


@pytest.mark.parametrize("error", [Reliability(D("0.25"), D("0.875")), PublishedMinimum(D("0.245"))])
def test_exactly_at_the_limit_is_not_reliable(error: Reliability | PublishedMinimum) -> None:
    assert error.minimum_change == D("0.245")
    assert not error.is_reliable(D(0), D("0.245"))
    assert not error.is_reliable(D("0.245"), D(0))
    assert error.is_reliable(D(0), D("0.246"))
    assert error.is_reliable(D("0.246"), D(0))


def test_the_limit_is_exact_where_its_root_is_not() -> None:
    """1.96 x 1.25 x sqrt(2 x 0.18) = 1.47 exactly, although sqrt(0.18) and sqrt(2) have no end."""
    error = Reliability(D("1.25"), D("0.82"))
    assert not error.is_reliable(D("8.50"), D("9.97"))
    assert error.is_reliable(D("8.50"), D("9.98"))


@given(
    sd=st.integers(1, 2_000),
    r=st.integers(0, 99),
    first=st.integers(0, 4_000),
    change=st.integers(-4_000, 4_000),
)
@settings(max_examples=100, deadline=None)
def test_reliable_is_as_exact_fractions_have_it(sd: int, r: int, first: int, change: int) -> None:
    error = Reliability(D(sd) / 100, D(r) / 100)
    squared = Fraction(change, 100) ** 2
    limit = Fraction(196, 100) ** 2 * 2 * Fraction(sd, 100) ** 2 * (1 - Fraction(r, 100))
    found = error.is_reliable(D(first) / 100, D(first + change) / 100)
    assert found == (squared > limit)
    assert found == (abs(change) >= least_reliable(error))


@pytest.mark.parametrize(
    ("error", "hundredths"),
    [
        (JACOBSON_TRUAX, 930),
        (Reliability(D("1.25"), D("0.82")), 148),
        (PublishedMinimum(D("2.87")), 288),
        (PublishedMinimum(D("2.875")), 288),
    ],
)
def test_the_smallest_reliable_change_in_stored_scores(error: Reliability | PublishedMinimum, hundredths: int) -> None:
    assert least_reliable(error) == hundredths


def test_cutoffs() -> None:
    """C2."""
    found = cutoffs((D(60), D("7.5")), (D(40), D("7.5")))
    assert (found.a, found.b, found.c) == (D(55), D(45), D(50))


def test_cutoffs_where_less_is_better() -> None:
    found = cutoffs((D(8), D(5)), (D(20), D(5)))
    assert (found.a, found.b, found.c) == (D(10), D(18), D(14))


def test_the_middle_cutoff_leans_to_the_narrower_population() -> None:
    assert cutoffs((D(60), D(5)), (D(40), D(15))).c == D(55)


@pytest.mark.parametrize(
    ("first", "later", "change", "functional"),
    [
        ("32.5", "52.5", Change.RECOVERED, False),
        ("32.5", "47.5", Change.IMPROVED, False),
        ("48", "51", Change.CROSSED_ONLY, False),
        ("32.5", "35", Change.UNCHANGED, False),
        ("47.5", "32.5", Change.DETERIORATED, False),
        ("55", "70", Change.IMPROVED, True),
        ("55", "58", Change.UNCHANGED, True),
        ("55", "40", Change.DETERIORATED, True),
        ("32.5", "50", Change.IMPROVED, False),
    ],
)
@pytest.mark.parametrize("more_is_better", [True, False])
def test_what_became_of_a_person(
    first: str, later: str, change: Change, functional: bool, more_is_better: bool
) -> None:
    """The same scores mirrored round 50 say the same where less is better."""
    before, after = (D(score) if more_is_better else 100 - D(score) for score in (first, later))
    found = person_change(before, after, JACOBSON_TRUAX, D(50), more_is_better=more_is_better)
    assert (found.change, found.functional_at_first) == (change, functional)


@pytest.mark.parametrize(
    ("first", "later", "change"),
    [
        ("20", "60", Change.IMPROVED),
        ("60", "20", Change.DETERIORATED),
        ("48", "51", Change.UNCHANGED),
        ("50", "50", Change.UNCHANGED),
    ],
)
def test_without_a_cutoff_nobody_recovers_or_crosses(first: str, later: str, change: Change) -> None:
    found = person_change(D(first), D(later), JACOBSON_TRUAX, None, more_is_better=True)
    assert (found.change, found.functional_at_first) == (change, None)


@pytest.mark.parametrize(("sd", "r"), [("0", ".8"), ("-1", ".8"), ("5", "1"), ("5", "-.1")])
def test_impossible_instruments_are_refused(sd: str, r: str) -> None:
    with pytest.raises(ValueError, match="reliability"):
        Reliability(D(sd), D(r))


@pytest.mark.parametrize("minimum", ["0", "-1"])
def test_a_smallest_change_is_above_nought(minimum: str) -> None:
    with pytest.raises(ValueError, match="above 0"):
        PublishedMinimum(D(minimum))
