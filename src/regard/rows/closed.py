"""Closed rows: those of events that have left the log. They are carried on, for nothing can make them anew.

Whose they are follows links as ever: each closed event belongs to whoever its owner, as it was when it left, is now.
What was joined by then stays joined, and visits stay as they were cut.
"""

from collections.abc import Callable, Mapping
from functools import partial

import ibis

from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows.changed import NOW
from regard.rows.closed_values import of_visits
from regard.rows.days import Days
from regard.rows.log import kept_sql
from regard.rows.logged import Log
from regard.rows.people import ANONYMOUS, USERS
from regard.rows.visit_days import LATER_PAGE_DAYS, LATER_VISIT_DAYS, UNOPENED
from regard.warehouses.warehouse import Warehouse

OWNERS = ibis.table({"event": "int64", "person": "string", "identified": "boolean"}, name="closed_owners")
"""The owner that a closed event had when it left the log, of events that are somebody else's by now."""

OF_VISITS = (visits.TABLE, page_visits.TABLE, LATER_VISIT_DAYS, LATER_PAGE_DAYS, UNOPENED)
"""The tables whose rows belong to visits, or to sessions that nothing has opened."""

_BY_NAME: Mapping[str, ibis.Table] = {table.get_name(): table for table in OF_VISITS}

_SEALED = {"sealed_person": "string", "sealed_identified": "boolean"}
_TOUCHES = ibis.table({**dict(touches.TABLE.schema().items()), **_SEALED}, name="closed_touches")
"""The closed touches, with their owner when they left the log, while everything else is made anew."""

CARRIED = ibis.table(
    {**dict(touches.TABLE.schema().items()), "person": "string", **_SEALED},
    name="carried_touches",
)
"""Closed touches with whoever they belong to now; `number` is not settled."""

_LABELS = ibis.table(
    {"visit": touches.TABLE.schema()["visit"], "number": "int32", "identified": "boolean"},
    name="carried_visits",
)
"""Closed visits with whoever they belong to now."""


class Closed:
    """The closed rows of one warehouse, carried over what makes rows of the log."""

    def __init__(self, warehouse: Warehouse, days: Days, log: Log) -> None:
        """Do nothing yet; there are none unless the log is short."""
        self._warehouse = warehouse
        self._days = days
        self._log = log
        self.are_any = log.is_short

    def set_aside(self) -> None:
        """Keep closed rows apart, for all tables are about to be made anew; those kept apart before stay."""
        if not self.are_any or self._warehouse.has(_TOUCHES.get_name()):
            return
        with self._warehouse.transaction():
            made: Mapping[str, Callable[[], ibis.Table]] = {
                _TOUCHES.get_name(): lambda: sealed(touches.TABLE.filter(_is_closed(touches.TABLE)), people.TABLE),
                **{_aside(table): partial(_of_closed_visits, table) for table in OF_VISITS},
            }
            for name, make in made.items():
                self._warehouse.derive(name, self._sql(name, make))

    def ids(self) -> ibis.Table | None:
        """Return the owners of closed events that were set aside, as `owners.IDS` has them; nothing where are none."""
        if not self.are_any:
            return None
        known = _TOUCHES.filter(_TOUCHES.sealed_person.notnull())
        nobody = ibis.null("string")
        rows = known.select(
            user_id=ibis.ifelse(known.sealed_identified, known.sealed_person, nobody),
            anonymous_id=ibis.ifelse(known.sealed_identified, nobody, known.sealed_person),
            time="time",
        )
        keys = ["user_id", "anonymous_id"]
        return rows.group_by(keys).agg(time=rows.time.min(), events=ibis.literal(0, "int64"))

    def put_back(self) -> None:
        """Put closed rows that were set aside among those that were made anew."""
        if not self.are_any:
            return
        self._make(CARRIED.get_name(), "set aside", lambda: resolved(_TOUCHES))
        aside = {name: ibis.table(table.schema(), name=_aside(table)) for name, table in _BY_NAME.items()}
        told = {visits.TABLE.get_name(): self._with_declared(aside[visits.TABLE.get_name()])}
        self._put({name: name for name in ("people", "touches", *_BY_NAME)}, {**aside, **told}, "set aside")
        name = active_days.TABLE.get_name()
        query = self._sql("all active days", lambda: _all_active_days(self._days).order_by(["number", "day"]))
        self._warehouse.derive(name, query)
        self._note_owners()
        self._drop()

    def forget_aside(self) -> None:
        """Drop what was set aside: it is in its place again."""
        for name in (_TOUCHES.get_name(), *(_aside(table) for table in OF_VISITS)):
            self._warehouse.drop(name)

    def carry(self, rows: ibis.Table, was: ibis.Table) -> None:
        """Find out whose the closed ones among touches that are looked at are now; `was` are the people they had."""
        self._make(CARRIED.get_name(), "looked at", lambda: resolved(sealed(rows.filter(_is_closed(rows)), was)))

    def put_among(self, old: Mapping[str, ibis.Table], made: Mapping[str, str]) -> None:
        """Put the closed ones among rows that are looked at into what was made in their place, by kept tables."""
        self._put({**made, "people": NOW.get_name()}, old, "looked at")
        name = made[active_days.TABLE.get_name()]
        renamed = {active_days.TABLE.get_name(): name, "people": NOW.get_name()}
        make = partial(_all_active_days, self._days)
        query = kept_sql(("more active days", self._days), make, self._warehouse.dialect, renamed)
        self._warehouse.derive(name, query, temporary=True)
        self._note_owners()
        self._drop()

    def _with_declared(self, rows: ibis.Table) -> ibis.Table:
        """Return closed visits with what they had of declared dimensions, as far as it was kept."""
        fields = self._log.columns()
        return rows.left_join(of_visits(fields), "visit").drop("visit_right") if fields else rows

    def _put(self, into: Mapping[str, str], rows: Mapping[str, ibis.Table], told: str) -> None:
        """Append the closed ones of rows to tables; both go by the names of those kept, `told` tells the rows."""
        renamed = {"people": into["people"]}
        self._make(_LABELS.get_name(), into["people"], _labels, renamed)
        query = kept_sql("carried touches put", _numbered, self._warehouse.dialect, renamed)
        self._warehouse.append(into[touches.TABLE.get_name()], query)
        for name in _BY_NAME:
            query = self._sql(("put", name, told), partial(_relabelled, rows[name]))
            self._warehouse.append(into[name], query)

    def _note_owners(self) -> None:
        """Note the first owners of events that are somebody else's now."""
        gone = self._sql("owners carried", lambda: CARRIED.select("event"))
        self._warehouse.remove(OWNERS.get_name(), ["event"], gone)
        self._warehouse.append(OWNERS.get_name(), self._sql("owners moved", _moved))

    def _drop(self) -> None:
        """Drop the temporary tables."""
        for table in (CARRIED, _LABELS):
            self._warehouse.drop(table.get_name())

    def _make(
        self, name: str, told: str, make: Callable[[], ibis.Table], renamed: Mapping[str, str] | None = None
    ) -> None:
        """Make a temporary table."""
        query = kept_sql(("closed", name, told), make, self._warehouse.dialect, renamed)
        self._warehouse.derive(name, query, temporary=True)

    def _sql(self, name: object, make: Callable[[], ibis.Table]) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql(("closed", name, self._days, repr(self._log)), make, self._warehouse.dialect)


def sealed(rows: ibis.Table, known: ibis.Table) -> ibis.Table:
    """Return closed touches with the owner that each had when it left the log; `known` are the people of `number`."""
    owners = known.select("number", owner="person")
    joined = rows.left_join(owners, "number").select(*touches.TABLE.columns, "owner")
    noted = OWNERS.select(noted_event="event", noted_person="person", noted_identified="identified")
    joined = joined.left_join(noted, [("event", "noted_event")]).select(*joined.columns, *noted.columns)
    return joined.select(
        *touches.TABLE.columns,
        sealed_person=ibis.coalesce(joined.noted_person, joined.owner),
        sealed_identified=ibis.coalesce(joined.noted_identified, joined.identified),
    )


def resolved(rows: ibis.Table) -> ibis.Table:
    """Return closed touches with whoever their first owner is by the links as they are now."""
    users = USERS.select(of_user="user_id", user_person="person")
    joined = rows.left_join(users, [("sealed_person", "of_user")])
    devices = ANONYMOUS.select(of_device="anonymous_id", device_person="person")
    joined = joined.left_join(devices, [("sealed_person", "of_device")])
    joined = joined.select(*rows.columns, "user_person", "device_person")
    person = ibis.ifelse(
        joined.sealed_identified,
        ibis.coalesce(joined.user_person, joined.sealed_person),
        ibis.coalesce(joined.device_person, joined.sealed_person),
    )
    identified = joined.sealed_identified | (joined.sealed_person.notnull() & joined.device_person.notnull())
    return joined.mutate(person=person, identified=identified).select(*CARRIED.columns)


def _is_closed(rows: ibis.Table) -> ibis.expr.types.BooleanColumn:
    """Return whether each touch is of an event that has left the log."""
    return rows.was_active.notnull()


def _aside(table: ibis.Table) -> str:
    """Return where closed rows of a table are set aside."""
    return f"closed_{table.get_name()}"


def _of_closed_visits(table: ibis.Table) -> ibis.Table:
    """Return the rows of a table that belong to closed visits."""
    return table.semi_join(touches.TABLE.filter(_is_closed(touches.TABLE)), "visit")


def _with_numbers() -> ibis.Table:
    """Return closed touches with the number of whoever they belong to now."""
    rows = CARRIED.drop("number")
    known = people.TABLE.select("number", who="person")
    return rows.left_join(known, [("person", "who")])


def _numbered() -> ibis.Table:
    """Return the same as they are kept."""
    return _with_numbers().select(*touches.TABLE.columns).order_by(["number", "time"])


def _labels() -> ibis.Table:
    """Return closed visits with whoever they belong to now."""
    rows = _with_numbers()
    inside = rows.filter(rows.visit.notnull())
    return inside.group_by("visit").agg(number=inside.number.arbitrary(), identified=inside.identified.any())


def _relabelled(rows: ibis.Table) -> ibis.Table:
    """Return rows of closed visits with whoever these belong to now."""
    labels = _LABELS.select("visit", **{f"new_{name}": _LABELS[name] for name in ("number", "identified")})
    joined = rows.join(labels, "visit")
    told = {name: joined[f"new_{name}"] if f"new_{name}" in joined.columns else joined[name] for name in rows.columns}
    made = joined.select(**told)
    return made.order_by("number") if "number" in made.columns else made


def _all_active_days(days: Days) -> ibis.Table:
    """Return active days with those of closed events."""
    table = active_days.TABLE
    rows = _with_numbers()
    rows = rows.filter(rows.was_active & rows.number.notnull()).mutate(day=days.of(rows.time), events=ibis.literal(1))
    both = ibis.union(table, rows.select(*table.columns[:-1], events=rows.events.cast("int64")).select(*table.columns))
    keys = [name for name in table.columns if name not in ("identified", "events")]
    grouped = both.group_by(keys).agg(identified=both.identified.any(), events=both.events.sum())
    return grouped.select(*table.columns)


def _moved() -> ibis.Table:
    """Return the first owners of events that are somebody else's, or identified, now."""
    rows = CARRIED.filter(
        ~CARRIED.person.identical_to(CARRIED.sealed_person) | (CARRIED.identified != CARRIED.sealed_identified)
    )
    return rows.select("event", person="sealed_person", identified="sealed_identified")
