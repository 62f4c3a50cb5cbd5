"""Worked examples A: identifiers with their check digits, and postcodes."""

import pytest

from interventions.participants.identifiers import identifiers_in, is_pnc, is_upn, nhs_number, postcode


@pytest.mark.parametrize("typed", ["943 476 5870", "943-476-5870", "9434765870"])
def test_a_valid_nhs_number_is_shown_in_three_groups(typed: str) -> None:
    assert nhs_number(typed) == "943 476 5870"


def test_nhs_numbers_with_the_published_sum_and_with_a_wrong_check_digit() -> None:
    assert nhs_number("943 476 5919") == "943 476 5919"
    assert nhs_number("9434765871") is None


def test_unique_pupil_numbers_check_their_first_letter() -> None:
    assert is_upn("B801200005001")
    assert not is_upn("A801200005001")


@pytest.mark.parametrize(
    "typed",
    [
        "20030011985X",
        "20120052494Q",
        "20230583843L",
        "2001/0171310W",
        "2011/0275516Q",
        "2008/0056560Z",
        "2003/0062845E",
        "1981/0154257C",
    ],
)
def test_valid_pnc_identifiers(typed: str) -> None:
    assert is_pnc(typed)


@pytest.mark.parametrize("typed", ["1X23/1234567A", "1923[1234567A", "1923/1Z34567A", "1923/1234567AA", ""])
def test_invalid_pnc_identifiers(typed: str) -> None:
    assert not is_pnc(typed)


@pytest.mark.parametrize("typed", ["EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT"])
def test_valid_postcodes_keep_one_space(typed: str) -> None:
    assert postcode(typed.lower().replace(" ", "")) == typed


@pytest.mark.parametrize("typed", ["AA11AAA", "1111111", "L15", "L2A", "A1", ""])
def test_what_cannot_be_a_postcode_is_none(typed: str) -> None:
    assert postcode(typed) is None


def test_a_number_that_names_somebody_elsewhere_is_noticed_in_a_text() -> None:
    told = identifiers_in("Seen today, NHS 943 476 5870 and pnc 2001/0171310w, pupil b801200005001.")
    assert told == [
        "an NHS number (943 476 5870)",
        "a unique pupil number (B801200005001)",
        "a PNC identifier (2001/0171310W)",
    ]
    assert identifiers_in("Ring 0116 222 3333 before 5/11/2026; case C2X4Y6Z7.") == []
