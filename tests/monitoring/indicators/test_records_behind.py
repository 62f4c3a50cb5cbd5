"""The records behind a figure are the same ones in the same order, whichever way the database is asked for them."""

from typing import Any

import pytest
from django.db.models import Exists
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.figures import Place
from monitoring.indicators.models import WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors import records, records_behind
from monitoring.indicators.windows import FigureWindow
from monitoring.periods.windows import Quarter
from tests.monitoring.indicators.conftest import Network
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
STARTED = INDICATORS["RET-02"]


def place(programme: Programme | None = None) -> Place:
    window = FigureWindow(WindowKind.QUARTER, 2023 * 4)
    return Place(programme.pk if programme else None, programme.code if programme else "", window)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PROGRAMME_LEAD])
def test_asked_record_by_record_or_listed(
    reported: Network, make_user: Any, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    user: User = make_user(role) if role is Role.ANALYST else make_user(role, programme=reported.large)
    listed = [records_behind(user, STARTED, place(of)).references for of in (None, reported.large, reported.small)]
    assert len(listed[0]) == (2 if role is Role.ANALYST else 1)
    monkeypatch.setattr(records, "MANY", 1)
    monkeypatch.setattr(records, "QUARTERS_OF_LATE", Quarter.holding(timezone.localdate()).number)
    rows = records.rows_behind(STARTED, place())
    assert isinstance(records._has_some(rows, STARTED.grain.source, place()), Exists)
    asked = [records_behind(user, STARTED, place(of)).references for of in (None, reported.large, reported.small)]
    assert asked == listed
