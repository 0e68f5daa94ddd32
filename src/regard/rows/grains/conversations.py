"""Conversations: tickets with what happened to them."""

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.row import Rows


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
    replies: Number
    """Public replies by humans; null where a reply is known and its messages are not."""
    is_rated: Flag
    """Whether the customer rated it good or bad."""
    is_rated_good: Flag
    """Whether the customer rated it good; null where it was not rated."""
    is_unscheduled: Flag
    """Whether business hours were asked for and no schedule is for it."""


CONVERSATIONS = Rows(Conversation, "conversations")
