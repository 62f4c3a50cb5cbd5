"""What a published report shows is what the next screen and the next report are attacked beside."""

import pytest
from django.utils import timezone

from monitoring.indicators.controlled import through_the_door
from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.disclosure_release import Cell, Relation, Release, Showing
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.kept_releases import keep_release, latest_released, mark_released, released
from monitoring.indicators.models import KeptRelease
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.windows import window_named

pytestmark = pytest.mark.django_db
STARTED, REFERRED = INDICATORS["RET-02"], INDICATORS["RET-01"]
QUARTERS = [window_named(f"2023/24 Q{number}") for number in (1, 2, 3, 4)]
YEAR = window_named("2023/24")


def network(counts: list[int], total: int) -> dict[str, Exact]:
    places = [Place(None, "", window) for window in (*QUARTERS, YEAR)]
    numbers = [*counts, total]
    return {
        place.key(STARTED): Exact(STARTED, place, {"sum": number, "rows": 1})
        for place, number in zip(places, numbers, strict=True)
    }


def quarters_alone(counts: list[int]) -> Release:
    return Release(
        tuple(Cell(f"RET-02:network:{one.label}", count) for one, count in zip(QUARTERS, counts, strict=True))
    )


def test_quarters_of_a_published_report_hide_the_year_on_the_screen() -> None:
    """Published quarters 12, 9, 15 and "fewer than 5" beside a year of 39 tell the 3: the year must go."""
    figures = network([3, 12, 9, 15], 39)
    key = f"RET-02:network:{YEAR.label}"
    keep_release(control(quarters_alone([3, 12, 9, 15]), BOARD), what="report", reference="BTEST:1")
    assert released(["RET-02"]) == []
    mark_released(what="report", reference="BTEST:1", profiles=["board"], at=timezone.now())
    seen = through_the_door(figures, [], released(["RET-02"]))
    assert seen[f"RET-02:network:{QUARTERS[0].label}"].words == "fewer than 5"
    assert seen[key].parts is None


def test_a_release_is_kept_indicator_by_indicator_and_read_back_the_same() -> None:
    tables = Release(
        (Cell("RET-01:network:2023/24", 9), Cell("RET-01:VIP:2023/24", 9), Cell("RET-02:network:2023/24", 2)),
        (Relation("RET-01:network:2023/24", ("RET-01:VIP:2023/24",)),),
    )
    made = control(tables, BOARD)
    keep_release(made, what="report", reference="BTEST:1")
    mark_released(what="report", reference="BTEST:1", profiles=["board"], at=timezone.now())
    assert set(latest_released()) == {"RET-01", "RET-02"}
    (people,) = released([STARTED.code])
    (referrals,) = released([REFERRED.code])
    assert people.cells["RET-02:network:2023/24"].showing == Showing.PRIMARY
    assert referrals.release.relations == tables.relations
    assert {**people.cells, **referrals.cells} == made.cells


def test_marking_twice_keeps_the_first_moment() -> None:
    keep_release(control(quarters_alone([8, 12, 9, 15]), BOARD), what="report", reference="BTEST:1")
    first = timezone.now()
    for at in (first, timezone.now()):
        mark_released(what="report", reference="BTEST:1", profiles=["board"], at=at)
    assert KeptRelease.objects.get().released_at == first
