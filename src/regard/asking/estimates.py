"""Sums into estimates, those of all places at once: the values, what they are made of, and how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regard.asking.intervals import JSON, exactly, intervals, of_order
from regard.asking.places import Picked
from regard.asking.sums import Sums, read_sums
from regard.asking.weighted import Numbers
from regard.inference.interval import Interval
from regard.inference.moments import Moments
from regard.metrics.kinds import Count, Distinct, Metric, Quantile

EXACT_KINDS = (Count, Distinct)
_WHOLE_BELOW = 2.0**53


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


@dataclass(frozen=True)
class Estimates:
    """The estimates of one metric at several places, column by column, so that thousands cost little."""

    values: list[float | int | None]
    n: list[int]
    parts: list[dict[str, Any]]
    intervals: list[JSON | None]
    same: list[dict[str, str | None]]
    moments: Moments | None = None
    """What they were made from, as arrays; also where nothing is known, so that the value is null."""

    def at(self, index: int) -> Estimate:
        """Return the estimate of one place; one that has no value has no moments."""
        value, told = self.values[index], self.intervals[index]
        moments = None
        if self.moments is not None and value is not None:
            moments = self.moments.at(index)
        interval = Interval(**told) if told else None
        return Estimate(value, self.n[index], self.parts[index], interval, moments, self.same[index])

    def until(self, place: int, other: "Estimates") -> "Estimates":
        """Return these estimates before a place, and others of as many places from there on."""
        return Estimates(
            self.values[:place] + other.values[place:],
            self.n[:place] + other.n[place:],
            self.parts[:place] + other.parts[place:],
            self.intervals[:place] + other.intervals[place:],
            self.same[:place] + other.same[place:],
            other.moments,
        )


def gathered(estimates: Sequence[Estimate]) -> Estimates:
    """Return estimates that were made one by one, as columns."""
    return Estimates(
        [one.value for one in estimates],
        [one.n for one in estimates],
        [one.parts for one in estimates],
        [one.interval.to_dict() if one.interval else None for one in estimates],
        [one.same for one in estimates],
    )


def estimate(picked: Picked, label: str, metric: Metric[Any], how: How, spreads: Sequence[float]) -> Estimates:
    """Return the estimates of a metric from what was found at each place; spreads are what its number is divided by."""
    with np.errstate(all="ignore"):
        sums = read_sums(picked, label, metric, spreads)
        moments, same = sums.moments(), sums.same()
        is_alike = np.array([None not in one.values() for one in same], dtype=np.bool_)
        if isinstance(metric, EXACT_KINDS):
            is_known = is_alike
            values, found = _counted(sums, moments, how)
        else:
            is_known = is_alike & (sums.columns["n"] != 0) & (sums.columns["s"] != 0)
            values, found = _valued(sums, moments, how) if is_known.any() else ([], [])
        n = whole(np.trunc(sums.columns["s" if metric.counts_rows else "n"]))
        return Estimates(_where(is_known, values), n, _parts(sums), _where(is_known, found), same, moments)


def over_everybody(told: Estimates, size: int, metric: Metric[Any], how: How) -> Estimates:
    """Return shares of everybody: each numerator over the denominator of the same place among the first `size`."""
    own: Any = told.moments
    everybody = [place % size for place in range(len(told.n))]
    under: Any = own.at(np.array(everybody))
    counts = np.array([0.0 if value is None else 1.0 for value in told.values])
    merged = Moments(
        n=under.n,
        total=own.total * counts,
        squares=own.squares * counts,
        groups=under.groups,
        group_totals_squared=own.group_totals_squared * counts,
        group_sizes_squared=under.group_sizes_squared,
        group_products=own.group_products * counts,
        by_groups=own.by_groups,
    )
    is_known = counts[everybody] != 0
    parts = [dict(one) for one in told.parts]
    if metric.counts:
        name = metric.counts[1]
        for one, place, is_there in zip(parts, everybody, is_known.tolist(), strict=True):
            one[name] = told.parts[place][name] if is_there else one[name]
    ratio: Any = merged.ratio
    with np.errstate(all="ignore"):
        found = intervals(metric, merged, {}, how.level, how.method) if is_known.any() else []
    n = [told.n[place] for place in everybody]
    return Estimates(_where(is_known, ratio.tolist()), n, parts, _where(is_known, found), [{} for _ in n], merged)


def without_few(told: Estimates, least: float) -> Estimates:
    """Return estimates without the values of those that too few rows are behind."""
    few = [n < least for n in told.n]
    if not any(few):
        return told
    return replace(
        told,
        values=[None if is_few else value for is_few, value in zip(few, told.values, strict=True)],
        parts=[{} if is_few else parts for is_few, parts in zip(few, told.parts, strict=True)],
        intervals=[None if is_few else one for is_few, one in zip(few, told.intervals, strict=True)],
    )


def is_share_like(metric: Metric[Any]) -> bool:
    """Return whether a metric changes in points: shares and scores do, counts, money and times change relatively."""
    return metric.unit in ("share", "points", "score") or metric.may_be_negative


def whole(numbers: Numbers) -> list[Any]:
    """Return numbers without their decimals where they have none."""
    if ((numbers == np.rint(numbers)) & (np.abs(numbers) < _WHOLE_BELOW)).all():
        told: list[Any] = numbers.astype(np.int64).tolist()
        return told
    return [int(number) if number.is_integer() else number for number in numbers.tolist()]


def _valued(sums: Sums, moments: Moments, how: How) -> tuple[list[Any], list[Any]]:
    """Return the values of estimates and their intervals; those where nothing is known mean nothing."""
    if how.is_sum:
        totals = sums.totals()
        return totals, exactly(totals, how.level)
    if isinstance(sums.metric, Quantile):
        low, high, found = (sums.raw(name) for name in ("low", "high", "quantile"))
        quantiles = np.array(found, dtype=np.float64) / sums.spreads
        return quantiles.tolist(), of_order(low, high, sums.spreads, how.level)
    ratio: Any = moments.ratio
    told = intervals(sums.metric, moments, sums.parts, how.level, how.method)
    return (ratio + sums.metric.offset).tolist(), told


def _counted(sums: Sums, moments: Moments, how: How) -> tuple[list[Any], list[Any]]:
    """Return the values and the intervals of complete counts or sums, which are exact."""
    total: Any = moments.total
    values = total.tolist() if sums.metric.unit in ("money", "ratio") else whole(np.rint(total))
    return values, exactly(values, how.level)


def _parts(sums: Sums) -> list[dict[str, Any]]:
    """Return what each estimate is made of, by name."""
    named = {name: whole(column) for name, column in sums.parts.items()}
    if sums.metric.counts and not isinstance(sums.metric, EXACT_KINDS):
        counts = (whole(sums.columns["x"]), whole(sums.columns["n"]))
        named = {**dict(zip(sums.metric.counts, counts, strict=True)), **named}
    parts = _dicts(named, sums.picked.size)
    for one, effective_n in zip(parts, sums.effective_n, strict=False):
        if effective_n is not None:
            one["effective_n"] = effective_n
    return parts


def _dicts(columns: Mapping[str, list[Any]], size: int) -> list[dict[str, Any]]:
    """Return a dict per place from columns by name."""
    names = tuple(columns)
    if not names:
        return [{} for _ in range(size)]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _where(condition: NDArray[np.bool_], told: list[Any]) -> list[Any]:
    """Return what is told where a condition holds, else `None`; of nothing told only `None`."""
    if not told:
        return [None] * len(condition)
    if condition.all():
        return told
    return [one if holds else None for holds, one in zip(condition.tolist(), told, strict=True)]
