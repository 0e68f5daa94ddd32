"""Touches: events with their person and their visit.

A table of the few columns that most questions need; what else an event holds is joined from the log when asked for.
"""

from regard.rows.columns import Flag, Moment, Text
from regard.rows.row import Rows
from regard.rows.specs import OPENING


class Touch:
    """One event, with its person and its visit."""

    id: Text
    time: Moment
    type: Text
    name: Text
    page: Text
    fits_event: Flag
    """Whether it is what the question's `event` names."""
    fits_goal: Flag


EVENTS = Rows(Touch, "touches").where(lambda touch: touch.type.isin(OPENING))
