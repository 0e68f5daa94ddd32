"""Log retention: events that are older than `keep_events` leave the log; rows and totals stay as they are.

The horizon is the first instant of a local day, so long before that of the newest event. Events before it leave, but
for those of visits that a later event could still go on with; these leave as a whole later on.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial

import ibis

from regard.errors import RegardError
from regard.rows import people, touches, visits
from regard.rows.closed import OF_VISITS, OWNERS
from regard.rows.closed_values import TABLE as VALUES
from regard.rows.days import literal
from regard.rows.ends import ends
from regard.rows.event_rows import EventRows
from regard.rows.fields import text_of
from regard.rows.grains.visits import ORIGIN
from regard.rows.log import kept_sql, records_of
from regard.rows.logged import read_log
from regard.rows.people import LASTING
from regard.rows.places import AT, KEPT_AT, kept
from regard.rows.specs import qualifying_spec
from regard.rows.visit_days import UNOPENED, place_alone
from regard.warehouses.horizon import HORIZON, Horizon, horizon_table
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock
from regard.workspace.settings import Settings
from regard.workspace.zones import first_instant, local_date

_THIRTY_ONE_BITS = 2**31 - 1
_SHARED = 2
"""How many visits that share instants are followed, each with the next."""

_LEAVING = ibis.table({**dict(touches.TABLE.schema().items()), KEPT_AT: "int64"}, name="leaving_touches")
"""The touches whose events leave the log, and where they are kept."""

_ACTIVE = ibis.table({"event": "int64"}, name="leaving_active")
"""Those of them that count as being active."""

_KEYS = ibis.table(
    {"visit": touches.TABLE.schema()["visit"], "closed": touches.TABLE.schema()["visit"]}, name="leaving_visits"
)
"""The visits that leave, and the key that each has from now on, in which no number of a person has a part."""

_REPLACED = "leaving_rows"
_GONE = ibis.table({AT: "int64", "time": "timestamp(6)"}, name="leaving_events")
"""Where the events are that leave."""


def check_unmoved(horizon: Horizon | None, settings: Settings) -> None:
    """Refuse another zone or visit timeout than the one by which rows were made whose events have left the log.

    Raises `RegardError` with code `bad_settings`.
    """
    if horizon is None:
        return
    for name, was, now in (
        ("zone", horizon.zone, settings.zone.key),
        ("visit_timeout", f"{horizon.visit_timeout:g}s", f"{settings.visit_timeout:g}s"),
    ):
        if was != now:
            raise RegardError(
                "bad_settings",
                f"The {name} was {was} when events before {horizon.day} left the log, so that their visits and days "
                f"cannot be made anew with {now}.",
                f'Write {name} = "{was}" again in regard.toml, or make a new workspace.',
            )


class Retention:
    """What leaves the log of one workspace; rows must be in step with it."""

    def __init__(self, warehouse: Warehouse, settings: Settings) -> None:
        """Do nothing yet."""
        self._warehouse = warehouse
        self._settings = settings

    @cached_property
    def _declared(self) -> dict[str, str]:
        """The fields of declared dimensions by column; asked for only where events may leave."""
        return read_log(self._settings, self._warehouse).columns()

    def work_off(self) -> int:
        """Let events that are too old leave the log, and return how many did."""
        day = self._due()
        if day is None:
            return 0
        since = first_instant(day, self._settings.zone).astimezone(UTC)
        with self._warehouse.transaction():
            self._find(since)
            found = self._warehouse.run(self._sql("gone", _counted)).to_pylist()[0]
            if found["events"]:
                self._close()
                self._warehouse.remove("events", [AT], self._sql("places", lambda: _GONE.select(AT)))
                self._move_horizon(day, since.replace(tzinfo=None), found["first"], int(found["events"]))
            for name in (_LEAVING.get_name(), _ACTIVE.get_name(), _KEYS.get_name(), _GONE.get_name(), _REPLACED):
                self._warehouse.drop(name)
        return int(found["events"])

    def _due(self) -> date | None:
        """Return the first day that is kept, `None` where nothing of before is in the log."""
        keep = self._settings.keep_events
        if keep is None:
            return None
        found = self._warehouse.run(self._sql("ends", lambda: ends(records_of("event")))).to_pylist()[0]
        if found["last"] is None:
            return None
        newest = min(found["last"].replace(tzinfo=UTC), clock.now())
        day = keep.before(local_date(newest, self._settings.zone))
        horizon = self._warehouse.horizon()
        if horizon is not None and day <= horizon.day:
            return None
        is_older = found["first"].replace(tzinfo=UTC) < first_instant(day, self._settings.zone)
        return day if is_older else None

    def _find(self, since: datetime) -> None:
        """Find the touches and the visits that leave, and where their events are."""
        timeout = timedelta(seconds=self._settings.visit_timeout)
        rows = EventRows(self._warehouse, self._settings)
        self._make(_LEAVING, ("leaving", since), lambda: _leaving(since, since - timeout))
        told = ("active", repr(self._settings.qualifying), repr(self._declared))
        query = kept_sql(
            ("retention", told),
            lambda: rows.that_fit(qualifying_spec(self._settings)).select("event"),
            self._warehouse.dialect,
            {"touches": _LEAVING.get_name()},
        )
        self._warehouse.derive(_ACTIVE.get_name(), query, temporary=True)
        self._make(_KEYS, "keys", _keys)
        self._make(_GONE, ("events", since), lambda: _gone(since))

    def _close(self) -> None:
        """Mark what leaves as closed, give its visits new keys, and keep where events outside of visits came from."""
        for table in (OWNERS, VALUES):
            if not self._warehouse.has(table.get_name()):
                empty = self._sql(table.get_name(), partial(_none_of, table))
                self._warehouse.derive(table.get_name(), empty)
        for told, make in (("of visits", self._values_of_visits), ("outside", self._values_outside)):
            self._warehouse.append(VALUES.get_name(), self._sql(("values", told), make))
        # No visit to come can reach to attention outside of visits that has left.
        self._warehouse.remove(UNOPENED.get_name(), ["visit"], self._sql("alone", _alone))
        self._replace(touches.TABLE, _closed_touches)
        for table in (visits.table(self._declared), *(table for table in OF_VISITS if table is not visits.TABLE)):
            self._replace(table, partial(_closed_rows, table))

    def _values_of_visits(self) -> ibis.Table:
        """Return what leaving visits had of declared dimensions."""
        rows = visits.table(self._declared).join(_KEYS, "visit")
        return _values(rows, {field: rows[name] for name, field in self._declared.items()}, visit=rows.closed)

    def _values_outside(self) -> ibis.Table:
        """Return what leaving events outside of visits said of them, and where they came from."""
        rows = records_of("event").semi_join(_LEAVING.filter(_LEAVING.visit.isnull()), "event")
        fields = {name: rows[name] for name in ORIGIN} | {
            field: text_of(rows, field) for field in self._declared.values()
        }
        return _values(rows, fields, event=rows.event)

    def _replace(self, table: ibis.Table, make: Callable[[], ibis.Table]) -> None:
        """Put rows with their places, which `make` gives, into the place of those that are there."""
        name = table.get_name()
        rows = ibis.table({**dict(table.schema().items()), KEPT_AT: "int64"}, name=_REPLACED)
        self._warehouse.derive(_REPLACED, self._sql((name, "closed"), make), temporary=True)
        self._warehouse.remove(name, [AT], self._sql((name, "places"), lambda: rows.select(**{AT: KEPT_AT})))
        self._warehouse.append(name, self._sql((name, "put"), lambda: rows.drop(KEPT_AT)))

    def _move_horizon(self, day: date, since: datetime, first: datetime, events: int) -> None:
        """Note since when events are in the log, and by what the rows of before were judged."""
        before = self._warehouse.horizon()
        fields = sorted(set(self._declared.values()))
        told = (self._settings.goals, self._settings.qualifying, fields)
        now = [json.loads(json.dumps(each, default=str)) for each in told]
        judged = json.loads(before.judged) if before else []
        if judged and judged[-1][1:] == now:
            judged.pop()
        judged.append([str(day), *now])
        horizon = Horizon(
            since, first, day, events, self._settings.zone.key, self._settings.visit_timeout, json.dumps(judged)
        )
        if before is not None:
            horizon = replace(horizon, first=min(first, before.first), events=before.events + events)
        self._warehouse.put(HORIZON, horizon_table(horizon))

    def _make(self, table: ibis.Table, told: object, make: Callable[[], ibis.Table]) -> None:
        """Make a temporary table."""
        self._warehouse.derive(table.get_name(), self._sql(told, make), temporary=True)

    def _sql(self, told: object, make: Callable[[], ibis.Table]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql(("retention", told, repr(self._declared)), make, self._warehouse.dialect)


def _leaving(since: datetime, reach: datetime) -> ibis.Table:
    """Return the touches before an instant, but for visits with one from `reach` on, with which more may go on.

    What shares its instant with an event that stays, stays too: the order of the two is made of both.
    """
    rows = kept(touches.TABLE)
    rows = rows.filter((rows.time < literal(since)) & rows.was_active.isnull()).select(*_LEAVING.columns)
    late = touches.TABLE.filter(touches.TABLE.time >= literal(reach))
    going_on = late.semi_join(rows.filter(rows.visit.notnull()), "visit").select("visit").distinct()
    told = rows.select("visit", "number", "time", KEPT_AT)
    stays = told.semi_join(going_on, "visit")
    for _ in range(_SHARED):
        near = told.semi_join(stays, ["number", "time"])
        stays = ibis.union(stays, near, told.semi_join(near, "visit")).distinct()
    return rows.anti_join(stays, KEPT_AT)


def _keys() -> ibis.Table:
    """Return the visits that leave with new keys: made of who and when, so that nothing to come has the same.

    The lower half stays as it was: it tells in which group the visits of nobody are.
    """
    own = people.named(visits.TABLE.semi_join(_LEAVING, "visit"))
    opened = own.select("visit", "session_id", who="person", at=own.start.cast("string"))
    waiting = people.named(UNOPENED.semi_join(_LEAVING, "visit"))
    waiting = waiting.select("visit", "session_id", who="person", at=waiting.first_day.cast("string"))
    rows = ibis.union(opened, waiting)
    parts = [rows[name].fill_null("-") for name in ("who", "session_id", "at")]
    told = ibis.literal("closed")
    for part in parts:
        told = told + ":" + part.length().cast("string") + ":" + part
    upper = (told.hash() & ibis.literal(_THIRTY_ONE_BITS, "int64")).cast("uint64")
    kind = touches.TABLE.schema()["visit"]
    return rows.select("visit", closed=(upper * LASTING + rows.visit % LASTING).cast(kind))


def _gone(since: datetime) -> ibis.Table:
    """Return where the events of touches that leave are, and those of bots, which have none."""
    log = kept(records_of("event"))
    old = log.filter(log.time < literal(since))
    leaves = old.event.isin(_LEAVING.event) | touches.is_bot(old)
    return old.filter(leaves).select("time", **{AT: KEPT_AT}).select(*_GONE.columns)


def _counted() -> ibis.Table:
    """Return how many events leave, and the time of the first."""
    return _GONE.aggregate(events=_GONE.count(), first=_GONE.time.min())


def _values(rows: ibis.Table, fields: Mapping[str, ibis.Value], **keys: ibis.Value) -> ibis.Table:
    """Return the values of fields of rows as they are kept, those that are set."""
    none = {name: ibis.null(kind) for name, kind in VALUES.schema().items()}
    parts = [
        rows.select(**{**none, **keys, "field": ibis.literal(field), "value": value}) for field, value in fields.items()
    ]
    told = ibis.union(*parts) if len(parts) > 1 else parts[0] if parts else _none_of(VALUES)
    return told.filter(told["value"].notnull())


def _alone() -> ibis.Table:
    """Return the visits under which attention outside of visits stands that leaves."""
    rows = _LEAVING.select(visit=place_alone(_LEAVING))
    return rows.filter(rows.visit.notnull())


def _closed_touches() -> ibis.Table:
    """Return the touches that leave as closed ones."""
    rows = _LEAVING.left_join(_KEYS, "visit").drop("visit", "visit_right")
    rows = rows.mutate(visit=rows.closed, was_active=rows.event.isin(_ACTIVE.event))
    return rows.select(*_LEAVING.columns).order_by(["number", "time"])


def _closed_rows(table: ibis.Table) -> ibis.Table:
    """Return the rows of a table that are of visits that leave, with the new keys of these."""
    rows = kept(table).join(_KEYS, "visit")
    return rows.drop("visit").rename(visit="closed").select(*table.columns, KEPT_AT)


def _none_of(table: ibis.Table) -> ibis.Table:
    """Return no rows with the columns of a table, of their types."""
    nothing = {name: ibis.null(kind) for name, kind in table.schema().items()}
    rows = records_of("event").limit(0)
    return rows.select(**nothing)
