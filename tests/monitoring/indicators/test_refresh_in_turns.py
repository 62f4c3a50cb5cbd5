"""A backlog of marks is settled in turns, between which whoever waits to save is let in."""

import pytest

from monitoring.indicators import services
from monitoring.indicators.services import refresh_figures
from vrn_cases.records.models import Touched


@pytest.mark.django_db
def test_others_may_write_between_two_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    monkeypatch.setattr(services, "MARKS_A_BATCH", 7)
    monkeypatch.setattr(services, "let_others_write", lambda: left.append(Touched.objects.count()))
    Touched.objects.bulk_create(Touched(kind="case", pk_touched=number) for number in range(17))
    assert refresh_figures() == 17
    assert left == [10, 3, 0]
