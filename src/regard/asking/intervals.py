"""The intervals of many estimates of one metric, by the method asked for, else by the metric's own."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from regard.asking.weighted import Numbers
from regard.errors import RegardError
from regard.inference.distributions import normal_quantile
from regard.inference.elements import choose, larger, smaller
from regard.inference.interval import Interval, exact
from regard.inference.means import delta, jackknife
from regard.inference.moments import Moments
from regard.inference.net_scores import net_share, nps
from regard.inference.quotients import known_over, over_known
from regard.inference.shares import adjusted_wald, design_effect, wald, wilson
from regard.metrics.kinds import Metric

JSON = dict[str, Any]

_OFFERED = {
    "wilson": {"wilson": wilson, "wald": wald, "adjusted_wald": adjusted_wald, "delta": delta, "jackknife": jackknife},
    "delta": {"delta": delta, "jackknife": jackknife},
}
"""By the interval of a metric, those that may be asked for."""


def intervals(
    metric: Metric[Any], moments: Moments, parts: Mapping[str, Numbers], level: float, method: str | None
) -> list[JSON | None]:
    """Return the interval of each estimate as JSON, `None` where it has none.

    Raises `RegardError` with code `not_for_metric` for a method that the metric cannot have.
    """
    way = method or metric.interval
    if metric.interval == "exact" and way == "exact":
        return to_json(exact(moments.ratio, level))
    if metric.interval == "adjusted_wald":
        return to_json(_of_balance(metric, moments, parts, level, way))
    if metric.interval == way == "poisson":
        sizes: Any = moments.n
        return [_of_arrivals(metric, moments.at(place), level) for place in range(len(sizes))]
    offered = _OFFERED.get(metric.interval, {})
    if way not in offered:
        raise _no_method(metric, way, tuple(offered) or (metric.interval,))
    if metric.counts_rows and metric.interval == "wilson":
        moments = moments.per_person()
    interval = offered[way](moments, level)
    return to_json(_bounded(interval, metric, moments) if interval else None)


def of_order(low: Sequence[float | None], high: Sequence[float | None], spreads: Numbers, level: float) -> list[Any]:
    """Return the intervals of quantiles, from where order statistics end, divided by the spread of each place."""
    z = normal_quantile(level)
    return [
        None
        if least is None or most is None
        else Interval(least, most, level, "order_statistics", (most - least) / (2 * z)).times(1 / spread).to_dict()
        for least, most, spread in zip(low, high, spreads.tolist(), strict=True)
    ]


def exactly(values: Sequence[float | int | None], level: float) -> list[Any]:
    """Return the intervals of complete counts or sums, as JSON: the values themselves."""
    rest = {"level": level, "method": "exact", "standard_error": 0.0}
    return [{"low": value, "high": value, **rest} for value in values]


def to_json(interval: Interval | None) -> list[Any]:
    """Return many intervals, which are one of arrays, each as JSON."""
    if interval is None:
        return []
    low, high, method, error = np.broadcast_arrays(
        interval.low, interval.high, interval.method, interval.standard_error
    )
    level = interval.level
    ends = zip(low.tolist(), high.tolist(), method.tolist(), error.tolist(), np.isnan(low).tolist(), strict=True)
    return [
        None if is_none else {"low": least, "high": most, "level": level, "method": name, "standard_error": error}
        for least, most, name, error, is_none in ends
    ]


def _of_balance(
    metric: Metric[Any], moments: Moments, parts: Mapping[str, Numbers], level: float, method: str
) -> Interval | None:
    """Return the intervals of a balance such as NPS."""
    if method == "delta":
        return delta(moments, level)
    if method not in ("adjusted_wald", "wald"):
        raise _no_method(metric, method, ("adjusted_wald", "wald", "delta"))
    deff = design_effect(moments)
    positives, neutrals, negatives = (parts[name] for name in metric.parts)
    score: Any = nps if metric.unit == "points" else net_share
    way: Literal["adjusted_wald", "wald"] = "wald" if method == "wald" else "adjusted_wald"
    found: Interval | None = score(
        positives, neutrals, negatives, deff, level, method=way, persons=moments.effective_groups
    )
    return found


def _of_arrivals(metric: Metric[Any], moments: Moments, level: float) -> JSON | None:
    """Return the interval of a known amount over those who come, or of what they bring over a known amount."""
    found = known_over(moments, level) if metric.is_fixed else over_known(moments, metric.offset, level)
    return found.to_dict() if found else None


def _bounded(interval: Interval, metric: Metric[Any], moments: Moments) -> Interval:
    """Return intervals cut to what the metric can be: few are under 0, and a share is not over 1."""
    low = interval.low if metric.may_be_negative else larger(0.0, interval.low)
    is_part = (moments.ratio <= 1) if metric.unit == "share" else np.False_
    high = choose(np.asarray(is_part), smaller(1.0, interval.high), interval.high)
    return Interval(low, high, interval.level, interval.method, interval.standard_error)


def _no_method(metric: Metric[Any], method: str, offered: tuple[str, ...]) -> RegardError:
    """Return the error for an interval that a metric cannot have."""
    names = ", ".join(f'"{name}"' for name in offered)
    return RegardError("not_for_metric", f'The interval "{method}" is not for {metric.name}.', f"It offers {names}.")
