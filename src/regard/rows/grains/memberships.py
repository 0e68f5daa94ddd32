"""Memberships: from when until when somebody was a customer, by contract or by buying again in time."""

from regard.rows.columns import Flag, Number, Text
from regard.rows.row import Rows


class Member:
    """One person who was a customer at the start of the time asked for, or became one within it."""

    person: Text
    was_there: Flag
    """Whether the person was a customer when the time began."""
    is_there: Flag
    """Whether the person was one when it ended."""
    mean_there: Number
    """Half for each of the two."""


class Contractor(Member):
    """One such person with what the contracts of one currency bring per month."""

    currency: Text
    opening: Number
    """The monthly amounts of the contracts in force when the time began."""
    closing: Number
    """Those of the contracts in force when it ended."""


MEMBERS = Rows(Member, "memberships")


CONTRACTORS = Rows(Contractor, "contractors")
