"""What the door decided on a draft's figures is kept: without a number, and only for the very figures it decided on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from interventions.programmes.models import Programme
from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM
from monitoring.indicators.models import Cell
from monitoring.reports import decided as deciding
from monitoring.reports.decided import decided
from monitoring.reports.material import Material, gather
from tests.factories import ProgrammeFactory
from tests.monitoring.reports.few_returns import WINDOW, returned
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]
TODAY = date(2024, 5, 1)
NETWORK = "RET-02:network:2023/24"


class Kept:
    """A cache that holds nothing and writes down what it is given."""

    def __init__(self, kept: list[Any]) -> None:
        self.kept = kept

    def get(self, key: str) -> None:
        return None

    def set(self, key: str, value: Any, seconds: int) -> None:
        self.kept.append(value)


class TestDecisions:
    """Of the network's 52, 40 in one programme and 12 in another, all may be shown; 3 in the other may not."""

    def figures(self) -> Material:
        return gather(WINDOW, published_only=False)

    def test_a_decision_is_not_laid_over_figures_that_moved(self, large: Programme) -> None:
        before = decided(self.figures(), BOARD)
        assert before.shown["RET-02:SMALL:2023/24"].is_shown
        for cell in Cell.objects.filter(programme__gt=0, provider=0):  # behind the back of every roll-up
            if cell.figures["RET-02"]["sum"] == 12:
                Cell.objects.filter(pk=cell.pk).update(figures={"RET-02": {**cell.figures["RET-02"], "sum": 3}})
        after = decided(self.figures(), BOARD)
        assert after.shown["RET-02:SMALL:2023/24"].words == "fewer than 5"
        assert not after.shown["RET-02:SMALL:2023/24"].is_shown

    def test_the_same_figures_are_decided_upon_once(self, large: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
        first = decided(self.figures(), BOARD)
        monkeypatch.setattr(deciding, "through_the_door", None)
        assert decided(self.figures(), BOARD).shown == first.shown

    def test_a_new_lead_is_reckoned_with(self, large: Programme, make_user: Callable[..., User]) -> None:
        returned(ProgrammeFactory(code="TINY"), "2023/24 Q1", 3)
        before = decided(self.figures(), BOARD).shown
        make_user(Role.PROGRAMME_LEAD, programme=large)
        make_user(Role.PROGRAMME_LEAD, programme=Programme.objects.get(code="SMALL"))
        kept = decided(self.figures(), BOARD).shown
        cache.clear()
        assert kept == decided(self.figures(), BOARD).shown
        user = User.objects.filter(memberships__programme=large).get()
        user.memberships.create(
            role=Role.PROGRAMME_LEAD,
            agency_kind=user.memberships.get().agency_kind,
            programme=Programme.objects.get(code="SMALL"),
            starts_on=TODAY,
        )
        after = decided(self.figures(), BOARD).shown
        assert before[NETWORK].is_shown
        assert after[NETWORK].words == "hidden to protect others"

    def test_neither_a_number_nor_an_exact_edition_is_kept(
        self, large: Programme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Any] = []
        monkeypatch.setattr(deciding, "cache", Kept(kept))
        decided(self.figures(), CENTRAL_TEAM)
        assert not kept
        decided(self.figures(), BOARD)
        ((*decisions,),) = kept
        assert decisions
        texts = [
            text for key, showing, words, numbers in decisions for text in (key, showing, words, *numbers.values())
        ]
        assert {type(text) for text in texts} == {str}
        assert {showing for _, showing, _, _ in decisions} <= {"exact", "not_reported"}
        said = [text for _, _, words, numbers in decisions for text in (words, *numbers.values())]
        assert not [words for words in said if any(letter.isdigit() for letter in words)]
