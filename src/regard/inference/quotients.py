"""One estimate over another, from their intervals alone: where the rows behind them are not at hand together."""

import math

from regard.inference.change import Change
from regard.inference.differences import points_change
from regard.inference.distributions import check_level, normal_quantile
from regard.inference.interval import Interval
from regard.inference.moments import Moments

_ON_LOGARITHMS = ("poisson", "log_delta")
"""The methods whose intervals reach as far below a value as above it on the scale of logarithms."""


def interval_change(
    now: float | None, before: float | None, now_interval: Interval | None, before_interval: Interval | None
) -> Change | None:
    """Return the relative change of two values with intervals of their own, such as two medians.

    The interval recovers the variances from what each interval reaches beyond its value (Donner and Zou 2012, the
    ratio); the p-value is that of their difference (`points_change`). `None` when a side is `None`; the value is `None`
    from 0, the interval where a side has none or may be 0.
    """
    difference = points_change(now, before, now_interval, before_interval)
    if difference is None or now is None or before is None:
        return None
    if not before:
        return Change(None, "relative", None, difference.p_value)
    value = (now - before) / before
    if now_interval is None or before_interval is None or before_interval.low <= 0 or now_interval.low < 0:
        return Change(value, "relative", None, difference.p_value)
    low, high = _ratio_ends(now, before, now_interval, before_interval)
    error = (high - low) / (2 * normal_quantile(now_interval.level))
    interval = Interval(low - 1, high - 1, now_interval.level, now_interval.method, error)
    return Change(value, "relative", interval, difference.p_value)


def over_known(moments: Moments, offset: float = 0.0, level: float = 0.95) -> Interval | None:
    """Return the interval of a sum over a known amount, `offset` added; `None` where there is nothing under it.

    Persons are taken to arrive as a compound Poisson process, so that the sum has the variance sum of x_g squared; the
    interval is that of its logarithm. The known amount is one group of its own. `None` also for a sum that is not above
    0, or is that of fewer than 2 persons.
    """
    check_level(level)
    if moments.value is None or moments.total <= 0 or moments.groups <= len(("one person", "the known amount")):
        return None
    found = _around(moments.value, math.sqrt(moments.person_totals_squared) / moments.total, level, "poisson")
    return Interval(found.low + offset, found.high + offset, level, found.method, found.standard_error)


def known_over(moments: Moments, level: float = 0.95) -> Interval | None:
    """Return the interval of a known amount over a number of persons, who are taken to arrive as a Poisson process.

    It is that of the number's logarithm; `None` for an amount that is not above 0, and where nobody came.
    """
    check_level(level)
    if moments.value is None or moments.total <= 0:
        return None
    return _around(moments.value, math.sqrt(moments.person_sizes_squared) / moments.n, level, "poisson")


def quotient(
    above: float, below: float, interval_above: Interval | None, interval_below: Interval | None
) -> Interval | None:
    """Return the interval of one value over another by the delta method on logarithms, taken as independent.

    Each side brings what its interval reaches above it, which for few persons is more than its standard error says.
    `None` where a side has no interval, or one that is not all above 0: then the quotient may be anything.
    """
    if interval_above is None or interval_below is None or min(interval_above.low, interval_below.low) <= 0:
        return None
    relative = math.hypot(_relative(above, interval_above), _relative(below, interval_below))
    return _around(above / below, relative, interval_above.level, "log_delta")


def _relative(value: float, interval: Interval) -> float:
    """Return the relative error of a value above 0 that its interval tells of."""
    z = normal_quantile(interval.level)
    if interval.method in _ON_LOGARITHMS:
        return math.log(interval.high / value) / z
    return (interval.high - value) / value / z


def _around(value: float, relative: float, level: float, method: str) -> Interval:
    """Return the interval of a value above 0 whose logarithm has the given standard error."""
    reach = math.exp(normal_quantile(level) * relative)
    return Interval(value / reach, value * reach, level, method, value * relative)


def _ratio_ends(now: float, before: float, now_interval: Interval, before_interval: Interval) -> tuple[float, float]:
    """Return the ends of the ratio of two positive values."""
    product = now * before
    low_reach = now_interval.low * (2 * now - now_interval.low)
    high_reach = now_interval.high * (2 * now - now_interval.high)
    far = before_interval.high * (2 * before - before_interval.high)
    near = before_interval.low * (2 * before - before_interval.low)
    low = _root(product, low_reach * far, far, -1) if far > 0 else now_interval.low / before_interval.high
    high = _root(product, high_reach * near, near, 1) if near > 0 else now_interval.high / before_interval.low
    return low, high


def _root(product: float, square: float, over: float, sign: int) -> float:
    """Return the root of the quadratic that bounds a ratio."""
    return (product + sign * math.sqrt(max(product * product - square, 0.0))) / over
