"""One statement for all metrics of a grain: the sums of the period, its buckets, its groups."""

from collections.abc import Mapping, Sequence

import ibis

from regard.metrics.compile.buckets import TOTAL
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.grain_makers import MAKERS
from regard.metrics.compile.levels import Labelled, measure, total_up, who_columns
from regard.metrics.compile.scope import Scope, group_label


def statement(metrics: Sequence[Labelled], scope: Scope, *, by_groups: bool = False) -> ibis.Table:
    """Return the sums of metrics that share a grain: `bucket` (`total` for the period), `is_split`, groups, sums.

    `by_groups` has the sums of squares go over person groups in place of persons.
    """
    rows_at = rows_of(metrics, scope)
    sets = key_sets(scope)
    groups = [key for key in sets[-1] if key != "bucket"]
    split = rows_at(sets[-1])
    types = {group: split[group].type() for group in groups}
    levels = [_level(rows_at(keys), keys, types, metrics, by_groups=by_groups) for keys in sets]
    return ibis.union(*levels) if len(levels) > 1 else levels[0]


def rows_of(metrics: Sequence[Labelled], scope: Scope) -> RowsAt:
    """Return what makes the rows that metrics share, for the keys of a level."""
    members = [metric for _, metric in metrics]
    return MAKERS[members[0].of.name].rows_at(members, scope)


def key_sets(scope: Scope) -> list[list[str]]:
    """Return the keys of each level, the most last; overlapping windows hold the period among their buckets."""
    groups = [group_label(index) for index in range(len(scope.by))]
    if scope.windowed:
        return [["bucket"], *([["bucket", *groups]] if groups else [])]
    sets: list[list[str]] = [[]]
    if scope.buckets:
        sets.append(["bucket"])
    if groups:
        sets += [[*keys, *groups] for keys in sets]
    return sets


def _level(
    rows: ibis.Table,
    keys: list[str],
    types: Mapping[str, ibis.expr.datatypes.DataType],
    metrics: Sequence[Labelled],
    *,
    by_groups: bool,
) -> ibis.Table:
    """Return the sums of one level, in the columns that all levels have; `types` are those of the groups."""
    measured: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        measured |= measure(rows, metric, label)
    tallied = ["is_tally"] if "is_tally" in rows.columns else []
    sums = total_up(rows.select(*keys, *who_columns(rows), *tallied, **measured), keys, metrics, by_groups=by_groups)
    is_split = bool(types) and next(iter(types)) in keys
    columns = {
        "bucket": sums.bucket if "bucket" in keys else ibis.literal(TOTAL),
        "is_split": ibis.literal(is_split),
        **{group: sums[group] if is_split else ibis.null(kind) for group, kind in types.items()},
    }
    kept = [name for name in sums.columns if name not in keys]
    return sums.select(**columns, **{name: sums[name] for name in kept})
