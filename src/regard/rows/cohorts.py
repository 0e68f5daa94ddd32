"""Cohorts by day: of those who were first active on one day, how many were active on another."""

import ibis

TABLE = ibis.table(
    {
        **dict.fromkeys(("first_day", "day"), "date"),
        **dict.fromkeys(("people", "of_week", "of_month", "of_quarter", "of_year"), "int64"),
    },
    name="cohorts",
)
"""How many `people`, first active on `first_day`, were active on `day`.

`of_week` are those of them for whom it was the first active day of its week, and so on: sums over the days of a week
count nobody twice. Weeks begin as the workspace has them begin.
"""


def cohorts(active_days: ibis.Table, week_start: str) -> ibis.Table:
    """Return the counts of cohorts by day; they are sums over people."""
    in_order = ibis.window(group_by="number", order_by="day")
    rows = active_days.select(
        "day", first_day=active_days.day.first().over(in_order), before=active_days.day.lag().over(in_order)
    )
    firsts = firsts_of_spans(rows, week_start)
    counted = {name: rows.count(where=is_first) for name, is_first in firsts.items()}
    return rows.group_by(["first_day", "day"]).agg(people=rows.count(), **counted)


def firsts_of_spans(rows: ibis.Table, week_start: str) -> dict[str, ibis.Value]:
    """Return whether each active `day`, the one `before` it given, is the first of its week, month, quarter, year."""
    back = rows.day.delta(rows.before, unit="day")
    weekday = (rows.day.day_of_week.index() + (0 if week_start == "monday" else 1)) % 7
    firsts = {
        "of_week": back > weekday,
        "of_month": back >= rows.day.day(),
        "of_quarter": rows.before.truncate("Q") != rows.day.truncate("Q"),
        "of_year": back >= rows.day.day_of_year(),
    }
    return {name: is_first.fill_null(True) for name, is_first in firsts.items()}
