"""One estimate over another, from their intervals alone: where the rows behind them are not at hand together."""

import math

from regard.inference.change import Change
from regard.inference.differences import points_change
from regard.inference.distributions import check_level, normal_quantile
from regard.inference.interval import Interval
from regard.inference.moments import Moments


_FURTHEST = 700.0
"""Beyond exp(710) there is no float."""


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
    relative = math.sqrt(moments.group_totals_squared) / moments.total
    reach = math.exp(normal_quantile(level) * relative)
    low, high = moments.value / reach + offset, moments.value * reach + offset
    return Interval(low, high, level, "poisson", moments.value * relative)


def quotient(
    above: float, below: float, interval_above: Interval | None, interval_below: Interval | None
) -> Interval | None:
    """Return the interval of one value over another by the delta method on logarithms, taken as independent.

    Each side brings what its interval reaches above it, which for few persons is more than its standard error says.
    `None` where a side has no interval or is not above 0.
    """
    if interval_above is None or interval_below is None or above <= 0 or below <= 0:
        return None
    value, level = above / below, interval_above.level
    z = normal_quantile(level)
    reaches = ((interval_above.high - above) / z / above, (interval_below.high - below) / z / below)
    relative = math.hypot(*reaches)
    reach = math.exp(min(z * relative, _FURTHEST))
    return Interval(value / reach, value * reach, level, "log_delta", value * relative)


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
