"""What stands against a neutral name, and against a way of running."""

from datetime import date

import pytest

from interventions.programmes.models import Mode, Organisation, Programme, Running, StatedAs
from interventions.programmes.rules import against_ending, against_neutral_name, against_running, in_days

PROGRAMME = Programme(code="X", name="X", stated_as=StatedAs.DELIVERED)
PROVIDER = Organisation(name="A Provider")


def running(starts_on: date, ends_on: date | None) -> Running:
    return Running(
        programme=PROGRAMME, organisation=PROVIDER, mode=Mode.RETURN_ONLY, starts_on=starts_on, ends_on=ends_on
    )


YEAR = running(date(2023, 4, 1), date(2024, 4, 1))


@pytest.mark.parametrize(
    "name", ["Violence project", "Stop KNIFE crime", "Police cadets", "Young offenders", "Gangs off", "No harm"]
)
def test_a_neutral_name_tells_nothing(name: str) -> None:
    assert against_neutral_name(name)


@pytest.mark.parametrize("name", ["", "Next Steps", "Moving On", "The Harmonica Club", "Sparks", "Instability"])
def test_a_name_that_only_sounds_alike_is_no_reason(name: str) -> None:
    assert against_neutral_name(name) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2024, 4, 1), None, True),
        (date(2022, 4, 1), date(2023, 4, 1), True),
        (date(2024, 3, 31), None, False),
        (date(2022, 4, 1), date(2023, 4, 2), False),
        (date(2022, 4, 1), None, False),
        (date(2023, 6, 1), date(2023, 7, 1), False),
    ],
)
def test_two_ways_do_not_hold_on_one_day(starts_on: date, ends_on: date | None, fits: bool) -> None:
    reasons = against_running(PROGRAMME, starts_on=starts_on, ends_on=ends_on, others=[YEAR])
    assert (reasons == []) is fits
    if not fits:
        assert "from 1 April 2023 to 31 March 2024" in reasons[0]


def test_a_way_that_is_still_open_is_in_the_way_of_every_later_one() -> None:
    open_one = running(date(2023, 4, 1), None)
    assert in_days(open_one) == "from 1 April 2023 on"
    assert against_running(PROGRAMME, starts_on=date(2030, 1, 1), ends_on=None, others=[open_one])
    assert not against_running(PROGRAMME, starts_on=date(2022, 1, 1), ends_on=date(2023, 4, 1), others=[open_one])


def test_what_is_only_planned_does_not_run_and_days_are_in_order() -> None:
    planned = Programme(code="Y", name="Y", stated_as=StatedAs.PLANNED)
    assert "only planned" in against_running(planned, starts_on=date(2024, 4, 1), ends_on=None, others=[])[0]
    day = date(2024, 4, 1)
    assert "before the first day" in against_running(PROGRAMME, starts_on=day, ends_on=day, others=[])[0]


def test_an_end_comes_once_and_after_the_beginning() -> None:
    open_one = running(date(2023, 4, 1), None)
    assert against_ending(open_one, ends_on=date(2023, 4, 2)) == []
    assert "before it began, on 1 April 2023" in against_ending(open_one, ends_on=date(2023, 4, 1))[0]
    assert "ended already, on 31 March 2024" in against_ending(YEAR, ends_on=date(2025, 1, 1))[0]
