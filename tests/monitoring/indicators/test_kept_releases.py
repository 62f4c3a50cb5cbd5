"""What a published report shows is what the next screen and the next report are attacked beside."""

import pytest
from django.utils import timezone

from monitoring.indicators.controlled import through_the_door
from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_profiles import BOARD, funder_profile
from monitoring.indicators.disclosure_release import Cell, Relation, Release, Showing
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.kept_releases import keep_release, kept_profile, mark_released, released, released_marks
from monitoring.indicators.models import KeptRelease
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import release_of
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
    assert set(released_marks()) == {"RET-01", "RET-02"}
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


def at(code: str, programme: int | None, label: str, count: int) -> Exact:
    place = Place(programme, f"P{programme}" if programme else "", window_named(label))
    return Exact(INDICATORS[code], place, {"sum": count, "rows": 1})


def test_equal_numbers_under_two_indicators_are_one_number() -> None:
    """People supported in the first quarter are those supported since 1 April: what one hides the other must."""
    network, large, small = (at("RET-03", one, "2023/24 Q1", n) for one, n in ((None, 15), (1, 12), (2, 3)))
    again = at("RET-12", 1, "2023/24 to Q1", 12)
    seen = through_the_door({figure.key: figure for figure in (network, large, small, again)}, [])
    known = [seen[figure.key].parts is not None for figure in (network, large, again)]
    assert known.count(True) > 0
    assert not (known[0] and (known[1] or known[2]))
    assert seen[small.key].words == "fewer than 5"


def test_numbers_that_differ_are_not_tied() -> None:
    figures = [at("RET-03", None, "2023/24 Q1", 15), at("RET-12", None, "2023/24 to Q1", 14)]
    assert release_of({figure.key: figure for figure in figures}, printed=()).relations == ()


def test_a_family_is_kept_and_found_as_one() -> None:
    figures = [at("RET-03", None, "2023/24 Q1", 15), at("RET-12", None, "2023/24 to Q1", 15)]
    tables = release_of({figure.key: figure for figure in figures}, printed=[figure.key for figure in figures])
    keep_release(control(tables, BOARD), what="report", reference="BTEST:1")
    mark_released(what="report", reference="BTEST:1", profiles=["board"], at=timezone.now())
    assert set(released_marks()) == {"RET-03"}
    ((of_one,), (of_other,)) = released(["RET-03"]), released(["RET-12"])
    assert of_one == of_other
    assert of_one.release.relations == tables.relations


def test_what_a_funder_was_shown_is_read_back_for_their_readers() -> None:
    funder = funder_profile("An invented agreement with a long name", threshold=7, number=12)
    keep_release(control(quarters_alone([3, 12, 9, 15]), funder), what="grant_return", reference="HTEST")
    mark_released(what="grant_return", reference="HTEST", profiles=[kept_profile(funder)], at=timezone.now())
    (past,) = released(["RET-02"])
    assert (past.profile.code, past.profile.threshold, past.profile.width) == ("funder:12", 7, funder.width)
    assert past.profile.also_reads(BOARD)
