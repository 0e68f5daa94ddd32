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

_CHANGED = ibis.table({"number": "int32", "day": "date", "change": "int64"}, name="net_changed")
"""The active days that come or go: how often more than before, 1 or -1."""

_BESIDE = ibis.table(
    {"number": "int32", **dict.fromkeys(("before", "after", "begun"), "date"), "is_whole": "boolean"}, name="net_beside"
)
"""The days `before` and `after` each of these as they were, and the first of all.

Where that is another one now, or the person is told otherwise, all days of the person are looked at.
"""

_DAYS = ibis.table({"number": "int32", **dict.fromkeys(("day", "begun"), "date"), **SIDE}, name="net_days")
"""The active days that are looked at; without `begun` those of people who are looked at whole."""

_MADE = ibis.table(active_days.TABLE.schema(), name="made_active_days")

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
        for table, make in _OF_ACTIVE:
            self._make(table, make)
        self._append("return_gaps", "active gaps", _active_gaps)
        self._append("group_gaps", "active groups", _active_groups)
        self._append("cohorts", "cohorts", partial(_cohorts, self._sums.week_start))
        self._append("day_pairs", "pairs", _pairs)
        for table, _ in _OF_ACTIVE:
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


def _changed_days() -> ibis.Table:
    """Return the active days that come or go."""
    was = ACTIVE_DAYS.join(PEOPLE.select("number", "first", "last"), "number")
    was = was.filter((was.day >= was["first"]) & (was.day <= was["last"]))
    sides = ((was, -1), (_MADE, 1))
    every = ibis.union(*(rows.select("number", "day", change=ibis.literal(side, "int64")) for rows, side in sides))
    told = every.group_by(["number", "day"]).agg(change=every.change.sum())
    return told.filter(told.change != 0)


def _beside() -> ibis.Table:
    """Return what was beside the days that come or go; and people who are told otherwise."""
    rows = _CHANGED.left_join(ACTIVE_DAYS.select("number", other="day"), "number").drop("number_right")
    told = rows.group_by(["number", "day"]).agg(
        before=rows.other.max(where=rows.other < rows.day),
        after=rows.other.min(where=rows.other > rows.day),
        begun=rows.other.min(),
    )
    begins = (told.begun.isnull() | (told.day <= told.begun)).max().over(ibis.window(group_by="number"))
    told = told.mutate(is_whole=begins).anti_join(OTHERS, "number")
    never = dict.fromkeys(("before", "after", "begun"), ibis.null("date"))
    whole = OTHERS.select("number", **never, is_whole=ibis.literal(True))
    return ibis.union(told.select(*_BESIDE.columns), whole.select(*_BESIDE.columns))


def _active_days() -> ibis.Table:
    """Return by side the active days between which steps may change."""
    near = _BESIDE.filter(~_BESIDE.is_whole)
    begun = near.select("number", "begun").distinct()
    ends = [near.filter(near[end].notnull()).select("number", "begun", day=near[end]) for end in ("before", "after")]
    same = ibis.union(*ends, distinct=True).anti_join(_CHANGED, ["number", "day"])
    parts = [same.select("number", "day", "begun", side=side_of(side)) for side in (-1, 1)]
    changed = _CHANGED.join(begun, "number")
    parts.append(changed.select("number", "day", "begun", side=changed.change.cast("int8")))
    return ibis.union(*parts, _whole_days())


def _whole_days() -> ibis.Table:
    """Return by side all active days of people who are looked at whole."""
    whole = _BESIDE.filter(_BESIDE.is_whole)
    was = ACTIVE_DAYS.semi_join(whole, "number")
    inside = was.join(PEOPLE.select("number", "first", "last"), "number")
    stays = inside.filter((inside.day < inside["first"]) | (inside.day > inside["last"]))
    sides = ((was, -1), (stays, 1), (_MADE.semi_join(whole, "number"), 1))
    never = ibis.null("date")
    return ibis.union(*(rows.select("number", "day", begun=never, side=side_of(side)) for rows, side in sides))


def _steps() -> ibis.Table:
    """Return the steps from active day to active day that come or go."""
    in_order = ibis.window(group_by=["number", "side"], order_by="day")
    begun = ibis.coalesce(_DAYS.begun, _DAYS.day.first().over(in_order))
    rows = _DAYS.select("number", "day", "side", before=_DAYS.day.lag().over(in_order), begun=begun)
    rows = rows.join(WHO, ["number", "side"])
    keys = ["day", "before", "begun", "first_day", "identified", "person_group"]
    told = rows.group_by(keys).agg(people=rows.side.cast("int64").sum())
    return told.filter(told.people != 0).select(*_STEPS.columns)


_OF_ACTIVE: tuple[tuple[ibis.Table, Callable[[], ibis.Table]], ...] = (
    (_CHANGED, _changed_days),
    (_BESIDE, _beside),
    (_DAYS, _active_days),
    (_STEPS, _steps),
)
"""The temporary tables in the order in which they are made, and what they are made of."""


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
    was = ACTIVE_DAYS.select("number", other="day")
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
