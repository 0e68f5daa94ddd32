"""Targets: what a service level promised for a ticket, or for a wait in it, and when it was kept or over."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import ibis

from regard.rows.conversations import TABLE, with_ticket
from regard.rows.days import literal
from regard.rows.filters import condition, fields_of, parse_filters
from regard.rows.open_hours import with_open_due, with_schedule
from regard.rows.sources import record_source
from regard.rows.waits import TABLE_OF_WAITS
from regard.workspace.slas import Sla
from regard.workspace.zones import first_instant

_MICROSECONDS = 1_000_000
_NEVER = ibis.null("timestamp(6)")


SCHEMA = {
    "ticket_id": "string",
    "metric": "string",
    "sla": "string",
    "began_at": "timestamp(6)",
    "ended_at": "timestamp(6)",
    "due_at": "timestamp(6)",
    "is_in_time": "boolean",
    "is_unscheduled": "boolean",
}
KEPT: ibis.Table = ibis.table(SCHEMA, name="sla_targets")
"""The table in the warehouse; whether an unanswered target is missed depends on the clock of the question."""


def sla_targets(slas: Sequence[Sla], zone: ZoneInfo) -> ibis.Table:
    """Return one row per ticket or wait and service level in force when it began; of several the first declared."""
    by_metric: dict[str, list[Sla]] = {}
    for sla in slas:
        by_metric.setdefault(sla.metric, []).append(sla)
    return ibis.union(*(_targets(metric, promised, zone) for metric, promised in by_metric.items()))


def _targets(metric: str, slas: Sequence[Sla], zone: ZoneInfo) -> ibis.Table:
    """Return the targets of one metric."""
    chosen = _with_sla(_measured(metric), slas, zone)
    asked = {sla.schedule for sla in slas if sla.hours == "business"}
    parts = [_judged(chosen.filter(chosen.is_calendar))] if any(sla.hours == "calendar" for sla in slas) else []
    parts += [
        _judged_in_hours(chosen.filter(~chosen.is_calendar & chosen.named.identical_to(_text(name))), name)
        for name in sorted(asked, key=lambda name: name or "")
    ]
    told = [part.mutate(metric=ibis.literal(metric)).select(*SCHEMA) for part in parts]
    return ibis.union(*told) if len(told) > 1 else told[0]


def _measured(metric: str) -> ibis.Table:
    """Return what is measured: its ticket, when it began and ended.

    A ticket is resolved while it rests; at rest since nobody knows when, it is left out. What a customer writes after
    the first reply and before a ticket rests for good asks for no reply.
    """
    if metric == "reply_time":
        rests = TABLE.select(known_id=TABLE.id, rests=TABLE.is_resolved)
        rows = TABLE_OF_WAITS.left_join(rests, TABLE_OF_WAITS.ticket_id == rests.known_id)
        rows = rows.filter(rows.replied_at.notnull() | rows.is_first | ~rows.rests.fill_null(False))
        return rows.select("ticket_id", "began_at", ended_at=rows.replied_at)
    if metric == "first_response_time":
        return TABLE.select(ticket_id=TABLE.id, began_at=TABLE.created_at, ended_at=TABLE.first_response_at)
    rows = TABLE.filter(~TABLE.is_resolved | TABLE.resolved_at.notnull())
    ended_at = ibis.ifelse(rows.is_resolved, rows.resolved_at, _NEVER)
    return rows.select(ticket_id=rows.id, began_at=rows.created_at, ended_at=ended_at)


def _with_sla(rows: ibis.Table, slas: Sequence[Sla], zone: ZoneInfo) -> ibis.Table:
    """Return rows with the first service level that is in force for them; those without one are left out."""
    filters = [parse_filters(list(sla.applies_to)) for sla in slas]
    names = {name for some in filters for name in fields_of(some)}
    source = record_source(with_ticket(rows), names, zone)
    table = source.table
    fits = [
        ibis.and_(*_in_force(table.began_at, sla, zone), *(condition(item, source.field) for item in some))
        for sla, some in zip(slas, filters, strict=True)
    ]
    place = ibis.cases(*((fit, index) for index, fit in enumerate(fits)), else_=ibis.null("int64"))
    placed = table.mutate(place=place)
    placed = placed.filter(placed.place.notnull())

    def told(values: Sequence[ibis.Value]) -> ibis.Value:
        """Return for each row the value of its service level."""
        return ibis.cases(*((placed.place == index, value) for index, value in enumerate(values)))

    return placed.select(
        "ticket_id",
        "began_at",
        "ended_at",
        sla=told([_text(sla.name) for sla in slas]),
        named=told([_text(sla.schedule) for sla in slas]),
        within=told([ibis.literal(round(sla.within * _MICROSECONDS), "int64") for sla in slas]),
        is_calendar=told([ibis.literal(sla.hours == "calendar") for sla in slas]),
    )


def _in_force(began: ibis.expr.types.TimestampColumn, sla: Sla, zone: ZoneInfo) -> list[ibis.Value]:
    """Return whether a service level was in force at each instant, day by day of the zone."""
    tests: list[ibis.Value] = [ibis.literal(True)]
    if sla.since:
        tests.append(began >= literal(first_instant(sla.since, zone)))
    if sla.until:
        tests.append(began < literal(first_instant(sla.until + timedelta(days=1), zone)))
    return tests


def _judged(rows: ibis.Table) -> ibis.Table:
    """Return targets in calendar time with their due instant, and whether what was done was in time."""
    due_at = rows.began_at + rows.within.as_interval("us")
    return rows.mutate(due_at=due_at, is_in_time=rows.ended_at <= due_at, is_unscheduled=ibis.literal(False))


def _judged_in_hours(rows: ibis.Table, schedule: str | None) -> ibis.Table:
    """Return targets in the hours of the schedule named, else of that of each ticket."""
    rows = with_open_due(with_schedule(rows, schedule), "began_at", "within", "due_at")
    is_done = rows.ended_at.notnull() & rows.schedule.notnull()
    in_time = (rows.ended_at <= rows.due_at).fill_null(True)
    return rows.mutate(
        is_in_time=ibis.ifelse(is_done, in_time, ibis.null("boolean")), is_unscheduled=rows.schedule.isnull()
    )


def _text(text: str | None) -> ibis.Value:
    """Return a text as a value, null for none."""
    return ibis.null("string") if text is None else ibis.literal(text)
