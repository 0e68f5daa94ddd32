"""Pairs of days: how many people were active on both."""

import ibis

from regard.rows.dimensions import LONGEST

TABLE = ibis.table({"day": "date", "lag": "int32", "people": "int64"}, name="day_pairs")
"""How many `people` were active on a `day` and `lag` days before it, 1 to `LONGEST`."""


def day_pairs(active_days: ibis.Table) -> ibis.Table:
    """Return the pairs of active days of each person, summed over people; pairs that nobody has are left out."""
    window = ibis.window(
        group_by="number", order_by="day", preceding=ibis.interval(days=LONGEST), following=ibis.interval(days=0)
    )
    rows = active_days.select("day", before=active_days.day.collect().over(window))
    each = rows.select("day", before=rows.before.unnest())
    each = each.filter(each.before < each.day)
    pairs = each.select("day", lag=each.day.delta(each.before, unit="day").cast("int32"))
    return pairs.group_by(["day", "lag"]).agg(people=pairs.count())
