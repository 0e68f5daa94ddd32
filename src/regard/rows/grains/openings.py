"""Openings: each time that a ticket was open, from its creation or reopening until it came to rest."""

from regard.rows.columns import Flag, Moment, Text
from regard.rows.row import Rows


class Opening:
    """One run of time in which a ticket was open."""

    id: Text
    """The ticket's."""
    person: Text
    opened_at: Moment
    """Its creation, or when it was opened again; null for the first of a ticket whose creation is not known."""
    closed_at: Moment
    """When it came to rest; null where it has not."""
    opened_again_at: Moment
    """When it was next opened after that; null where it was not."""
    is_again: Flag
    """Whether it was opened again, after a rest."""


class RestedTicket:
    """One ticket that came to rest in the time asked for and rests at the end of it."""

    id: Text
    person: Text
    closed_at: Moment
    is_reopened: Flag
    """Whether it had been opened again before it came to rest."""
    is_one_touch: Flag
    """Whether it had exactly one public reply by a human by the end of the time; null where that is not known."""
    is_uncounted: Flag
    """Whether its replies are not known."""


OPENINGS = Rows(Opening, "openings")


OPEN_TICKETS = Rows(Opening, "open_tickets")


RESTED_TICKETS = Rows(RestedTicket, "rested_tickets")
