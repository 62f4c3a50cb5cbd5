"""Financial years, quarters and where a figure printed for some period stands in a report."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.periods.windows import FinancialYear, NotAPeriod, Place, Quarter, Window, place

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
YEAR = FinancialYear.parse("2020/21").window


def stated(first: str | None, last: str, label: str = "as printed") -> Window:
    return Window.of_days(date.fromisoformat(first) if first else None, date.fromisoformat(last), label)


class TestFinancialYear:
    def test_runs_from_april_to_march(self):
        window = FinancialYear.parse("2023/24").window
        assert (window.start, window.end, window.last_day) == (date(2023, 4, 1), date(2024, 4, 1), date(2024, 3, 31))
        assert window.label == "2023/24"

    @pytest.mark.parametrize(
        ("day", "label"),
        [("2024-03-31", "2023/24"), ("2024-04-01", "2024/25"), ("1999-12-31", "1999/00"), ("2009-05-01", "2009/10")],
    )
    def test_of_a_day(self, day, label):
        assert str(FinancialYear.holding(date.fromisoformat(day))) == label
        assert FinancialYear.parse(label) == FinancialYear.holding(date.fromisoformat(day))

    @pytest.mark.parametrize("text", ["2023", "23/24", "2023-24", "2023/2024", "", "2023/24 Q1"])
    def test_other_text_is_refused_with_what_would_do(self, text):
        with pytest.raises(NotAPeriod, match="Write it like 2023/24"):
            FinancialYear.parse(text)

    def test_years_that_do_not_follow_each_other_are_refused(self):
        with pytest.raises(NotAPeriod, match="2023 is followed by 24"):
            FinancialYear.parse("2023/25")

    @pytest.mark.parametrize("text", ["0001/02", "9999/00"])
    def test_years_far_away_are_refused(self, text):
        with pytest.raises(NotAPeriod, match="too far"):
            FinancialYear.parse(text)

    def test_quarters_fill_the_year(self):
        quarters = FinancialYear(2023).quarters
        assert [quarter.label for quarter in quarters] == ["2023/24 Q1", "2023/24 Q2", "2023/24 Q3", "2023/24 Q4"]
        assert quarters[0].window.start == FinancialYear(2023).window.start
        assert quarters[3].window.end == FinancialYear(2023).window.end
        for quarter in quarters[:3]:
            assert quarter.window.end == quarter.following.window.start


class TestQuarter:
    @pytest.mark.parametrize(
        ("day", "number"),
        [("2023-04-01", 8092), ("2023-06-30", 8092), ("2023-07-01", 8093), ("2023-12-31", 8094), ("2024-03-31", 8095)],
    )
    def test_is_the_years_first_year_times_four_plus_nought_to_three(self, day, number):
        assert Quarter.holding(date.fromisoformat(day)).number == number

    @given(DAYS)
    def test_holds_its_days(self, day):
        quarter = Quarter.holding(day)
        assert quarter.window.holds(day)
        assert quarter.year == FinancialYear.holding(day)
        assert quarter.number == FinancialYear.holding(day).first * 4 + quarter.index - 1
        assert quarter.number < 2**15

    @given(DAYS)
    def test_label_and_back(self, day):
        quarter = Quarter.holding(day)
        assert Quarter.parse(str(quarter)) == quarter == quarter.following.preceding

    @pytest.mark.parametrize("text", ["2023/24", "2023/24 Q5", "2023/24 Q0", "Q1 2023/24", "2023/24Q1"])
    def test_other_text_is_refused_with_what_would_do(self, text):
        with pytest.raises(NotAPeriod, match="Write it like 2023/24 Q1"):
            Quarter.parse(text)

    def test_year_to_date(self):
        third = Quarter.parse("2023/24 Q3").year_to_date
        assert (third.start, third.end, third.label) == (date(2023, 4, 1), date(2024, 1, 1), "2023/24 to Q3")
        fourth = Quarter.parse("2023/24 Q4").year_to_date
        assert (fourth, fourth.label) == (FinancialYear(2023).window, "2023/24")


class TestWindow:
    def test_the_last_day_given_is_included_and_the_end_is_not(self):
        window = stated("2020-10-01", "2020-10-31")
        assert (window.end, window.last_day) == (date(2020, 11, 1), date(2020, 10, 31))
        assert window.holds(date(2020, 10, 31))
        assert not window.holds(date(2020, 11, 1))
        assert not window.holds(date(2020, 9, 30))

    def test_an_empty_window_is_refused(self):
        with pytest.raises(ValueError, match="before it has begun"):
            Window(date(2020, 1, 1), date(2020, 1, 1), "none")

    def test_a_start_not_stated_lies_before_every_day(self):
        window = stated(None, "2021-01-31")
        assert window.holds(date(1900, 1, 1))
        assert window.overlaps(YEAR)
        assert YEAR.overlaps(window)
        assert not window.contains(YEAR)
        assert not YEAR.contains(window)
        assert window.months is None

    def test_neighbours_do_not_overlap(self):
        assert not FinancialYear(2020).window.overlaps(FinancialYear(2021).window)
        assert not FinancialYear(2021).window.overlaps(FinancialYear(2020).window)

    def test_eighteen_months_are_not_annual(self):
        """E17: the district rates cover April 2020 to September 2021."""
        window = stated("2020-04-01", "2021-09-30")
        assert (window.months, window.is_annual) == (18, False)
        assert YEAR.is_annual
        assert stated("2021-01-01", "2021-12-31").is_annual
        assert stated("2020-04-02", "2021-04-01").months is None

    def test_the_label_is_no_part_of_which_days(self):
        assert stated("2020-04-01", "2021-03-31", "this year") == YEAR

    @given(DAYS, st.integers(1, 900), DAYS, st.integers(1, 900))
    def test_overlap_containing_and_crossing_by_their_days(self, first, length, second, other_length):
        one = Window(first, first + timedelta(days=length), "one")
        other = Window(second, second + timedelta(days=other_length), "other")
        days = set(range(first.toordinal(), one.end.toordinal()))
        other_days = set(range(second.toordinal(), other.end.toordinal()))
        assert one.overlaps(other) == bool(days & other_days)
        assert one.contains(other) == (days >= other_days)
        assert one.crosses(other) == (bool(days & other_days) and not days <= other_days)


class TestPlace:
    @pytest.mark.parametrize(
        ("first", "last", "where"),
        [
            ("2020-04-01", "2021-01-31", Place.MAIN),
            ("2020-11-01", "2021-01-31", Place.MAIN),
            ("2020-10-01", "2020-10-31", Place.MAIN),
            ("2020-04-01", "2021-03-31", Place.MAIN),
            ("2020-02-01", "2021-01-31", Place.SECOND),
            ("2019-11-01", "2021-01-31", Place.SECOND),
            ("2020-04-01", "2021-09-30", Place.SECOND),
            (None, "2021-01-31", Place.SECOND),
            (None, "2020-03-31", Place.OUTSIDE),
            (None, "2021-04-01", Place.OUTSIDE),
            ("2020-01-01", "2020-03-31", Place.OUTSIDE),
            ("2023-04-01", "2024-03-31", Place.OUTSIDE),
        ],
    )
    def test_published_periods_in_the_report_for_2020_21(self, first, last, where):
        assert place(stated(first, last), YEAR) is where

    def test_a_period_that_contains_another_printed_one_stands_apart(self):
        year, october = stated("2020-04-01", "2021-01-31"), stated("2020-10-01", "2020-10-31")
        assert place(year, YEAR, [october]) is Place.SECOND
        assert place(october, YEAR, [year]) is Place.MAIN

    def test_the_same_period_printed_twice_does_not_contain_itself(self):
        assert place(YEAR, YEAR, [YEAR, stated("2020-04-01", "2021-03-31", "again")]) is Place.MAIN

    def test_a_figure_without_a_start_is_not_contained(self):
        assert place(YEAR, YEAR, [stated(None, "2021-01-31")]) is Place.MAIN
