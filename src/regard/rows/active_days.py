"""Active days: one person, one local day with an event that counts as being active."""

from datetime import datetime
from zoneinfo import ZoneInfo

import ibis

from regard.rows.days import local_day

TABLE = ibis.table({"person": "string", "day": "date", "identified": "boolean", "events": "int64"}, name="active_days")


def active_days(qualifying: ibis.Table, zone: ZoneInfo, start: datetime, end: datetime) -> ibis.Table:
    """Return one row per person and local day, from the touches that qualify; `start` and `end` bound their times."""
    known = qualifying.filter(qualifying.person.notnull())
    dated = known.mutate(day=local_day(known.time, zone, start, end))
    return dated.group_by(["person", "day"]).agg(identified=dated.identified.any(), events=dated.count())
