"""What a batch touches: the people it names, and the days of each that must be looked at again.

A person whose ids were joined or parted is looked at whole. Of others it is the days that new events can reach, and
then whatever visits reach over the edge of that.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

import ibis
import pyarrow as pa

from regard.rows import people, touches, visits
from regard.rows.days import Days
from regard.rows.dimensions import declared_among
from regard.rows.grains.visits import ORIGIN
from regard.rows.identity_changes import Moved, resettle
from regard.rows.log import kept_sql, table_of
from regard.rows.people import ANONYMOUS, USERS
from regard.rows.places import KEPT_AT, kept
from regard.rows.visit_days import LATER_VISIT_DAYS, UNOPENED
from regard.warehouses import tables
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

CHANGES = table_of(tables.CHANGES_SCHEMA, tables.CHANGES)
"""What events and links came or went since rows were last made; see `tables.CHANGES_SCHEMA`."""

MOVED = ibis.table({"person": "string"}, name="scope_moved")
"""The people whose ids were joined or parted, before and after."""

CAME = ibis.table(
    {"event": "int64", "time": "timestamp(6)", "person": "string", "session_id": "string"}, name="scope_came"
)
"""The events that came, with who did them."""

PEOPLE = ibis.table(
    {
        "person": "string",
        "number": "int32",
        KEPT_AT: "int64",
        **dict.fromkeys(("first", "last"), "date"),
        "is_whole": "boolean",
    },
    name="scope_people",
)
"""Who is looked at again: on which local days, both included. Without `number` where nobody knew of them."""

_OF_VISIT = ("visit", "number", "day", "reaches_back", "reaches_on", *ORIGIN)
VISITS = ibis.table(
    {**{name: visits.TABLE.schema()[name] for name in _OF_VISIT}, KEPT_AT: "int64"}, name="scope_visits"
)
"""All visits that are kept of these people, and those of nobody whose session has new events: what gaps are made of."""

LATER_DAYS = ibis.table({**dict(LATER_VISIT_DAYS.schema().items()), KEPT_AT: "int64"}, name="scope_later_days")
"""The later days of these visits."""

OLD_PEOPLE = ibis.table(people.TABLE.schema(), name="old_people")
"""The people in scope as they were."""

NOW = ibis.table(people.TABLE.schema(), name="made_people")
"""The people in scope as they are now."""

ACTIVE_DAYS = ibis.table({"number": "int32", "day": "date", KEPT_AT: "int64"}, name="scope_active_days")
"""All active days that are kept of these people."""

TABLES = (MOVED, CAME, PEOPLE, VISITS, LATER_DAYS, OLD_PEOPLE, NOW, ACTIVE_DAYS)
"""What stands, while rows are kept in step, for what the batch touches."""

_WIDER = ibis.table({"person": "string", **dict.fromkeys(("first", "last"), "date")}, name="scope_wider")
_ALWAYS = {"first": date(1, 1, 2), "last": date(9999, 12, 30)}


def is_listed(warehouse: Warehouse, at_most: float) -> bool:
    """Return whether what changed was listed, are rows that came only, and not too many."""
    (found,) = warehouse.run(listed_sql(warehouse.dialect)).to_pylist()
    return bool(found["listed"] <= at_most and not found["odd"])


def listed_sql(dialect: str) -> str:
    """Return what asks how much changed."""
    return kept_sql("listed", _listed, dialect)


def forget_changes(warehouse: Warehouse) -> None:
    """Note that rows are in step with all that changed."""
    every = kept_sql("changed records", lambda: CHANGES.select("record").distinct(), warehouse.dialect)
    warehouse.remove(CHANGES.get_name(), ["record"], every)


def settle_links(warehouse: Warehouse) -> set[str]:
    """Put what changed links mean into the tables of people; return the people who are others now, before and after."""
    rows = warehouse.run(kept_sql("changed links", _changed_links, warehouse.dialect))
    found = resettle(warehouse, {name for column in rows.columns for name in column.to_pylist()})
    for table, now in ((USERS, found.user_people), (ANONYMOUS, found.anonymous_people)):
        _replace(warehouse, table, found.ids, now)
    return {name for moved in found.moved for name in _persons(moved)}


def _replace(warehouse: Warehouse, table: ibis.Table, ids: Collection[str], now: pa.Table) -> None:
    """Put rows into a table of people, in the place of those of some ids."""
    key, name = table.columns[0], table.get_name()
    gone, come = (ibis.table(table.schema(), name=f"{made}_{name}") for made in ("gone", "come"))
    leaving = kept_sql(("gone", name), lambda: gone.select(key), warehouse.dialect)
    coming = kept_sql(("come", name), lambda: come.select(*come.columns), warehouse.dialect)
    if ids:
        warehouse.put(gone.get_name(), pa.table({key: pa.array(sorted(ids), pa.string())}), temporary=True)
        warehouse.remove(name, [key], leaving)
        warehouse.put(come.get_name(), now, temporary=True)
        warehouse.append(name, coming)
        for made in (gone, come):
            warehouse.drop(made.get_name())


class Scope:
    """What one refresh looks at."""

    def __init__(self, warehouse: Warehouse, settings: Settings, days: Days, dimensions: Sequence[str] = ()) -> None:
        """Find nothing yet; `dimensions` are the columns of declared ones."""
        self._warehouse = warehouse
        self._timeout = settings.visit_timeout
        self._days = days
        self._dimensions = tuple(dimensions)

    def find(self, moved: Collection[str]) -> None:
        """Let the database know who is looked at, of each so many days that no visit lies across their edge."""
        self._warehouse.put(
            MOVED.get_name(), pa.table({"person": pa.array(sorted(moved), pa.string())}), temporary=True
        )
        self._make(CAME, _came)
        self._make(PEOPLE, self._people)
        self._make(VISITS, lambda: _visits(self._dimensions))
        self._make(LATER_DAYS, lambda: of_visits(LATER_VISIT_DAYS, VISITS))
        across = self._sql("cut visits", _cut_visits)
        while self._widen(across):
            continue

    def _widen(self, query: str) -> bool:
        """Look at more days of the people that a query gives; return whether there are any."""
        wider = self._sql("wider", _widened)
        found = self._warehouse.run(query)
        if found.num_rows:
            self._warehouse.put(_WIDER.get_name(), found, temporary=True)
            self._warehouse.derive(PEOPLE.get_name(), wider, temporary=True)
            self._warehouse.drop(_WIDER.get_name())
        return bool(found.num_rows)

    def _people(self) -> ibis.Table:
        """Return who new events name, and those who were joined or parted."""
        known = CAME.filter(CAME.person.notnull())
        reach = ibis.interval(microseconds=round(self._timeout * 1_000_000))
        named = known.group_by("person").agg(
            first=self._days.of(known.time - reach).min(), last=self._days.of(known.time + reach).max()
        )
        whole = MOVED.mutate(**_always(), is_whole=ibis.literal(True))
        both = ibis.union(
            named.mutate(is_whole=ibis.literal(False)), whole.select("person", "first", "last", "is_whole")
        )
        rows = both.group_by("person").agg(
            first=both["first"].min(), last=both["last"].max(), is_whole=both.is_whole.any()
        )
        there = kept(people.TABLE).select("person", "number", KEPT_AT)
        joined = rows.left_join(there, "person").drop("person_right")
        return joined.select(*PEOPLE.columns)

    def _make(self, table: ibis.Table, make: Callable[[], ibis.Table]) -> None:
        """Make a temporary table."""
        self._warehouse.derive(table.get_name(), self._sql(table.get_name(), make), temporary=True)

    def _sql(self, name: str, make: Callable[[], ibis.Table]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql(("scope", name, self._timeout, self._days, self._dimensions), make, self._warehouse.dialect)


def _listed() -> ibis.Table:
    """Return how many changes are listed, and how many of them are no rows that came."""
    odd = (CHANGES.id.isnull() | ~CHANGES.is_new).sum().fill_null(0)
    return CHANGES.aggregate(listed=CHANGES.count(), odd=odd)


def _changed_links() -> ibis.Table:
    """Return the ids of links that came."""
    return CHANGES.filter(CHANGES.record == "link").select("user_id", "other_id")


def _came() -> ibis.Table:
    """Return the events that came, with who did them."""
    changes = CHANGES.filter(CHANGES.record == "event")
    rows = changes.select("event", "time", "session_id", "user_id", anonymous_id="other_id")
    users, anonymous = (known.semi_join(rows, known.columns[0]) for known in (USERS, ANONYMOUS))
    return touches.with_owner(rows, users, anonymous).select(*CAME.columns)


def visits_in_scope(dimensions: Iterable[str]) -> ibis.Table:
    """Return the table of visits in scope with the columns of those among some dimensions that were declared."""
    declared = dict.fromkeys(declared_among(dimensions), "string")
    return ibis.table({**dict(VISITS.schema().items()), **declared}, name=VISITS.get_name())


def _visits(dimensions: Sequence[str]) -> ibis.Table:
    """Return all visits of people in scope, and those of nobody by the session ids of new events."""
    table = kept(visits.table(dimensions)).select(*visits_in_scope(dimensions).columns)
    known = table.semi_join(PEOPLE, "number")
    return ibis.union(known, table.filter(table.number.isnull()).semi_join(sessions_of_nobody(), "visit"))


def sessions_of_nobody() -> ibis.Table:
    """Return the visits of nobody by the session ids of new events."""
    unknown = CAME.filter(CAME.person.isnull() & CAME.session_id.notnull()).mutate(number=ibis.null("int32"))
    return unknown.select(visit=touches.session_visit(unknown)).distinct()


def of_visits(table: ibis.Table, chosen: ibis.Table) -> ibis.Table:
    """Return the rows of a kept table that are of chosen visits, and where they are kept."""
    return kept(table).semi_join(chosen, "visit")


def _cut_visits() -> ibis.Table:
    """Return whom visits belong to that reach over the edge of the days that are looked at, and how far they reach.

    The same of visits that a new event far away is of, and of attention outside of visits that one may reach to.
    """
    # A date less some days is an instant in DuckDB, which ibis does not know: it is made a date again.
    begins = (VISITS.day - VISITS.reaches_back.as_interval("D")).cast("timestamp(6)").cast("date")
    ends = (VISITS.day + VISITS.reaches_on.as_interval("D")).cast("timestamp(6)").cast("date")
    made = VISITS.select("visit", "number", begins=begins, ends_on=ends)
    waiting = UNOPENED.select("visit", "number", begins="first_day", ends_on="last_day")
    edges = PEOPLE.select("number", "person", "first", "last")
    columns = ("visit", "person", "begins", "ends_on", "first", "last")
    rows = ibis.union(made, waiting).join(edges, "number").select(*columns)
    named = CAME.join(PEOPLE.select("person", "number"), "person").select("number", "session_id")
    is_named = rows.visit.isin(named.select(visit=touches.session_visit(named)).visit)
    overlaps = (rows.begins <= rows["last"]) & (rows.ends_on >= rows["first"])
    is_inside = (rows.begins >= rows["first"]) & (rows.ends_on <= rows["last"])
    cut = rows.filter((overlaps | is_named) & ~is_inside)
    return cut.group_by("person").agg(first=cut.begins.min(), last=cut.ends_on.max())


def _widened() -> ibis.Table:
    """Return the people in scope with more days of some."""
    wider = _WIDER.select("person", more_first="first", more_last="last")
    rows = PEOPLE.left_join(wider, "person").drop("person_right")
    return rows.select(
        *("person", "number", KEPT_AT, "is_whole"),
        first=ibis.least(rows["first"], rows.more_first.fill_null(rows["first"])),
        last=ibis.greatest(rows["last"], rows.more_last.fill_null(rows["last"])),
    ).select(*PEOPLE.columns)


def _persons(moved: Moved) -> tuple[str, str]:
    """Return whose an id was, and whose it is: without a row it is its own person."""
    return moved.before or moved.id, moved.now or moved.id


def _always() -> dict[str, ibis.Scalar]:
    """Return the ends of all days."""
    return {name: ibis.literal(day) for name, day in _ALWAYS.items()}
