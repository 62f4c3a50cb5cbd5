"""A day as it is typed: read in one way only, or refused with words that say what to type."""

from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from vrn_cases.forms.day_field import DayField
from vrn_cases.forms.days import NotADay, When, as_typed, in_words, read_day

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", date(2026, 11, 18)),
        (" Yesterday ", date(2026, 11, 17)),
        ("mon", date(2026, 11, 16)),
        ("Tues", date(2026, 11, 17)),
        ("thu", date(2026, 11, 12)),
        ("thursday", date(2026, 11, 12)),
        ("5/11", date(2026, 11, 5)),
        ("05.11", date(2026, 11, 5)),
        ("5 11", date(2026, 11, 5)),
        ("5-11-26", date(2026, 11, 5)),
        ("5/11/2026", date(2026, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
        ("5 nov", date(2026, 11, 5)),
        ("5th November 2026", date(2026, 11, 5)),
        ("Nov 5", date(2026, 11, 5)),
        ("1 sept", date(2026, 9, 1)),
        ("29/2/2024", date(2024, 2, 29)),
        ("5/12/2025", date(2025, 12, 5)),
    ],
)
def test_a_day_that_has_come(typed: str, day: date):
    assert read_day(typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("wed", "Today is a Wednesday. Type “today”, or the date of another Wednesday, such as 11/11"),
        ("tomorrow", "Thursday 19 November 2026 has not come yet"),
        ("19/11", "Thursday 19 November 2026 has not come yet"),
        ("5/12", "Saturday 5 December 2026 has not come yet"),  # not last year's: half a year on either side is read
        ("5/11/2062", "has not come yet"),
        ("11/25", "There is no month 25. Write the day first: 25/11"),
        ("31/9", "There is no 31/9 near today"),
        ("29/2", "There is no 29/2 near today"),
        ("31/2/2026", "There is no 31/2/2026"),
        ("5/11/126", "Write the year as 2026 or 26"),
        ("5", "Write the day as"),
        ("0511", "Write the day as"),
        ("j 5", "Write the day as"),
        ("5 ju", "Write the day as"),
        ("last week", "Write the day as"),
        ("soon", "Write the day as"),
        ("²/11", "Write the day as"),
        ("²/13", "Write the day as"),
        ("²²/20/2026", "Write the day as"),
        ("5/" + "1" * 5_000, "Write the day as"),
        ("1" * 5_000 + "/13", "Write the day as"),
        ("5/11/2026/1", "Write the day as"),
        ("//", "Write the day as"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_in_words(typed: str, told: str):
    with pytest.raises(NotADay) as refused:
        read_day(typed, today=TODAY)
    assert str(refused.value).startswith(told) or told in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "when", "day"),
    [
        ("mon", When.COMING, date(2026, 11, 23)),
        ("tomorrow", When.COMING, date(2026, 11, 19)),
        ("today", When.COMING, TODAY),
        ("5/1", When.COMING, date(2027, 1, 5)),
        ("5/1", When.ANY, date(2027, 1, 5)),
        ("5/11", When.ANY, date(2026, 11, 5)),
    ],
)
def test_a_day_to_come_is_read_forwards(typed: str, when: When, day: date):
    assert read_day(typed, today=TODAY, when=when) == day


def test_a_day_to_come_has_not_passed_and_a_weekday_on_either_side_is_asked_again():
    with pytest.raises(NotADay, match="Tuesday 17 November 2026 has passed"):
        read_day("17/11", today=TODAY, when=When.COMING)
    with pytest.raises(NotADay, match="Say which Monday: 16/11 or 23/11"):
        read_day("mon", today=TODAY, when=When.ANY)


@pytest.mark.parametrize("when", [When.PAST, When.COMING])
def test_every_day_within_half_a_year_can_be_typed_without_its_year(when: When):
    for away in range(184):
        day = TODAY - timedelta(days=away) if when is When.PAST else TODAY + timedelta(days=away)
        assert read_day(f"{day.day}/{day.month}", today=TODAY, when=when) == day


def test_what_is_read_back_is_read_as_the_same_day():
    for away in range(400):
        day = TODAY - timedelta(days=away)
        assert read_day(as_typed(day), today=TODAY) == day
        assert read_day(in_words(day).split(" ", 1)[1], today=TODAY) == day


class Received(forms.Form):
    received_on = DayField(label="Day it was received")


def drawn(form: forms.Form) -> str:
    template = Template(
        "{% load gov_forms %}{% with field=form.received_on %}{% include field|kind_template %}{% endwith %}"
    )
    return template.render(Context({"form": form}))


def test_the_field_gives_the_day_and_reads_it_back(clock: Any):
    form = Received({"received_on": "fri"})
    assert form.is_valid()
    assert form.cleaned_data == {"received_on": date(2024, 4, 12)}
    assert "Friday 12 April 2024" in drawn(form)
    assert [word for word in ("Today", "Yesterday", "Tomorrow") if f"{word}</button>" in drawn(form)] == [
        "Today",
        "Yesterday",
    ]


def test_the_field_keeps_what_was_typed_and_says_what_is_wrong(clock: Any):
    form = Received({"received_on": "5/5"})
    assert form.errors["received_on"] == ["Sunday 5 May 2024 has not come yet. Enter today or a day before"]
    assert 'value="5/5"' in drawn(form)


def test_a_year_that_is_a_slip_of_the_finger_is_asked_again(clock: Any):
    form = Received({"received_on": "12/4/2004"})
    assert form.errors["received_on"] == ["Monday 12 April 2004 is far from today. Check the year"]


def test_an_answer_that_stands_is_shown_as_one_would_type_it(clock: Any):
    form = Received(initial={"received_on": date(2024, 4, 12)})
    assert 'value="12/4/2024"' in drawn(form)
    assert "Friday 12 April 2024" in drawn(form)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"when": "past", "box": "on", "on": "yesterday"}, "Sunday 14 April 2024"),
        ({"when": "coming", "box": "on", "on": "tomorrow"}, "Tuesday 16 April 2024"),
        (
            {"when": "past", "box": "on", "on": "tomorrow"},
            "Tuesday 16 April 2024 has not come yet. Enter today or a day before",
        ),
        ({"when": "past", "box": "on", "on": "<b>"}, "Write the day as 5/11, 5 Nov 2026, yesterday or Mon"),
        ({"when": "past"}, ""),
    ],
)
def test_a_day_is_read_back_while_it_is_typed(clock: Any, make_user: Any, client_for: Any, asked: Any, words: str):
    answer = client_for(make_user()).get("/day/", asked)
    assert (answer.status_code, answer.content.decode()) == (200, words)


@pytest.mark.django_db
@pytest.mark.parametrize("forged", [{}, {"when": "ever", "box": "on"}, {"box": "\x00", "\x00": "9" * 500}])
def test_what_no_form_of_ours_asks_harms_nothing(make_user: Any, client_for: Any, forged: Any):
    assert client_for(make_user()).get("/day/", forged).status_code == 200
