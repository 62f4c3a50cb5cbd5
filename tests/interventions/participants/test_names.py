"""How names are folded, keyed and compared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interventions.participants.names import (
    Known,
    birth_keys,
    folded,
    keys_of,
    likeness,
    name_likeness,
    sort_name,
    words_of,
)

BORN = date(2008, 6, 5)


def known(*names: str, born: date | None = None) -> Known:
    return Known(words_of(*names), born=born)


@pytest.mark.parametrize(
    ("typed", "folds_to"),
    [
        ("  José  ", "jose"),
        ("O’Brien", "obrien"),
        ("O'Brien", "obrien"),
        ("Smith-Jones", "smith jones"),
        ("Łukasz Żółw", "lukasz zolw"),
        ("STRAẞE", "strasse"),
        ("Ørsted", "orsted"),
        ("…", ""),
        ("محمد", "محمد"),
    ],
)
def test_names_fold_to_small_letters_without_marks(typed: str, folds_to: str) -> None:
    assert folded(typed) == folds_to


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_list_is_ordered_by_family_name_then_given_name() -> None:
    assert sort_name("Áine", "O’Neill") == "oneill, aine"
    assert sort_name("Sam", "") == "sam"


def test_a_date_of_birth_is_found_through_its_usual_slips() -> None:
    assert birth_keys(BORN) == {"2008-06-05", "2008-05-06", "2007-06-05", "2009-06-05"}
    assert birth_keys(date(2008, 2, 29)) == {"2008-02-29"}


def test_keys_hold_words_sounds_order_initials_and_birth() -> None:
    keys = keys_of(given_name="Sean", family_name="Smith-Jones", known_as="Shaun", born=BORN)
    assert {("t", "sean"), ("t", "smith"), ("t", "jones"), ("t", "smithjones"), ("t", "shaun")} <= keys
    assert ("s", "jones sean smith") in keys
    assert ("i", "ss2008") in keys
    assert ("b", "2008-06-05") in keys


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.none() | st.dates(date(1930, 1, 1)))
def test_any_name_can_be_keyed(given_name: str, family_name: str, known_as: str, born: date | None) -> None:
    keys = keys_of(given_name=given_name, family_name=family_name, known_as=known_as, born=born)
    assert all(len(key) <= 170 and key for _, key in keys)


@pytest.mark.parametrize(
    ("asked", "name", "found"),
    [
        ("Mohammed", "Muhammad Invented", True),
        ("Invented Muhammad", "Muhammad Invented", True),  # in any order
        ("Kayl", "Kayleigh Invented", True),
        ("Kaylee", "Kayleigh Invented", True),
        ("Jhon", "John Invented", True),
        ("Siobhan", "Sean Invented", False),
        ("Zara", "Muhammad Invented", False),
        ("Kayleigh Other", "Kayleigh Invented", False),
    ],
)
def test_a_name_is_found_as_people_misspell_it(asked: str, name: str, found: bool) -> None:
    assert (name_likeness(words_of(asked), known(name)) >= 0.8) is found


def test_a_date_of_birth_weighs_for_and_against() -> None:
    same = likeness(known("Ada Invented", born=BORN), known("Ada Invented", born=BORN))
    swapped = likeness(known("Ada Invented", born=BORN), known("Ada Invented", born=date(2008, 5, 6)))
    unknown = likeness(known("Ada Invented", born=BORN), known("Ada Invented"))
    other = likeness(known("Ada Invented", born=BORN), known("Ada Invented", born=date(1999, 1, 20)))
    assert same > swapped
    assert same > unknown > other
    assert swapped > other
    assert same == pytest.approx(1.0)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    first, second = known(one, born=BORN), known(other, born=BORN)
    assert likeness(first, second) == pytest.approx(likeness(second, first))
    assert 0 <= likeness(first, second) <= 1.0001
