"""Visits: what a person does on a device without a long pause, or under one session id."""

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.row import Rows

ORIGIN = (
    "channel",
    "referrer",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "country",
    "language",
    "device",
    "browser",
    "os",
)
"""Fields of an event that hold for the whole visit, as its first event has them."""


class Visit:
    """One visit."""

    session_id: Text
    start: Moment
    end: Moment
    duration: Number
    """Seconds from the first to the last page, screen or track event; 0 for a bounce."""
    engaged_seconds: Number
    """Seconds of attention; null where nothing measured it."""
    page_views: Number
    events: Number
    interactions: Number
    """Track events that count as doing something."""
    entry_page: Text
    exit_page: Text
    is_bounce: Flag
    is_engaged: Flag
    is_overlong: Flag
    """Longer than 24 hours: more likely a robot or a clock than a person."""
    did_goal: Flag
    """Whether the visit reached the goal that the question names, within the time asked for."""
    views_inside: Number
    """Page views within the time asked for, which for a visit over midnight is a part of it."""


VISITS = Rows(Visit, "visits")
