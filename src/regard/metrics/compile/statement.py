"""One statement for all metrics of a grain: the sums of the period, its buckets, its groups."""

from collections.abc import Callable, Mapping, Sequence

import ibis

from regard.metrics.compile.activity_rows import activity
from regard.metrics.compile.buckets import TOTAL
from regard.metrics.compile.levels import Labelled, measure, total_up
from regard.metrics.compile.record_rows import GRAINS, RecordRows
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.compile.touch_rows import TouchRows
from regard.rows.people_in_period import ACTIVE_PEOPLE

RowsAt = Callable[[Sequence[str]], ibis.Table]


def statement(metrics: Sequence[Labelled], scope: Scope, *, kept_days: bool) -> ibis.Table:
    """Return the sums of metrics that share a grain: `bucket` (`total` for the period), `is_split`, groups, sums.

    `kept_days` says that the table of active days was made in the zone and with the events that the question wants.
    """
    rows_at = _rows_at(metrics, scope, kept_days=kept_days)
    groups = [group_label(index) for index in range(len(scope.by))]
    sets = _key_sets(scope, groups)
    split = rows_at(sets[-1])
    types = {group: split[group].type() for group in groups}
    levels = [_level(rows_at(keys), keys, types, metrics) for keys in sets]
    return ibis.union(*levels) if len(levels) > 1 else levels[0]


def _key_sets(scope: Scope, groups: list[str]) -> list[list[str]]:
    """Return the keys of each level; overlapping windows hold the period among their buckets."""
    if scope.windowed:
        return [["bucket"], *([["bucket", *groups]] if groups else [])]
    sets: list[list[str]] = [[]]
    if scope.buckets:
        sets.append(["bucket"])
    if groups:
        sets += [[*keys, *groups] for keys in sets]
    return sets


def _level(
    rows: ibis.Table, keys: list[str], types: Mapping[str, ibis.expr.datatypes.DataType], metrics: Sequence[Labelled]
) -> ibis.Table:
    """Return the sums of one level, in the columns that all levels have; `types` are those of the groups."""
    measured: dict[str, ibis.Value] = {}
    for label, metric in metrics:
        measured |= measure(rows, metric, label)
    sums = total_up(rows.select(*keys, "cluster", **measured), keys, metrics)
    is_split = bool(types) and next(iter(types)) in keys
    columns = {
        "bucket": sums.bucket if "bucket" in keys else ibis.literal(TOTAL),
        "is_split": ibis.literal(is_split),
        **{group: sums[group] if is_split else ibis.null(kind) for group, kind in types.items()},
    }
    kept = [name for name in sums.columns if name not in keys]
    return sums.select(**columns, **{name: sums[name] for name in kept})


def _rows_at(metrics: Sequence[Labelled], scope: Scope, *, kept_days: bool) -> RowsAt:
    """Return what gives the rows of the metrics' grain for the keys of a level."""
    first = metrics[0][1]
    grain = first.of.name
    if grain in GRAINS:
        records = RecordRows(grain, scope, first.dated)
        return records.buyers if grain == "buyers" else records.records
    touches = TouchRows(scope, whole_visits=first.whole)
    if grain == "people_in_period":
        plain = not (scope.by or scope.where or scope.specs)
        kept = kept_days and plain and scope.windowed and all(metric.of == ACTIVE_PEOPLE for _, metric in metrics)
        return lambda keys: touches.people(keys, kept_days=kept)
    ways: dict[str, RowsAt] = {
        "touches": touches.events,
        "visits": touches.visits,
        "page_visits": touches.page_visits,
        "activity": lambda keys: activity(touches, scope, keys),
    }
    return ways[grain]
