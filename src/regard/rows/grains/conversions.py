"""Conversions from one event to another: one row per person who did the first or was active in the time asked for."""

from regard.rows.columns import Number
from regard.rows.row import Rows


class Conversion:
    """What became of one person's starts."""

    starters: Number
    """1 for a person who started, or the number of start events where those are counted; else 0."""
    converted: Number
    """1 where an end followed, or the number of end events where those are counted."""
    active: Number
    """1 for a person who was active in the time, else 0."""
    ever_ended: Number
    """1 for a person who was active in the time and ever did the end, else 0."""


CONVERSIONS = Rows(Conversion, "conversions")
