"""Rows into sums: for the period, each bucket, each group, the sums from which every kind of metric is made.

A metric's columns are named after its label: over rows `x` (its number), `n` (how much the row counts), `s` (whether it
has a number), `q` (its number squared). What follows from another column is left out: a statement is compiled in a time
that grows with its expressions. Where rows only count, `x` is all there is; of a flag `s` is `n` and `q` is `x`. Where
rows have a `row_weight`, all are times that weight, `s` counts the rows that weigh anything, `w` is the weight squared.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import ibis

from regard.metrics.kinds import Count, Distinct, Mean, Metric, Quantile, Ratio
from regard.rows.people import TABLE as PEOPLE
from regard.rows.people import group_of

Labelled = tuple[str, Metric[Any]]


def measure(rows: ibis.Table, metric: Metric[Any], label: str) -> dict[str, ibis.Value]:
    """Return the metric's columns over rows; 0 where a row is left out."""
    counts_in = holds(metric, rows)
    columns = _numbers(rows, metric, label, counts_in)
    for part, value in metric.parts.items():
        columns[f"{label} part {part}"] = _where(counts_in, _numeric(value(rows)))
    if "row_weight" in rows.columns and isinstance(metric, Mean):
        columns = _weighed(columns, rows, label)
    if "is_tally" in rows.columns and f"{label} q" in columns:
        columns[f"{label} q"] = ibis.ifelse(rows.is_tally, columns[f"{label} x"], columns[f"{label} q"])
    for index, watched in enumerate(metric.watch):
        columns[f"{label} watch {index}"] = _true(watched.value(rows)).cast("int64")
    counts = _counting(columns, metric, label) if metric.uniform else None
    for name in metric.uniform:
        text = rows[name].cast("string").fill_null("")
        columns[f"{label} same {name}"] = ibis.ifelse(counts, text, ibis.null("string"))
    return columns


def _counting(columns: dict[str, ibis.Value], metric: Metric[Any], label: str) -> ibis.Value:
    """Return which rows must agree in the uniform columns: those that count; those with money where that is known."""
    has_number = columns[f"{label} x"] != 0
    if metric.is_fixed or f"{label} n" not in columns:
        return has_number
    has_size = columns[f"{label} n"] != 0
    return has_size | has_number if isinstance(metric, Ratio) else has_size


def _weighed(columns: dict[str, ibis.Value], rows: ibis.Table, label: str) -> dict[str, ibis.Value]:
    """Return the columns of a mean times the weight of each row; a row without a weight is left out."""
    weight = ibis.ifelse(columns[f"{label} n"] != 0, rows.row_weight.cast("float64").fill_null(0.0), 0.0)
    weighed = {name: column * weight for name, column in columns.items()}
    return {**weighed, f"{label} s": (weight != 0).cast("int64"), f"{label} w": weight * weight}


def holds(metric: Metric[Any], rows: ibis.Table) -> ibis.Value:
    """Return whether each row is one of the metric's; never null."""
    tests = [_true(test(rows)) for test in metric.of.conditions]
    return reduce(lambda left, right: left & right, tests) if tests else ibis.literal(True)


def total_up(
    rows: ibis.Table, keys: Sequence[str], metrics: Sequence[Labelled], *, by_groups: bool = False
) -> ibis.Table:
    """Return one row per combination of keys with every metric's sums; `who_columns` tells who made a row.

    A row that `is_tally` stands for as many trials of different people as its denominator says. `by_groups` takes the
    squares of the sums of person groups in place of those of persons; a tally then falls in a group like a person.
    """
    person_sums = _person_sums(rows, metrics)
    if "is_tally" in rows.columns and not by_groups:
        person_sums["is_tally"] = rows.is_tally.any()
    per_person = rows.group_by([*keys, *who_columns(rows)]).agg(**person_sums)
    if by_groups:
        per_person = _in_groups(per_person, keys, metrics)
    sums = _sums(per_person, metrics)
    return per_person.group_by(list(keys)).agg(**sums) if keys else per_person.aggregate(**sums)


def who_columns(rows: ibis.Table) -> list[str]:
    """Return the columns that tell persons apart: `cluster`, and where rows of events know people, their `number`.

    The cluster is that of nobody then, and null where there is a number.
    """
    return ["number", "cluster"] if "number" in rows.columns else ["cluster"]


def _in_groups(people: ibis.Table, keys: Sequence[str], metrics: Sequence[Labelled]) -> ibis.Table:
    """Return the sums of persons added up by person group, in the same columns."""
    grouped = _with_groups(people)
    sums: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        sums |= {column: grouped[column].sum() for column in _summed(grouped, label, metric)}
        for name in metric.uniform:
            sums[f"{label} low {name}"] = grouped[f"{label} low {name}"].min()
            sums[f"{label} high {name}"] = grouped[f"{label} high {name}"].max()
    return grouped.group_by([*keys, "cluster"]).agg(**sums)


def _with_groups(people: ibis.Table) -> ibis.Table:
    """Return persons with the person group in place of the `cluster`."""
    own = group_of(people.cluster)
    if who_columns(people) == ["cluster"]:
        return people.mutate(cluster=own)
    known = PEOPLE.select("number", "person_group")
    joined = people.left_join(known, "number").select(people, known.person_group)
    return joined.mutate(cluster=joined.person_group.fill_null(own))


def _numbers(rows: ibis.Table, metric: Metric[Any], label: str, counts_in: ibis.Value) -> dict[str, ibis.Value]:
    """Return the columns of the metric's own number."""
    if isinstance(metric, Distinct) or (isinstance(metric, Count) and metric.value is None):
        return {f"{label} x": counts_in.cast("int64")}
    if not isinstance(metric, Mean | Ratio | Count | Quantile) or metric.value is None:
        message = f"{type(metric).__name__} has no sums."
        raise TypeError(message)
    value = metric.value(rows)
    number = _numeric(value)
    has_number = counts_in & number.notnull()
    columns = {f"{label} x": _where(counts_in, number)}
    if isinstance(metric, Ratio):
        columns[f"{label} n"] = _where(counts_in, _numeric(metric.over(rows)))
        columns[f"{label} s"] = has_number.cast("int64")
    else:
        columns[f"{label} n"] = has_number.cast("int64")
    if not (isinstance(value, ibis.Value) and value.type().is_boolean()):
        columns[f"{label} q"] = columns[f"{label} x"] * columns[f"{label} x"]
    return columns


def _person_sums(rows: ibis.Table, metrics: Sequence[Labelled]) -> dict[str, ibis.Value]:
    """Return the sums over one person's rows; a person who is counted as such counts once."""
    sums: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        sums |= {column: rows[column].sum() for column in _summed(rows, label, metric)}
        if isinstance(metric, Distinct):
            sums[f"{label} x"] = rows[f"{label} x"].max()
        for name in metric.uniform:
            sums[f"{label} low {name}"] = rows[f"{label} same {name}"].min()
            sums[f"{label} high {name}"] = rows[f"{label} same {name}"].max()
    return sums


def _sums(people: ibis.Table, metrics: Sequence[Labelled]) -> dict[str, ibis.Value]:
    """Return the sums over people of what their rows sum to, and of the squares and products of those."""
    sums: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        sums |= {column: people[column].sum() for column in _summed(people, label, metric)}
        total = people[f"{label} x"].cast("float64")
        sums[f"{label} xx"] = (total * total).sum()
        counts = total != 0
        if f"{label} n" in people.columns:
            size = people[f"{label} n"].cast("float64")
            counts = counts | (size != 0)
            sums |= {f"{label} nn": (size * size).sum(), f"{label} xn": (total * size).sum()}
        sums[f"{label} groups"] = counts.sum()
        if "is_tally" in people.columns:
            sums |= _with_tallies(people, sums, label)
        for name in metric.uniform:
            sums[f"{label} low {name}"] = people[f"{label} low {name}"].min()
            sums[f"{label} high {name}"] = people[f"{label} high {name}"].max()
    return sums


def _with_tallies(people: ibis.Table, sums: dict[str, ibis.Value], label: str) -> dict[str, ibis.Value]:
    """Return the sums of squares and products with those of a tally: each of its trials is one of nobody else's."""
    total = people[f"{label} x"].cast("float64")
    size = people[f"{label} n"].cast("float64") if f"{label} n" in people.columns else total
    trials = {"xx": total, "nn": size, "xn": total, "groups": size}
    told = {"xx": total * total, "nn": size * size, "xn": total * size, "groups": (size != 0).cast("float64")}
    return {
        f"{label} {name}": ibis.ifelse(people.is_tally, trials[name], told[name]).sum()
        for name in trials
        if f"{label} {name}" in sums
    }


def _summed(table: ibis.Table, label: str, metric: Metric[Any]) -> list[str]:
    """Return the columns of a metric that are summed."""
    own = [name for name in (f"{label} {column}" for column in "xnsqw") if name in table.columns]
    watched = [f"{label} watch {index}" for index in range(len(metric.watch))]
    return [*own, *(f"{label} part {part}" for part in metric.parts), *watched]


def _where(holds: ibis.Value, number: ibis.Value) -> ibis.Value:
    """Return a number where a condition holds and the number is set, else 0."""
    return ibis.ifelse(holds, number.fill_null(0), 0)


def _numeric(value: Any) -> ibis.Value:
    """Return a number or flag as a number."""
    if not isinstance(value, ibis.Value):
        return ibis.literal(value)
    return value.cast("int64") if value.type().is_boolean() else value


def _true(value: ibis.Value) -> ibis.Value:
    """Return a condition that is never null."""
    return value.fill_null(False)
