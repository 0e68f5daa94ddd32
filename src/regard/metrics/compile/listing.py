"""Rows of a grain, or records of a kind, as a table to look at."""

import ibis

from regard.errors import unknown
from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.buckets import within
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope
from regard.records import RECORDS
from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows.conversations import TABLE as CONVERSATIONS_TABLE
from regard.rows.declared_dimensions import NOTHING, Declared
from regard.rows.dimensions import column_of
from regard.rows.log import log_table, records_of
from regard.rows.people import with_user
from regard.rows.sources import record_source

_OF_TOUCHES = {"visits": visits.TABLE, "page_visits": page_visits.TABLE}
_OWN = ("visit", "number")
"""Keys of visits and of people that mean nothing outside of the tables."""

_DATED = {
    "conversations": "created_at",
    "ticket": "created_at",
    "customer": "as_of",
    "subscription": "started_at",
    "profile_day": "day",
    "spend": "day",
}
_ORDER = ("start", "day", "time", "created_at", "started_at", "as_of", "visit_id", "page", "id", "person")


def listed(what: str, scope: Scope | None, limit: int | None, declared: Declared = NOTHING) -> ibis.Table:
    """Return the rows, visits with declared dimensions; without the period and filters of a `scope` all are listed.

    Raises `RegardError` with code `unknown_rows`.
    """
    kinds = {record.name: record for record in RECORDS} | {record.table: record for record in RECORDS}
    if what in _OF_TOUCHES:
        rows = _touched(what, scope, declared)
    elif what == "active_days":
        rows = _active_days(scope)
    elif what == "conversations":
        rows = _dated(CONVERSATIONS_TABLE, "created_at", scope)
    elif what in kinds:
        record = kinds[what]
        rows = (
            _events(scope)
            if record.name == "event"
            else _dated(log_table(record), _DATED.get(record.name, "time"), scope)
        )
    else:
        raise unknown("rows", what, [*_OF_TOUCHES, "active_days", "conversations", *kinds])
    ordered = rows.order_by([name for name in _ORDER if name in rows.columns])
    return ordered.limit(limit) if limit is not None else ordered


def _touched(what: str, scope: Scope | None, declared: Declared) -> ibis.Table:
    """Return visits, or pages of visits, with an event in the period that passes the filters."""
    columns = {name: column_of(name) for name in declared} if what == "visits" else {}
    rows = visits.table(columns.values()) if columns else _OF_TOUCHES[what]
    if scope is not None:
        keys = ["visit", "page"] if what == "page_visits" else ["visit"]
        seen = _chosen_touches(scope)
        rows = rows.semi_join(seen.filter(seen.opens).select(keys).distinct(), keys)
    whose = people.named(visits.TABLE)
    whose = whose.select("visit", "person", visit_id=visits.visit_id(whose))
    told = rows.join(whose, "visit").select("visit_id", "person", *rows.columns).drop(*_OWN)
    return told.rename(columns) if columns else told


def _events(scope: Scope | None) -> ibis.Table:
    """Return logged events in the period that pass the filters."""
    events = records_of("event")
    chosen = events if scope is None else events.semi_join(_chosen_touches(scope), "event")
    return chosen.drop("event")


def _chosen_touches(scope: Scope) -> ibis.Table:
    """Return the touches of the period that pass the filters."""
    inside = touches.TABLE.filter(within(touches.TABLE.time, scope))
    source = asked_touches(inside, scope.fields(), scope)
    return filtered(source, scope).table


def _active_days(scope: Scope | None) -> ibis.Table:
    """Return the active days of the period."""
    rows = active_days.TABLE
    rows = rows if scope is None else rows.filter(_is_of_period(rows.day, scope))
    return people.named(rows).select("person", *rows.columns).drop("number")


def _is_of_period(day: ibis.expr.types.DateColumn, scope: Scope) -> ibis.expr.types.BooleanColumn:
    """Return whether each day is one of the period."""
    return (day >= ibis.literal(scope.span.first)) & (day <= ibis.literal(scope.span.last))


def _dated(rows: ibis.Table, column: str, scope: Scope | None) -> ibis.Table:
    """Return the records of the period that pass the filters."""
    if scope is None:
        return rows
    dated = rows[column]
    chosen = rows.filter(_is_of_period(dated, scope) if dated.type().is_date() else within(dated, scope))
    if "user_id" in rows.columns and "person" not in rows.columns:
        chosen = with_user(chosen)
    source = record_source(chosen, scope.fields(), scope.zone)
    return filtered(source, scope).table.select(*rows.columns)
