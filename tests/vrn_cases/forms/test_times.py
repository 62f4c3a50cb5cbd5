"""A time of day in one box, as it is typed in a hurry."""

from datetime import time

import pytest

from vrn_cases.forms.time_field import NotATime, TimeField, in_words, read_time


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1515", time(15, 15)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("15:15", time(15, 15)),
        ("3.15pm", time(15, 15)),
        (" 3:15 PM ", time(15, 15)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("0000", time(0)),
    ],
)
def test_what_is_typed_is_read(typed: str, expected: time) -> None:
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["3", "25:00", "2460", "13pm", "0am", "noon", "3:5", "١٥:١٥", ""])
def test_what_could_be_two_or_is_none_is_refused(typed: str) -> None:
    with pytest.raises(NotATime):
        read_time(typed)


def test_a_time_is_read_back_as_it_could_be_typed() -> None:
    field = TimeField(required=False)
    for moment in (time(15, 15), time(9), time(0, 5), time(12)):
        assert read_time(in_words(moment)) == moment
        assert field.clean(field.prepare_value(moment)) == moment
    assert field.clean("") is None
