"""First weeks: one row per person who was first seen in the time asked for, with what the week after that brought."""

from regard.rows.columns import Flag, Moment, Number
from regard.rows.row import Rows

DAYS = 7
"""How long a first week is, in days of 24 hours from the moment of being first seen."""


class FirstWeek:
    """What one person did within a week of first being seen."""

    first_seen: Moment
    """When the person was first seen, by an event of any kind, over all history."""
    is_over: Flag
    """Whether the week is over at the clock of the question."""
    did_goal: Flag
    active_days: Number
    """Local days of that week with an event that counts as being active."""
    dropped_out: Flag
    """Whether none of them comes after the local day of being first seen."""


FIRST_WEEKS = Rows(FirstWeek, "first_weeks")
