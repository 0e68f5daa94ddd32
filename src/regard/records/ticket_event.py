"""Ticket events: what happened to a ticket, and who did it."""

from typing import Literal

from regard.records.record import Happening, Instant, RecordType


class TicketEvent(Happening, frozen=True, kw_only=True):
    """One change of a ticket, or one message in it."""

    time: Instant
    ticket_id: str
    kind: Literal["status", "comment", "assignment", "priority"]
    value: str | None = None
    actor: Literal["customer", "agent", "bot"] | None = None
    public: bool | None = None


TICKET_EVENT = RecordType("ticket_event", "ticket_events", TicketEvent)
