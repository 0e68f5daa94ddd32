"""Quotients of estimates, sums over known amounts, and changes known from their intervals alone."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from regard.inference.interval import Interval, exact
from regard.inference.moments import Moments
from regard.inference.quotients import interval_change, known_over, over_known, quotient

Z = float(norm.ppf(0.975))


def _around(value: float, error: float) -> Interval:
    """Return the symmetric interval of a value."""
    return Interval(value - Z * error, value + Z * error, 0.95, "delta", error)


def _arrivals(sums: list[float], known: float) -> Moments:
    """Return the moments of what some persons brought over a known amount, which is a group of its own."""
    squares = math.fsum(one * one for one in sums)
    return Moments(known, math.fsum(sums), squares, len(sums) + 1, squares, known * known, 0.0)


positive = st.floats(0.1, 1000)


@given(positive, positive, st.floats(0.01, 0.3), st.floats(0.01, 0.3))
def test_relative_variances_add_up(above: float, below: float, one: float, other: float) -> None:
    """The interval of a quotient is that of its logarithm, whose variance is the sum of the relative ones."""
    interval = quotient(above, below, _around(above, one * above), _around(below, other * below))
    assert interval is not None
    assert interval.low * interval.high == pytest.approx((above / below) ** 2)
    assert math.log(interval.high / interval.low) == pytest.approx(2 * Z * math.hypot(one, other))
    assert interval.standard_error == pytest.approx(above / below * math.hypot(one, other))
    assert interval.method == "log_delta"


def test_a_known_half_adds_nothing() -> None:
    """Over an exact count only the other half varies; over 2 exact ones nothing does."""
    interval = quotient(50.0, 10.0, _around(50, 5), exact(10.0))
    assert interval is not None
    assert interval.high == pytest.approx(5 * math.exp(Z * 0.1))
    fixed = quotient(50.0, 10.0, exact(50.0), exact(10.0))
    assert fixed is not None
    assert (fixed.low, fixed.high) == (5, 5)


def test_few_persons_widen_a_quotient() -> None:
    """An interval that reaches further than its standard error says, as Student's does, is taken at its reach."""
    few = Interval(50 - 4 * 5, 50 + 4 * 5, 0.95, "delta", 5.0)
    interval = quotient(50.0, 10.0, few, exact(10.0))
    assert interval is not None
    assert interval.high == pytest.approx(5 * math.exp(4 * 0.1))


def test_no_interval_of_a_quotient() -> None:
    """A half without an interval leaves none, and neither does one that reaches 0: few people can tell as little."""
    known = _around(50, 5)
    assert quotient(50.0, 10.0, known, None) is None
    assert quotient(50.0, 10.0, None, exact(10.0)) is None
    assert quotient(0.0, 10.0, exact(0.0), exact(10.0)) is None
    assert quotient(5.0, -10.0, known, exact(-10.0)) is None
    assert quotient(50.0, 10.0, known, Interval(0.0, 40.0, 0.95, "delta", 3.0)) is None


def test_a_quotient_covers() -> None:
    """Of simulated means of 40 skewed amounts over means of 40 others, 95 % intervals hold the truth."""
    rng = np.random.default_rng(7)
    held, worlds = 0, 2000
    for _ in range(worlds):
        samples = rng.gamma(2.0, 10.0, 40), rng.gamma(3.0, 2.0, 40)
        means = [float(sample.mean()) for sample in samples]
        errors = [float(sample.std(ddof=1)) / math.sqrt(40) for sample in samples]
        interval = quotient(means[0], means[1], _around(means[0], errors[0]), _around(means[1], errors[1]))
        assert interval is not None
        held += interval.low <= 20 / 6 <= interval.high
    assert 0.93 <= held / worlds <= 0.97


@given(st.lists(positive, min_size=2, max_size=20), positive, st.sampled_from([-1.0, 0.0]))
def test_a_sum_over_a_known_amount(sums: list[float], known: float, offset: float) -> None:
    """The interval is that of a compound Poisson sum on logarithms, and moves with the offset."""
    interval = over_known(_arrivals(sums, known), offset)
    assert interval is not None
    value = math.fsum(sums) / known
    relative = math.sqrt(math.fsum(one * one for one in sums)) / math.fsum(sums)
    assert interval.low == pytest.approx(value * math.exp(-Z * relative) + offset)
    assert interval.high == pytest.approx(value * math.exp(Z * relative) + offset)
    assert (interval.method, interval.standard_error) == ("poisson", pytest.approx(value * relative))


def test_sums_over_a_known_amount_cover() -> None:
    """Of simulated returns of some 60 buyers with skewed baskets, 95 % intervals hold the truth."""
    rng = np.random.default_rng(11)
    held, worlds = 0, 2000
    for _ in range(worlds):
        sums = rng.gamma(2.0, 10.0, rng.poisson(60))
        interval = over_known(_arrivals(sums.tolist(), 500.0), -1.0)
        assert interval is not None
        held += interval.low <= 60 * 20 / 500 - 1 <= interval.high
    assert 0.93 <= held / worlds <= 0.97


def test_no_interval_of_a_sum_over_a_known_amount() -> None:
    """Of one person nothing can be said of others, and over nothing there is no value."""
    assert over_known(_arrivals([5.0], 10.0)) is None
    assert over_known(_arrivals([0.0, 0.0], 10.0)) is None
    assert over_known(_arrivals([5.0, 6.0], 0.0)) is None


@given(positive, st.integers(1, 500))
def test_a_known_amount_over_persons(amount: float, persons: int) -> None:
    """The number of persons has the relative error of a Poisson count; a quotient takes it as it is."""
    interval = known_over(Moments(persons, amount, 0.0, persons, 0.0, persons, 0.0))
    assert interval is not None
    value = amount / persons
    assert interval.standard_error == pytest.approx(value / math.sqrt(persons))
    assert math.log(interval.high / value) == pytest.approx(Z / math.sqrt(persons))
    assert interval.low * interval.high == pytest.approx(value * value)
    over = quotient(10.0, value, exact(10.0), interval)
    assert over is not None
    assert over.high == pytest.approx(10 / interval.low)
    assert over.low == pytest.approx(10 / interval.high)


def test_known_amounts_over_persons_cover() -> None:
    """Of simulated costs of some 20 new customers 95 % intervals hold the truth."""
    rng = np.random.default_rng(13)
    held, worlds = 0, 4000
    for persons in rng.poisson(20, worlds).tolist():
        interval = known_over(Moments(persons, 100.0, 0.0, persons, 0.0, persons, 0.0))
        assert interval is not None
        held += interval.low <= 100 / 20 <= interval.high
    assert 0.93 <= held / worlds <= 0.97


def test_nothing_spent_or_nobody_come_has_no_interval() -> None:
    """A cost of 0, a credit and a cost of nobody have no logarithm."""
    for persons, amount in ((5, 0.0), (5, -10.0), (0, 10.0)):
        assert known_over(Moments(persons, amount, 0.0, persons, 0.0, persons, 0.0)) is None


@given(positive, positive, st.floats(0.001, 0.1), st.floats(0.001, 0.1))
def test_a_relative_change_agrees_with_its_p_value(now: float, before: float, one: float, other: float) -> None:
    """The change is (now - before) / before and lies in its interval; where the p-value is small, 0 does not."""
    change = interval_change(now, before, _around(now, one * now), _around(before, other * before))
    assert change is not None
    assert change.value is not None
    assert change.interval is not None
    assert change.p_value is not None
    assert change.value == pytest.approx((now - before) / before)
    assert change.interval.low - 1e-9 <= change.value <= change.interval.high + 1e-9
    if not math.isclose(change.p_value, 0.05, rel_tol=0.01):
        assert (change.interval.low <= 0 <= change.interval.high) == (change.p_value > 0.05)


def test_fieller_by_hand() -> None:
    """With symmetric intervals the ratio has Fieller's: the roots of (now - r before)^2 = z^2 (s^2 + r^2 t^2)."""
    now, before, s, t = 12.0, 10.0, 1.0, 0.5
    change = interval_change(now, before, _around(now, s), _around(before, t))
    assert change is not None
    assert change.interval is not None
    a, b, c = before**2 - (Z * t) ** 2, -2 * now * before, now**2 - (Z * s) ** 2
    root = math.sqrt(b * b - 4 * a * c)
    ends = [(-b + sign * root) / (2 * a) - 1 for sign in (-1, 1)]
    assert [change.interval.low, change.interval.high] == pytest.approx(ends)


def test_what_no_relative_change_can_be_told_of() -> None:
    """No value on a side, no change; from 0, no relative one; without intervals, no interval."""
    known = _around(10, 1)
    assert interval_change(None, 10.0, None, known) is None
    assert interval_change(10.0, None, known, None) is None
    from_nothing = interval_change(10.0, 0.0, known, exact(0.0))
    assert from_nothing is not None
    assert (from_nothing.value, from_nothing.interval) == (None, None)
    plain = interval_change(10.0, 5.0, None, None)
    assert plain is not None
    assert (plain.value, plain.interval, plain.p_value) == (1.0, None, None)


def test_wider_halves_make_a_wider_change() -> None:
    """The interval of a change grows with that of either side."""
    widths = []
    for error in (0.5, 1.0, 1.5):
        change = interval_change(12.0, 10.0, _around(12, error), _around(10, error))
        assert change is not None
        assert change.interval is not None
        widths.append(change.interval.high - change.interval.low)
    assert all(one < other for one, other in pairwise(widths))
