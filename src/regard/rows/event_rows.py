"""What is made of events: touches, visits, people, active days, and the totals and gaps that sum them up.

Everything is made for a scope: some events, put with their owners into `scope_events`; or, when all is made anew, for
one part of the log after the other, all events of so many people at a time, so that memory is bounded.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

import ibis

from regard.records import record_type
from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows.closed import Closed
from regard.rows.days import Days
from regard.rows.declared_dimensions import columns_of
from regard.rows.dimensions import column_of
from regard.rows.ends import ends
from regard.rows.grains.visits import ORIGIN
from regard.rows.identity_tables import make_people_tables
from regard.rows.instants import by_gap, instants, places, shared
from regard.rows.kept_sums import KeptSums
from regard.rows.log import kept_sql, records_of
from regard.rows.logged import Log, read_log
from regard.rows.owners import make_owners
from regard.rows.parts import let_go, make_instants, touches_of
from regard.rows.sources import touch_source
from regard.rows.specs import EventSpec, parse_spec, qualifying_spec
from regard.rows.visit_days import (
    LATER_PAGE_DAYS,
    LATER_VISIT_DAYS,
    UNOPENED,
    later_page_days,
    later_visit_days,
    unopened,
)
from regard.warehouses.tables import table_schema
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

_EVENTS_AT_ONCE = 9_000_000
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)

SCOPE = ibis.table(
    {
        **dict(records_of("event").schema().items()),
        "page": "string",
        **dict.fromkeys(("identified", "opens"), "boolean"),
        "number": "int32",
    },
    name="scope_events",
)
"""Events with the numbers of their owners."""

MADE: Mapping[str, str] = {
    "events": SCOPE.get_name(),
    "touches": touches.MADE.get_name(),
    **{table.get_name(): f"made_{table.get_name()}" for table in (visits.TABLE, page_visits.TABLE)},
    **{table.get_name(): f"made_{table.get_name()}" for table in (LATER_VISIT_DAYS, LATER_PAGE_DAYS, UNOPENED)},
    active_days.TABLE.get_name(): "made_active_days",
}
"""The temporary tables that stand, while a scope is worked on, for what is kept."""

_MADE_OF_LOG: Mapping[str, str] = {"touches": touches.MADE.get_name()}
"""The same where all is made anew: of the rest, what is kept is written at once."""

_ORDER: Mapping[str, tuple[str, ...]] = {
    "touches": ("number", "time"),
    "visits": ("number", "start"),
    "page_visits": ("number", "visit"),
    "active_days": ("number", "day"),
}
"""By whom and when rows are laid out: they take less room, and a refresh reads less."""


def _laid_out(name: str, rows: ibis.Table) -> ibis.Table:
    """Return the rows of a kept table in the order in which they are laid out."""
    return rows.order_by(list(_ORDER[name])) if name in _ORDER else rows


def _made_in_order(name: str, make: Callable[[], ibis.Table]) -> ibis.Table:
    """Return the rows that `make` makes in that order."""
    return _laid_out(name, make())


KEPT: Mapping[str, ibis.Table] = {
    name: _laid_out(name, table)
    for name, table in {
        "touches": touches.MADE.select(*touches.TABLE.columns),
        "visits": visits.TABLE,
        "page_visits": page_visits.TABLE,
        "later_visit_days": LATER_VISIT_DAYS,
        "later_page_days": LATER_PAGE_DAYS,
        "unopened": UNOPENED,
        "active_days": active_days.TABLE,
    }.items()
}
"""What is kept of what was made; of visits all columns are, those of declared dimensions too."""


class EventRows:
    """The rows that one workspace has of its events."""

    def __init__(self, warehouse: Warehouse, settings: Settings, sums: KeptSums | None = None) -> None:
        """Make nothing yet; with `sums` they are kept beside the rows."""
        self._warehouse = warehouse
        self._settings = settings
        self._sums = sums
        self.days = Days(settings.zone, _LONG_AGO, _LONG_AGO + _DAY)
        self.log = read_log(settings, warehouse)
        self._declared = self.log.declared
        self.dimensions = tuple(map(column_of, self._declared))
        told = (settings.visit_timeout, settings.goals, settings.qualifying, settings.zone.key, self._declared)
        self._settled = repr(told)

    def rebuild(self) -> None:
        """Make everything anew from the log."""
        if self._sums:
            self._sums.begin()
        make_people_tables(self._warehouse)
        self.know_days()
        closed = Closed(self._warehouse, self.days, self.log)
        closed.set_aside()
        parts = make_owners(self._warehouse, self.days, _EVENTS_AT_ONCE, closed.ids())
        self._make_origins(records_of("event"))
        make_instants(self._warehouse, parts, self._settings.visit_timeout)
        for part in range(parts.count):
            make = partial(touches_of, part, parts, self._declared)
            self._make("touches", make, {}, ("log", part, parts))
            self._write_rows(anew=part == 0)
        let_go(self._warehouse)
        self.let_go()
        closed.put_back()
        if self._sums:
            self._sums.rebuild(self.days)

    def make(self, known: str) -> None:
        """Make the rows of the events in scope, whose people are told by the table `known`."""
        self._make_origins(SCOPE)
        self._make("touches", self._scoped_touches, {}, "scope")
        for name, make in self._made(visits.table(self.dimensions)).items():
            self._make(name, make, {**MADE, people.TABLE.get_name(): known})

    def _scoped_touches(self) -> ibis.Table:
        """Return the touches of the events in scope."""
        known = instants(SCOPE)
        gaps = by_gap(known, self._settings.visit_timeout)
        events = SCOPE.mutate(lone_id=ibis.ifelse(SCOPE.number.isnull(), SCOPE.id, ibis.null("string")))
        return touches.touches(events, gaps, places(SCOPE, shared(known)), self._declared)

    def _made(self, told: ibis.Table) -> dict[str, Callable[[], ibis.Table]]:
        """Return what makes the other rows of the touches that were made, by table; `told` are their visits."""
        made, day_of, timeout = touches.MADE, self.days.of, self._settings.visit_timeout
        return {
            "visits": self._visits,
            "later_visit_days": lambda: later_visit_days(made, told, day_of),
            "later_page_days": lambda: later_page_days(made, told, day_of),
            "unopened": lambda: unopened(made, told, day_of, timeout),
            "page_visits": lambda: page_visits.page_visits(made, told, day_of),
            "active_days": lambda: active_days.active_days(self._qualifying(told), day_of),
        }

    def _write_rows(self, *, anew: bool) -> None:
        """Write the touches that were made, and what is made of them, after what there is or in its place."""
        told = visits.table(self.dimensions)
        if not anew:
            # The visits of the parts before, which need not be looked through, are those of lower numbers.
            first = touches.MADE.aggregate(first=touches.MADE.number.min()).as_scalar()
            told = told.filter(told.number.isnull() | (told.number >= first))
        kept: dict[str, Callable[[], ibis.Table]] = {
            "touches": lambda: touches.MADE.select(*touches.TABLE.columns),
            **self._made(told),
        }
        for name, make in kept.items():
            key = ("write", name, anew, self._settled, self.days)
            rows = partial(_made_in_order, name, make)
            query = kept_sql(key, rows, self._warehouse.dialect, _MADE_OF_LOG)
            if anew:
                self._warehouse.derive(name, query)
            else:
                self._warehouse.append(name, query)

    def _make_origins(self, events: ibis.Table) -> None:
        """Make the table of where events came from."""
        name, told = touches.ORIGINS, (touches.ORIGINS, events.get_name(), repr(self._declared))
        query = kept_sql(told, lambda: touches.origins(events, self._declared), self._warehouse.dialect)
        self._warehouse.derive(name, query, temporary=True)

    def keep(self) -> None:
        """Put what was made among what is kept."""
        for name in KEPT:
            query = kept_sql(("keep", name), partial(KEPT.__getitem__, name), self._warehouse.dialect, MADE)
            self._warehouse.append(name, query)

    def let_go(self) -> None:
        """Drop what was made for a scope."""
        for name in (*MADE.values(), touches.ORIGINS):
            self._warehouse.drop(name)

    def that_fit(self, spec: EventSpec, told: ibis.Table | None = None) -> ibis.Table:
        """Return the touches that fit a spec, where `told` are the visits, if not those kept."""
        source = touch_source(touches.TABLE, spec.fields(), self._settings.zone, log=Log(self._declared), told=told)
        return source.table.filter(spec.fits(source.field))

    def _qualifying(self, told: ibis.Table) -> ibis.Table:
        """Return the touches that count as being active, where `told` are the visits."""
        return self.that_fit(qualifying_spec(self._settings), told)

    def _visits(self) -> ibis.Table:
        """Return the visits, engaged by the goals that are declared; a goal may ask for fields of the visit itself."""
        plain = visits.visits(touches.MADE, [], self.days.of, self.dimensions)
        specs = [parse_spec(goal) for goal in self._settings.goals.values()]
        reached = [self.that_fit(spec, plain).select("event") for spec in specs]
        return visits.visits(touches.MADE, reached, self.days.of, self.dimensions)

    def take(self, events: ibis.Table, told: object = None, renamed: Mapping[str, str] | None = None) -> None:
        """Put events that have their owners into scope, with the numbers of those; `told` tells them from others."""
        make = partial(self._numbered, events)
        query = kept_sql(("take", told, self._settled), make, self._warehouse.dialect, renamed)
        self._warehouse.derive(SCOPE.get_name(), query, temporary=True)

    def _numbered(self, events: ibis.Table) -> ibis.Table:
        """Return events with the columns that rows are made of, and the numbers of their owners."""
        needed = {*_NARROW, *self._asked(), "page", "identified", "opens", "number"}
        columns = [name for name in SCOPE.columns if name in needed]
        told = events.select(*(name for name in columns if name != "number"), "person")
        joined = told.left_join(people.TABLE.select("person", "number"), "person")
        return joined.select(*columns)

    def logged(self) -> tuple[str, ...]:
        """Return the columns of the log that rows, and who did what, are made of."""
        needed = {*_NARROW, *_OWNERS, *self._asked()}
        return tuple(name for name in records_of("event").columns if name in needed)

    def _asked(self) -> list[str]:
        """Return the columns of the log that goals, what counts as being active and declared dimensions look at."""
        specs = [parse_spec(goal) for goal in self._settings.goals.values()]
        fields = set().union(*(spec.fields() for spec in (*specs, qualifying_spec(self._settings))))
        columns = {"properties" if name.startswith("properties.") else name for name in fields}
        columns |= columns_of(self._declared)
        return [name for name in table_schema(record_type("event")).names if name in columns]

    def know_days(self) -> None:
        """Learn what local day an instant of the log falls on: years are known whole, so that statements last."""
        query = kept_sql("ends of the log", lambda: ends(records_of("event")), self._warehouse.dialect)
        found = self._warehouse.run(query).to_pylist()[0]
        if found["first"]:
            if horizon := self._warehouse.horizon():
                found["first"] = min(found["first"], horizon.first)
            first, last = (found[end].replace(tzinfo=UTC) + day for end, day in (("first", -_DAY), ("last", _DAY)))
            self.days = Days(
                self._settings.zone, datetime(first.year, 1, 1, tzinfo=UTC), datetime(last.year + 1, 1, 1, tzinfo=UTC)
            )

    def _make(self, name: str, make: Callable[[], ibis.Table], names: Mapping[str, str], told: object = None) -> None:
        """Make what stands for a kept table while a scope is worked on."""
        query = kept_sql((name, told, self._settled, self.days), make, self._warehouse.dialect, names)
        self._warehouse.derive(MADE[name], query, temporary=True)


_OWNERS = ("user_id", "anonymous_id", "url", "path", "device")
_NARROW = (
    *("event", "id", "time", "received_at", "type", "name", "session_id", "page_view_id"),
    *("engaged_ms", "scroll_percent", "interactive"),
    *ORIGIN,
)
"""The columns of the log that rows are made of."""
