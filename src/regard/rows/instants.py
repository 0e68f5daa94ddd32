"""Instants: when people did something, in few columns, and what hangs on that: visits by gaps in time, and places."""

import ibis

from regard.rows.touches import visit_of_start, walks


def instants(events: ibis.Table, *further: str) -> ibis.Table:
    """Return when events that have their owner were; `opens` is null where an event is in no visit by gaps in time.

    Events of nobody outside of sessions, who have no order, are left out; `further` columns of events stay.
    """
    opens = ibis.ifelse(walks(events), events.opens, ibis.null("boolean"))
    known = events.mutate(opens=opens).filter(events.number.notnull() | events.session_id.notnull())
    return known.select("number", "time", "opens", *further)


def shared(instants: ibis.Table) -> ibis.Table:
    """Return the instants at which a person, or somebody unknown in a session, has more than one event."""
    counted = instants.group_by(["number", "time"]).agg(events=instants.count())
    return counted.filter(counted.events > 1).select("number", "time")


def places(events: ibis.Table, shared: ibis.Table, *further: str) -> ibis.Table:
    """Return the place of events among those of the same person, or of nobody in the same session, and instant.

    Those that are alone in their instant are left out: few share it with another, and only these are sorted.
    `further` columns of events stay.
    """
    events = events.filter(events.number.notnull() | events.session_id.notnull())
    is_shared = [events.number.identical_to(shared.number), events.time == shared.time]
    rows = events.semi_join(shared, is_shared)
    rows = rows.select("event", "id", "number", "time", "session_id", "received_at", *further)
    rows = rows.mutate(unknown=ibis.ifelse(rows.number.isnull(), rows.session_id, ibis.null("string")))
    of_instant = ibis.window(group_by=["number", "unknown", "time"], order_by=["received_at", "id"])
    return rows.select("event", *further, place=ibis.row_number().over(of_instant).cast("int32"))


def by_gap(instants: ibis.Table, timeout_seconds: float) -> ibis.Table:
    """Return the visit, as `by_gap`, that gaps in time give events without a session id, by `number` and `time`.

    A run of events without a gap over the timeout holds at most one visit, from its first opening event on: attention
    keeps a visit alive and never opens one. Events of one instant are never parted.
    """
    never = ibis.null(instants.time.type())
    timeout = ibis.interval(microseconds=round(timeout_seconds * 1_000_000))
    in_order = ibis.window(group_by="number", order_by="time")
    so_far = ibis.window(group_by="number", order_by="time", rows=(None, 0))
    walked = instants.filter(instants.opens.notnull())
    rows = walked.group_by(["number", "time"]).agg(opens=walked.opens.any())
    rows = rows.mutate(before=rows.time.lag().over(in_order))
    starts_run = rows.before.isnull() | (rows.time > rows.before + timeout)
    rows = rows.mutate(
        run=ibis.ifelse(starts_run, rows.time, never).max().over(so_far),
        opened=ibis.ifelse(starts_run & rows.opens, rows.time, never).max().over(so_far),
    )
    # Most runs begin with the event that opens the visit; only the others need a look at all their events.
    plain = rows.filter(rows.run.identical_to(rows.opened))
    others = rows.filter(~rows.run.identical_to(rows.opened))
    opening = ibis.ifelse(others.opens, others.time, never).min()
    others = others.mutate(opened=opening.over(ibis.window(group_by=["number", "run"])))
    rows = ibis.union(plain, others)
    inside = rows.filter(rows.time >= rows.opened)
    return inside.select("number", "time", by_gap=visit_of_start(inside.number, inside.opened))
