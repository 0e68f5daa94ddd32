"""The intervals of many estimates, made at once, are those that each has when it is made alone."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.inference.elements import add_exactly, larger, smaller
from regard.inference.intervals import Interval, adjusted_wald, delta, design_effect, net_share, nps, wald, wilson
from regard.inference.means import delta_variance, jackknife
from regard.inference.moments import Moments, from_counts
from regard.inference.net_scores import Method
from tests.inference.rows_of_persons import amounts, flags, rows

Maker = Callable[[Moments, float], Interval | None]
METHODS: tuple[Method, ...] = ("adjusted_wald", "wald")
NOTHING = [from_counts(0, 0), Moments(0, 3, 9, 1, 9, 0, 0), from_counts(1, 1)]
"""No rows, an amount without rows, and one row only."""

logs = st.one_of(flags, amounts).map(lambda persons: rows(*map(tuple, persons)).moments)
several = st.lists(logs, min_size=1, max_size=4).map(lambda found: [*found, *NOTHING])


def together(found: list[Moments]) -> Moments:
    """The moments of several estimates as one of arrays."""
    columns: dict[str, Any] = {
        name: np.array([getattr(one, name) for one in found], dtype=float)
        for name in ("n", "total", "squares", "groups", "group_totals_squared", "group_sizes_squared", "group_products")
    }
    return Moments(**columns)


def test_taking_one_of_many_gives_it_back() -> None:
    """One of many moments is what it was before they were put together."""
    assert [together(NOTHING).at(place) for place in range(3)] == NOTHING


@pytest.mark.parametrize("make", [delta, jackknife, wilson, wald, adjusted_wald])
@given(found=several)
@settings(max_examples=40)
def test_many_intervals_are_those_of_each(make: Maker, found: list[Moments]) -> None:
    """Ends, error and method are the same to the last digits; where one alone has none, it has none among many."""
    many: Any = make(together(found), 0.9)
    methods = np.broadcast_to(many.method, len(found))
    for place, one in enumerate(found):
        alone = make(one, 0.9)
        ends = [float(column[place]) for column in (many.low, many.high, many.standard_error)]
        if alone is None:
            assert np.isnan(ends[0])
            continue
        assert ends == pytest.approx([alone.low, alone.high, alone.standard_error], rel=1e-12, abs=1e-300)
        assert methods[place] == alone.method


@given(several)
@settings(max_examples=40)
def test_many_variances_are_those_of_each(found: list[Moments]) -> None:
    """The design effect and the variance of many are those of each alone; without a variance nan stands for `None`."""
    variances: Any = delta_variance(together(found))
    effects: Any = design_effect(together(found))
    for place, one in enumerate(found):
        alone = delta_variance(one)
        assert variances[place] == pytest.approx(np.nan if alone is None else alone, rel=1e-12, nan_ok=True)
        assert effects[place] == pytest.approx(design_effect(one), rel=1e-12)


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 3, st.floats(1, 4)), min_size=1, max_size=5))
@settings(max_examples=40)
def test_many_balances_are_those_of_each(counts: list[tuple[int, int, int, float]]) -> None:
    """Balances of promoters and detractors are the same one by one and at once, by both methods and scales."""
    columns: Any = [np.array(column, dtype=float) for column in zip(*counts, strict=True)]
    for score in (nps, net_share):
        for method in METHODS:
            up_all, between_all, down_all, deffs = columns
            many: Any = score(up_all, between_all, down_all, deffs, 0.95, method=method)
            for place, (up, between, down, deff) in enumerate(counts):
                alone = score(up, between, down, deff, 0.95, method=method)
                if alone is None:
                    assert np.isnan(many.low[place])
                    assert np.isnan(many.high[place])
                else:
                    assert (many.low[place], many.high[place]) == pytest.approx((alone.low, alone.high), rel=1e-12)


@given(st.lists(st.tuples(*[st.floats(-1e12, 1e12)] * 3), min_size=1, max_size=5))
@settings(max_examples=40)
def test_sums_that_cancel_lose_nothing(terms: list[tuple[float, float, float]]) -> None:
    """Three numbers and their negations in turn add up as exactly rounded sums do, one by one and at once."""
    terms = [*terms, (1e16, 1.0, -1e16), (0.1, 0.2, -0.3)]
    columns = [np.array(column) for column in zip(*terms, strict=True)]
    exactly = [float(sum(map(_fraction, three))) for three in terms]
    assert [add_exactly(*three) for three in terms] == pytest.approx(exactly, rel=1e-15, abs=0)
    assert add_exactly(*columns).tolist() == pytest.approx(exactly, rel=1e-15, abs=0)


def _fraction(number: float) -> Fraction:
    """A float as the fraction that it is."""
    return Fraction(number)


def test_bounds_leave_what_does_not_exist() -> None:
    """What is nan stays nan beside a bound, one by one and among many."""
    assert np.isnan(larger(0.0, float("nan")))
    assert np.isnan(smaller(1.0, float("nan")))
    assert np.isnan(larger(0.0, np.array([float("nan")]))).all()
    assert larger(0.0, np.array([-1.0, 2.0])).tolist() == [0, 2]
    assert smaller(1.0, np.array([-1.0, 2.0])).tolist() == [-1, 1]
