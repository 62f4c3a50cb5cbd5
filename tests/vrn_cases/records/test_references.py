from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn_cases.records.references import ALPHABET, check_character, is_reference, new_reference

bodies = st.text(ALPHABET, min_size=6, max_size=6)


def test_no_look_alikes() -> None:
    assert not set(ALPHABET) & set("0O1I5S8B")
    assert len(set(ALPHABET)) == len(ALPHABET) == 28


def test_a_new_reference_is_one_of_its_kind_only() -> None:
    reference = new_reference("R")
    assert is_reference(reference, "R")
    assert not is_reference(reference, "F")
    assert new_reference("R") != reference


@given(bodies, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_shows(body: str, place: int, wrong: str) -> None:
    whole = "R" + body + check_character("R" + body)
    altered = whole[: place + 1] + wrong + whole[place + 2 :]
    assert is_reference(altered, "R") == (altered == whole)


def test_every_wrong_character_shows_at_each_place_for_each_pair() -> None:
    """The sum adds up place by place, so the pairs at one place stand for all references."""
    for place in range(7):
        seen = set()
        for character in ALPHABET:
            body = "R" + "".join(character if spot == place else "2" for spot in range(6))
            seen.add(check_character(body) if place < 6 else character)
        assert len(seen) == len(ALPHABET)


def test_swapped_neighbours_show_but_for_2_and_z() -> None:
    unseen = set()
    for first, second in permutations(ALPHABET, 2):
        for place in range(1, 6):
            body = "R" + "2" * (place - 1) + first + second + "2" * (5 - place)
            swapped = "R" + "2" * (place - 1) + second + first + "2" * (5 - place)
            if check_character(body) == check_character(swapped):
                unseen.add((first, second))
        body = "R22222" + first
        if check_character(body) == second and is_reference("R22222" + second + first, "R"):
            unseen.add((first, second))
    assert unseen == {("2", "Z"), ("Z", "2")}


@pytest.mark.parametrize("kind", list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_any_letter_can_be_a_kind(kind: str) -> None:
    assert is_reference(new_reference(kind), kind)


@pytest.mark.parametrize("text", ["", "R", "R234679", "R2346790A", "r234679A", "R23467\n2", "R23467é2", "R2 346792"])
def test_what_is_no_reference(text: str) -> None:
    assert not is_reference(text, "R")


def test_a_foreign_character_is_refused() -> None:
    with pytest.raises(ValueError, match="not used"):
        check_character("R23467-")
