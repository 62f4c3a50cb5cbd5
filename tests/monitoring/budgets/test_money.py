"""A grant beside what its lines add up to, and the share that goes to interventions."""

import pytest

from monitoring.budgets.models import BudgetLine, GrantAgreement
from monitoring.budgets.selectors import Money, pounds, share_of


def grant_of(amount: int, *lines: tuple[int, bool], floor: int = 2_000) -> Money:
    agreement = GrantAgreement(funder="Somebody", year="2023/24", amount=amount, intervention_floor=floor)
    return Money(
        agreement, [BudgetLine(name="x", amount=pence, counts_as_intervention=counts) for pence, counts in lines]
    )


@pytest.mark.parametrize(
    ("pence", "words"), [(88_000_000, "£880,000"), (1_05, "£1.05"), (0, "£0"), (-50, "-£0.50"), (-2_00, "-£2")]
)
def test_pounds_have_pence_only_where_there_are_some(pence: int, words: str) -> None:
    assert pounds(pence) == words


def test_the_least_is_never_rounded_down() -> None:
    assert grant_of(101, floor=2_000).floor == 21
    assert not grant_of(101, (20, True)).floor_met
    assert grant_of(101, (21, True)).floor_met


def test_lines_that_come_to_more_than_the_grant_are_said_to() -> None:
    words = grant_of(100_00, (120_00, False)).in_words
    assert (words["difference"], words["gap"]) == ("£20", "more than the grant")
    assert share_of(1, 0) is None
    assert grant_of(0).in_words["interventions_of_grant"] == "no share"
