"""Profiles: who follows a business on the networks, day by day."""

import ibis

from regard.rows.columns import Flag, Number, Text
from regard.rows.log import records_of
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


def profile_days() -> ibis.Table:
    """Return one row per profile and day: of several records of a day the latest that tells each number."""
    table = records_of("profile_day")
    key = ibis.struct({"as_of": table.as_of, "id": table.id})
    numbers = {name: table[name].argmax(key, where=table[name].notnull()) for name in ("followers", "gained", "lost")}
    return table.group_by(["network", "profile", "day"]).agg(**numbers)
