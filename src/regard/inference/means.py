"""Intervals of means and ratios, clustered by person."""

import math

from regard.inference.distributions import check_level, student_quantile
from regard.inference.elements import Elements, choose, divide, is_array, larger, root
from regard.inference.interval import Interval, known
from regard.inference.moments import Moments


def delta(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the interval of a mean or ratio by linearisation, clustered by person; `None` for fewer than 2 persons.

    Student's t has one degree of freedom less than the effective number of persons (`Moments.effective_groups`):
    as many as there are persons when all have equally many rows, fewer when a few persons hold most of them.
    In simulations with unequal persons that covers 2 to 6 points more than G - 1, and is the same without.
    """
    return _linear(moments, level, "jackknife" if moments.by_groups else "delta")


def jackknife(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the interval of a mean or ratio that leaving out one group of persons at a time gives.

    It is that of `delta`, which is the jackknife made linear, and has one degree of freedom less than groups.
    """
    return _linear(moments, level, "jackknife")


def delta_variance(moments: Moments) -> float | None:
    """Return the variance of a mean or ratio, with the factor G/(G-1); `None` for fewer than 2 persons.

    Of groups of persons it is the linearised delete-a-group jackknife (Kott 2001). Of many estimates those without a
    variance have nan.
    """
    variance = _variance(moments)
    return variance if is_array(variance) or not math.isnan(variance) else None


def degrees_of_freedom(moments: Moments) -> Elements:
    """Return the degrees of freedom of the variance: effective persons less one, at least 1."""
    return larger(1.0, moments.effective_groups - 1)


def _linear(moments: Moments, level: float, method: str) -> Interval | None:
    """Return the interval of a mean or ratio from its variance, under the name of a method."""
    check_level(level)
    error = root(_variance(moments))
    half = student_quantile(level, degrees_of_freedom(moments)) * error
    value = moments.ratio
    return known(Interval(value - half, value + half, level, method, error))


def _variance(moments: Moments) -> Elements:
    """Return the variance of a mean or ratio, nan for fewer than 2 persons."""
    factor = choose(moments.groups > 1, divide(moments.groups, moments.groups - 1), math.nan)
    return factor * divide(moments.residual_squares, moments.n * moments.n)
