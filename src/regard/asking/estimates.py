"""Sums into an estimate: the value, what it is made of, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from regard.asking.weighted import effective_rows, scaled
from regard.errors import RegardError
from regard.inference.distributions import normal_quantile
from regard.inference.interval import Interval, exact
from regard.inference.means import delta
from regard.inference.moments import Moments
from regard.inference.net_scores import net_share, nps
from regard.inference.quotients import known_over, over_known
from regard.inference.shares import adjusted_wald, design_effect, wald, wilson
from regard.metrics.kinds import Count, Distinct, Metric, Quantile

_EXACT_KINDS = (Count, Distinct)
_SHARE_METHODS = {"wilson": wilson, "wald": wald, "adjusted_wald": adjusted_wald, "delta": delta}


@dataclass(frozen=True)
class Estimate:
    """A value with its n, its parts and its interval; the moments are what it was made from."""

    value: float | int | None = None
    n: int = 0
    parts: dict[str, Any] = field(default_factory=dict)
    interval: Interval | None = None
    moments: Moments | None = None
    same: dict[str, str | None] = field(default_factory=dict)
    """Columns that hold one value on all rows, with it; `None` where they hold several."""

    @property
    def is_mixed(self) -> bool:
        """Return whether the rows hold what must not be put together."""
        return None in self.same.values()


@dataclass(frozen=True)
class How:
    """How an estimate is made: the level of its interval, the method by name, and the sum instead of the mean."""

    level: float = 0.95
    method: str | None = None
    is_sum: bool = False


def estimate(
    sums: Mapping[str, Any] | None, label: str, metric: Metric[Any], how: How, spread: float = 1.0
) -> Estimate:
    """Return the estimate of a metric from a row of sums; `spread` is what its number is divided by."""
    effective_n = effective_rows(sums, label)
    sums = scaled(sums, label)
    found = _found(sums or {}, label)
    moments = _moments(found, spread, is_fixed=metric.is_fixed)
    same = _same(sums, label, metric)
    parts = {name: _whole((sums or {}).get(f"{label} part {name}") or 0) for name in metric.parts}
    if isinstance(metric, _EXACT_KINDS):
        return _counted(metric, moments, parts, same, how)
    if metric.counts:
        parts = {metric.counts[0]: _whole(found["total"]), metric.counts[1]: _whole(found["n"]), **parts}
    if effective_n is not None:
        parts["effective_n"] = effective_n
    n = int(found["seen"] if metric.counts_rows else found["n"])
    if not found["n"] or not found["seen"] or None in same.values():
        return Estimate(None, n, parts, None, None, same)
    if how.is_sum:
        return Estimate(found["total"], n, parts, exact(found["total"], how.level), moments, same)
    if isinstance(metric, Quantile):
        return _quantile(sums or {}, label, Estimate(None, n, parts, None, moments, same), how, spread)
    value = moments.total / moments.n + metric.offset
    return Estimate(value, n, parts, _interval(metric, moments, parts, how), moments, same)


def over_everybody(part: Estimate, whole: Estimate, metric: Metric[Any], how: How) -> Estimate:
    """Return a group's share of everybody: its numerator over the denominator of the undivided period."""
    if whole.moments is None:
        return Estimate(None, whole.n, part.parts)
    above = part.moments or _NOBODY
    merged = Moments(
        n=whole.moments.n,
        total=above.total,
        squares=above.squares,
        groups=whole.moments.groups,
        group_totals_squared=above.group_totals_squared,
        group_sizes_squared=whole.moments.group_sizes_squared,
        group_products=above.group_products,
    )
    parts = dict(part.parts)
    if metric.counts:
        parts[metric.counts[1]] = whole.parts[metric.counts[1]]
    return Estimate(merged.total / merged.n, whole.n, parts, _interval(metric, merged, parts, how), merged)


def is_share_like(metric: Metric[Any]) -> bool:
    """Return whether a metric changes in points: shares and scores do, counts, money and times change relatively."""
    return metric.unit in ("share", "points", "score") or metric.may_be_negative


_NOBODY = Moments(0, 0, 0, 0, 0, 0, 0)


def _found(row: Mapping[str, Any], label: str) -> dict[str, float]:
    """Return the sums under a label, with what follows from others: see `metrics.compile.levels`."""
    sums = {name: row.get(f"{label} {name}") for name in ("x", "n", "s", "q", "xx", "nn", "xn", "groups")}
    total = sums["x"] or 0
    n = total if sums["n"] is None else sums["n"]
    squares = sums["xx"] or 0
    return {
        "n": n,
        "total": total,
        "seen": n if sums["s"] is None else sums["s"],
        "squares": total if sums["q"] is None else sums["q"],
        "groups": sums["groups"] or 0,
        "totals_squared": squares,
        "sizes_squared": squares if sums["nn"] is None else sums["nn"],
        "products": squares if sums["xn"] is None else sums["xn"],
    }


def _moments(sums: Mapping[str, float], spread: float, *, is_fixed: bool) -> Moments:
    """Return the moments of a row of sums, the numerator divided by the spread; a fixed one varies in no person."""
    if is_fixed:
        sums = {**sums, "squares": 0, "totals_squared": 0, "products": 0}
    return Moments(
        n=float(sums["n"]),
        total=sums["total"] / spread,
        squares=sums["squares"] / spread**2,
        groups=int(sums["groups"]),
        group_totals_squared=sums["totals_squared"] / spread**2,
        group_sizes_squared=float(sums["sizes_squared"]),
        group_products=sums["products"] / spread,
    )


def _counted(
    metric: Metric[Any], moments: Moments, parts: dict[str, Any], same: dict[str, str | None], how: How
) -> Estimate:
    """Return a complete count or sum, which is exact."""
    n = int(moments.n)
    if None in same.values():
        return Estimate(None, n, parts, None, None, same)
    value = moments.total if metric.unit in ("money", "ratio") else round(moments.total)
    return Estimate(value, n, parts, exact(value, how.level), moments, same)


def _quantile(sums: Mapping[str, Any], label: str, found: Estimate, how: How, spread: float) -> Estimate:
    """Return an estimate with a quantile as its value, and the interval that order statistics give where they do."""
    low, high = sums[f"{label} low"], sums[f"{label} high"]
    interval = None
    if low is not None:
        error = (high - low) / (2 * normal_quantile(how.level))
        interval = Interval(low, high, how.level, "order_statistics", error).times(1 / spread)
    return replace(found, value=sums[f"{label} quantile"] / spread, interval=interval)


def _interval(metric: Metric[Any], moments: Moments, parts: Mapping[str, Any], how: How) -> Interval | None:
    """Return the interval by the method asked for, else by the metric's own."""
    method = how.method or metric.interval
    if metric.interval == "exact" and method == "exact":
        return exact(moments.value, how.level)
    if metric.interval == "adjusted_wald":
        if method == "delta":
            return delta(moments, how.level)
        if method not in ("adjusted_wald", "wald"):
            raise _no_method(metric, method, ("adjusted_wald", "wald", "delta"))
        deff = design_effect(moments)
        positives, neutrals, negatives = (float(parts[name]) for name in metric.parts)
        score = nps if metric.unit == "points" else net_share
        way: Literal["adjusted_wald", "wald"] = "wald" if method == "wald" else "adjusted_wald"
        persons = moments.effective_groups
        return score(positives, neutrals, negatives, deff, how.level, method=way, persons=persons)
    if metric.interval == method == "poisson":
        return _of_arrivals(metric, moments, how.level)
    offered = tuple(_SHARE_METHODS) if metric.interval == "wilson" else (metric.interval,)
    if method not in offered:
        raise _no_method(metric, method, offered)
    if metric.counts_rows and metric.interval == "wilson":
        moments = moments.per_person()
    interval = _SHARE_METHODS[method](moments, how.level)
    return _bounded(interval, metric, moments) if interval else None


def _of_arrivals(metric: Metric[Any], moments: Moments, level: float) -> Interval | None:
    """Return the interval of a known amount over those who come, or of what they bring over a known amount."""
    return known_over(moments, level) if metric.is_fixed else over_known(moments, metric.offset, level)


def _bounded(interval: Interval, metric: Metric[Any], moments: Moments) -> Interval:
    """Return an interval cut to what the metric can be: few are under 0, and a share is not over 1."""
    is_part = metric.unit == "share" and (moments.value or 0) <= 1
    low = interval.low if metric.may_be_negative else max(interval.low, 0.0)
    return replace(interval, low=low, high=min(interval.high, 1.0) if is_part else interval.high)


def _same(sums: Mapping[str, Any] | None, label: str, metric: Metric[Any]) -> dict[str, str | None]:
    """Return what the uniform columns hold; empty where there are no rows."""
    same: dict[str, str | None] = {}
    for name in metric.uniform:
        low, high = ((sums or {}).get(f"{label} {end} {name}") for end in ("low", "high"))
        if low is not None:
            same[name] = low if low == high else None
    return same


def _whole(number: float) -> float | int:
    """Return a number without its decimals where it has none."""
    return int(number) if float(number).is_integer() else float(number)


def _no_method(metric: Metric[Any], method: str, offered: tuple[str, ...]) -> RegardError:
    """Return the error for an interval that a metric cannot have."""
    names = ", ".join(f'"{name}"' for name in offered)
    return RegardError("not_for_metric", f'The interval "{method}" is not for {metric.name}.', f"It offers {names}.")
