"""Active days: one person, one local day with an event that counts as being active."""

import ibis

from regard.rows.days import DayOf

TABLE = ibis.table({"number": "int32", "day": "date", "identified": "boolean", "events": "int64"}, name="active_days")


def active_days(qualifying: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return one row per person and local day, from the touches that qualify."""
    known = qualifying.filter(qualifying.number.notnull())
    dated = known.mutate(day=day_of(known.time))
    return dated.group_by(["number", "day"]).agg(identified=dated.identified.any(), events=dated.count())
