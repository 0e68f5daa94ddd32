"""Rows of events kept in step with a small batch: only the people and days that it touches are made again.

What is kept of them is set aside, its share of every sum is taken away, the rows are made from the log and put in the
place of the old ones, and their share of every sum is added.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial

import ibis

from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows.changed import CHANGES, EVERY_DAY, PEOPLE, SESSIONS, close_scope, forget_changes, named, settle_links
from regard.rows.event_rows import MADE, SCOPE, EventRows
from regard.rows.kept_sums import KeptSums
from regard.rows.log import kept_sql, records_of
from regard.rows.visit_days import LATER_PAGE_DAYS, LATER_VISIT_DAYS, UNOPENED
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

OWNED = ibis.table({name: kind for name, kind in SCOPE.schema().items() if name != "number"}, name="scope_owned")
"""The events in scope with their owners, before those have numbers."""

_TABLES = (
    touches.TABLE,
    visits.TABLE,
    page_visits.TABLE,
    LATER_VISIT_DAYS,
    LATER_PAGE_DAYS,
    UNOPENED,
    active_days.TABLE,
)
_OLD = {table.get_name(): f"old_{table.get_name()}" for table in _TABLES}
_PEOPLES = {
    table.get_name(): f"peoples_{table.get_name()}" for table in (visits.TABLE, LATER_VISIT_DAYS, active_days.TABLE)
}
_KEYS: Mapping[str, Sequence[str]] = {
    "touches": ("number", "time"),
    "visits": ("person", "day"),
    "page_visits": ("person", "day"),
    "later_visit_days": ("visit_id",),
    "later_page_days": ("visit_id",),
    "unopened": ("visit_id",),
    "active_days": ("number", "day"),
}
"""What tells the old rows of known people from all others."""

_KEYS_OF_NOBODY: Mapping[str, str] = {"touches": "id", "visits": "visit_id", "page_visits": "visit_id"}
"""The same of nobody: an id of their own."""


class Refresh:
    """One refresh of the rows of events; it must run in a transaction."""

    def __init__(self, warehouse: Warehouse, settings: Settings, sums: KeptSums | None) -> None:
        """Do nothing yet."""
        self._warehouse = warehouse
        self._settings = settings
        self._sums = sums
        self._rows = EventRows(warehouse, settings)

    def run(self) -> None:
        """Bring rows and sums up to date with what changed, and forget that it did."""
        self._rows.know_days()
        moved = settle_links(self._warehouse)
        close_scope(self._warehouse, self._settings, named(self._warehouse, self._settings, moved))
        self._set_aside()
        with self._sums.together() if self._sums else nullcontext():
            self._add_sums(_OLD, -1)
            self._settle_people()
            self._rows.take(OWNED, "owned")
            self._rows.make()
            self._remove_old()
            self._rows.keep()
            self._add_sums(MADE, 1)
        self._let_go()

    def _set_aside(self) -> None:
        """Set the events in scope aside, and what is kept of them."""
        numbers = people.TABLE.select("person", "number")
        self._make(_NUMBERS.get_name(), lambda: PEOPLE.join(numbers, "person"))
        self._make("old_touches", _old_touches)
        self._make(OWNED.get_name(), _owned_events)
        for table in (visits.TABLE, page_visits.TABLE):
            self._make(_OLD[table.get_name()], partial(_old_visits, table))
        for later in (LATER_VISIT_DAYS, LATER_PAGE_DAYS):
            self._make(_OLD[later.get_name()], partial(later.semi_join, _old(visits.TABLE), "visit_id"))
        self._make("old_unopened", lambda: UNOPENED.semi_join(_old(touches.TABLE), "visit_id"))
        self._make("old_active_days", _old_active_days)
        self._make(_NOW.get_name(), self._settled_people)
        self._make(_NEAR.get_name(), _near_days)

    def _add_sums(self, renamed: Mapping[str, str], sign: int) -> None:
        """Add the share of the people in scope to every sum, or take it away."""
        if self._sums is None:
            return
        events = OWNED if sign < 0 else SCOPE
        self._sums.add_rows(self._rows.days, {**renamed, "events": events.get_name()}, sign)
        for table in (visits.TABLE, active_days.TABLE):
            self._make(_PEOPLES[table.get_name()], partial(table.semi_join, PEOPLE, "person"))
        own_visits = ibis.table(visits.TABLE.schema(), name=_PEOPLES["visits"])
        self._make(_PEOPLES["later_visit_days"], lambda: LATER_VISIT_DAYS.semi_join(own_visits, "visit_id"))
        self._sums.add_people(_PEOPLES, sign, _NEAR)

    def _settle_people(self) -> None:
        """Put the people in scope in the place of those that were there; who was known keeps the number."""
        self._warehouse.remove("people", ["person"], self._sql("gone people", lambda: PEOPLE.select("person")))
        self._warehouse.append("people", self._sql("made people", lambda: _NOW.select(*_NOW.columns)))

    def _settled_people(self) -> ibis.Table:
        """Return the people in scope as they are now."""
        last = people.TABLE.aggregate(last=people.TABLE.number.max().fill_null(0)).as_scalar()
        made = people.people(OWNED, self._rows.days.of, last)
        known = people.TABLE.select(
            "person", old_number="number", old_seen="first_seen", old_day="first_day", old_identified="identified"
        )
        joined = made.left_join(known, "person").drop("person_right")
        joined = joined.left_join(PEOPLE.select("person", "is_whole"), "person").drop("person_right")
        stays = joined.old_seen.notnull() & ~joined.is_whole
        earlier = stays & (joined.old_seen < joined.first_seen)
        return joined.select(
            "person",
            number=ibis.coalesce(joined.old_number, joined.number),
            person_group="person_group",
            first_seen=ibis.ifelse(earlier, joined.old_seen, joined.first_seen),
            first_day=ibis.ifelse(earlier, joined.old_day, joined.first_day),
            identified=joined.identified | (stays & joined.old_identified),
        )

    def _remove_old(self) -> None:
        """Take out what was kept of the people in scope."""
        for table in _TABLES:
            name, keys = table.get_name(), _KEYS[table.get_name()]
            self._warehouse.remove(name, keys, self._sql(("old", name), partial(_keys_of_known, table, keys)))
            if name in _KEYS_OF_NOBODY:
                key = _KEYS_OF_NOBODY[name]
                query = self._sql(("old of nobody", name), partial(_keys_of_nobody, table, key))
                if self._warehouse.run(query).num_rows:
                    self._warehouse.remove(name, [key], query)

    def _let_go(self) -> None:
        """Drop what was set aside, and forget what changed."""
        self._rows.let_go()
        for name in (
            *_OLD.values(),
            *_PEOPLES.values(),
            *(table.get_name() for table in (_NUMBERS, _NOW, _NEAR, OWNED, PEOPLE, SESSIONS)),
        ):
            self._warehouse.drop(name)
        forget_changes(self._warehouse)

    def _make(self, name: str, make: Callable[[], ibis.Table]) -> None:
        """Make a temporary table."""
        self._warehouse.derive(name, self._sql(("set aside", name), make), temporary=True)

    def _sql(self, name: object, make: Callable[[], ibis.Table]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql((name, self._rows.days), make, self._warehouse.dialect)


_NUMBERS = ibis.table({**dict(PEOPLE.schema().items()), "number": "int32"}, name="scope_numbers")
"""The people in scope who are known, with their numbers."""


_NOW = ibis.table(people.TABLE.schema(), name="made_people")
"""The people in scope as they are now."""

_NEAR = ibis.table({"person": "string", **dict.fromkeys(("first", "last"), "date")}, name="scope_near")
"""The days of each person in scope whose gaps may change: all, where who it is or since when has changed."""


def _near_days() -> ibis.Table:
    """Return the days of people in scope whose gaps may change."""
    before = people.TABLE.select("person", old_day="first_day", old_identified="identified")
    now = _NOW.select("person", new_day="first_day", new_identified="identified")
    rows = PEOPLE.left_join(before, "person").drop("person_right").left_join(now, "person").drop("person_right")
    stays = (rows.old_day == rows.new_day) & (rows.old_identified == rows.new_identified)
    ends = [ibis.literal(day) for day in EVERY_DAY]
    edges = {
        name: ibis.ifelse(stays.fill_null(False), rows[name], end)
        for name, end in zip(("first", "last"), ends, strict=True)
    }
    return rows.select("person", **edges)


def _owned_events() -> ibis.Table:
    """Return the events of the people and sessions in scope, with their owners: those that were there, and new ones.

    They are found by their time, which is quick to look for, and told from others of the same instant by their owner.
    """
    events = records_of("event")
    old = _old(touches.TABLE)
    came = CHANGES.filter(CHANGES.record == "event")
    times = ibis.union(old.select("time"), came.select("time")).distinct()
    owned = touches.owned(events.semi_join(times, "time"))
    joined = owned.left_join(PEOPLE, "person").drop("person_right")
    of_people = (joined.time >= joined.starts) & (joined.time < joined.ends)
    is_new = joined.id.isin(came.id)
    of_nobody = joined.person.isnull() & (is_new | ("-|" + joined.session_id).isin(SESSIONS.visit_id))
    rows = joined.filter((of_people | of_nobody).fill_null(False))
    return rows.select(*OWNED.columns)


def _old_touches() -> ibis.Table:
    """Return the touches that are kept of the people and sessions in scope."""
    rows = touches.TABLE.join(_NUMBERS.select("number", "starts", "ends"), "number")
    known = rows.filter((rows.time >= rows.starts) & (rows.time < rows.ends)).select(*touches.TABLE.columns)
    unknown = touches.TABLE.filter(touches.TABLE.person.isnull()).semi_join(SESSIONS, "visit_id")
    return ibis.union(known, unknown.select(*touches.TABLE.columns))


def _old_visits(table: ibis.Table) -> ibis.Table:
    """Return the visits, or the pages of visits, that are kept of the people and sessions in scope."""
    known = _inside(table.join(PEOPLE, "person"), "day").select(*table.columns)
    unknown = table.filter(table.person.isnull()).semi_join(SESSIONS, "visit_id")
    return ibis.union(known, unknown.select(*table.columns))


def _old_active_days() -> ibis.Table:
    """Return the active days that are kept of the people in scope."""
    days = _inside(active_days.TABLE.join(_NUMBERS.drop("person"), "number"), "day")
    return days.select(*active_days.TABLE.columns)


def _old(table: ibis.Table) -> ibis.Table:
    """Return what was set aside of a kept table."""
    return ibis.table(table.schema(), name=_OLD[table.get_name()])


def _keys_of_known(table: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Return the keys of the old rows of known people."""
    old = _old(table)
    known = old.filter(old.person.notnull()) if "person" in old.columns else old
    return known.select(*keys).distinct()


def _keys_of_nobody(table: ibis.Table, key: str) -> ibis.Table:
    """Return the keys of the old rows of nobody."""
    old = _old(table)
    return old.filter(old.person.isnull()).select(key).distinct()


def _inside(rows: ibis.Table, day: str) -> ibis.Table:
    """Return the rows of a day that is looked at."""
    return rows.filter((rows[day] >= rows["first"]) & (rows[day] <= rows["last"]))
