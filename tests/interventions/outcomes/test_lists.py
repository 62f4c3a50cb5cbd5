"""What the lists of measures put into their files."""

from decimal import Decimal

from interventions.outcomes.lists import SCORE
from interventions.outcomes.models import Assessment
from interventions.outcomes.shown import main_score


def test_a_score_is_a_number_in_the_file_and_its_words_are_on_the_page() -> None:
    swemwbs, nought = Assessment(instrument="swemwbs", main_score=1743), Assessment(instrument="sdq_self", main_score=0)
    assert (SCORE.value(swemwbs), main_score(swemwbs)) == (Decimal("17.43"), "17.43")
    assert (SCORE.value(nought), main_score(nought)) == (0, "0")
    assert SCORE.value(Assessment(instrument="swemwbs", main_score=None)) == "No score"
    assert SCORE.words is main_score
