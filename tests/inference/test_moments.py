"""The sums from which intervals start, against the rows they sum."""

import numpy as np
import pytest
from hypothesis import given

from regard.inference.moments import Moments, from_counts
from tests.inference.rows_of_persons import amounts, flags, rows


@given(amounts)
def test_residuals_are_those_of_the_persons(persons: list[list[float]]) -> None:
    """Summing (x_g - value n_g) squared over persons gives what the moments give from their three sums."""
    log = rows(*map(tuple, persons))
    totals, sizes = log.by_person()
    plain = float(((totals - log.numerator.mean() * sizes) ** 2).sum())
    assert log.moments.residual_squares == pytest.approx(plain, rel=1e-6, abs=1e-6)
    assert log.moments.row_variance == pytest.approx(float(log.numerator.var()), rel=1e-6, abs=1e-6)


@given(flags)
def test_effective_persons_lie_between_one_and_all(persons: list[list[float]]) -> None:
    """No split of rows over persons makes them more than they are, or fewer than one."""
    moments = rows(*map(tuple, persons)).moments
    assert 1 <= moments.effective_groups <= moments.groups


def test_effective_persons_equal_persons_when_all_are_alike() -> None:
    """Four persons of three rows each weigh as four; one of nine rows and one of one row as little more than one."""
    assert rows((1, 0, 1), (0, 0, 0), (1, 1, 1), (0, 1, 0)).moments.effective_groups == 4
    assert rows((1,) * 9, (0,)).moments.effective_groups == pytest.approx(100 / 82)


def test_equal_values_leave_no_variance_from_rounding() -> None:
    """A hundred thousand prices of 0.1 do not vary, though their floating sums do not cancel exactly."""
    prices = np.full(100_000, 0.1)
    total, squares = float(prices.sum()), float((prices**2).sum())
    assert squares - total * total / 100_000 != 0
    moments = Moments(100_000, total, squares, 100_000, squares, 100_000, total)
    assert moments.residual_squares == 0
    assert moments.row_variance == 0


def test_a_true_spread_is_not_taken_for_rounding() -> None:
    """Prices that differ by a cent around a million keep their variance."""
    log = rows(*[(1_000_000 + cent / 100,) for cent in range(50)]).moments
    assert log.row_variance == pytest.approx(sum((cent / 100 - 0.245) ** 2 for cent in range(50)) / 50, rel=0.1)


def test_nothing_has_no_value() -> None:
    """Without rows there is no value and no variance, and nothing divides by zero."""
    nothing = from_counts(0, 0)
    assert nothing.value is None
    assert nothing.residual_squares == nothing.row_variance == nothing.effective_groups == 0
