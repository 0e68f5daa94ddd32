"""Return gaps: how long before each day of activity a person was last active, as counts of people.

The people of any run of days [a, b] are those whose day lies in it and whose day before that, if any, lies before `a`:
a sum over this table, whatever the run. All counts are sums over people, so that those of a few can be put in their
place.
"""

from collections.abc import Sequence
from functools import partial

import ibis

TABLE = ibis.table(
    {
        **dict.fromkeys(("activity", "dimension", "value"), "string"),
        "day": "date",
        **dict.fromkeys(("back", "seen"), "int32"),
        **dict.fromkeys(("people", "of_identified"), "int64"),
    },
    name="return_gaps",
)
"""How many `people` were active on a `day`, and `back` days before it for the last time; so many of them identified.

`back` is null on the first day of all; there, and only there, `seen` says how many days before it they were first seen
by an event of any kind. With a `dimension`, activity is that with its `value` alone; the dimension `''` is everything.
"""

GROUPS = ibis.table(
    {"activity": "string", "day": "date", "back": "int32", "person_group": "int32", "people": "int64"},
    name="group_gaps",
)
"""The same of everything, by person group."""

_EDGES = ("first", "last")
_SIDES = ("before", "after")

ACTIVE, VISITORS = "active", "visitors"
"""The two activities: that of active days, and that of visits."""


def active_gaps(active_days: ibis.Table, people: ibis.Table) -> ibis.Table:
    """Return the gaps between active days.

    `people` are those of the table of people, or as many of them as the days belong to.
    """
    return _gaps(_known(active_days, people), ACTIVE)


def visitor_gaps(visit_days: ibis.Table, people: ibis.Table, dimensions: Sequence[str]) -> ibis.Table:
    """Return the gaps between days with a visit: overall, and by value of each dimension.

    `visit_days` hold a row or several for each visit and day of it, with `person`, `day` and a column of text for each
    dimension. Where they have `first` and `last`, only gaps that days between these have a part in are returned: those
    of these days, and that of the day after them.
    """
    days = _known(visit_days, people, [*dimensions, *(name for name in _EDGES if name in visit_days.columns)])
    gaps = partial(_distinct_gaps, days)
    return ibis.union(gaps(), *(gaps(name, days[name]) for name in dimensions)) if dimensions else gaps()


def group_gaps(days: ibis.Table, people: ibis.Table, activity: str) -> ibis.Table:
    """Return the gaps between days of an activity by person group; the days may occur several times."""
    groups = people.select(_key(days), "person_group")
    rows = days.select(_key(days), "day").distinct().join(groups, _key(days))
    before = rows.day.lag().over(ibis.window(group_by=_key(days), order_by="day"))
    rows = rows.select("day", "person_group", back=_days_between(before, rows.day))
    counted = rows.group_by(["day", "back", "person_group"]).agg(people=rows.count())
    return counted.mutate(activity=ibis.literal(activity)).select(*GROUPS.columns)


def _known(days: ibis.Table, people: ibis.Table, dimensions: Sequence[str] = ()) -> ibis.Table:
    """Return the days of people with their `number`, `first_day` and whether they are `identified`."""
    key = _key(days)
    named = dict.fromkeys((key, "number", "first_day", "identified"))
    joined = days.select(key, "day", *dimensions).join(people.select(*named), key)
    return joined.select("number", "first_day", "day", "identified", *dimensions)


def _key(days: ibis.Table) -> str:
    """Return what joins days to people: the number where they carry it, else the name."""
    return "number" if "number" in days.columns else "person"


def _distinct_gaps(days: ibis.Table, dimension: str = "", value: ibis.Value | None = None) -> ibis.Table:
    """Return the gaps between days with a visit that may occur several times."""
    named = {} if value is None else {"value": value}
    kept = ["number", "first_day", "identified", *(name for name in _EDGES if name in days.columns)]
    told = days.select(*kept, "day", **named)
    distinct = (_near_edges(told) if "first" in kept else told).distinct()
    return _gaps(distinct, VISITORS, dimension, None if value is None else distinct["value"])


def _near_edges(days: ibis.Table) -> ibis.Table:
    """Return the days between `first` and `last`, and of each person and value the next day on either side."""
    is_before, is_after = days.day < days["first"], days.day > days["last"]
    ends = days.group_by([name for name in days.columns if name != "day"]).agg(
        before=days.day.max(where=is_before), after=days.day.min(where=is_after)
    )
    sides = [ends.mutate(day=ends[side]).filter(ends[side].notnull()).select(*days.columns) for side in _SIDES]
    return ibis.union(days.filter(~is_before & ~is_after), *sides)


def _gaps(days: ibis.Table, activity: str, dimension: str = "", value: ibis.Value | None = None) -> ibis.Table:
    """Return the counts of the gaps between days, each of which stands once for a person and value."""
    told = ibis.null("string") if value is None else value
    edges = [name for name in _EDGES if name in days.columns]
    days = days.select("number", "first_day", "day", "identified", *edges, value=told)
    keys = ["number"] if value is None else ["number", "value"]
    before = days.day.lag().over(ibis.window(group_by=keys, order_by="day"))
    rows = days.select("value", "day", "first_day", "identified", *edges, before=before)
    if edges:
        rows = rows.filter(rows.day >= rows["first"])
    rows = rows.select(
        "value",
        "day",
        "identified",
        back=_days_between(rows.before, rows.day),
        seen=ibis.ifelse(rows.before.isnull(), _days_between(rows.first_day, rows.day), ibis.null("int32")),
    )
    keys = ["value", "day", "back", "seen"]
    counted = rows.group_by(keys).agg(people=rows.count(), of_identified=rows.identified.sum())
    told_of = {"activity": ibis.literal(activity), "dimension": ibis.literal(dimension)}
    return counted.mutate(**told_of).select(*TABLE.columns)


def _days_between(first: ibis.expr.types.DateValue, last: ibis.expr.types.DateValue) -> ibis.expr.types.IntegerValue:
    """Return how many days one date is after another."""
    return last.delta(first, unit="day").cast("int32")
