"""Tickets: a customer's case at the help desk."""

from regard.records.record import Instant, RecordType, State


class Ticket(State, frozen=True, kw_only=True):
    """The state of one ticket."""

    created_at: Instant
    user_id: str | None = None
    channel: str | None = None
    group: str | None = None
    assignee: str | None = None
    tier: str | None = None
    priority: str | None = None
    status: str | None = None
    first_response_at: Instant | None = None
    """The first public human reply, where the source tells it; ticket events win over it."""
    resolved_at: Instant | None = None
    """The last resolution, where the source tells it; ticket events win over it."""
    satisfaction: str | None = None


TICKET = RecordType("ticket", "tickets", Ticket)
