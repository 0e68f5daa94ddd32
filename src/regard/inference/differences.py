"""Changes in points: of shares, of balances such as NPS, of mean scores. The two sides are taken as independent."""

import math

from regard.inference.change import Change
from regard.inference.distributions import normal_p_value, normal_quantile, student_p_value, student_quantile
from regard.inference.interval import Interval
from regard.inference.means import degrees_of_freedom, delta_variance
from regard.inference.moments import Moments


def share_change(
    now: float | None, before: float | None, now_interval: Interval | None, before_interval: Interval | None
) -> Change | None:
    """Return the difference of two shares, `None` when a side is `None`.

    The interval is Newcombe's hybrid score (1998, method 10), made of the two Wilson intervals; the p-value is that of
    the pooled score test with their effective n. Shares with other intervals go the way of `points_change`.
    """
    change = points_change(now, before, now_interval, before_interval)
    if change is None or change.interval is None or now is None or before is None:
        return change
    if now_interval is None or before_interval is None or {now_interval.method, before_interval.method} != {"wilson"}:
        return change
    named = _renamed(change.interval, "newcombe")
    sizes = _wilson_n(now, now_interval), _wilson_n(before, before_interval)
    pooled = (now * sizes[0] + before * sizes[1]) / sum(sizes)
    variance = pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1])
    p_value = normal_p_value((now - before) / math.sqrt(variance)) if variance > 0 else 1.0
    return Change(now - before, "points", named, p_value)


def points_change(
    now: float | None, before: float | None, now_interval: Interval | None, before_interval: Interval | None
) -> Change | None:
    """Return the difference of two values with intervals of their own, such as two NPS; `None` when a side is `None`.

    The interval squares and adds what each interval reaches beyond its value, side by side (Zou and Donner 2008); the
    p-value follows the same reach, so that it is under 1 - level exactly when the interval leaves out 0.
    """
    if now is None or before is None:
        return None
    difference = now - before
    if now_interval is None or before_interval is None:
        return Change(difference, "points")
    down = math.hypot(now - now_interval.low, before_interval.high - before)
    up = math.hypot(now_interval.high - now, before - before_interval.low)
    error = math.hypot(now_interval.standard_error, before_interval.standard_error)
    level, method = now_interval.level, now_interval.method
    interval = Interval(difference - down, difference + up, level, method, error)
    reach = down if difference > 0 else up
    p_value = normal_p_value(normal_quantile(level) * difference / reach) if reach else None
    return Change(difference, "points", interval, p_value)


def mean_change(now: Moments, before: Moments, level: float = 0.95) -> Change | None:
    """Return the difference of two means or ratios in their own unit, `None` when a side has nothing under it.

    Interval and p-value are Welch's, from variances clustered by person; they are `None` with fewer than 2 persons on a
    side, the p-value also where nobody differs from anybody.
    """
    if now.value is None or before.value is None:
        return None
    difference = now.value - before.value
    variances = delta_variance(now), delta_variance(before)
    if variances[0] is None or variances[1] is None:
        return Change(difference, "points")
    error = math.sqrt(variances[0] + variances[1])
    if not error:
        return Change(difference, "points", Interval(difference, difference, level, "welch", 0.0))
    degrees = welch_degrees(variances[0], variances[1], now, before)
    half = student_quantile(level, degrees) * error
    interval = Interval(difference - half, difference + half, level, "welch", error)
    return Change(difference, "points", interval, student_p_value(difference / error, degrees))


def welch_degrees(now_variance: float, before_variance: float, now: Moments, before: Moments) -> float:
    """Return the degrees of freedom of the sum of two variances (Satterthwaite 1946); one of them must not be 0."""
    parts: float = now_variance**2 / degrees_of_freedom(now) + before_variance**2 / degrees_of_freedom(before)
    return (now_variance + before_variance) ** 2 / parts


def _renamed(interval: Interval, method: str) -> Interval:
    """Return the interval under the name of another method."""
    return Interval(interval.low, interval.high, interval.level, method, interval.standard_error)


def _wilson_n(share: float, interval: Interval) -> float:
    """Return the effective n of a Wilson interval: its ends are where the score test just gives way."""
    z = normal_quantile(interval.level)
    end = interval.low if share > 1 / 2 else interval.high
    return z * z * end * (1 - end) / (share - end) ** 2
