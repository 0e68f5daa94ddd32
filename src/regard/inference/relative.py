"""Relative changes: of counts, sums and people, and of means and ratios such as money and seconds."""

import math

from regard.inference.change import Change
from regard.inference.differences import mean_change, welch_degrees
from regard.inference.distributions import (
    check_level,
    normal_p_value,
    normal_quantile,
    student_p_value,
    student_quantile,
)
from regard.inference.interval import Interval
from regard.inference.means import delta_variance
from regard.inference.moments import Moments


def total_change(now: Moments, before: Moments, level: float = 0.95) -> Change:
    """Return the relative change of two counts, sums or numbers of people; its value is `None` from 0.

    Persons are taken to arrive as a compound Poisson process, so that a sum has the variance sum of x_g squared: the
    interval is that of the logarithm of the ratio. After a fall to 0 half a person is added to both sides, as Price
    and Bonett (2000) do. The p-value is that of the score test for equal sums; it is there also from 0.
    """
    check_level(level)
    spread = math.sqrt(now.person_totals_squared + before.person_totals_squared)
    p_value = normal_p_value((now.total - before.total) / spread) if spread else None
    if not before.total:
        return Change(None, "relative", None, p_value)
    value = (now.total - before.total) / before.total
    return Change(value, "relative", _ratio_of_sums(now, before, level), p_value)


def ratio_change(now: Moments, before: Moments, level: float = 0.95) -> Change | None:
    """Return the relative change of two means or ratios, `None` when a side has nothing under it.

    Its value is `None` from 0. The interval is that of the logarithm of the ratio by the delta method, clustered by
    person, with Welch's degrees of freedom; where a side is not above 0, that of the ratio itself. Where everybody fell
    to 0 a ratio has no spread: there is no interval, and the p-value is that of the difference. Both are `None` with
    fewer than 2 persons on a side, and where nobody differs from anybody.
    """
    check_level(level)
    if now.value is None or before.value is None:
        return None
    if not before.value:
        return Change(None, "relative")
    change = (now.value - before.value) / before.value
    variances = delta_variance(now), delta_variance(before)
    if variances[0] is None or variances[1] is None or not max(variances[0], variances[1]):
        return Change(change, "relative")
    ratio = now.value / before.value
    scaled = variances[0] / before.value**2, ratio * ratio * variances[1] / before.value**2
    if not any(scaled):
        fall = mean_change(now, before, level)
        return Change(change, "relative", None, fall.p_value if fall else None)
    method = "jackknife" if now.by_groups else "delta"
    if not (now.value > 0 < before.value):
        return _linear_change(ratio, math.sqrt(sum(scaled)), welch_degrees(*scaled, now, before), level, method)
    relative = variances[0] / now.value**2, variances[1] / before.value**2
    degrees = welch_degrees(*relative, now, before)
    error = math.sqrt(sum(relative))
    interval = _around(ratio, error, student_quantile(level, degrees), level, method)
    return Change(change, "relative", interval, student_p_value(math.log(ratio) / error, degrees))


def _linear_change(ratio: float, error: float, degrees: float, level: float, method: str) -> Change:
    """Return a relative change with the symmetric interval of its ratio."""
    half = student_quantile(level, degrees) * error
    interval = Interval(ratio - 1 - half, ratio - 1 + half, level, method, error)
    return Change(ratio - 1, "relative", interval, student_p_value((ratio - 1) / error, degrees))


def _ratio_of_sums(now: Moments, before: Moments, level: float) -> Interval | None:
    """Return the interval of the relative change of two sums, the earlier one not 0."""
    z = normal_quantile(level)
    sums = (now.total, before.total)
    squares = (now.person_totals_squared, before.person_totals_squared)
    if now.total == 0 < before.total and now.person_totals_squared == 0:
        person = before.person_totals_squared / before.total
        sums = (person / 2, before.total + person / 2)
        squares = (person**2 / 2, before.person_totals_squared + person**2 / 2)
        ended = _around(sums[0] / sums[1], _log_error(sums, squares), z, level, "poisson")
        return Interval(-1.0, ended.high, level, "poisson", ended.standard_error)
    if min(sums) > 0:
        return _around(sums[0] / sums[1], _log_error(sums, squares), z, level, "poisson")
    ratio = sums[0] / sums[1]
    error = math.sqrt(squares[0] + ratio * ratio * squares[1]) / abs(sums[1])
    return Interval(ratio - 1 - z * error, ratio - 1 + z * error, level, "poisson", error)


def _log_error(sums: tuple[float, float], squares: tuple[float, float]) -> float:
    """Return the standard error of the logarithm of the ratio of two sums."""
    return math.sqrt(squares[0] / sums[0] ** 2 + squares[1] / sums[1] ** 2)


def _around(ratio: float, error: float, quantile: float, level: float, method: str) -> Interval:
    """Return the interval of a relative change whose ratio has the given standard error in logarithms."""
    reach = min(quantile * error, 700.0)  # exp(710) is beyond a float
    return Interval(ratio * math.exp(-reach) - 1, ratio * math.exp(reach) - 1, level, method, ratio * error)
