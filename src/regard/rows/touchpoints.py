"""Touchpoints: everything by which a person and the business met, on any channel, in one row each."""

import ibis

from regard.rows import people, touches, visits
from regard.rows.answers import answers
from regard.rows.log import records_of
from regard.rows.orders import orders
from regard.rows.people import with_user
from regard.rows.specs import OPENING

COLUMNS = ("person", "time", "told_at", "id", "record", "touchpoint", "channel")
"""Who, when, what orders those of one instant, which record of which kind, what the stop is called, its channel."""

RECORDS = ("delivery", "answer", "ticket", "order", "mention")
"""The kinds of record that are touchpoints beside events."""


def touchpoints() -> ibis.Table:
    """Return every touchpoint of a known person, an event's stop being called by its type."""
    rows = touches.TABLE.filter(touches.TABLE.type.isin(OPENING))
    return ibis.union(event_touchpoints(rows, rows.type, rows.time), *record_touchpoints().values())


def interactions() -> ibis.Table:
    """Return what counts as an interaction: touchpoints but for orders, and visits, by their id, in place of events.

    A visit has a row for each of its events, so that it counts in each stretch of time in which it has one.
    """
    seen = touches.TABLE.filter(touches.TABLE.opens & touches.TABLE.visit.notnull())
    told = visits.TABLE.select("visit", "channel")
    seen = seen.left_join(told, "visit").select(seen, visit_channel=told.channel)
    visited = event_touchpoints(
        seen.mutate(id=seen.visit.cast("string")), ibis.literal("visit"), seen.time, seen.visit_channel
    )
    others = [rows for name, rows in record_touchpoints().items() if name != "order"]
    named = ibis.union(visited, *others)
    return named.mutate(id=named.record + " " + named.id)


def event_touchpoints(
    events: ibis.Table,
    touchpoint: ibis.Value,
    told_at: ibis.Value,
    channel: ibis.Value | None = None,
    **further: ibis.Value,
) -> ibis.Table:
    """Return events as touchpoints of a name, which were told of at a moment; `further` are columns beside."""
    # Of nobody there are no touchpoints.
    known = events.join(people.TABLE.select("number", "person"), "number").select(
        "person",
        "time",
        "id",
        told_at=told_at,
        record=ibis.literal("event"),
        touchpoint=touchpoint,
        channel=ibis.null("string") if channel is None else channel,
        **further,
    )
    return known.select(*COLUMNS, *further)


def record_touchpoints() -> dict[str, ibis.Table]:
    """Return the touchpoints of known people that are no events, by the kind of record.

    Messages count when they are opened or clicked, answers when something was said, orders when they stand.
    """
    sent, said, placed = with_user(records_of("delivery")), answers(), orders()
    tickets, mentions = with_user(records_of("ticket")), with_user(records_of("mention"))
    met = sent.filter(sent.kind.isin(("opened", "clicked")))
    return {
        "delivery": _known(met, "delivery", met.channel.fill_null("delivery")),
        "answer": _known(said.filter(said.is_answered), "answer", "survey"),
        "ticket": _known(tickets.mutate(time=tickets.created_at), "ticket", "support"),
        "order": _known(placed.filter(placed.is_kept), "order", "order"),
        "mention": _known(mentions.mutate(channel=mentions.network), "mention", "social"),
    }


def _known(rows: ibis.Table, record: str, touchpoint: str | ibis.Value) -> ibis.Table:
    """Return the records of known people as touchpoints."""
    stamp = "received_at" if "received_at" in rows.columns else "as_of"
    told = rows.select(
        "person",
        "time",
        "id",
        "channel",
        told_at=stamp,
        record=ibis.literal(record),
        touchpoint=ibis.literal(touchpoint) if isinstance(touchpoint, str) else touchpoint,
    )
    return told.filter(told.person.notnull()).select(*COLUMNS)
