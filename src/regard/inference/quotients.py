"""One estimate over another, from their intervals alone: where the rows behind them are not at hand together."""

import math

from regard.inference.change import Change
from regard.inference.differences import points_change
from regard.inference.distributions import normal_quantile
from regard.inference.interval import Interval


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


def quotient(
    above: float, below: float, interval_above: Interval | None, interval_below: Interval | None
) -> Interval | None:
    """Return the interval of one value over another by the delta method on logarithms, taken as independent.

    `None` where a side has no interval or is not above 0.
    """
    if interval_above is None or interval_below is None or above <= 0 or below <= 0:
        return None
    relative = math.hypot(interval_above.standard_error / above, interval_below.standard_error / below)
    value, level = above / below, interval_above.level
    reach = math.exp(normal_quantile(level) * relative)
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
