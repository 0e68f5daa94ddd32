"""Local days and hours, found by looking at the clocks of a place one minute after another."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


@cache
def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """Return the latest date that clocks have shown up to the instant: going back over midnight undoes no day."""
    return max((instant - ago * _MINUTE).astimezone(zone).date() for ago in range(181))


@cache
def hour_start(instant: datetime, zone: ZoneInfo) -> str:
    """Return the local time, with its offset, at which the hour of an instant began; a new offset begins an hour."""
    start = instant.replace(second=0, microsecond=0)
    while True:
        now, before = start.astimezone(zone), (start - _MINUTE).astimezone(zone)
        if (now.hour, now.utcoffset()) != (before.hour, before.utcoffset()):
            return now.isoformat()
        start -= _MINUTE


def bucket(instant: datetime, every: str, first: date, zone: ZoneInfo) -> str:
    """Return the start that a point of a series shows for an instant, cut to the first day of the period."""
    if every == "hour":
        return hour_start(instant, zone)
    day = local_day(instant, zone)
    if every == "week":
        day -= timedelta(days=day.weekday())
    elif every == "month":
        day = day.replace(day=1)
    return max(day, first).isoformat()
