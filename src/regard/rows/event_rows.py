"""What is made of events: touches, visits, people, active days, and the totals and gaps that sum them up.

Everything is made for a scope: some events, put with their owners into `scope_events`. All events of so many people at
a time, one chunk after the other, when all is made anew, so that memory is bounded.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

import ibis

from regard.records import record_type
from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows.days import Days
from regard.rows.identity_tables import make_people_tables
from regard.rows.kept_sums import KeptSums
from regard.rows.log import kept_sql, records_of, to_sql
from regard.rows.sources import touch_source
from regard.rows.specs import EventSpec, parse_spec
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

_EVERYTHING = {"activity": {"event": "any"}}
_EVENTS_AT_ONCE = 4_000_000
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)

SCOPE = ibis.table(
    {
        **dict(records_of("event").schema().items()),
        **dict.fromkeys(("person", "page"), "string"),
        **dict.fromkeys(("identified", "opens"), "boolean"),
        "number": "int32",
    },
    name="scope_events",
)
"""Events with their owners."""

MADE: Mapping[str, str] = {
    "events": SCOPE.get_name(),
    "touches": touches.MADE.get_name(),
    **{table.get_name(): f"made_{table.get_name()}" for table in (visits.TABLE, page_visits.TABLE)},
    **{table.get_name(): f"made_{table.get_name()}" for table in (LATER_VISIT_DAYS, LATER_PAGE_DAYS, UNOPENED)},
    active_days.TABLE.get_name(): "made_active_days",
}
"""The temporary tables that stand, while a scope is worked on, for what is kept."""

KEPT: Mapping[str, ibis.Table] = {
    "touches": touches.MADE.select(*touches.TABLE.columns).order_by(["number", "time"]),
    "visits": visits.TABLE.order_by(["person", "start"]),
    "page_visits": page_visits.TABLE.order_by(["person", "visit_id"]),
    "later_visit_days": LATER_VISIT_DAYS,
    "later_page_days": LATER_PAGE_DAYS,
    "unopened": UNOPENED,
    "active_days": active_days.TABLE.order_by(["number", "day"]),
}
"""What is kept of what was made, laid out by person and time: it takes less room, and a refresh reads less."""


class EventRows:
    """The rows that one workspace has of its events."""

    def __init__(self, warehouse: Warehouse, settings: Settings, sums: KeptSums | None = None) -> None:
        """Make nothing yet; with `sums` they are kept beside the rows."""
        self._warehouse = warehouse
        self._settings = settings
        self._sums = sums
        self.days = Days(settings.zone, _LONG_AGO, _LONG_AGO + _DAY)
        told = (settings.visit_timeout, settings.goals, settings.qualifying, settings.zone.key)
        self._settled = repr(told)

    def rebuild(self, events: int) -> None:
        """Make everything anew from the log, which has so many events."""
        if self._sums:
            self._sums.begin()
        make_people_tables(self._warehouse)
        self.know_days()
        log = touches.owned(records_of("event"))
        nobody_yet = ibis.literal(0)
        self._warehouse.derive("people", to_sql(people.people(log, self.days.of, nobody_yet), self._warehouse.dialect))
        chunks = -(-events // _EVENTS_AT_ONCE) or 1
        for chunk in range(chunks):
            self.take(log.filter(_chunk(log, chunks) == chunk) if chunks > 1 else log, (chunk, chunks))
            self.make()
            self.keep(anew=chunk == 0)
            if self._sums:
                self._sums.add_touches(self.days, MADE)
        self.let_go()
        if self._sums:
            self._sums.compact("touch_totals")
            self._sums.add_visits({})
            self._sums.add_people({})

    def make(self) -> None:
        """Make the rows of the events in scope."""
        made, day_of, settings = touches.MADE, self.days.of, self._settings
        self._make("touches", lambda: touches.touches(SCOPE, settings.visit_timeout))
        self._make("later_visit_days", lambda: later_visit_days(made, day_of))
        self._make("later_page_days", lambda: later_page_days(made, day_of))
        self._make("visits", self._visits)
        self._make("unopened", lambda: unopened(made, visits.TABLE, day_of))
        self._make("page_visits", lambda: page_visits.page_visits(made, visits.TABLE, day_of))
        self._make("active_days", lambda: active_days.active_days(self._qualifying(), day_of))

    def keep(self, *, anew: bool = False) -> None:
        """Put what was made among what is kept, or in its place."""
        for name in KEPT:
            query = kept_sql(("keep", name), partial(KEPT.__getitem__, name), self._warehouse.dialect, MADE)
            if anew:
                self._warehouse.derive(name, query)
            else:
                self._warehouse.append(name, query)

    def let_go(self) -> None:
        """Drop what was made for a scope."""
        for name in MADE.values():
            self._warehouse.drop(name)

    def that_fit(self, spec: EventSpec, told: ibis.Table) -> ibis.Table:
        """Return the touches that fit a spec, where `told` are the visits."""
        source = touch_source(touches.TABLE, spec.fields(), self._settings.zone, told=told)
        return source.table.filter(spec.fits(source.field))

    def _qualifying(self) -> ibis.Table:
        """Return the touches that count as being active."""
        return self.that_fit(qualifying_spec(self._settings), visits.TABLE)

    def _visits(self) -> ibis.Table:
        """Return the visits, engaged by the goals that are declared; a goal may ask for fields of the visit itself."""
        plain = visits.visits(touches.MADE, [], self.days.of)
        specs = [parse_spec(goal) for goal in self._settings.goals.values()]
        return visits.visits(touches.MADE, [self.that_fit(spec, plain).select("id") for spec in specs], self.days.of)

    def take(self, events: ibis.Table, told: object = None) -> None:
        """Put events that have their owners, with the numbers of those, into scope; `told` tells them from others."""
        query = kept_sql(("take", told, self._settled), lambda: self._numbered(events), self._warehouse.dialect)
        self._warehouse.derive(SCOPE.get_name(), query, temporary=True)

    def _numbered(self, events: ibis.Table) -> ibis.Table:
        """Return events with the columns that rows are made of, and the numbers of their owners."""
        joined = events.left_join(people.TABLE.select("person", "number"), "person").drop("person_right")
        needed = {*_NARROW, *self._asked(), "person", "page", "identified", "opens", "number"}
        return joined.select(*(name for name in SCOPE.columns if name in needed))

    def _asked(self) -> list[str]:
        """Return the columns of the log that goals and what counts as being active look at."""
        specs = [parse_spec(goal) for goal in self._settings.goals.values()]
        fields = set().union(*(spec.fields() for spec in (*specs, qualifying_spec(self._settings))))
        columns = {"properties" if name.startswith("properties.") else name for name in fields}
        return [name for name in table_schema(record_type("event")).names if name in columns]

    def know_days(self) -> None:
        """Learn what local day an instant of the log falls on: years are known whole, so that statements last."""
        log = records_of("event")
        ends = kept_sql(
            "ends of the log",
            lambda: log.aggregate(first=log.time.min(), last=log.time.max()),
            self._warehouse.dialect,
        )
        found = self._warehouse.run(ends).to_pylist()[0]
        if found["first"]:
            first, last = (found[end].replace(tzinfo=UTC) + day for end, day in (("first", -_DAY), ("last", _DAY)))
            self.days = Days(
                self._settings.zone, datetime(first.year, 1, 1, tzinfo=UTC), datetime(last.year + 1, 1, 1, tzinfo=UTC)
            )

    def _make(self, name: str, make: Callable[[], ibis.Table]) -> None:
        """Make what stands for a kept table while a scope is worked on."""
        query = kept_sql((name, self._settled, self.days), make, self._warehouse.dialect, MADE)
        self._warehouse.derive(MADE[name], query, temporary=True)


_NARROW = (
    *("id", "time", "received_at", "type", "name", "session_id", "page_view_id"),
    *("engaged_ms", "scroll_percent", "interactive"),
    *visits.ORIGIN,
)
"""The columns of the log that rows are made of."""


def qualifying_spec(settings: Settings) -> EventSpec:
    """Return what counts as being active: as declared, else any event."""
    declared = settings.qualifying or _EVERYTHING
    return parse_spec(next(iter(declared.values())))


def _chunk(events: ibis.Table, chunks: int) -> ibis.expr.types.IntegerValue:
    """Return in which of so many chunks each event is: all of one person, or of one session of nobody, in one."""
    return ibis.coalesce(events.person, events.session_id, events.id).hash().abs() % chunks
