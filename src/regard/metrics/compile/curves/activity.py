"""Who was active in which bucket, as statements: the rows of the lifecycle and of the distribution of active days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ibis

from regard.metrics.compile.buckets import bucket_of, is_in_period
from regard.metrics.compile.curves.moments import group_columns, groups_of, placed, read_events
from regard.metrics.compile.scope import Scope, hour_label
from regard.rows import active_days, people, touches
from regard.rows.days import local_day
from regard.rows.sources import touch_source
from regard.rows.specs import Spec


@dataclass(frozen=True)
class ActivityWanted:
    """Whose activity is looked at, in which buckets."""

    scope: Scope
    """The question: its period, split and filters."""

    reading: Scope
    """The same with the period that is read, which may begin before that of the question and end after it."""

    labels: tuple[str, ...]
    """The labels of the buckets that are read, in their order."""

    active: Spec
    """What counts as being active."""

    unit: str = "person"
    """`person`, or a field of events whose values are looked at as people are."""

    keeps: bool = False
    """Whether the table of active days says all that is asked."""


def lifecycle(wanted: ActivityWanted, starts: Sequence[datetime]) -> ibis.Table:
    """Return how many units are what in each bucket: groups, `place`, `new`, `returning`, `resurrecting`, `left`.

    `place` is that of the bucket among the labels, `starts` are the instants at which the buckets begin. `left` are
    those of the bucket who are not active in the one after it. The first bucket is there only to be looked back at.
    """
    groups = groups_of(wanted.scope)
    seen = _first_seen(wanted, placed(_by_bucket(wanted), "bucket", wanted.labels))
    in_order = ibis.window(group_by=[*groups, "unit"], order_by="place")
    rows = seen.mutate(before=seen.place.lag().over(in_order), after=seen.place.lead().over(in_order))
    listed = ibis.literal(",".join(hour_label(start) for start in starts)).split(",")
    is_new = rows.first_seen >= listed[rows.place].cast("timestamp(6)")
    comes_again = (rows.before == rows.place - 1).fill_null(False)
    return rows.group_by([*groups, "place"]).agg(
        new=(rows.inside & is_new).sum(),
        returning=(rows.inside & comes_again).sum(),
        resurrecting=(rows.inside & ~is_new & ~comes_again).sum(),
        left=(rows.after != rows.place + 1).fill_null(True).sum(),
    )


def active_units(wanted: ActivityWanted) -> ibis.Table:
    """Return in how many buckets of the period units were active: groups, `active`, `people` (how many units)."""
    groups = groups_of(wanted.scope)
    rows = _by_bucket(wanted)
    rows = rows.filter(rows.inside)
    each = rows.group_by([*groups, "unit"]).agg(active=rows.count())
    return each.group_by([*groups, "active"]).agg(people=each.count())


def count_active(wanted: ActivityWanted) -> ibis.Table:
    """Return how many units were active in the period, whatever their group, as `people`."""
    rows = _by_bucket(wanted)
    return rows.aggregate(people=rows.unit.nunique(where=rows.inside))


def _by_bucket(wanted: ActivityWanted) -> ibis.Table:
    """Return one row per unit, group and bucket with activity: groups, `unit`, `bucket`, `inside` (of the period)."""
    rows = _kept(wanted) if wanted.keeps else _read(wanted)
    return rows.group_by([*groups_of(wanted.scope), "unit", "bucket"]).agg(inside=rows.inside.any())


def _read(wanted: ActivityWanted) -> ibis.Table:
    """Return activity by unit and bucket, from events; several rows for one pair."""
    scope, span = wanted.scope, wanted.reading.span
    further = [] if wanted.unit == "person" else [wanted.unit]
    source = read_events(scope, [wanted.active], span.starts, span.ends, further)
    table = source.table
    unit = table.number if wanted.unit == "person" else source.field(wanted.unit).key()
    rows = table.select(
        "time",
        unit=unit,
        fits=wanted.active.fits(source.field),
        inside=is_in_period(table.time, scope),
        **group_columns(source, scope),
    )
    rows = rows.filter(rows.fits & rows.unit.notnull())
    keys = [*groups_of(scope), "unit"]
    if wanted.reading.every == "hour":
        return rows.select(*keys, "inside", bucket=bucket_of(rows.time, wanted.reading))
    rows = rows.select(*keys, "inside", day=local_day(rows.time, scope.zone, span.starts, span.ends)).distinct()
    return rows.select(*keys, "inside", bucket=bucket_of(rows.day, wanted.reading))


def _kept(wanted: ActivityWanted) -> ibis.Table:
    """Return activity by person and bucket, from the table of active days."""
    rows, read, asked = active_days.TABLE, wanted.reading.span, wanted.scope.span
    rows = rows.filter((rows.day >= ibis.literal(read.first)) & (rows.day <= ibis.literal(read.last)))
    inside = (rows.day >= ibis.literal(asked.first)) & (rows.day <= ibis.literal(asked.last))
    return rows.select(unit="number", bucket=bucket_of(rows.day, wanted.reading), inside=inside)


def _first_seen(wanted: ActivityWanted, rows: ibis.Table) -> ibis.Table:
    """Return rows with when their unit was first seen: by an event of any kind, over all history, without filters."""
    if wanted.unit == "person":
        known = people.TABLE.select("first_seen", who="number")
    else:
        source = touch_source(touches.TABLE, [wanted.unit], wanted.scope.zone, log=wanted.scope.log)
        events = source.table.select("time", who=source.field(wanted.unit).key())
        known = events.group_by("who").agg(first_seen=events.time.min())
    return rows.join(known, rows.unit == known.who).drop("who")
