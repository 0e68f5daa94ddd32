"""Rows and records as people look at them: dicts with whole instants, or tables."""

import json
from datetime import UTC, datetime
from typing import Any, Literal

import pyarrow as pa

from regard.asking.periods import Clock, make_span, read_period
from regard.errors import RegardError
from regard.metrics.compile.listing import listed
from regard.metrics.compile.names import first_time
from regard.metrics.compile.scope import Scope
from regard.rows.filters import parse_filters
from regard.rows.log import to_sql
from regard.rows.upkeep import Upkeep
from regard.showing.frames import pandas_frame, polars_frame
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock as wall
from regard.workspace.zones import local_date

_JSON_COLUMNS = ("properties", "items", "choices")


def read_rows(
    warehouse: Warehouse,
    rows: Upkeep,
    what: str,
    *,
    period: Any = None,
    where: Any = None,
    limit: int | None = None,
    as_: Literal["dicts", "arrow", "polars", "pandas"] = "dicts",
) -> Any:
    """Return the rows of a grain or the records of a kind, those of the period that pass the filters.

    Instants are UTC. Raises `RegardError` with code `unknown_rows`, or `bad_value` for an unknown form.
    """
    if as_ not in ("dicts", "arrow", "polars", "pandas"):
        raise RegardError("bad_value", f'as_="{as_}" means nothing.', 'Write "dicts", "arrow", "polars" or "pandas".')
    rows.refresh()
    scope = _scope(warehouse, rows, period, where)
    table = _with_utc(warehouse.run(to_sql(listed(what, scope, limit, rows.log().declared), warehouse.dialect)))
    if as_ == "arrow":
        return table
    if as_ == "polars":
        return polars_frame(table)
    if as_ == "pandas":
        return pandas_frame(table)
    return [_as_dict(row) for row in table.to_pylist()]


def _scope(warehouse: Warehouse, rows: Upkeep, period: Any, where: Any) -> Scope | None:
    """Return the period and filters of a listing, `None` for everything."""
    if period is None and where is None:
        return None
    zone = rows.settings.zone
    now = wall.now()

    def earliest() -> Any:
        first: datetime | None = warehouse.run(to_sql(first_time("touches"), warehouse.dialect)).to_pylist()[0]["first"]
        return local_date(first.replace(tzinfo=UTC), zone) if first else None

    if period is None:
        span = make_span(datetime(1970, 1, 2, tzinfo=UTC).date(), datetime(2200, 1, 1, tzinfo=UTC).date(), zone)
    else:
        span = make_span(*read_period(period, Clock(now, local_date(now, zone)), earliest), zone)
    return Scope(
        zone=zone,
        week_start=rows.settings.week_start,
        span=span,
        where=parse_filters(where),
        log=rows.log(),
    )


def _with_utc(table: pa.Table) -> pa.Table:
    """Return a table whose instants say that they are UTC."""
    for index, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            column = table.column(index).cast(pa.timestamp("us", tz="UTC"))
            table = table.set_column(index, pa.field(field.name, column.type), column)
    return table


def _as_dict(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose JSON columns are what they hold."""
    return {
        name: json.loads(value) if name in _JSON_COLUMNS and isinstance(value, str) else value
        for name, value in row.items()
    }
