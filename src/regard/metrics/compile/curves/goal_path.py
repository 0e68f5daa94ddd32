"""What became of the steps of a declared path, from the attempts that are kept of it.

The statements depend on the path and on the kind of bucket alone. Days are blanks: `first` and `last` are those of the
period; attempts that began at `open_since` or later may still go on.
"""

from dataclasses import dataclass
from typing import Literal

import ibis

from regard.metrics.compile.curves.numbered import blank, bucket_number
from regard.metrics.compile.scope import Every
from regard.rows import goal_paths


@dataclass(frozen=True)
class PathWanted:
    """Which attempts are looked at, and into what buckets they fall; `None` for none."""

    path: str
    every: Every | None
    week_start: Literal["monday", "sunday"]


def path_levels(wanted: PathWanted) -> ibis.Table:
    """Return how many people reached how many steps: `bucket` (by number, null for the period), `level`, `people`.

    Of them `open` may still go on. `ends` is the last instant of their attempts, and `is_shared` says whether any of
    these are not to be relied on.
    """
    best = _best(wanted)
    is_open = best.begins >= blank("open_since", "timestamp(6)")
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
    rows, first, last = goal_paths.TABLE, blank("first"), blank("last")
    rows = rows.filter(rows.path == wanted.path, rows.day.between(first, last))
    above, below = rows.higher.isnull() | (rows.higher < first), rows.later.isnull() | (rows.later > last)
    of_period = rows.filter(above & below).mutate(bucket=ibis.null("int64"))
    if wanted.every is None:
        return of_period
    bucket, higher, later = (
        bucket_number(day, wanted.every, wanted.week_start).cast("int64") for day in (rows.day, rows.higher, rows.later)
    )
    of_buckets = rows.filter(above | (higher < bucket), below | (later > bucket)).mutate(bucket=bucket)
    return ibis.union(of_period, of_buckets)
