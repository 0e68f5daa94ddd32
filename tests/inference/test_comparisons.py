"""Changes and which of them stand out, against scipy, statements written another way, and their None rules."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control, ttest_ind

from regard.inference.comparisons import (
    Change,
    mark_stand_outs,
    mean_change,
    plain_change,
    points_change,
    ratio_change,
    share_change,
    stand_out,
    total_change,
)
from regard.inference.intervals import nps, wilson
from regard.inference.moments import Moments, from_counts
from tests.inference.rows_of_persons import rows

NOTHING = from_counts(0, 0)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
samples = st.lists(st.integers(1, 100).map(float), min_size=3, max_size=20).filter(lambda sample: len(set(sample)) > 1)


def shares(now: tuple[int, int], before: tuple[int, int]) -> Change:
    """The change between two shares of strangers."""
    sides = [from_counts(*now), from_counts(*before)]
    change = share_change(sides[0].value, sides[1].value, wilson(sides[0]), wilson(sides[1]))
    assert change is not None
    return change


def of_strangers(sample: list[float]) -> Moments:
    """The moments of one row per person."""
    return rows(*[(value,) for value in sample]).moments


@given(counts, counts)
def test_difference_of_shares_is_newcombes(now: tuple[int, int], before: tuple[int, int]) -> None:
    """The interval follows Newcombe's formula from scipy's Wilson limits, the p-value the pooled z test."""
    change = shares(now, before)
    p, q = now[0] / now[1], before[0] / before[1]
    mine, theirs = (binomtest(*side).proportion_ci(method="wilson") for side in (now, before))
    assert change.interval is not None
    assert change.interval.low == pytest.approx(p - q - math.hypot(p - mine.low, theirs.high - q), abs=1e-9)
    assert change.interval.high == pytest.approx(p - q + math.hypot(mine.high - p, q - theirs.low), abs=1e-9)
    assert (change.unit, change.interval.method) == ("points", "newcombe")
    pooled = (now[0] + before[0]) / (now[1] + before[1])
    error = math.sqrt(pooled * (1 - pooled) * (1 / now[1] + 1 / before[1]))
    expected = math.erfc(abs(p - q) / error / math.sqrt(2)) if error else 1
    assert change.p_value == pytest.approx(expected, abs=1e-7)


def test_newcombes_own_example() -> None:
    """56 of 70 against 48 of 80 is 0.2 with 0.0524 to 0.3339 (Newcombe 1998, table II, method 10, example a)."""
    change = shares((56, 70), (48, 80))
    assert change.interval is not None
    assert change.value == pytest.approx(0.2)
    assert (change.interval.low, change.interval.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_shares_with_other_intervals_are_compared_by_those() -> None:
    """Shares above 1 have delta intervals: their difference says so, and does not call itself Newcombe's."""
    now, before = rows((3.0,), (1.0,), (2.0,)).moments, rows((1.0,), (1.0,), (2.0,)).moments
    change = share_change(now.value, before.value, wilson(now), wilson(before))
    assert change is not None
    assert change.interval is not None
    assert change.interval.method == "delta"
    assert share_change(0.5, 0.25, None, None) == Change(0.25, "points")


def test_a_difference_from_0_is_defined_in_points() -> None:
    """From no conversion at all to 20 of 100 is 20 points."""
    change = shares((20, 100), (0, 100))
    assert change.value == pytest.approx(0.2)
    assert change.p_value is not None
    assert change.p_value < 1e-4


@given(samples, samples)
def test_difference_of_means_is_welchs(now: list[float], before: list[float]) -> None:
    """With one row per person, interval and p-value are those of Welch's t test."""
    change = mean_change(of_strangers(now), of_strangers(before), 0.9)
    theirs = ttest_ind(now, before, equal_var=False)
    assert change is not None
    assert change.interval is not None
    limits = theirs.confidence_interval(0.9)
    assert (change.interval.low, change.interval.high) == pytest.approx((limits.low, limits.high), rel=1e-6, abs=1e-6)
    assert change.p_value == pytest.approx(theirs.pvalue, rel=1e-5, abs=1e-12)


@given(st.tuples(*[st.integers(0, 80)] * 3), st.tuples(*[st.integers(0, 80)] * 3), st.sampled_from([0.8, 0.95]))
def test_nps_p_value_agrees_with_its_interval(
    now: tuple[int, int, int], before: tuple[int, int, int], level: float
) -> None:
    """A change of NPS has a p-value under 1 - level exactly when its interval leaves out 0."""
    scores = [100 * (side[0] - side[2]) / sum(side) if sum(side) else None for side in (now, before)]
    change = points_change(scores[0], scores[1], nps(*now, level=level), nps(*before, level=level))
    if None in scores:
        assert change is None
        return
    assert change is not None
    assert change.interval is not None
    assert change.p_value is not None
    outside = change.interval.low > 1e-9 or change.interval.high < -1e-9
    assert outside == (change.p_value < 1 - level - 1e-12)


@given(st.integers(1, 500), st.integers(1, 500))
def test_change_of_counts_is_that_of_two_poisson_counts(now: int, before: int) -> None:
    """Counts of one row per person compare by log ratio, its variance 1/now + 1/before, and by the score test."""
    change = total_change(from_counts(now, now), from_counts(before, before))
    reach = math.exp(1.959964 * math.sqrt(1 / now + 1 / before))
    assert change.value == pytest.approx(now / before - 1)
    assert change.interval is not None
    assert (change.interval.low, change.interval.high) == pytest.approx(
        (now / before / reach - 1, now / before * reach - 1), rel=1e-5, abs=1e-6
    )
    assert change.p_value == pytest.approx(math.erfc(abs(now - before) / math.sqrt(2 * (now + before))))


def test_persons_who_do_much_weigh_as_one() -> None:
    """A hundred events of one person are one arrival: the interval is wider than that of a hundred persons."""
    many = total_change(from_counts(100, 100), from_counts(80, 80)).interval
    one = total_change(rows((1.0,) * 100).moments, from_counts(80, 80)).interval
    assert many is not None
    assert one is not None
    assert one.low < many.low
    assert one.high > many.high


def test_a_sum_that_falls_to_0_has_an_interval() -> None:
    """From 20 orders to none is -100 %, and may have been as little as a fall of 80 %."""
    change = total_change(NOTHING, from_counts(20, 20))
    assert change.value == -1
    assert change.interval is not None
    assert change.interval.low == -1
    assert -0.9 < change.interval.high < -0.3
    assert change.p_value is not None
    assert change.p_value < 1e-4


def test_a_sum_that_may_be_negative_keeps_a_symmetric_interval() -> None:
    """Refunds of more than the revenue: the ratio has no logarithm, and is compared itself."""
    change = total_change(rows((-5.0,), (2.0,)).moments, rows((4.0,), (6.0,)).moments)
    assert change.value == pytest.approx(-1.3)
    assert change.interval is not None
    assert change.interval.low + change.interval.high == pytest.approx(-2.6)


def test_a_mean_that_falls_to_0_for_everybody() -> None:
    """It changes by -100 %, whose spread no ratio can tell; the p-value is that of the difference."""
    nobody, some = of_strangers([0.0] * 20), of_strangers([0.0, 3.0] * 10)
    change = ratio_change(nobody, some)
    difference = mean_change(nobody, some)
    assert change is not None
    assert difference is not None
    assert (change.value, change.interval, change.p_value) == (-1.0, None, difference.p_value)
    assert 0 < (change.p_value or 0) < 0.01
    few = ratio_change(of_strangers([0.0] * 2), of_strangers([0.0, 1.0]))
    assert few is not None
    assert few.value == -1.0


def test_relative_changes_from_0_are_null() -> None:
    """From 0 there is no relative change; that of a count can still stand out."""
    grown, nothing = total_change(from_counts(50, 50), NOTHING), total_change(NOTHING, NOTHING)
    assert (grown.value, grown.interval) == (None, None)
    assert nothing == Change(None, "relative")
    assert grown.p_value is not None
    assert grown.p_value < 1e-6
    free = ratio_change(rows((3,), (4,)).moments, rows((0,), (0,)).moments)
    assert free == Change(None, "relative")


@given(samples, samples)
def test_relative_change_of_means_is_the_delta_method(now: list[float], before: list[float]) -> None:
    """The standard error is the ratio times the root of the two squared relative errors, computed from rows."""
    change = ratio_change(of_strangers(now), of_strangers(before))

    def relative_error(sample: list[float]) -> float:
        mean = sum(sample) / len(sample)
        return sum((value - mean) ** 2 for value in sample) / (len(sample) - 1) / len(sample) / mean**2

    ratio = (sum(now) / len(now)) / (sum(before) / len(before))
    assert change is not None
    assert change.interval is not None
    error = ratio * math.sqrt(relative_error(now) + relative_error(before))
    assert change.value == pytest.approx(ratio - 1)
    assert change.interval.standard_error == pytest.approx(error, rel=1e-6)
    assert (1 + change.interval.low) * (1 + change.interval.high) == pytest.approx(ratio**2)


def test_a_mean_that_falls_below_0_is_compared_itself() -> None:
    """A ratio that is not above 0 has no logarithm: its interval is symmetric, and there is none for equal values."""
    change = ratio_change(rows((-1,), (-3,)).moments, rows((4,), (6,)).moments)
    assert change is not None
    assert change.interval is not None
    assert change.interval.low + change.interval.high == pytest.approx(-2.8)
    still = ratio_change(rows((0,), (0,)).moments, rows((5,), (5,)).moments)
    assert still == Change(-1.0, "relative")


def test_nothing_on_a_side_gives_nothing() -> None:
    """A null on either side gives null, for every kind of change of a rate or a score."""
    one = of_strangers([1, 2, 3])
    assert share_change(None, 0.5, None, None) is points_change(0.5, None, None, None) is None
    assert mean_change(one, NOTHING) is mean_change(NOTHING, one) is ratio_change(one, NOTHING) is None
    assert plain_change(None, 3, "points") is plain_change(3, None, "relative") is None


def test_without_spread_there_is_a_value_and_no_test() -> None:
    """Quantiles, and means of one person, are compared without interval or p-value."""
    assert plain_change(90, 60, "relative") == Change(0.5, "relative")
    assert plain_change(90, 0, "relative") == Change(None, "relative")
    assert plain_change(0.2, 0.0, "points") == Change(0.2, "points")
    assert mean_change(rows((4, 5)).moments, rows((3,), (4,)).moments) == Change(1.0, "points")
    same = mean_change(rows((5,), (5,)).moments, rows((4,), (4,)).moments)
    assert same is not None
    assert same.p_value is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.sampled_from([0.9, 0.95, 0.99]))
def test_standing_out_is_benjamini_hochberg(p_values: list[float], level: float) -> None:
    """The flags are those of scipy's adjusted p-values, in the order given."""
    adjusted = false_discovery_control(p_values)
    assert stand_out(p_values, level) == [value <= 1 - level for value in adjusted]


def test_a_lone_find_among_many_does_not_stand_out() -> None:
    """A p-value of 0.04 stands out alone and not among twenty; the unknown are not counted."""
    assert stand_out([0.04]) == [True]
    assert stand_out([0.04, *[0.5] * 19])[0] is False
    assert stand_out([None, 0.04, None]) == [False, True, False]
    assert stand_out([]) == []


def test_changes_of_a_family_know_whether_they_stand_out() -> None:
    """Changes come back in their order, missing ones as they were, and as JSON with every key."""
    large, small = shares((60, 100), (20, 100)), shares((21, 100), (20, 100))
    marked = mark_stand_outs([large, None, small])
    assert marked == [replace(large, stands_out=True), None, small]
    assert marked[0] is not None
    assert list(marked[0].to_dict()) == ["value", "unit", "interval", "p_value", "stands_out"]
    assert Change(None, "relative").to_dict()["interval"] is None
