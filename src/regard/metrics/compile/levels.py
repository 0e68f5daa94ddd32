"""Rows into sums: for the period, each bucket, each group, the sums from which every kind of metric is made."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import ibis

from regard.metrics.kinds import Count, Distinct, Mean, Metric, Ratio

SUMS = ("n", "total", "squares", "seen", "groups", "sizes_squared", "totals_squared", "products")
"""Over the rows: how many count, the sum of their numbers, of the squares, how many have a number. Over people: how
many, and the sums of squared sizes, squared totals and their products."""


def measure(rows: ibis.Table, metric: Metric[Any], label: str) -> dict[str, ibis.Value]:
    """Return the metric's number, size and parts of each row, by names that begin with `label`; 0 where left out."""
    holds = reduce(lambda left, right: left & right, (_true(test(rows)) for test in metric.of.conditions), _yes())
    number, size = _number_and_size(rows, metric)
    columns = {
        f"{label} x": ibis.ifelse(holds, number.fill_null(0), 0).cast("float64"),
        f"{label} n": ibis.ifelse(holds, size, 0).cast("float64"),
        f"{label} s": ibis.ifelse(holds & number.notnull(), 1, 0),
    }
    for part, value in metric.parts.items():
        columns[f"{label} part {part}"] = ibis.ifelse(holds, _numeric(value(rows)).fill_null(0), 0).cast("float64")
    for index, watched in enumerate(metric.watch):
        columns[f"{label} watch {index}"] = _true(watched.value(rows)).cast("int64")
    for name in metric.uniform:
        columns[f"{label} same {name}"] = ibis.ifelse(
            counts, rows[name].cast("string").fill_null(""), ibis.null("string")
        )
    return columns


def total_up(rows: ibis.Table, keys: Sequence[str], metrics: Sequence[tuple[str, Metric[Any]]]) -> ibis.Table:
    """Return one row per combination of keys with every metric's sums; rows name their person in `cluster`."""
    per_person = rows.group_by([*keys, "cluster"]).agg(**_person_sums(rows, metrics))
    sums = _sums(per_person, metrics)
    return per_person.group_by(list(keys)).agg(**sums) if keys else per_person.aggregate(**sums)


def _number_and_size(rows: ibis.Table, metric: Metric[Any]) -> tuple[ibis.Value, ibis.Value]:
    """Return each row's number and how much it counts in the denominator."""
    one = ibis.literal(1)
    if isinstance(metric, Mean):
        number = _numeric(metric.value(rows))
        return number, ibis.ifelse(number.isnull(), 0, 1)
    if isinstance(metric, Ratio):
        return _numeric(metric.value(rows)), _numeric(metric.over(rows)).fill_null(0)
    if isinstance(metric, Count) and metric.value is not None:
        number = _numeric(metric.value(rows))
        return number, ibis.ifelse(number.isnull(), 0, 1)
    if isinstance(metric, Count | Distinct):
        return one, one
    message = f"{type(metric).__name__} has no sums."
    raise TypeError(message)


def _person_sums(rows: ibis.Table, metrics: Sequence[tuple[str, Metric[Any]]]) -> dict[str, ibis.Value]:
    """Return the sums over one person's rows."""
    sums: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        number = rows[f"{label} x"]
        sums |= {f"{label} {column}": rows[f"{label} {column}"].sum() for column in ("x", "n", "s")}
        sums[f"{label} q"] = (number * number).sum()
        sums |= {column: rows[column].sum() for column in _further(label, metric)}
        for name in metric.uniform:
            sums[f"{label} low {name}"] = rows[f"{label} same {name}"].min()
            sums[f"{label} high {name}"] = rows[f"{label} same {name}"].max()
    return sums


def _sums(people: ibis.Table, metrics: Sequence[tuple[str, Metric[Any]]]) -> dict[str, ibis.Value]:
    """Return the sums over people of what their rows sum to."""
    sums: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        total, size = people[f"{label} x"], people[f"{label} n"]
        sums |= {
            f"{label} n": size.sum(),
            f"{label} total": total.sum(),
            f"{label} squares": people[f"{label} q"].sum(),
            f"{label} seen": people[f"{label} s"].sum(),
            f"{label} groups": ((size != 0) | (total != 0)).sum(),
            f"{label} sizes_squared": (size * size).sum(),
            f"{label} totals_squared": (total * total).sum(),
            f"{label} products": (total * size).sum(),
        }
        sums |= {column: people[column].sum() for column in _further(label, metric)}
        for name in metric.uniform:
            sums[f"{label} low {name}"] = people[f"{label} low {name}"].min()
            sums[f"{label} high {name}"] = people[f"{label} high {name}"].max()
    return sums


def _further(label: str, metric: Metric[Any]) -> list[str]:
    """Return the columns of a metric's parts and of what it watches."""
    watched = [f"{label} watch {index}" for index in range(len(metric.watch))]
    return [*(f"{label} part {part}" for part in metric.parts), *watched]


def _numeric(value: ibis.Value) -> ibis.Value:
    """Return a number or flag as a number."""
    if not isinstance(value, ibis.Value):
        return ibis.literal(value)
    return value.cast("int64") if value.type().is_boolean() else value


def _true(value: ibis.Value) -> ibis.Value:
    """Return a condition that is never null."""
    return value.fill_null(False)


def _yes() -> ibis.Value:
    """Return the condition that always holds."""
    return ibis.literal(True)
