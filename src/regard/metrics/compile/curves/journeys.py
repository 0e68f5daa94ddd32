"""Journeys as statements: the stops of each person before or after an anchor, over all channels.

Whoever has an anchor comes first, so that all that follows is read of them alone, and of them from the anchor on or up
to it; they are read in parts, which bounds the memory that putting touchpoints in order takes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import ibis

from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.curves.moments import group_columns, groups_of
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope
from regard.rows import people, touches
from regard.rows.days import literal
from regard.rows.log import records_of
from regard.rows.seconds import seconds_between
from regard.rows.sources import Source, record_source
from regard.rows.specs import OPENING, EventSpec
from regard.rows.touchpoints import record_touchpoints

_WHO = ("number", "unknown")
"""What tells people apart sooner than text does: the number of those who are known by events, else who they are."""

_ORDER = ("time", "told_at", "place", "record", "id")
"""What puts the touchpoints of a person in order, all but the time where several share an instant: what told of them.

Events that no record shares their instant with have only their `place` among each other, which follows the same rule.
"""


@dataclass(frozen=True)
class JourneysWanted:
    """The journeys that are looked at."""

    scope: Scope
    until: datetime
    """The instant before which touchpoints are read."""

    anchor: EventSpec | str
    """An event, or a kind of record."""

    depth: int
    """How many stops from the anchor are followed."""

    is_before: bool = False
    dimensions: tuple[str, ...] = ()
    """Fields of events that name their stops; the type of an event where there are none."""

    part: int = 0
    """Which of the parts into which people fall is read."""

    parts: int = 1


def stop(number: int) -> str:
    """Return the column of the name of a stop; 0 is the anchor's, each further one lies further from it."""
    return f"stop {number}"


def taken(number: int) -> str:
    """Return the column of the seconds between a stop and the one before it, nearer to the anchor."""
    return f"seconds {number}"


def walks(wanted: JourneysWanted) -> ibis.Table:
    """Return the paths that people walked: groups, `stop 0` to that of the depth, `people`, `seconds 1` and on (lists).

    Stops that a person did not reach are null, and their seconds are missing.
    """
    rows, groups = _stops(wanted), groups_of(wanted.scope)
    numbers = range(wanted.depth + 1)
    names = {stop(number): rows.touchpoint.max(where=rows.stop == number) for number in numbers}
    times = {f"at {number}": rows.at.max(where=rows.stop == number) for number in numbers}
    each = rows.group_by([*_WHO, *groups]).agg(**names, **times)
    seconds = {taken(number): _seconds(each, number, wanted) for number in numbers[1:]}
    each = each.select(*groups, *names, **seconds)
    lists = {name: each[name].collect() for name in seconds}
    return each.group_by([*groups, *names]).agg(people=each.count(), **lists)


def _seconds(each: ibis.Table, number: int, wanted: JourneysWanted) -> ibis.Value:
    """Return how long after a stop the next in time was reached."""
    nearer, further = each[f"at {number - 1}"], each[f"at {number}"]
    return seconds_between(further, nearer) if wanted.is_before else seconds_between(nearer, further)


def _stops(wanted: JourneysWanted) -> ibis.Table:
    """Return the stops of each person: who, groups, `stop` (0 the anchor's), `touchpoint` and `at`.

    Touchpoints of one name in a row are one stop, which is `at` the first of them; the anchor's is at the anchor.
    """
    rows = _from_anchor(wanted)
    starts = rows.filter(rows.previous.isnull() | (rows.previous != rows.touchpoint))
    # Nulls are the last of those in order, and so the first of those in the opposite one.
    order = [ibis.desc(starts[key], nulls_first=True) for key in _ORDER] if wanted.is_before else list(_ORDER)
    outwards = ibis.window(group_by=_WHO, order_by=order)
    starts = starts.mutate(stop=ibis.row_number().over(outwards))
    starts = starts.filter(starts.stop <= wanted.depth)
    at = ibis.ifelse(starts.stop == 0, starts.anchored, starts.time)
    return starts.select(*_WHO, *groups_of(wanted.scope), "stop", "touchpoint", at=at)


def _from_anchor(wanted: JourneysWanted) -> ibis.Table:
    """Return the touchpoints from people's first anchor of the period on, or up to it, with the name of the `previous`.

    Those that share the instant of the anchor count where their order says so.
    """
    rows = _touchpoints(wanted)
    in_order = ibis.window(group_by=_WHO, order_by=_ORDER)
    earlier = ibis.window(group_by=_WHO, order_by=_ORDER, rows=(None, -1))
    rows = rows.mutate(
        was_anchored=rows.is_anchor.any().over(earlier).fill_null(False), last=rows.touchpoint.lag().over(in_order)
    )
    if wanted.is_before:
        return rows.filter(~rows.was_anchored).mutate(previous=rows["last"])
    rows = rows.filter(rows.is_anchor | rows.was_anchored)
    return rows.mutate(previous=ibis.ifelse(rows.was_anchored, rows["last"], ibis.null("string")))


def _touchpoints(wanted: JourneysWanted) -> ibis.Table:
    """Return the touchpoints of people with an anchor, from the instant of their first on or up to it."""
    anchors = _anchors(wanted)
    records = _records(wanted, anchors)
    events = _events(wanted, anchors)
    instants = records.select(*_WHO, "time").distinct()
    shared = [events.number == instants.number, events.time == instants.time]
    log = records_of("event")
    told = log.select("id", "received_at", logged_event=log.event)
    tied = events.semi_join(instants, shared)
    how: Literal["left", "inner"] = "left" if wanted.scope.log.is_short else "inner"
    tied = tied.join(told, tied.event == told.logged_event, how=how)
    # What has left the log has no instant of receipt any more: it stays in its own order.
    place = ibis.ifelse(tied.received_at.isnull(), tied.place, ibis.literal(0, "int32"))
    tied = tied.mutate(told_at=tied.received_at, place=place, record=ibis.literal("event"))
    alone = events.anti_join(instants, shared)
    alone = alone.mutate(
        told_at=ibis.null("timestamp(6)"), record=ibis.null("string"), id=ibis.null("string"), place=alone.place
    )
    columns = [*_WHO, *groups_of(wanted.scope), "anchored", *_ORDER, "touchpoint", "is_anchor"]
    return ibis.union(alone.select(*columns), tied.select(*columns), records.select(*columns))


def _anchors(wanted: JourneysWanted) -> ibis.Table:
    """Return who has an anchor in the period and passes the filters: who, `person`, `anchored` (the first), groups."""
    spec, scope = wanted.anchor, wanted.scope
    if isinstance(spec, EventSpec):
        source = asked_touches(_opening(wanted), spec.fields(), wanted.scope)
        rows = source.table.filter(spec.test(source.field), source.table.number.notnull())
        rows = rows.mutate(unknown=ibis.null("string"))
    else:
        known, rows = people.TABLE, record_touchpoints()[spec]
        rows = rows.left_join(known, "person").select(rows, number=known.number)
        rows = rows.mutate(unknown=ibis.ifelse(rows.number.isnull(), rows.person, ibis.null("string")))
    rows = rows.filter(is_in_period(rows.time, scope), rows.time < literal(wanted.until))
    if wanted.parts > 1:
        hashed = (rows.unknown.hash() % wanted.parts).abs()
        rows = rows.filter(ibis.ifelse(rows.number.isnull(), hashed, rows.number % wanted.parts) == wanted.part)
    firsts = people.named(rows.group_by(_WHO).agg(anchored=rows.time.min()))
    firsts = firsts.mutate(person=ibis.coalesce(firsts.person, firsts.unknown))
    passing: Source = filtered(record_source(firsts, scope.fields(), scope.zone), scope)
    return passing.table.select(*_WHO, "person", "anchored", **group_columns(passing, scope))


def _opening(wanted: JourneysWanted) -> ibis.Table:
    """Return the events that are touchpoints, until the clock."""
    rows = touches.TABLE
    return rows.filter(rows.type.isin(OPENING), rows.time < literal(wanted.until))


def _events(wanted: JourneysWanted, anchors: ibis.Table) -> ibis.Table:
    """Return the events of people with an anchor, called by the dimensions that name their stops."""
    rows = _opening(wanted)
    if wanted.parts > 1:
        rows = rows.filter(rows.number % wanted.parts == wanted.part)
    rows = _beside(rows, anchors.drop("person"), "number", wanted)
    spec = wanted.anchor if isinstance(wanted.anchor, EventSpec) else None
    source = asked_touches(rows, {"type", *wanted.dimensions, *(spec.fields() if spec else ())}, wanted.scope)
    is_anchor = ibis.literal(False)
    if spec:
        is_anchor = spec.fits(source.field) & is_in_period(source.table.time, wanted.scope)
    return source.table.mutate(touchpoint=_stop_name(source, wanted.dimensions), is_anchor=is_anchor)


def _records(wanted: JourneysWanted, anchors: ibis.Table) -> ibis.Table:
    """Return the touchpoints of people with an anchor that are no events."""
    scope = wanted.scope
    parts = [
        rows.mutate(is_anchor=is_in_period(rows.time, scope) if kind == wanted.anchor else ibis.literal(False))
        for kind, rows in record_touchpoints().items()
    ]
    rows = ibis.union(*parts)
    rows = rows.filter(rows.time < literal(wanted.until))
    return _beside(rows, anchors, "person", wanted).mutate(place=ibis.literal(0, "int32"))


def _beside(rows: ibis.Table, anchors: ibis.Table, key: str, wanted: JourneysWanted) -> ibis.Table:
    """Return the rows of people with an anchor, from its instant on or up to it, with what is known of them."""
    further = [name for name in anchors.columns if name != key]
    joined = rows.join(anchors, key).select(rows, *(anchors[name] for name in further))
    return joined.filter(joined.time <= joined.anchored if wanted.is_before else joined.time >= joined.anchored)


def _stop_name(source: Source, dimensions: tuple[str, ...]) -> ibis.expr.types.StringValue:
    """Return what the stop of each event is called: the dimensions that are set, else its type."""
    name: ibis.expr.types.StringValue | None = None
    for dimension in dimensions:
        field = source.field(dimension)
        text = field.text()
        own = field.key().cast("string") if text is None else ibis.coalesce(text, field.key().cast("string"))
        both = own if name is None else ibis.coalesce(name + " / " + own, name, own)
        name = both
    kind = source.table.type
    return kind if name is None else ibis.coalesce(name, kind)
