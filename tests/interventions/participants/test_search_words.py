"""What was typed into the one search box."""

from datetime import date

import pytest

from interventions.participants.models import Participant
from interventions.participants.search_words import asked_for
from vrn_cases.records.references import new_reference


def test_a_reference_is_known_however_it_is_typed() -> None:
    reference = new_reference(Participant.reference_kind)
    assert asked_for(f" {reference[:4].lower()} {reference[4:]} ").reference == reference


@pytest.mark.parametrize("typed", ["0116 222 3333", "(0116) 2223333", "+44 116 222 3333"])
def test_a_telephone_number_has_one_form(typed: str) -> None:
    assert asked_for(typed).phone == "+441162223333"


def test_half_a_number_says_what_to_do() -> None:
    assert "whole telephone number" in asked_for("0116 222").problem


@pytest.mark.parametrize("typed", ["5/11/2009", "5.11.2009", "05-11-2009", "2009-11-05"])
def test_a_date_of_birth_stands_by_itself(typed: str) -> None:
    assert asked_for(typed).born == date(2009, 11, 5)


def test_a_name_with_a_date_of_birth() -> None:
    asked = asked_for("José 5/11/2009 O'Brien")
    assert asked.words == ("jose", "obrien")
    assert asked.born == date(2009, 11, 5)


def test_a_date_that_there_is_not_is_said_in_words() -> None:
    assert asked_for("31/2/2009").problem.startswith("31/2/2009 is not a date")


@pytest.mark.parametrize("typed", ["", "  ", "…!"])
def test_nothing_to_look_for_says_what_can_be_typed(typed: str) -> None:
    assert asked_for(typed).problem.startswith("Type a name")
