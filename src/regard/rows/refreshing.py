"""Rows of events kept in step with a small batch: only the people and days that it touches are made again.

What is kept of them is set aside and the rows are made from the log; what they add to each sum and take from it is
put together before it is added, and the rows take the place of the old ones. Each large table is read once.
"""

from collections.abc import Callable, Mapping
from functools import partial

import ibis

from regard.rows import active_days, changed, page_visits, people, touches, visits
from regard.rows.changed import (
    ACTIVE_DAYS,
    CAME,
    LATER_DAYS,
    NOW,
    OLD_PEOPLE,
    PEOPLE,
    VISITS,
    Scope,
    of_visits,
)
from regard.rows.closed import CARRIED, OF_VISITS, Closed
from regard.rows.days import Days
from regard.rows.event_rows import MADE, SCOPE, EventRows
from regard.rows.goal_paths import follow_paths
from regard.rows.kept_sums import KeptSums
from regard.rows.log import kept_sql, records_of
from regard.rows.net_gaps import NetGaps
from regard.rows.net_totals import NetTotals, needed, rows_of
from regard.rows.places import AT, KEPT_AT, at, kept
from regard.rows.visit_days import LATER_PAGE_DAYS, LATER_VISIT_DAYS, UNOPENED, place_alone
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

_OWNED_BY = ("event", "time", "person", "identified", "page", "opens")
_PLACED_BY = {"touches": ("event", "time", "type", "number", "visit"), "visits": ("visit",), "page_visits": ("visit",)}
OWNED = ibis.table(
    {name: "string" if name == "person" else SCOPE.schema()[name] for name in _OWNED_BY}, name="scope_owned"
)
"""The events in scope with their owners, before those have numbers."""

_TELLING = ("event", "time", "type", "user_id", "anonymous_id", "session_id", "url", "path", "device")
"""The columns of the log that say whose an event is, where it happened, and whether it opens a visit."""

_LOG = ibis.table(records_of("event").schema(), name="scope_log")
"""The events in scope as the log has them."""

_PLACES: Mapping[str, ibis.Table] = {
    name: ibis.table({KEPT_AT: "int64"}, name=f"scope_{name}_places")
    for name in ("touches", "visits", "page_visits", "events")
}
"""Where the rows are that are looked at, of events of others too: whole rows are read once it is known which."""

_TABLES = (
    touches.TABLE,
    visits.TABLE,
    page_visits.TABLE,
    LATER_VISIT_DAYS,
    LATER_PAGE_DAYS,
    UNOPENED,
    active_days.TABLE,
)
_BY_NAME: Mapping[str, ibis.Table] = {table.get_name(): table for table in _TABLES}
_OLD: Mapping[str, str] = {
    **{name: f"old_{name}" for name in _BY_NAME},
    "events": _LOG.get_name(),
    "people": OLD_PEOPLE.get_name(),
}
_NEW: Mapping[str, str] = {**MADE, "people": NOW.get_name()}


class Refresh:
    """One refresh of the rows of events; it must run in a transaction."""

    def __init__(
        self, warehouse: Warehouse, settings: Settings, sums: KeptSums | None, *, with_paths: bool = False
    ) -> None:
        """Do nothing yet; `with_paths`, the attempts at goal paths, which are in step, are kept in step too."""
        self._warehouse = warehouse
        self._settings = settings
        self._sums = sums
        self._with_paths = with_paths
        self._rows = EventRows(warehouse, settings)
        self._asked = needed(sums) if sums else {}

    def run(self) -> set[str]:
        """Bring rows and sums up to date with what changed, and forget that it did; return whose ids were moved."""
        self._rows.know_days()
        return self.follow(self._rows.days)

    def follow(self, days: Days) -> set[str]:
        """Do the same where the local days of the log are known.

        Which statements are compiled does not hang on what the warehouse holds: `rehearsal` relies on it.
        """
        self._rows.days = days
        moved = changed.settle_links(self._warehouse)
        Scope(self._warehouse, self._settings, self._rows.days, self._rows.dimensions).find(moved)
        self._set_aside()
        closed = Closed(self._warehouse, self._rows.days, self._rows.log)
        if closed.are_any:
            closed.carry(self._whole_rows("touches"), OLD_PEOPLE)
        self._make(NOW.get_name(), self._settled_people)
        self._rows.take(self._scoped_events(), ("owned", self._rows.logged()), {"people": NOW.get_name()})
        self._rows.make(NOW.get_name())
        if closed.are_any:
            closed.put_among({table.get_name(): self._whole_rows(table.get_name()) for table in OF_VISITS}, _NEW)
        if self._sums:
            NetTotals(self._warehouse, self._sums, self._rows.days).add(_OLD, _NEW)
            NetGaps(self._warehouse, self._sums).add()
        self._put_in_place()
        if self._with_paths:
            both = ibis.union(PEOPLE.select("number"), NOW.select("number"))
            follow_paths(self._settings, self._warehouse, self._rows.days, both)
        self._let_go()
        return moved

    def _set_aside(self) -> None:
        """Set the events in scope aside, and what is kept of them."""
        places = {"touches": self._touch_places, "visits": _visit_places, "page_visits": _page_places}
        for name, find in places.items():
            self._make(_PLACES[name].get_name(), find)
            self._make(_OLD[name], partial(self._old_rows, name))
        self._make(_PLACES["events"].get_name(), _log_places)
        self._make(_LOG.get_name(), self._log)
        self._make(OWNED.get_name(), _owned_events)
        self._make("old_later_visit_days", lambda: LATER_DAYS.semi_join(_old(visits.TABLE), "visit"))
        self._make("old_later_page_days", lambda: of_visits(LATER_PAGE_DAYS, _old(visits.TABLE)))
        self._make("old_unopened", _old_unopened)
        self._make(ACTIVE_DAYS.get_name(), _active_days)
        self._make("old_active_days", _old_active_days)
        self._make(OLD_PEOPLE.get_name(), _old_people)

    def _settled_people(self) -> ibis.Table:
        """Return the people in scope as they are now, of closed events too; who was known keeps the number."""
        last = people.TABLE.aggregate(last=people.TABLE.number.max().fill_null(0)).as_scalar()
        seen = OWNED.select("person", "time", "identified")
        seen = ibis.union(seen, CARRIED.select(*seen.columns)) if self._rows.log.is_short else OWNED
        made = people.people(seen, self._rows.days.of, last)
        known = OLD_PEOPLE.select(
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

    def _put_in_place(self) -> None:
        """Put what was made in the place of what was kept of the people in scope, and these in that of themselves."""
        for table in _TABLES:
            name = table.get_name()
            self._remove(name, ibis.table({KEPT_AT: "int64"}, name=_OLD[name]))
        self._rows.keep()
        self._remove("people", PEOPLE.filter(PEOPLE[KEPT_AT].notnull()))
        self._warehouse.append("people", self._sql("made people", lambda: NOW.select(*NOW.columns)))

    def _remove(self, name: str, rows: ibis.Table) -> None:
        """Take rows that were set aside out of the table in which they are kept."""
        query = self._sql(("gone", name), lambda: rows.select(**{AT: KEPT_AT}))
        self._warehouse.remove(name, [AT], query)

    def _let_go(self) -> None:
        """Drop what was set aside, and forget what changed."""
        self._rows.let_go()
        for name in (
            *_OLD.values(),
            *(table.get_name() for table in (*changed.TABLES, OWNED, *_PLACES.values())),
        ):
            self._warehouse.drop(name)
        changed.forget_changes(self._warehouse)

    def _log(self) -> ibis.Table:
        """Return the events in scope as the log has them."""
        return at(records_of("event"), _PLACES["events"]).select(*self._rows.logged())

    def _old_rows(self, name: str) -> ibis.Table:
        """Return what is kept of the rows of a grain that are looked at, as far as it is asked for."""
        rows = at(rows_of(self._rows.dimensions)[name], _PLACES[name])
        asked = {*_PLACED_BY[name], *self._asked.get(name, ())}
        return rows.select(*(column for column in rows.columns if column in asked), KEPT_AT)

    def _whole_rows(self, name: str) -> ibis.Table:
        """Return all columns of the rows of a table that are looked at, as they are kept."""
        if name not in _PLACES:
            return ibis.table(_BY_NAME[name].schema(), name=_OLD[name])
        return at({**_BY_NAME, **rows_of(self._rows.dimensions)}[name], _PLACES[name]).drop(KEPT_AT)

    def _scoped_events(self) -> ibis.Table:
        """Return the same with what else the log tells of them."""
        return _LOG.select(*self._rows.logged()).join(OWNED.drop("time"), "event")

    def _touch_places(self) -> ibis.Table:
        """Return where the touches of the people and sessions in scope are kept."""
        table = kept(touches.TABLE)
        rows = table.select("number", "time", KEPT_AT).join(PEOPLE.select("number", "first", "last"), "number")
        day = self._rows.days.of(rows.time)
        known = rows.filter((day >= rows["first"]) & (day <= rows["last"]))
        unknown = table.filter(table.number.isnull()).select("visit", KEPT_AT)
        unknown = unknown.semi_join(changed.sessions_of_nobody(), "visit")
        return ibis.union(known.select(KEPT_AT), unknown.select(KEPT_AT))

    def _make(self, name: str, make: Callable[[], ibis.Table]) -> None:
        """Make a temporary table."""
        self._warehouse.derive(name, self._sql(("set aside", name), make), temporary=True)

    def _sql(self, name: object, make: Callable[[], ibis.Table]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        rows, asked = self._rows, tuple(map(tuple, self._asked.values()))
        told = (name, rows.days, rows.logged(), rows.dimensions, asked, self._rows.log.is_short)
        return kept_sql(told, make, self._warehouse.dialect)


def _owned_events() -> ibis.Table:
    """Return the events in scope with their owners."""
    return touches.owned(_LOG.select(*_TELLING)).select(*OWNED.columns)


def _visit_places() -> ibis.Table:
    """Return where the visits of days that are looked at are, and those of nobody in scope."""
    rows = VISITS.left_join(PEOPLE.select("number", "first", "last"), "number").drop("number_right")
    inside = rows.filter(rows.number.isnull() | (rows.day >= rows["first"]) & (rows.day <= rows["last"]))
    return inside.select(KEPT_AT)


def _log_places() -> ibis.Table:
    """Return where the events in scope are: the new ones, and those of the touches that are set aside."""
    events = ibis.union(*(rows.select("event") for rows in (_old(touches.TABLE), CAME)))
    return kept(records_of("event")).select("event", KEPT_AT).semi_join(events, "event").select(KEPT_AT)


def _page_places() -> ibis.Table:
    """Return where the pages of these visits are."""
    table = kept(page_visits.TABLE)
    rows = table.select("number", "day", KEPT_AT).join(PEOPLE.select("number", "first", "last"), "number")
    known = rows.filter((rows.day >= rows["first"]) & (rows.day <= rows["last"]))
    unknown = table.filter(table.number.isnull()).semi_join(changed.sessions_of_nobody(), "visit")
    return ibis.union(*(rows.select(KEPT_AT) for rows in (known, unknown)))


def _active_days() -> ibis.Table:
    """Return all active days that are kept of the people in scope."""
    return kept(active_days.TABLE).select(*ACTIVE_DAYS.columns).semi_join(PEOPLE, "number")


def _old_active_days() -> ibis.Table:
    """Return those of them that are looked at."""
    rows = ACTIVE_DAYS.join(PEOPLE.select("number", "first", "last"), "number")
    return rows.filter((rows.day >= rows["first"]) & (rows.day <= rows["last"])).select(*ACTIVE_DAYS.columns)


def _old_unopened() -> ibis.Table:
    """Return what is kept of attention that is no visit yet, of the touches that are looked at."""
    rows = _old(touches.TABLE)
    chosen = ibis.union(rows.select("visit"), rows.select(visit=place_alone(rows)))
    return of_visits(UNOPENED, chosen)


def _old_people() -> ibis.Table:
    """Return the people in scope as they are kept."""
    table = kept(people.TABLE)
    return table.semi_join(PEOPLE, KEPT_AT).select(*people.TABLE.columns)


def _old(table: ibis.Table) -> ibis.Table:
    """Return what was set aside of a kept table."""
    return ibis.table(table.schema(), name=_OLD[table.get_name()])
