"""What some days of people, put in the place of others, change in the return gaps, pairs of days and cohorts.

Only days that come or go are looked at, with the day before and the day after each of them: the gaps between all
others stay as they are.
"""

from collections.abc import Callable
from functools import partial

import ibis

from regard.rows import active_days
from regard.rows.changed import ACTIVE_DAYS, PEOPLE
from regard.rows.cohorts import TABLE as COHORTS
from regard.rows.cohorts import firsts_of_spans
from regard.rows.dimensions import ACTIVE, EVERYTHING, LONGEST
from regard.rows.kept_sums import KeptSums
from regard.rows.log import kept_sql
from regard.rows.net_people import OTHERS, SIDE, WHO, by_group, gap, others, side_of, who
from regard.rows.net_visitors import Visited, visitor_gaps, visitor_groups
from regard.rows.return_gaps import TABLE, days_between
from regard.warehouses.warehouse import Warehouse

_DAYS = ibis.table({"number": "int32", "day": "date", **SIDE}, name="net_days")
"""The active days of people in scope."""

_STEPS = ibis.table(
    {
        **dict.fromkeys(("day", "before", "begun", "first_day"), "date"),
        "identified": "boolean",
        "person_group": "int32",
        "people": "int64",
    },
    name="net_steps",
)
"""How many more people than before have an active day, one `before` it, and their first active day on `begun`."""

_CHANGED = ibis.table({"number": "int32", "day": "date", "change": "int64"}, name="net_changed")
"""The active days that come or go: how often more than before, 1 or -1."""


class NetGaps:
    """The change of the sums over people of one workspace by one batch, which `Scope` and `Refresh` have set aside."""

    def __init__(self, warehouse: Warehouse, sums: KeptSums) -> None:
        """Do nothing yet."""
        self._warehouse = warehouse
        self._sums = sums
        self._dimensions = sums.dimensions[TABLE.get_name()]

    def add(self) -> None:
        """Add what changes to the sums over people."""
        self._make(WHO, who)
        self._make(OTHERS, others)
        self._add_active()
        self._add_visitors()
        for table in (WHO, OTHERS):
            self._warehouse.drop(table.get_name())

    def _add_active(self) -> None:
        """Add what changes by active days."""
        self._make(_DAYS, _active_days)
        self._make(_STEPS, _steps)
        self._make(_CHANGED, _changed_days)
        self._append("return_gaps", "active gaps", _active_gaps)
        self._append("group_gaps", "active groups", _active_groups)
        self._append("cohorts", "cohorts", partial(_cohorts, self._sums.week_start))
        self._append("day_pairs", "pairs", _pairs)
        for table in (_DAYS, _STEPS, _CHANGED):
            self._warehouse.drop(table.get_name())

    def _add_visitors(self) -> None:
        """Add what changes by days with a visit."""
        visited = Visited(self._dimensions)
        for table, make in visited.tables():
            self._make(table, make)
        self._append("return_gaps", "visitor gaps", partial(visitor_gaps, self._dimensions))
        self._append("group_gaps", "visitor groups", visitor_groups)
        for table, _ in visited.tables():
            self._warehouse.drop(table.get_name())

    def _make(self, table: ibis.Table, make: Callable[[], ibis.Table]) -> None:
        """Make a temporary table."""
        self._warehouse.derive(table.get_name(), self._sql(table.get_name(), make), temporary=True)

    def _append(self, table: str, name: str, make: Callable[[], ibis.Table]) -> None:
        """Add rows to a table of sums."""
        self._warehouse.append(table, self._sql(name, make))

    def _sql(self, name: str, make: Callable[[], ibis.Table]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql(("net gaps", name, self._sums.settled), make, self._warehouse.dialect)


def _active_days() -> ibis.Table:
    """Return the active days of people in scope by side."""
    was = ACTIVE_DAYS.select("number", "day").join(PEOPLE.select("number", "first", "last"), "number")
    stays = was.filter((was.day < was["first"]) | (was.day > was["last"]))
    made = ibis.table(active_days.TABLE.schema(), name="made_active_days")
    sides = ((was, -1), (stays, 1), (made, 1))
    return ibis.union(*(rows.select("number", "day", side=side_of(side)) for rows, side in sides))


def _steps() -> ibis.Table:
    """Return the steps from active day to active day that come or go."""
    in_order = ibis.window(group_by=["number", "side"], order_by="day")
    rows = _DAYS.mutate(before=_DAYS.day.lag().over(in_order), begun=_DAYS.day.first().over(in_order))
    rows = rows.join(WHO, ["number", "side"])
    keys = ["day", "before", "begun", "first_day", "identified", "person_group"]
    told = rows.group_by(keys).agg(people=rows.side.cast("int64").sum())
    return told.filter(told.people != 0).select(*_STEPS.columns)


def _changed_days() -> ibis.Table:
    """Return the active days that come or go."""
    told = _DAYS.group_by(["number", "day"]).agg(change=_DAYS.side.cast("int64").sum())
    return told.filter(told.change != 0)


def _active_gaps() -> ibis.Table:
    """Return the change of the gaps between active days."""
    rows = _STEPS.select("day", "people", "identified", **gap(_STEPS))
    told = rows.group_by(["day", "back", "seen"]).agg(
        people=rows.people.sum(), of_identified=rows.people.sum(where=rows.identified)
    )
    told = told.mutate(
        activity=ibis.literal(ACTIVE),
        dimension=ibis.literal(EVERYTHING),
        value=ibis.null("string"),
        of_identified=told.of_identified.fill_null(0),
    )
    return told.filter((told.people != 0) | (told.of_identified != 0)).select(*TABLE.columns)


def _active_groups() -> ibis.Table:
    """Return the same by person group."""
    return by_group(_STEPS.select("day", "people", "person_group", back=gap(_STEPS)["back"]), ACTIVE)


def _cohorts(week_start: str) -> ibis.Table:
    """Return the change of cohorts."""
    rows = _STEPS.select("day", "people", first_day="begun", **firsts_of_spans(_STEPS, week_start))
    spans = [name for name in COHORTS.columns if name.startswith("of_")]
    told = rows.group_by(["first_day", "day"]).agg(
        people=rows.people.sum(), **{name: rows.people.sum(where=rows[name]).fill_null(0) for name in spans}
    )
    return told.filter(ibis.or_(*(told[name] != 0 for name in ("people", *spans)))).select(*COHORTS.columns)


def _pairs() -> ibis.Table:
    """Return the change of pairs of days: those of days that come or go with those that were, and with each other."""
    was = _DAYS.filter(_DAYS.side < 0).select("number", other="day")
    mixed = _CHANGED.join(was, "number")
    mixed = mixed.select("change", day=ibis.greatest(mixed.day, mixed.other), before=ibis.least(mixed.day, mixed.other))
    also = _CHANGED.select("number", other="day", other_change="change")
    both = _CHANGED.join(also, "number")
    both = both.filter(both.other < both.day)
    both = both.select("day", change=both.change * both.other_change, before="other")
    every = ibis.union(mixed, both.select(*mixed.columns))
    every = every.mutate(lag=days_between(every.before, every.day))
    every = every.filter((every["lag"] >= 1) & (every["lag"] <= LONGEST))
    told = every.group_by(["day", "lag"]).agg(people=every.change.sum())
    return told.filter(told.people != 0)
