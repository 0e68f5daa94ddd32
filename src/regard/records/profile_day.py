"""Profile days: the followers of a profile, day by day."""

from datetime import date

from regard.records.record import RecordType, State, Tally


class ProfileDay(State, frozen=True, kw_only=True):
    """One day of one profile on a network."""

    day: date
    network: str
    profile: str | None = None
    followers: Tally | None = None
    """At the end of the day."""
    gained: Tally | None = None
    lost: Tally | None = None


PROFILE_DAY = RecordType("profile_day", "profile_days", ProfileDay)
