"""The statistics of figures, on published values and on values worked out another way."""

import statistics as standard
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.indicators.statistics import (
    Share,
    annualised,
    count_before,
    half_up,
    median,
    newcombe_difference,
    percent_change,
    weighted_mean,
    wilson,
)
from monitoring.indicators.statistics_change import PairedSums, paired_change
from monitoring.indicators.statistics_t import central_probability, t_95

D = Decimal


class TestRounding:
    @pytest.mark.parametrize(
        ("value", "places", "printed"),
        [
            (D("2.5"), 0, "3"),
            (D("3.5"), 0, "4"),
            (D("0.05"), 1, "0.1"),
            (D("-0.05"), 1, "-0.1"),
            (D("-0.04"), 1, "0.0"),
            (D("-14.65"), 1, "-14.7"),
            (Fraction(1, 3), 2, "0.33"),
            (7, 1, "7.0"),
        ],
    )
    def test_a_half_goes_away_from_nought(self, value, places, printed):
        assert str(half_up(value, places)) == printed


class TestShares:
    @pytest.mark.parametrize(
        ("count", "size", "low", "high"),
        [
            (81, 263, ".2553", ".3662"),
            (15, 148, ".0624", ".1605"),
            (0, 20, ".0000", ".1611"),
            (1, 29, ".0061", ".1718"),
        ],
    )
    def test_wilson(self, count, size, low, high):
        """C10, C11: Newcombe 1998 Table I."""
        interval = wilson(Share(count, size))
        assert (half_up(interval.low, 4), half_up(interval.high, 4)) == (D(low), D(high))

    def test_wilson_ends_exactly_at_none_and_all(self):
        assert wilson(Share(0, 20)).low == 0
        assert wilson(Share(20, 20)).high == 1

    def test_newcombe(self):
        """C13: Newcombe 1998 Table II."""
        found = newcombe_difference(Share(56, 70), Share(48, 80))
        assert half_up(found.difference, 4) == D("0.2000")
        assert (half_up(found.interval.low, 4), half_up(found.interval.high, 4)) == (D("0.0524"), D("0.3339"))

    def test_a_share_of_nobody_has_no_value(self):
        nobody = Share(0, 0)
        assert (nobody.value, nobody.percent(), wilson(nobody)) == (None, None, None)
        assert newcombe_difference(nobody, Share(1, 2)) is None
        assert newcombe_difference(Share(1, 2), nobody) is None

    def test_a_share_keeps_both_numbers(self):
        assert (Share(1, 3).numerator, Share(1, 3).denominator, Share(1, 3).percent()) == (1, 3, D("33.3"))

    @pytest.mark.parametrize(("count", "size"), [(3, 2), (-1, 2)])
    def test_what_is_no_share_is_refused(self, count, size):
        with pytest.raises(ValueError, match="not a share"):
            Share(count, size)

    @given(st.integers(0, 400), st.integers(1, 400))
    @settings(max_examples=60, deadline=None)
    def test_wilson_holds_the_share_and_mirrors(self, count, extra):
        share = Share(count, count + extra)
        interval, mirrored = wilson(share), wilson(Share(extra, count + extra))
        assert 0 <= interval.low <= interval.high <= 1
        assert interval.low - D("1e-25") <= D(count) / D(count + extra) <= interval.high
        assert abs(interval.low - (1 - mirrored.high)) < D("1e-25")


class TestPercentChange:
    def test_nothing_before_is_undefined(self):
        """E16."""
        change = percent_change(0, 7)
        assert (change.old, change.new, change.percent) == (0, 7, None)

    @pytest.mark.parametrize(("old", "new"), [(10, 13), (20, 26), (30, 39)])
    def test_counts_behind_a_printed_rise_of_30(self, old, new):
        """E10."""
        assert percent_change(old, new).percent == D("30.0")

    def test_ten_is_the_smallest_count_before_a_rise_of_30(self):
        """E10: so a headline percentage without counts can rest on thirteen people."""
        pairs = [
            (old, new) for old in range(1, 31) for new in range(61) if percent_change(old, new).percent == D("30.0")
        ]
        assert pairs[0] == (10, 13)

    def test_only_a_fall_to_none_is_minus_100(self):
        """E11."""
        assert percent_change(1, 0).percent == percent_change(7, 0).percent == D("-100.0")
        assert all(percent_change(old, new).percent != D("-100.0") for old in range(1, 60) for new in range(1, 60))

    def test_offences_before(self):
        """E3: 3,529 after -14.6%."""
        before = count_before(3529, D("-14.6"))
        assert (half_up(before, 1), half_up(before, 0)) == (D("4132.3"), D("4132"))
        assert percent_change(4132, 3529).percent == D("-14.6")

    def test_rounded_once_half_up(self):
        assert percent_change(800, 801).percent == D("0.1")
        assert percent_change(2000, 2001).percent == D("0.1")
        assert percent_change(2000, 1999).percent == D("-0.1")

    def test_a_fall_of_all_does_not_say_from_what(self):
        with pytest.raises(ValueError, match="from what"):
            count_before(0, D("-100"))

    def test_negative_counts_are_refused(self):
        with pytest.raises(ValueError, match="never negative"):
            percent_change(-1, 3)


class TestRates:
    DISTRICTS = (("4.22", "13.4"), ("3.89", "3.4"), ("3.62", "6.4"), ("3.58", "6.9"), ("3.02", "2.9"))
    DISTRICTS += (("2.84", "4.6"), ("2.16", "3.7"))
    UPPER = (("9.47", "56.7"), ("3.43", "41.3"), ("2.94", "2.0"))

    @pytest.mark.parametrize(("areas", "rate"), [(DISTRICTS, "3.431"), (UPPER, "5.345")])
    def test_rates_of_the_whole_from_its_parts(self, areas, rate):
        """E7: a part's population is in proportion to its share of offences over its rate."""
        rates = [D(one) for one, _ in areas]
        populations = [Fraction(share) / Fraction(one) for one, share in areas]
        assert half_up(weighted_mean(rates, populations), 3) == D(rate)

    def test_a_rate_over_eighteen_months_made_annual(self):
        """E17."""
        assert half_up(annualised(D("5.34"), 18), 2) == D("3.56")
        assert annualised(D("5.34"), 12) == D("5.34")

    def test_a_rate_over_no_time_is_refused(self):
        with pytest.raises(ValueError, match="at least a month"):
            annualised(D(1), 0)

    def test_weights(self):
        assert weighted_mean([], []) is None
        with pytest.raises(ValueError, match="one weight"):
            weighted_mean([D(1)], [])
        with pytest.raises(ValueError, match="not negative"):
            weighted_mean([D(1)], [D(-1)])


class TestMedian:
    def test_of_odd_even_and_none(self):
        assert (median([3, 1, 2]), median([4, 1, 2, 3]), median([])) == (D(2), D("2.5"), None)

    @given(st.lists(st.integers(-50, 50), min_size=1))
    def test_against_the_standard_library(self, values):
        assert median(values) == Fraction(standard.median([Fraction(value) for value in values]))


class TestStudentsT:
    @pytest.mark.parametrize(
        ("df", "value"),
        [
            (1, "12.706205"),
            (2, "4.302653"),
            (3, "3.182446"),
            (4, "2.776445"),
            (5, "2.570582"),
            (9, "2.262157"),
            (10, "2.228139"),
            (29, "2.045230"),
            (30, "2.042272"),
            (60, "2.000298"),
            (100, "1.983972"),
            (120, "1.979930"),
            (1000, "1.962339"),
        ],
    )
    def test_published_percentiles(self, df, value):
        assert half_up(t_95(df), 6) == D(value)

    def test_exact_where_there_is_a_formula(self):
        """One degree of freedom: tan(0.475 pi); two: 0.95 sqrt(2 / (1 - 0.95²))."""
        assert half_up(t_95(1), 12) == D("12.706204736175")
        assert half_up(t_95(2), 12) == half_up(D("0.95") * (2 / (1 - D("0.9025"))).sqrt(), 12)

    def test_series_and_expansion_meet(self):
        for df in (201, 202):
            assert abs(central_probability(t_95(df), df) - D("0.95")) < D("1e-10")

    def test_falls_towards_the_normal(self):
        values = [t_95(df) for df in (1, 2, 3, 8, 9, 50, 51, 199, 200, 201, 202, 5000, 10**7)]
        assert values == sorted(values, reverse=True)
        assert half_up(values[-1], 6) == D("1.959964")

    def test_no_degrees_of_freedom_are_refused(self):
        with pytest.raises(ValueError, match="at least one"):
            t_95(0)


def sums_of(pairs, *, eligible=None, with_first=None) -> PairedSums:
    with_first = len(pairs) if with_first is None else with_first
    return PairedSums(
        with_first if eligible is None else eligible,
        with_first,
        len(pairs),
        sum(first for first, _ in pairs),
        sum(first**2 for first, _ in pairs),
        sum(later for _, later in pairs),
        sum(later**2 for _, later in pairs),
        sum((later - first) ** 2 for first, later in pairs),
    )


SCORES = st.integers(0, 40)
PAIRS = st.lists(st.tuples(SCORES, SCORES), min_size=10, max_size=40)


class TestPairedChange:
    SLEEP = ((7, 19), (-16, 8), (-2, 11), (-12, 1), (-1, -1), (34, 44), (37, 55), (8, 16), (0, 46), (20, 34))

    def test_students_sleep_data(self):
        """Student (1908), Biometrika 6, 1-25, in tenths of an hour: mean 1.58, SD 1.23, interval 0.70 to 2.46."""
        change = paired_change(sums_of(self.SLEEP), units=10)
        printed = [half_up(value, 2) for value in (change.mean_change, change.sd_change)]
        assert printed == [D("1.58"), D("1.23")]
        assert (half_up(change.interval.low, 7), half_up(change.interval.high, 7)) == (D("0.7001142"), D("2.4598858"))
        assert (half_up(change.mean_first, 2), half_up(change.sd_first, 4)) == (D("0.75"), D("1.7890"))
        assert (half_up(change.mean_later, 2), half_up(change.sd_later, 4)) == (D("2.33"), D("2.0022"))
        assert half_up(change.d_z, 3) == D("1.285")
        assert half_up(change.d_baseline, 3) == D("0.883")

    def test_not_below_ten_pairs(self):
        assert paired_change(sums_of(self.SLEEP[:9], eligible=50, with_first=40)) is None
        assert paired_change(sums_of(self.SLEEP, eligible=50, with_first=40)) is not None

    def test_no_spread_has_no_effect_size(self):
        change = paired_change(sums_of([(5, 8)] * 12))
        assert (change.mean_change, change.sd_change, change.d_z, change.d_baseline) == (D(3), D(0), None, None)
        assert change.interval.low == change.interval.high == 3

    @given(PAIRS)
    @settings(max_examples=40, deadline=None)
    def test_against_the_scores_themselves(self, pairs):
        change = paired_change(sums_of(pairs))
        differences = [later - first for first, later in pairs]
        assert float(change.mean_change) == pytest.approx(standard.mean(differences))
        assert float(change.sd_change) == pytest.approx(standard.stdev(differences), abs=1e-9)
        assert float(change.sd_first) == pytest.approx(standard.stdev([first for first, _ in pairs]), abs=1e-9)
        assert float(change.sd_later) == pytest.approx(standard.stdev([later for _, later in pairs]), abs=1e-9)

    @given(PAIRS, PAIRS)
    @settings(max_examples=20, deadline=None)
    def test_cells_add_up(self, one, other):
        assert sums_of(one) + sums_of(other) == sums_of([*one, *other])

    @pytest.mark.parametrize("counts", [(10, 12, 5), (10, 5, 8), (5, 5, -1)])
    def test_pairs_are_part_of_those_with_a_first_score(self, counts):
        with pytest.raises(ValueError, match="part of"):
            PairedSums(*counts)

    def test_sums_that_no_scores_have_are_refused(self):
        with pytest.raises(ValueError, match="no scores"):
            PairedSums(2, 2, 2, first=10, first_squares=49, later=10, later_squares=50)
