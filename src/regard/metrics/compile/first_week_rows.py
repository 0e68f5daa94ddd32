"""People with the week after they were first seen, for one question."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis

from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import bucket_of, within
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.kinds import Metric
from regard.rows import people, touches
from regard.rows.days import literal, local_day
from regard.rows.grains.first_weeks import DAYS

_WEEK = ibis.interval(days=DAYS)


def first_weeks_at(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per person first seen in the time; a split and filters look at the first event."""
    rows = _weeks(_newcomers(scope), scope)
    return lambda keys: rows.select(*keys, *(name for name in rows.columns if name not in keys))


def _newcomers(scope: Scope) -> ibis.Table:
    """Return the people first seen in the time whose first event passes the filters, with its bucket and groups."""
    seen = people.TABLE.filter(within(people.TABLE.first_seen, scope)).select("number", "first_seen")
    events = touches.TABLE.join(seen, "number")
    events = events.filter(events.time == events.first_seen)
    firsts = events.filter(events.place == 0).rename(entered="first_seen")
    source = asked_touches(firsts, scope.fields(), scope)
    source = filtered(source, scope)
    columns = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
    if scope.buckets:
        columns["bucket"] = bucket_of(source.table.entered, scope)
    return source.table.select("number", first_seen="entered", **columns)


def _weeks(newcomers: ibis.Table, scope: Scope) -> ibis.Table:
    """Return newcomers with what they did in their first week."""
    known = newcomers.select("number", entered="first_seen")
    inside = touches.TABLE.join(known, "number")
    inside = inside.filter(inside.time < inside.entered + _WEEK)
    source = asked_touches(inside, scope.spec_fields(), scope)
    goal, table = scope.specs["goal"], source.table
    ends = scope.ends + timedelta(days=DAYS)
    done = table.select(
        "number",
        "entered",
        reaches=goal.fits(source.field),
        qualifies=scope.qualifying.fits(source.field),
        day=local_day(table.time, scope.zone, scope.starts, ends),
        first_day=local_day(table.entered, scope.zone, scope.starts, ends),
    )
    told = done.group_by("number").agg(
        did_goal=done.reaches.any(),
        active_days=done.day.nunique(where=done.qualifies),
        dropped_out=~(done.qualifies & (done.day > done.first_day)).any(),
    )
    as_of = scope.as_of or datetime(9999, 1, 1, tzinfo=UTC)
    joined = newcomers.join(told, "number")
    return joined.mutate(is_over=joined.first_seen + _WEEK <= literal(as_of), cluster=ibis.null("string"))
