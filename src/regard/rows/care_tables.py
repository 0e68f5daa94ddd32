"""The tables kept for support: openings, waits, open hours, whose schedule is whose, and what was promised."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa

from regard.errors import RegardError
from regard.records import record_type
from regard.rows.conversations import TABLE
from regard.rows.filters import condition, fields_of, parse_filters
from regard.rows.log import records_of, to_sql
from regard.rows.open_hours import spans_table
from regard.rows.openings import openings
from regard.rows.sla_targets import SCHEMA, sla_targets
from regard.rows.sources import customer_field, record_source
from regard.rows.waits import waits
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock
from regard.workspace.overlaps import are_for_the_same
from regard.workspace.schedules import check_schedule_name, read_schedule, read_schedules
from regard.workspace.settings import Settings
from regard.workspace.slas import Sla, read_sla, read_slas
from regard.workspace.zones import find_zone

_SCHEDULED = {"ticket_id": "string", "schedule": "string"}
_INPUTS = ("ticket", "ticket_event", "link")
_TO_COME = 5
"""Years after the last record, and after now, for which open hours are known: no promise is longer."""

Plan = dict[str, tuple[Sequence[str], object, Callable[[], None]]]
"""For each derived table the records and settings that it depends on, and how it is made."""


def care_plan(settings: Settings, warehouse: Warehouse) -> Plan:
    """Return how the tables of support are made, in order."""
    declared = [settings.zone.key, list(settings.schedules.items())]
    promised = [*declared, list(settings.slas.items())]
    filters = [spec.get("applies_to") or [] for spec in settings.schedules.values()]
    told = [*filters, *(spec.get("applies_to") or [] for spec in settings.slas.values())]
    return {
        "openings": (_INPUTS, None, lambda: warehouse.derive("openings", _sql("openings", warehouse.dialect))),
        "waits": (_INPUTS, None, lambda: warehouse.derive("waits", _sql("waits", warehouse.dialect))),
        "open_spans": (
            _INPUTS,
            [*declared, clock.now().year if settings.schedules else None],
            lambda: warehouse.put("open_spans", _spans(settings, warehouse)),
        ),
        "ticket_schedules": (
            _inputs(filters),
            declared,
            lambda: _make("ticket_schedules", settings.schedules, _SCHEDULED, settings, warehouse),
        ),
        "sla_targets": (
            _inputs(told),
            promised,
            lambda: _make("sla_targets", settings.slas, SCHEMA, settings, warehouse),
        ),
    }


def check_schedule(name: str, spec: Mapping[str, Any], settings: Settings) -> None:
    """Refuse a schedule that means nothing, or that is for the same tickets as another one."""
    read = read_schedule(name, spec, settings.zone)
    _check_filters(read.applies_to, settings)
    declared = {**settings.schedules, name: dict(spec)}
    for earlier, later in _pairs(read_schedules(declared, settings.zone)):
        if name in (earlier.name, later.name) and are_for_the_same(earlier.applies_to, later.applies_to):
            raise _same(earlier.name, later.name, "schedules")


def check_sla(name: str, spec: Mapping[str, Any], settings: Settings) -> None:
    """Refuse a service level that means nothing, or that is for the same tickets and days as another one."""
    read = read_sla(name, spec)
    _check_filters(read.applies_to, settings)
    if read.hours == "business":
        check_schedule_name(read.schedule, settings.schedules)
    for earlier, later in _pairs(read_slas({**settings.slas, name: dict(spec)})):
        if name in (earlier.name, later.name) and _meet(earlier, later):
            raise _same(earlier.name, later.name, f"service levels for {read.metric}")


@lru_cache(maxsize=64)
def _sql(table: str, dialect: str, declared: str = "{}", zone: str = "UTC") -> str:
    """Return the statement of a table; `declared` is what it depends on, as JSON. It is kept: compiling takes long."""
    expressions: dict[str, Callable[[], ibis.Table]] = {
        "openings": openings,
        "waits": waits,
        "ticket_schedules": lambda: _ticket_schedules(json.loads(declared), find_zone(zone)),
        "sla_targets": lambda: sla_targets(read_slas(json.loads(declared)), find_zone(zone)),
    }
    return to_sql(expressions[table](), dialect)


def _inputs(filters: Sequence[Any]) -> Sequence[str]:
    """Return the records that a table depends on whose tickets are chosen by filters."""
    names = {name for some in filters for name in fields_of(parse_filters(list(some)))}
    return [*_INPUTS, *(["customer"] if any(_is_of_customer(name) for name in names) else [])]


def _is_of_customer(name: str) -> bool:
    """Return whether a field is the customer's: a ticket's own field of that name comes first."""
    return name not in TABLE.columns and customer_field(name)


def _spans(settings: Settings, warehouse: Warehouse) -> pa.Table:
    """Return the open hours of every schedule, for all years that tickets tell of and some to come."""
    schedules = read_schedules(settings.schedules, settings.zone)
    now = clock.now().year
    moments = [
        (record, name)
        for record, names in (
            ("ticket", ("created_at", "first_response_at", "resolved_at")),
            ("ticket_event", ("time",)),
        )
        for name in names
    ]
    years = [now]
    for record, name in moments if schedules else ():
        if warehouse.version(record_type(record).table):
            column = records_of(record)[name]
            ends = records_of(record).aggregate(first=column.min().year(), last=column.max().year())
            found = warehouse.run(to_sql(ends, warehouse.dialect)).to_pylist()[0]
            years += [year for year in found.values() if year is not None]
    return spans_table(schedules, min(years), max(years) + _TO_COME)


def _ticket_schedules(declared: Mapping[str, Any], zone: ZoneInfo) -> ibis.Table:
    """Return the schedule that each ticket uses of itself: the first declared that is for it."""
    schedules = read_schedules(declared, zone)
    filters = [parse_filters(list(schedule.applies_to)) for schedule in schedules]
    source = record_source(TABLE, {name for some in filters for name in fields_of(some)}, zone)
    cases = [
        (ibis.and_(*(condition(item, source.field) for item in some)), schedule.name)
        for schedule, some in zip(schedules, filters, strict=True)
    ]
    told = source.table.select(ticket_id="id", schedule=ibis.cases(*cases, else_=ibis.null("string")))
    return told.filter(told.schedule.notnull())


def _make(
    table: str, declared: Mapping[str, Any], schema: Mapping[str, str], settings: Settings, warehouse: Warehouse
) -> None:
    """Make a table of what is declared; where nothing is, it is empty."""
    if declared:
        told = json.dumps(declared, default=str)
        warehouse.derive(table, _sql(table, warehouse.dialect, told, settings.zone.key))
    else:
        warehouse.put(table, _empty(schema))


def _empty(schema: Mapping[str, str]) -> pa.Table:
    """Return a table of no rows."""
    types = {"string": pa.string(), "timestamp(6)": pa.timestamp("us"), "boolean": pa.bool_()}
    return pa.schema([(name, types[kind]) for name, kind in schema.items()]).empty_table()


def _check_filters(written: Sequence[Any], settings: Settings) -> None:
    """Refuse filters that no ticket could be held against."""
    filters = parse_filters(list(written))
    source = record_source(TABLE, set(fields_of(filters)), settings.zone)
    for item in filters:
        condition(item, source.field)


def _pairs(declared: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return every two of the declared things, the earlier one first."""
    return [(one, other) for index, one in enumerate(declared) for other in declared[index + 1 :]]


def _meet(earlier: Sla, later: Sla) -> bool:
    """Return whether two service levels are surely for the same tickets at the same time."""
    apart = (earlier.until and later.since and earlier.until < later.since) or (
        later.until and earlier.since and later.until < earlier.since
    )
    return earlier.metric == later.metric and not apart and are_for_the_same(earlier.applies_to, later.applies_to)


def _same(earlier: str, later: str, what: str) -> RegardError:
    """Return the error for two things that are for the same tickets."""
    return RegardError(
        "not_together",
        f'The {what} "{earlier}" and "{later}" apply to the same tickets.',
        "Give each tickets of its own with applies_to; one for all the rest comes last.",
    )
