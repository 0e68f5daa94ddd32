"""People in a period: one row per person with any event in the time asked for."""

from regard.rows.columns import Flag, Moment, Number
from regard.rows.row import Rows


class PersonInPeriod:
    """What one person did in the time asked for; a bucket of a series counts as a time of its own."""

    identified: Flag
    visits: Number
    active_days: Number
    """Local days with an event that counts as being active."""
    first_seen: Moment
    """When the person was first seen, by an event of any kind, over all history."""
    is_new: Flag
    """Whether that was within the time asked for."""
    did_event: Flag
    did_goal: Flag
    did_start: Flag
    did_end: Flag
    """Whether the person did what `end` names, at or after doing what `start` names."""


PEOPLE = Rows(PersonInPeriod, "people_in_period")
VISITORS = PEOPLE.where(lambda person: person.visits > 0)
ACTIVE_PEOPLE = PEOPLE.where(lambda person: person.active_days > 0)


class PaidActivity:
    """One person who was active, or a paying customer, in the time asked for."""

    active_days: Number
    is_active: Flag
    is_paying: Flag


ACTIVITY = Rows(PaidActivity, "activity")
