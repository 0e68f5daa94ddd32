"""Conversations: tickets with what happened to them."""

import ibis

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.log import records_of
from regard.rows.people import with_user
from regard.rows.row import Rows
from regard.rows.seconds import seconds_between

RESOLVED = ("solved", "resolved", "closed", "done")
"""The statuses, in any case, in which a ticket rests; moving between them resolves nothing anew."""


class Conversation:
    """One ticket."""

    id: Text
    person: Text
    created_at: Moment
    channel: Text
    group: Text
    assignee: Text
    tier: Text
    priority: Text
    status: Text
    first_response_at: Moment
    """The first public reply by a human; null where there is none."""
    first_response_seconds: Number
    first_resolved_at: Moment
    first_resolution_seconds: Number
    resolved_at: Moment
    """The last time that it came to rest."""
    resolution_seconds: Number
    resolutions: Number
    is_resolved: Flag
    """Whether it rests now."""


CONVERSATIONS = Rows(Conversation, "conversations")


def conversations() -> ibis.Table:
    """Return one row per ticket. What its events say wins over what the ticket says of itself."""
    tickets = with_user(records_of("ticket"))
    happened = records_of("ticket_event")
    replies, rests = _replies(happened), _resolutions(happened)
    joined = tickets.left_join(replies, tickets.id == replies.ticket_id).select(
        tickets, replied_at=replies.replied_at, has_messages=replies.ticket_id.notnull()
    )
    joined = joined.left_join(rests, joined.id == rests.ticket_id).select(
        joined,
        *(rests[name] for name in ("first_at", "last_at", "times", "rests")),
        has_moves=rests.ticket_id.notnull(),
    )
    told = joined.mutate(
        first_response_at=ibis.ifelse(joined.has_messages, joined.replied_at, joined.first_response_at),
        first_resolved_at=ibis.ifelse(joined.has_moves, joined.first_at, joined.resolved_at),
        resolved_at=ibis.ifelse(joined.has_moves, joined.last_at, joined.resolved_at),
        resolutions=ibis.ifelse(joined.has_moves, joined.times, joined.resolved_at.notnull().cast("int64")),
        is_resolved=ibis.ifelse(
            joined.has_moves, joined.rests, ibis.coalesce(_rests(joined.status), joined.resolved_at.notnull())
        ),
    )
    return told.mutate(
        first_response_seconds=seconds_between(told.created_at, told.first_response_at),
        first_resolution_seconds=seconds_between(told.created_at, told.first_resolved_at),
        resolution_seconds=seconds_between(told.created_at, told.resolved_at),
    ).drop("replied_at", "has_messages", "first_at", "last_at", "times", "rests", "has_moves")


def _rests(status: ibis.expr.types.StringColumn) -> ibis.expr.types.BooleanColumn:
    """Return whether a status is one in which a ticket rests; null where there is none."""
    return status.lower().isin(RESOLVED)


def _replies(happened: ibis.Table) -> ibis.Table:
    """Return for each ticket with messages when an agent first answered in public."""
    messages = happened.filter(happened.kind == "comment")
    public = (messages.actor == "agent") & messages.public.fill_null(True)
    return messages.group_by("ticket_id").agg(replied_at=messages.time.min(where=public))


def _resolutions(happened: ibis.Table) -> ibis.Table:
    """Return for each ticket with statuses when it first and last came to rest, how often, and whether it rests."""
    moves = happened.filter((happened.kind == "status") & happened.value.notnull())
    moves = moves.mutate(now_rests=_rests(moves.value))
    in_order = ibis.window(group_by="ticket_id", order_by=["time", "received_at", "id"])
    back = ibis.window(group_by="ticket_id", order_by=[ibis.desc("time"), ibis.desc("received_at"), ibis.desc("id")])
    moves = moves.mutate(rested=moves.now_rests.lag().over(in_order), from_end=ibis.row_number().over(back))
    comes = moves.now_rests & ~moves.rested.fill_null(False)
    return moves.group_by("ticket_id").agg(
        first_at=moves.time.min(where=comes),
        last_at=moves.time.max(where=comes),
        times=comes.sum(),
        rests=moves.now_rests.any(where=moves.from_end == 0),
    )
