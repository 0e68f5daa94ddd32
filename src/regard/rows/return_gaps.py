"""Return gaps: how long before each day of activity a person was last active, as counts of people.

The people of any run of days [a, b] are those whose day lies in it and whose day before that, if any, lies before `a`:
a sum over this table, whatever the run. All counts are sums over people, so that those of a few can be put in their
place.
"""

from collections.abc import Mapping

import ibis

from regard.rows.dimensions import ACTIVE, VISITORS

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

_OF_DAYS = ("number", "day", "first_day", "identified")
_PLACES = 2**32
"""More values than a dimension can have."""


def active_gaps(active_days: ibis.Table, people: ibis.Table) -> ibis.Table:
    """Return the gaps between active days.

    `people` are those of the table of people, or as many of them as the days belong to.
    """
    return _told(_counted(_known(active_days, people)), ACTIVE)


def visitor_gaps(visit_days: ibis.Table, people: ibis.Table, places: Mapping[str, ibis.Table]) -> ibis.Table:
    """Return the gaps between days with a visit: overall, and by value of each dimension.

    `visit_days` hold a row or several for each visit and day of it, with `number` and `day` and the columns by which
    they are joined to `places`: for each dimension the `place` and the `value` that such a column stands for.
    """
    days = _known(visit_days, people)
    parts = [_told(_counted(days.select(*_OF_DAYS)), VISITORS)]
    for name, place in places.items():
        (code,) = (column for column in place.columns if column not in ("place", "value"))
        rows = days.join(place.select(code, "place"), code).select(*_OF_DAYS, "place")
        values = place.select("place", "value").distinct()
        parts.append(_told(_counted(rows).join(values, "place"), VISITORS, name))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def group_gaps(days: ibis.Table, activity: str) -> ibis.Table:
    """Return the gaps between days of an activity by `person_group`; the days may occur several times."""
    rows = _with_before(days.select("number", "day", "person_group"))
    rows = rows.select("day", "person_group", back=days_between(rows.before, rows.day))
    counted = rows.group_by(["day", "back", "person_group"]).agg(people=rows.count())
    in_order = counted.order_by(["day", "back", "person_group"])
    return in_order.mutate(activity=ibis.literal(activity)).select(*GROUPS.columns)


def _known(days: ibis.Table, people: ibis.Table) -> ibis.Table:
    """Return the days of people with their `first_day` and whether they are `identified`."""
    told = people.select("number", "first_day", known=people.identified)
    columns = [name for name in days.columns if name != "identified"]
    joined = days.join(told, "number")
    return joined.select(*columns, "first_day", identified=joined.known)


def _counted(days: ibis.Table) -> ibis.Table:
    """Return the counts of the gaps between days, which may occur several times, in order, by `place` if they have one.

    `step` is how many days back the day before was; where there was none, less than 0: -1 where the person was first
    seen on that day, one less for each day before it.
    """
    rows = _with_before(days)
    step = ibis.ifelse(
        rows.before.isnull(), -1 - days_between(rows.first_day, rows.day), days_between(rows.before, rows.day)
    )
    keys = [name for name in ("place", "day") if name in days.columns]
    rows = rows.select(*keys, "identified", step=step)
    counted = rows.group_by([*keys, "step"]).agg(people=rows.count(), of_identified=rows.identified.sum())
    return counted.order_by([*keys, "step"])


def _with_before(days: ibis.Table) -> ibis.Table:
    """Return the days of people, or of people in places, each once, with the day before it.

    They are put in one order for all, which is faster than an order for each person.
    """
    place = days["place"].cast("int64") if "place" in days.columns else 0
    rows = days.mutate(whose=days.number.cast("int64") * _PLACES + place)
    in_order = ibis.window(order_by=[rows.whose, rows.day])
    rows = rows.mutate(whose_before=rows.whose.lag().over(in_order), day_before=rows.day.lag().over(in_order))
    before = ibis.ifelse(rows.whose_before == rows.whose, rows.day_before, ibis.null("date"))
    rows = rows.select(*days.columns, before=before)
    return rows.filter(rows.before.isnull() | (rows.before != rows.day))


def _told(counted: ibis.Table, activity: str, dimension: str = "") -> ibis.Table:
    """Return counts as rows of the table, of an activity and a dimension."""
    is_first = counted.step < 0
    none = ibis.null("int32")
    return counted.select(
        activity=ibis.literal(activity),
        dimension=ibis.literal(dimension),
        value=counted["value"] if dimension else ibis.null("string"),
        day="day",
        back=ibis.ifelse(is_first, none, counted.step),
        seen=ibis.ifelse(is_first, -1 - counted.step, none),
        people="people",
        of_identified="of_identified",
    )


def days_between(first: ibis.expr.types.DateValue, last: ibis.expr.types.DateValue) -> ibis.expr.types.IntegerValue:
    """Return how many days one date is after another."""
    return last.delta(first, unit="day").cast("int32")
