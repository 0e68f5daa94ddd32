"""The numbers behind a quantile, row by row: quantiles do not add up, so that each level needs its own rows."""

from typing import Any

import ibis

from regard.metrics.compile.buckets import TOTAL
from regard.metrics.compile.levels import holds, who_columns
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.compile.statement import key_sets, rows_of
from regard.metrics.kinds import Quantile


def numbers(metric: Quantile[Any], scope: Scope) -> ibis.Table:
    """Return every number of a metric with `bucket`, `is_split`, groups and the `cluster` that it belongs to."""
    rows_at = rows_of([("", metric)], scope)
    groups = [group_label(index) for index in range(len(scope.by))]
    sets = key_sets(scope)
    split = rows_at(sets[-1])
    levels = []
    for keys in sets:
        rows = rows_at(keys)
        rows = rows.filter(holds(metric, rows) & metric.value(rows).notnull())
        is_split = bool(groups) and groups[0] in keys
        levels.append(
            rows.select(
                bucket=rows.bucket if "bucket" in keys else ibis.literal(TOTAL),
                is_split=ibis.literal(is_split),
                **{name: rows[name] if is_split else ibis.null(split[name].type()) for name in groups},
                cluster=_cluster(rows),
                number=metric.value(rows).cast("float64"),
            )
        )
    return ibis.union(*levels) if len(levels) > 1 else levels[0]


def _cluster(rows: ibis.Table) -> ibis.Value:
    """Return a number of its own for each person, and whoever is not known."""
    own = rows.cluster.cast("string").hash()
    return own if who_columns(rows) == ["cluster"] else ibis.coalesce(rows.number.cast("int64"), own)
