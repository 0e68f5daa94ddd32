"""Profiles: who follows a business on the networks, day by day."""

from regard.rows.columns import Flag, Number, Text
from regard.rows.row import Rows


class ProfileInPeriod:
    """What became of the followers of one profile in the time asked for."""

    network: Text
    profile: Text
    followers: Number
    """At the end of the time, by the last count up to it."""
    followers_start: Number
    """At its start; null where the count did not go on within it, or began only there and then."""
    gained: Number
    lost: Number
    """Followers won and lost within it, where that is told."""
    is_late: Flag
    """Whether the start is the first count within the time, for want of an earlier one."""


PROFILES = Rows(ProfileInPeriod, "profiles")
