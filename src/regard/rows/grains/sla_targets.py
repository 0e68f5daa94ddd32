"""Targets: what a service level promised for a ticket, or for a wait in it, and when it was kept or over."""

from regard.rows.columns import Flag, Moment, Text
from regard.rows.row import Rows


class SlaTarget:
    """One promise for one ticket, or for one wait in it."""

    id: Text
    """The ticket's."""
    person: Text
    sla: Text
    metric: Text
    began_at: Moment
    ended_at: Moment
    """When what was promised was done; null where it is not done yet."""
    due_at: Moment
    """The last instant that is in time."""
    decided_at: Moment
    """When it was met, else when it was missed."""
    is_met: Flag
    is_missed: Flag
    is_unscheduled: Flag
    """Whether it counts business hours and no schedule is for its ticket."""


SLA_TARGETS = Rows(SlaTarget, "sla_targets")
