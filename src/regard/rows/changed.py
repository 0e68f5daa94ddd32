"""What a batch touches: the people it names, and the days of each that must be looked at again.

A person whose ids were joined or parted is looked at whole. Of others it is the days of the new events with a margin,
and then whatever visits reach over the edge of that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

import ibis
import pyarrow as pa

from regard.rows import people, touches, visits
from regard.rows.days import naive
from regard.rows.identity_changes import Moved, resettle
from regard.rows.log import kept_sql, table_of
from regard.rows.people import ANONYMOUS, USERS
from regard.rows.visit_days import UNOPENED
from regard.warehouses import tables
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings
from regard.workspace.zones import first_instant, local_date

CHANGES = table_of(tables.CHANGES_SCHEMA, tables.CHANGES)
"""What events and links came or went since rows were last made; see `tables.CHANGES_SCHEMA`."""

PEOPLE = ibis.table(
    {
        "person": "string",
        **dict.fromkeys(("first", "last"), "date"),
        **dict.fromkeys(("starts", "ends"), "timestamp(6)"),
        "is_whole": "boolean",
    },
    name="scope_people",
)
"""Who is looked at again: on which local days, both included, which is from when until before when."""

SESSIONS = ibis.table({"visit_id": "string"}, name="scope_sessions")
"""The visits by session id that new events are of."""

_NAMED = ("person", "session_id", "time")
_ENDS = ("begins", "ends_on")
_DAY = timedelta(days=1)
_ALWAYS = (datetime(1, 1, 2), datetime(9999, 12, 30))  # noqa: DTZ001 the tables hold instants without a zone
EVERY_DAY = (_ALWAYS[0].date(), _ALWAYS[1].date())


@dataclass
class Named:
    """The people that a batch names, with the days of each that are looked at, and the sessions."""

    days: dict[str, tuple[date, date]]
    whole: set[str]
    sessions: set[str]
    """The ids of visits."""

    def widen(self, person: str, first: date, last: date) -> None:
        """Look at more days of a person."""
        known = self.days.get(person, (first, last))
        self.days[person] = (min(first, known[0]), max(last, known[1]))

    def table(self, settings: Settings) -> pa.Table:
        """Return the people with the instants between which they are looked at."""
        rows = [(person, *EVERY_DAY, *_ALWAYS, True) for person in sorted(self.whole)]
        for person, (first, last) in self.days.items():
            if person not in self.whole:
                starts, ends = first_instant(first, settings.zone), first_instant(last + _DAY, settings.zone)
                rows.append((person, first, last, naive(starts), naive(ends), False))
        columns = list(zip(*rows, strict=True)) or [()] * len(PEOPLE.columns)
        kinds = (pa.string(), pa.date32(), pa.date32(), pa.timestamp("us"), pa.timestamp("us"), pa.bool_())
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        return pa.table(dict(zip(PEOPLE.columns, arrays, strict=True)))


def is_listed(warehouse: Warehouse, at_most: float) -> bool:
    """Return whether what changed was listed, are rows that came only, and not too many."""
    (found,) = warehouse.run(kept_sql("listed", _listed, warehouse.dialect)).to_pylist()
    return bool(found["listed"] <= at_most and not found["odd"])


def forget_changes(warehouse: Warehouse) -> None:
    """Note that rows are in step with all that changed."""
    every = kept_sql("changed records", lambda: CHANGES.select("record").distinct(), warehouse.dialect)
    warehouse.remove(CHANGES.get_name(), ["record"], every)


def settle_links(warehouse: Warehouse) -> set[str]:
    """Put what changed links mean into the tables of people; return the people who are others now, before and after."""
    rows = warehouse.run(kept_sql("changed links", _changed_links, warehouse.dialect))
    ids = {name for column in rows.columns for name in column.to_pylist()}
    if not ids:
        return set()
    found = resettle(warehouse, ids)
    warehouse.put("resettled", pa.table({"id": pa.array(sorted(found.ids), pa.string())}))
    for table, key, now in (
        (USERS, "user_id", found.user_people),
        (ANONYMOUS, "anonymous_id", found.anonymous_people),
    ):
        warehouse.remove(
            table.get_name(), [key], kept_sql(("resettled", key), partial(_resettled, key), warehouse.dialect)
        )
        warehouse.put("resettled_people", now)
        people_now = partial(ibis.table, table.schema(), name="resettled_people")
        warehouse.append(table.get_name(), kept_sql(("resettled people", key), people_now, warehouse.dialect))
    warehouse.drop("resettled")
    warehouse.drop("resettled_people")
    return {name for moved in found.moved for name in _persons(moved)}


def named(warehouse: Warehouse, settings: Settings, moved: Iterable[str]) -> Named:
    """Return whom changed events name, beside those who were joined or parted."""
    found = Named({}, set(moved), set())
    margin = timedelta(days=1 + int(settings.visit_timeout // _DAY.total_seconds()))
    table = warehouse.run(kept_sql("changed events", _changed_events, warehouse.dialect))
    for who, session, time in zip(*(table.column(name).to_pylist() for name in _NAMED), strict=True):
        if session is not None:
            found.sessions.add(f"{'-' if who is None else f'{len(who)}:{who}'}|{session}")
        if who is not None:
            day = local_date(time.replace(tzinfo=UTC), settings.zone)
            found.widen(who, day - margin, day + margin)
    return found


def _put_scope(warehouse: Warehouse, settings: Settings, found: Named) -> None:
    """Let the database know who is looked at again."""
    warehouse.put(PEOPLE.get_name(), found.table(settings))
    warehouse.put(SESSIONS.get_name(), pa.table({"visit_id": pa.array(sorted(found.sessions), pa.string())}))


def close_scope(warehouse: Warehouse, settings: Settings, found: Named) -> None:
    """Let the database know who is looked at again, of each so many days that no visit lies across their edge."""
    _put_scope(warehouse, settings, found)
    waits = kept_sql(("cut waits", settings.visit_timeout), lambda: _cut_waits(settings), warehouse.dialect)
    found.whole |= {row["person"] for row in warehouse.run(waits).to_pylist()}
    _put_scope(warehouse, settings, found)
    across = kept_sql("cut visits", _cut_visits, warehouse.dialect)
    while cut := warehouse.run(across).to_pylist():
        for visit in cut:
            found.widen(visit["person"], visit["begins"].date(), visit["ends_on"].date())
        _put_scope(warehouse, settings, found)


def _cut_visits() -> ibis.Table:
    """Return the visits that reach over the edge of the days that are looked at, or that a new event far away is of."""
    made = visits.TABLE.mutate(
        begins=visits.TABLE.day - visits.TABLE.reaches_back.as_interval("D"),
        ends_on=visits.TABLE.day + visits.TABLE.reaches_on.as_interval("D"),
    )
    made = made.select("visit_id", "person", *(made[name].cast("timestamp(6)").name(name) for name in _ENDS))
    waiting = UNOPENED.rename(begins="first_day", ends_on="last_day")
    waiting = waiting.mutate(**{name: waiting[name].cast("timestamp(6)") for name in _ENDS})
    rows = ibis.union(made, waiting.select(*made.columns)).join(PEOPLE, "person")
    is_named = rows.visit_id.isin(SESSIONS.visit_id)
    first, last = (rows[name].cast("timestamp(6)") for name in ("first", "last"))
    overlaps = (rows.begins <= last) & (rows.ends_on >= first)
    is_inside = (rows.begins >= first) & (rows.ends_on <= last)
    return rows.filter((overlaps | is_named) & ~is_inside)


def _cut_waits(settings: Settings) -> ibis.Table:
    """Return people with attention outside of visits close to the edge of their days: a new visit may reach to it."""
    known = people.TABLE.select("person", "number")
    scope = PEOPLE.filter(~PEOPLE.is_whole).join(known, "person").select("person", "number", "starts", "ends")
    outside = touches.TABLE.filter(touches.TABLE.visit_id.isnull() & (touches.TABLE.type == "engagement"))
    rows = outside.select("number", "time").join(scope, "number")
    timeout = ibis.interval(microseconds=round(settings.visit_timeout * 1_000_000))
    near = [(rows.time >= edge - timeout) & (rows.time <= edge + timeout) for edge in (rows.starts, rows.ends)]
    return rows.filter(near[0] | near[1]).select("person").distinct()


def _listed() -> ibis.Table:
    """Return how many changes are listed, and how many of them are no rows that came."""
    odd = (CHANGES.id.isnull() | ~CHANGES.is_new).sum().fill_null(0)
    return CHANGES.aggregate(listed=CHANGES.count(), odd=odd)


def _changed_links() -> ibis.Table:
    """Return the ids of links that came."""
    return CHANGES.filter(CHANGES.record == "link").select("user_id", "other_id")


def _changed_events() -> ibis.Table:
    """Return the events that came, with who did them."""
    changes = CHANGES.filter(CHANGES.record == "event")
    joined = changes.left_join(USERS, changes.user_id == USERS.user_id).select(changes, known=USERS.person)
    joined = joined.left_join(ANONYMOUS, joined.other_id == ANONYMOUS.anonymous_id).select(
        joined, owner=ANONYMOUS.person
    )
    person = ibis.coalesce(joined.known, joined.user_id, joined.owner, joined.other_id)
    return joined.select("session_id", "time", person=person)


def _resettled(key: str) -> ibis.Table:
    """Return the ids that were settled again, under the name that they have in a table of people."""
    return ibis.table({"id": "string"}, name="resettled").select(**{key: "id"})


def _persons(moved: Moved) -> tuple[str, str]:
    """Return whose an id was, and whose it is: without a row it is its own person."""
    return moved.before or moved.id, moved.now or moved.id
