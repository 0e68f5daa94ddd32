"""The people of a batch as they were and as they are now, told apart by side.

Sides are -1 for what was, +1 for what is now, so that in sums what is the same on both cancels out.
"""

import ibis

from regard.rows.changed import NOW, OLD_PEOPLE
from regard.rows.return_gaps import GROUPS, days_between

SIDE = {"side": "int8"}
WHO = ibis.table(
    {"number": "int32", "first_day": "date", "identified": "boolean", "person_group": "int32", **SIDE},
    name="net_who",
)
"""The people in scope as they were and as they are now."""

OTHERS = ibis.table({"number": "int32"}, name="net_others")
"""Those who are told otherwise now, or came, or went: all their gaps are looked at."""


def who() -> ibis.Table:
    """Return the people in scope by side."""
    sides = [
        table.select("number", "first_day", "identified", "person_group", side=side_of(side))
        for table, side in ((OLD_PEOPLE, -1), (NOW, 1))
    ]
    return ibis.union(*sides)


def others() -> ibis.Table:
    """Return the people who are told otherwise now."""
    told = WHO.group_by(["number", "first_day", "identified", "person_group"]).agg(change=WHO.side.sum())
    return told.filter(told.change != 0).select("number").distinct()


def by_group(rows: ibis.Table, activity: str) -> ibis.Table:
    """Return the change of gaps by person group."""
    told = rows.group_by(["day", "back", "person_group"]).agg(people=rows.people.sum())
    told = told.filter(told.people != 0).mutate(activity=ibis.literal(activity))
    return told.select(*GROUPS.columns)


def gap(rows: ibis.Table) -> dict[str, ibis.Value]:
    """Return how many days before each day was the one `before`, and where there was none, since when it is known."""
    seen = days_between(rows.first_day, rows.day)
    return {
        "back": days_between(rows.before, rows.day),
        "seen": ibis.ifelse(rows.before.isnull(), seen, ibis.null("int32")),
    }


def side_of(side: int) -> ibis.expr.types.IntegerScalar:
    """Return a side as a literal."""
    return ibis.literal(side, "int8")
