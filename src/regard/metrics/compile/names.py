"""The names and values that occur, for a did-you-mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regard.metrics.compile.scope import Scope
from regard.records import RecordType

if TYPE_CHECKING:
    import ibis

_MOST = 10_000


def event_names() -> ibis.Table:
    """Return the distinct names of events."""
    from regard.rows import touches

    return touches.TABLE.select("name").distinct().limit(_MOST)


def field_values(grain: str, name: str, scope: Scope) -> ibis.Table:
    """Return the distinct texts that a field of a grain's rows holds."""
    from regard.metrics.compile.asked_touches import asked_touches
    from regard.metrics.compile.grain_makers import MAKERS
    from regard.rows import touches
    from regard.rows.sources import record_source

    records = MAKERS[grain].records
    source = record_source(records[0](), [name], scope.zone) if records else asked_touches(touches.TABLE, [name], scope)
    field = source.field(name)
    text = field.text()
    return source.table.select(value=field.key() if text is None else text).distinct().limit(_MOST)


def counted(records: RecordType | str) -> ibis.Table:
    """Return how many rows a table of records has, and when the first and the last happened; only how many by name."""
    import ibis

    from regard.rows.log import log_table

    if isinstance(records, str):
        table = ibis.table({"key": "string"}, name=records)
        return table.aggregate(count=table.count())
    table = log_table(records)
    dated = next(name for name in ("time", "created_at", "started_at", "day", "as_of") if name in table.columns)
    return table.aggregate(count=table.count(), first=table[dated].min(), last=table[dated].max())


def bots() -> ibis.Table:
    """Return how many events bots made, which count nowhere else."""
    from regard.rows import touches
    from regard.rows.log import records_of

    events = records_of("event")
    return events.aggregate(count=touches.is_bot(events).sum().fill_null(0))


def first_time(grain: str) -> ibis.Table:
    """Return the earliest moment of a grain's rows."""
    from regard.metrics.compile.grain_makers import MAKERS
    from regard.rows import touches
    from regard.rows.ends import earliest

    records = MAKERS[grain].records
    if records:
        make, dated = records
        return earliest(make(), dated)
    return earliest(touches.TABLE)
