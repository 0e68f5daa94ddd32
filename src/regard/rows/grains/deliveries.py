"""Deliveries: what was sent to people, made one by one into messages, and what a day's messages came to."""

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.row import Rows


class Message:
    """One message to one person, or the counts of several messages at once."""

    id: Text
    person: Text
    time: Moment
    """When the first of its records happened."""
    channel: Text
    campaign: Text
    message: Text
    impressions: Number
    """How often it was delivered, or shown: 0 or 1 for a message to one person; null where it is not told."""
    opens: Number
    clicks: Number
    unique_opens: Number
    """How many opened it; a click counts as an open, for many programs hide opens."""
    unique_clicks: Number
    is_tally: Flag
    """Whether it stands for several messages that are known by their counts alone."""


MESSAGES = Rows(Message, "messages")
