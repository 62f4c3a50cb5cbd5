"""Figures on their way through the door: which sums a reader can do."""

import pytest

from monitoring.indicators.disclosure_profiles import BOARD, ReleaseProfile
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.models import WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import shown
from monitoring.indicators.windows import FigureWindow

YEAR = FigureWindow(WindowKind.YEAR, 2023 * 4 + 3)
QUARTERS = YEAR.quarters


def counted(count: int | None, *, programme: int | None = None, window: FigureWindow = YEAR, part: str = "") -> Exact:
    code = f"P{programme}" if programme else ""
    place = Place(programme, code, window, "age_band" if part else "", part)
    return Exact(INDICATORS["RET-02"], place, None if count is None else {"sum": count, "rows": 1})


def words(*figures: Exact) -> list[str]:
    """What the Board reads in each place: the number, or the words instead."""
    released, _ = shown({figure.key: figure for figure in figures}, BOARD)
    return [released[figure.key].words or str(figure.value) for figure in figures]


@pytest.mark.parametrize("silent", [[], [counted(None, programme=3)]])
def test_a_programme_that_did_not_report_does_not_untie_the_others(silent: list[Exact]) -> None:
    network, large, small, *rest = words(counted(15), counted(12, programme=1), counted(3, programme=2), *silent)
    assert small == "fewer than 5"
    assert "hidden to protect others" in (network, large)
    assert rest == ["not reported"] * len(silent)


def test_a_quarter_that_is_not_there_yet_does_not_untie_the_others() -> None:
    year, *quarters = words(
        counted(63), *(counted(n, window=window) for n, window in zip((3, 20, 40, None), QUARTERS, strict=True))
    )
    assert quarters[0] == "fewer than 5"
    assert "hidden to protect others" in (year, *quarters)


def test_what_a_breakdown_leaves_out_is_a_count_of_its_own() -> None:
    """One provider has 2 people and no breakdown: 50 less 20 and 28 would tell them."""
    figures = words(counted(50), counted(20, part="10-14"), counted(28, part="15-17"))
    assert "hidden to protect others" in figures


def test_nothing_is_hidden_that_need_not_be() -> None:
    assert words(counted(50), counted(20, part="10-14"), counted(30, part="15-17")) == ["50", "20", "30"]


def test_a_rounding_profile_prints_the_rounded_number_and_never_the_exact_one() -> None:
    rounding = ReleaseProfile("rounding", "Rounding", width=4, rounds=True)
    started = counted(23)
    ended = Exact(INDICATORS["RET-04"], started.place, {"having": 18, "of": 24, "rows": 1})
    released, _ = shown({figure.key: figure for figure in (started, ended)}, rounding)
    assert [released[figure.key].words for figure in (started, ended)] == ["about 25", "about 20 of 25"]
    assert not any(figure.is_shown for figure in released.values())
