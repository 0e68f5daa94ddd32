"""Conversations: tickets with what happened to them."""

import ibis

from regard.rows.log import records_of
from regard.rows.people import with_user
from regard.rows.seconds import seconds_between

RESOLVED = ("solved", "resolved", "closed", "done")
"""The statuses, in any case, in which a ticket rests; moving between them resolves nothing anew."""

_SECOND = 2
_COMMENTED = ("", "_with_comment", "_without_comment")
_GOOD, _BAD = (tuple(f"{rating}{ending}" for ending in _COMMENTED) for rating in ("good", "bad"))

TICKET_FIELDS = ("person", "channel", "group", "assignee", "tier", "priority", "status", "properties")
"""What the rows of what happened to a ticket take from it, to be split and filtered by."""


def conversations() -> ibis.Table:
    """Return one row per ticket. What its events say wins over what the ticket says of itself."""
    tickets = with_user(records_of("ticket"))
    happened = records_of("ticket_event")
    replies, rests = _replies(happened), _resolutions(happened)
    joined = tickets.left_join(replies, tickets.id == replies.ticket_id).select(
        tickets,
        replied_at=replies.replied_at,
        second_response_at=replies.second_at,
        counted=replies.replies,
        has_messages=replies.ticket_id.notnull(),
    )
    joined = joined.left_join(rests, joined.id == rests.ticket_id).select(
        joined,
        *(rests[name] for name in ("first_at", "last_at", "times", "rests")),
        has_moves=rests.ticket_id.notnull(),
    )
    unknown_replies = ibis.ifelse(joined.first_response_at.isnull(), 0, ibis.null("int64"))
    told = joined.mutate(
        replies=ibis.ifelse(joined.has_messages, joined.counted, unknown_replies),
        is_rated=_rating(joined.satisfaction).notnull(),
        is_rated_good=_rating(joined.satisfaction),
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
    ).drop("replied_at", "counted", "has_messages", "first_at", "last_at", "times", "rests", "has_moves")


def _rests(status: ibis.expr.types.StringColumn) -> ibis.expr.types.BooleanColumn:
    """Return whether a status is one in which a ticket rests; null where there is none."""
    return status.lower().isin(RESOLVED)


def _rating(said: ibis.expr.types.StringColumn) -> ibis.expr.types.BooleanColumn:
    """Return whether a rating is good, false where it is bad; null for one that is only offered, or none."""
    rating = said.lower()
    return ibis.cases((rating.isin(_GOOD), True), (rating.isin(_BAD), False), else_=ibis.null("boolean"))


def _replies(happened: ibis.Table) -> ibis.Table:
    """Return for each ticket with messages when agents first and then again answered in public, and how often."""
    messages = happened.filter(happened.kind == "comment")
    public = ((messages.actor == "agent") & messages.public.fill_null(True)).fill_null(False)
    so_far = ibis.cumulative_window(group_by="ticket_id", order_by=["time", "received_at", "id"])
    messages = messages.mutate(is_reply=public)
    messages = messages.mutate(number=messages.is_reply.sum().over(so_far))
    return messages.group_by("ticket_id").agg(
        replied_at=messages.time.min(where=messages.is_reply),
        second_at=messages.time.min(where=messages.is_reply & (messages.number == _SECOND)),
        replies=messages.is_reply.sum(),
    )


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


TABLE: ibis.Table = ibis.table(conversations().schema(), name="conversations")


def with_ticket(rows: ibis.Table) -> ibis.Table:
    """Return rows that name their `ticket_id` with the fields of the ticket, null where it is not known itself.

    Their `id` is the ticket's: whoever has no person is told apart by it.
    """
    fields = {f"ticket {name}": TABLE[name] for name in TICKET_FIELDS}
    known = TABLE.select(known_id=TABLE.id, **fields)
    joined = rows.left_join(known, rows.ticket_id == known.known_id)
    told = {name: joined[f"ticket {name}"] for name in TICKET_FIELDS}
    return joined.mutate(id=joined.ticket_id, **told).drop("known_id", *fields)
