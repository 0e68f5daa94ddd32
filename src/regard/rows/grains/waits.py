"""Waits: how long customers of a ticket waited for each next answer; and the messages that they are made of."""

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.row import Rows


class Wait:
    """One wait: from a customer's first unanswered message to the next public reply by a human."""

    id: Text
    """The ticket's."""
    person: Text
    began_at: Moment
    replied_at: Moment
    """Null where there is no reply yet."""
    reply_seconds: Number
    is_first: Flag
    """Whether it waits for the first reply of all."""
    is_unscheduled: Flag
    """Whether business hours were asked for and no schedule is for its ticket."""


class Message:
    """One public message of a ticket."""

    id: Text
    """The ticket's."""
    person: Text
    time: Moment
    actor: Text


WAITS = Rows(Wait, "waits")


MESSAGES = Rows(Message, "ticket_messages")
