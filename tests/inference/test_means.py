"""Intervals of means, ratios, balances, quantiles and complete counts."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, t, ttest_1samp

from regard.errors import RegardError
from regard.inference.intervals import delta, exact, net_share, nps, quantile_ranks
from tests.inference.rows_of_persons import PersonRows, amounts, rows


@given(st.lists(st.integers(-500, 500).map(float), min_size=2, max_size=30).filter(lambda sample: len(set(sample)) > 1))
def test_one_row_per_person_is_students_interval(sample: list[float]) -> None:
    """Where every row is another person, the interval of a mean is the one-sample t interval."""
    interval = delta(rows(*[(value,) for value in sample]).moments, 0.9)
    theirs = ttest_1samp(sample, 0).confidence_interval(0.9)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((theirs.low, theirs.high), rel=1e-6, abs=1e-6)


@given(amounts, st.data())
def test_a_ratio_has_the_sandwich_of_its_persons(persons: list[list[float]], data: st.DataObject) -> None:
    """The standard error of a ratio is the sandwich G/(G-1) sum of squared residuals, computed from rows."""
    plain = rows(*map(tuple, persons))
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(plain.person), max_size=len(plain.person)))
    log = PersonRows(plain.person, plain.numerator, np.array(weights, dtype=float))
    totals, sizes = log.by_person()
    residuals = totals - totals.sum() / sizes.sum() * sizes
    error = math.sqrt(len(totals) / (len(totals) - 1) * float(residuals @ residuals)) / sizes.sum()
    interval = delta(log.moments)
    assert interval is not None
    assert interval.standard_error == pytest.approx(error, rel=1e-6, abs=1e-5)
    assert interval.method == "delta"


def test_persons_of_one_size_have_one_degree_less_than_they_are() -> None:
    """Three persons of two rows: 2 degrees of freedom."""
    interval = delta(rows((1, 3), (2, 2), (5, 9)).moments)
    assert interval is not None
    assert (interval.high - interval.low) / 2 == pytest.approx(t.ppf(0.975, 2) * interval.standard_error)


def test_one_person_has_no_interval() -> None:
    """From one person nothing can be said of others."""
    assert delta(rows((1, 2, 3)).moments) is None


def test_a_complete_count_is_exact() -> None:
    """A count of everything has no width, and nothing has no interval."""
    interval = exact(42)
    assert interval is not None
    assert interval.to_dict() == {"low": 42, "high": 42, "level": 0.95, "method": "exact", "standard_error": 0}
    assert exact(None) is None


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_plain_nps_has_the_multinomial_variance(promoters: int, passives: int, detractors: int) -> None:
    """The plain interval has the variance of the score of answers taken one by one."""
    n = promoters + passives + detractors
    interval = nps(promoters, passives, detractors, method="wald")
    if n == 0:
        assert interval is None
        return
    scores = np.repeat([100.0, 0.0, -100.0], [promoters, passives, detractors])
    assert interval is not None
    assert interval.standard_error == pytest.approx(float(scores.std()) / math.sqrt(n), abs=1e-9)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_nps_always_has_a_width_and_stays_on_its_scale(promoters: int, passives: int, detractors: int) -> None:
    """Also when all agree, the interval reaches inwards from the score, and never beyond 100."""
    interval = nps(promoters, passives, detractors)
    if interval is None:
        assert promoters + passives + detractors == 0
        return
    score = 100 * (promoters - detractors) / (promoters + passives + detractors)
    assert -100 <= interval.low <= score + 1e-9
    assert score - 1e-9 <= interval.high <= 100
    assert interval.low < interval.high
    assert interval.method == "adjusted_wald"


def test_nps_of_64_20_16_by_hand() -> None:
    """With 3 answers added it is 64.75 - 16.75 of 103, and its error that of the multinomial."""
    interval = nps(64, 20, 16)
    error = math.sqrt(((64.75 + 16.75) / 103 - (48 / 103) ** 2) / 103)
    assert interval is not None
    assert interval.low == pytest.approx(100 * (48 / 103 - 1.959964 * error), abs=1e-4)
    assert interval.high == pytest.approx(100 * (48 / 103 + 1.959964 * error), abs=1e-4)


def test_answers_of_few_persons_widen_a_balance() -> None:
    """A design effect of 2 is as half the answers, and few persons widen further."""
    full, half = net_share(40, 20, 40, deff=2), net_share(20, 10, 20)
    few = net_share(40, 20, 40, deff=2, persons=8)
    assert full is not None
    assert few is not None
    assert full == half
    assert few.standard_error > full.standard_error


@pytest.mark.parametrize(("n", "q"), list(product([6, 36, 100, 2500], [0.5, 0.9])))
def test_quantile_ranks_reach_the_level_and_no_rank_to_spare(n: int, q: float) -> None:
    """The ranks cover by the binomial law, and moving one inwards breaks one of the two tails."""
    ranks = quantile_ranks(n, q)
    if ranks is None:
        assert binom.cdf(n - 1, n, q) < 0.975 or binom.pmf(0, n, q) > 0.025
        return
    low, high = ranks
    assert binom.cdf(low - 1, n, q) <= 0.025 < binom.cdf(low, n, q)
    assert binom.sf(high - 1, n, q) <= 0.025 < binom.sf(high - 2, n, q)


def test_too_few_values_have_no_quantile_interval() -> None:
    """Five values cannot enclose a median with 95 %, six can; a 90th percentile needs 36."""
    assert quantile_ranks(5, 0.5) is quantile_ranks(0, 0.5) is quantile_ranks(35, 0.9) is None
    assert quantile_ranks(6, 0.5) == (1, 6)
    assert quantile_ranks(36, 0.9) == (29, 36)


def test_a_quantile_outside_0_and_1_is_refused() -> None:
    """A 90 for the 90th percentile is told how to be written."""
    with pytest.raises(RegardError, match="The quantile 90 is not between 0 and 1"):
        quantile_ranks(100, 90)
