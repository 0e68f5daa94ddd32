"""What became of the steps of a declared path, from the attempts that are kept of it."""

from dataclasses import dataclass
from datetime import datetime

import ibis

from regard.metrics.compile.buckets import TOTAL, bucket_of, spine
from regard.metrics.compile.scope import Scope
from regard.rows import goal_paths
from regard.rows.days import literal


@dataclass(frozen=True)
class PathWanted:
    """Which attempts are looked at."""

    scope: Scope
    path: str
    open_since: datetime | None
    """Attempts that began then or later may still go on; without it all may."""


def path_levels(wanted: PathWanted) -> ibis.Table:
    """Return how many people reached how many steps: `bucket` (of the period `total`), `level`, `people`, `open`.

    `open` are those who may still go on. `ends` is the last instant of their attempts, and `is_shared` says whether
    any of these are not to be relied on.
    """
    best = _best(wanted)
    is_open = ibis.literal(True) if wanted.open_since is None else best.begins >= literal(wanted.open_since)
    return best.group_by(["bucket", "level"]).agg(
        people=best.count(), open=best.count(where=is_open), ends=best.ends.max(), is_shared=best.is_shared.any()
    )


def path_times(wanted: PathWanted) -> ibis.Table:
    """Return the microseconds from the step before to each step: `bucket`, `step`, their `median` and `mean`."""
    best = _best(wanted)
    best = best.filter(best.level > 1)
    each = best.select("bucket", step=ibis.range(2, best.level + 1).unnest(), taken=best.taken.unnest())
    return each.group_by(["bucket", "step"]).agg(median=each.taken.median(), mean=each.taken.mean())


def _best(wanted: PathWanted) -> ibis.Table:
    """Return the best attempts of the people of the period, and those of each bucket, with the `bucket`."""
    scope, rows = wanted.scope, goal_paths.TABLE
    first, last = ibis.literal(scope.span.first), ibis.literal(scope.span.last)
    rows = rows.filter(rows.path == wanted.path, rows.day.between(first, last))
    best = rows.filter(_out_of_shade(rows, first, last)).mutate(bucket=ibis.literal(TOTAL))
    if not scope.buckets:
        return best
    spans = spine(scope)
    spans = spans.filter(spans.bucket != scope.span.label).select("bucket", "first", "last")
    labelled = rows.mutate(label=bucket_of(rows.day, scope))
    joined = labelled.join(spans, labelled.label == spans.bucket)
    of_buckets = joined.filter(_out_of_shade(joined, joined["first"], joined["last"]))
    return ibis.union(best, of_buckets.select(*best.columns))


def _out_of_shade(rows: ibis.Table, first: ibis.Value, last: ibis.Value) -> ibis.expr.types.BooleanValue:
    """Return whether no other attempt of the person is better in the days from the first to the last."""
    before = rows.higher.isnull() | (rows.higher < first)
    return before & (rows.later.isnull() | (rows.later > last))
