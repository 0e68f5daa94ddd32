"""Waits: how long customers of a ticket waited for each next answer; and the messages that they are made of."""

import ibis

from regard.rows.conversations import TABLE, with_ticket
from regard.rows.log import records_of


def messages() -> ibis.Table:
    """Return one row per public message, with the fields of its ticket."""
    happened = records_of("ticket_event")
    said = happened.filter((happened.kind == "comment") & happened.public.fill_null(True))
    return with_ticket(said.select("ticket_id", "time", "actor"))


def waits() -> ibis.Table:
    """Return one row per ticket and wait.

    The first one begins with the customer's first message; where there is none before the reply the ticket itself is
    the message, unless the reply came no later than it: then an agent opened it and nobody waited.
    """
    told = _told_by_messages()
    later = told.filter((told.replies_before > 0) & told.asked_at.notnull())
    first = told.filter(told.replies_before == 0).select(
        said_id="ticket_id", asked_at=told.asked_at, answered_at=told.replied_at
    )
    tickets = TABLE.select("id", "created_at", "first_response_at")
    firsts = tickets.outer_join(first, tickets.id == first.said_id)
    replied_at = ibis.coalesce(firsts.first_response_at, firsts.answered_at)
    waited = replied_at.isnull() | (replied_at > firsts.created_at)
    began_at = ibis.coalesce(firsts.asked_at, ibis.ifelse(waited, firsts.created_at, ibis.null("timestamp(6)")))
    firsts = firsts.select(
        ticket_id=ibis.coalesce(firsts.id, firsts.said_id),
        began_at=began_at,
        replied_at=replied_at,
        is_first=ibis.literal(True),
    )
    return ibis.union(
        firsts.filter(firsts.began_at.notnull()),
        later.select("ticket_id", began_at=later.asked_at, replied_at=later.replied_at, is_first=ibis.literal(False)),
    )


def _told_by_messages() -> ibis.Table:
    """Return for each ticket and reply (or what came after the last) when it was first asked for and given."""
    happened = records_of("ticket_event")
    is_said = (happened.kind == "comment") & happened.public.fill_null(True)
    said = happened.filter(is_said & happened.actor.isin(("customer", "agent")))
    said = said.mutate(is_reply=said.actor == "agent")
    earlier = ibis.window(group_by="ticket_id", order_by=["time", "received_at", "id"], preceding=(None, 1))
    said = said.mutate(replies_before=said.is_reply.sum().over(earlier).fill_null(0))
    return said.group_by(["ticket_id", "replies_before"]).agg(
        asked_at=said.time.min(where=~said.is_reply), replied_at=said.time.min(where=said.is_reply)
    )


TABLE_OF_WAITS: ibis.Table = ibis.table(
    {"ticket_id": "string", "began_at": "timestamp(6)", "replied_at": "timestamp(6)", "is_first": "boolean"},
    name="waits",
)
