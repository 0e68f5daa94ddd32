"""Openings: each time that a ticket was open, from its creation or reopening until it came to rest."""

import ibis

from regard.rows.conversations import RESOLVED, TABLE
from regard.rows.log import records_of


def openings() -> ibis.Table:
    """Return one row per ticket and time that it was open; a ticket that rests since nobody knows when has none."""
    return ibis.union(_with_creation(_told_by_moves()), _told_by_tickets())


def _changes() -> ibis.Table:
    """Return every change of a ticket between open and at rest, in order, with the changes beside it."""
    happened = records_of("ticket_event")
    moves = happened.filter((happened.kind == "status") & happened.value.notnull())
    in_order = ibis.window(group_by="ticket_id", order_by=["time", "received_at", "id"])
    moves = moves.mutate(rests=moves.value.lower().isin(RESOLVED))
    moves = moves.mutate(rested=moves.rests.lag().over(in_order).fill_null(False))
    changes = moves.filter(moves.rests != moves.rested)
    beside = ibis.window(group_by="ticket_id", order_by=["time", "received_at", "id"])
    return changes.mutate(before=changes.time.lag().over(beside), after=changes.time.lead().over(beside))


def _told_by_moves() -> ibis.Table:
    """Return the openings that changes of status tell: each ends with a rest, but for one that still goes on."""
    changes = _changes()
    never = ibis.null("timestamp(6)")
    still_open = ~changes.rests & changes.after.isnull()
    ends = changes.filter(changes.rests | still_open)
    return ends.select(
        "ticket_id",
        opened_at=ibis.ifelse(ends.rests, ends.before, ends.time),
        closed_at=ibis.ifelse(ends.rests, ends.time, never),
        opened_again_at=ibis.ifelse(ends.rests, ends.after, never),
        is_again=~ends.rests | ends.before.notnull(),
    )


def _with_creation(told: ibis.Table) -> ibis.Table:
    """Return openings of which the first of each ticket begins with its creation."""
    known = TABLE.select(known_id=TABLE.id, created_at=TABLE.created_at)
    joined = told.left_join(known, told.ticket_id == known.known_id)
    return joined.mutate(opened_at=ibis.coalesce(joined.opened_at, joined.created_at)).drop("known_id", "created_at")


def _told_by_tickets() -> ibis.Table:
    """Return the openings of tickets without a change of status, as the tickets themselves tell.

    One that is open now and has been resolved was opened again at once, as far as anybody knows.
    """
    told = TABLE.anti_join(_changes(), [("id", "ticket_id")])
    is_back = ~told.is_resolved & told.resolved_at.notnull()
    first = told.filter(~told.is_resolved | told.resolved_at.notnull())
    again = told.filter(is_back)
    never = ibis.null("timestamp(6)")
    return ibis.union(
        first.select(
            ticket_id=first.id,
            opened_at=first.created_at,
            closed_at=first.resolved_at,
            opened_again_at=ibis.ifelse(first.is_resolved, never, first.resolved_at),
            is_again=ibis.literal(False),
        ),
        again.select(
            ticket_id=again.id,
            opened_at=again.resolved_at,
            closed_at=never,
            opened_again_at=never,
            is_again=ibis.literal(True),
        ),
    )


TABLE_OF_OPENINGS: ibis.Table = ibis.table(
    {
        "ticket_id": "string",
        "opened_at": "timestamp(6)",
        "closed_at": "timestamp(6)",
        "opened_again_at": "timestamp(6)",
        "is_again": "boolean",
    },
    name="openings",
)
