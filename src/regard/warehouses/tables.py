"""The tables of records: one per kind, its columns read off the record's fields."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from regard.records import Record, RecordType
from regard.records.fields import canonical_json

_COLUMNS: dict[Any, pa.DataType] = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
    date: pa.date32(),
}


EVENT = "event"
"""The number under which the log keeps an event, a column of its table: counted on for each event that comes.

Rows tell events by it: a number takes a fraction of the room and of the time that a text takes. No two events have one
number, and none is given again; some are never given.
"""

QUARANTINE = "quarantine"
"""The table of what was refused."""

QUARANTINE_SCHEMA = pa.schema(
    [
        pa.field("key", pa.string()),
        pa.field("batch", pa.string()),
        pa.field("record", pa.string()),
        pa.field("file", pa.string()),
        pa.field("line", pa.int64()),
        pa.field("field", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("raw", pa.string()),
        pa.field("at", pa.timestamp("us")),
    ]
)
"""What is kept of a refused row: where it stood, which field was wrong and why, and the row as it came.

`key` stands for record, file, line and content, so the same file loaded twice is quarantined once.
"""


CHANGES = "changes"
"""The table of what small batches of events and links put in and took out since rows were last derived."""

CHANGES_SCHEMA = pa.schema(
    [
        pa.field("record", pa.string()),
        pa.field("id", pa.string()),
        pa.field(EVENT, pa.int64()),
        pa.field("user_id", pa.string()),
        pa.field("other_id", pa.string()),
        pa.field("session_id", pa.string()),
        pa.field("time", pa.timestamp("us")),
        pa.field("is_new", pa.bool_()),
    ]
)
"""`other_id` of an event is its anonymous id, and a link has no `event`; `is_new` is false for a copy that a better one
replaced.

A row without an id says that more changed than was listed: everything may be another.
"""


def record_batch(record: RecordType, records: Sequence[Record]) -> pa.RecordBatch:
    """Return records as rows of their kind's table."""
    schema = table_schema(record)
    arrays = [pa.array([_cell(getattr(one, field.name)) for one in records], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _cell(value: object) -> object:
    """Return a value as a table holds it: instants in UTC without zone, lists and mappings as JSON text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return canonical_json(value).decode() if isinstance(value, list | dict) else value


@cache
def table_schema(record: RecordType) -> pa.Schema:
    """Return the Arrow schema of a kind's table.

    Instants are UTC without a zone, in microseconds; lists and mappings are JSON text.
    """
    hints = get_type_hints(record.struct, include_extras=True)
    return pa.schema([pa.field(name, _column_type(hint)) for name, hint in hints.items()])


def _column_type(hint: Any) -> pa.DataType:
    """Return the Arrow type that holds values of a field's annotation."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _column_type(get_args(hint)[0])
    if origin in (Union, UnionType):
        return _column_type(next(option for option in get_args(hint) if option is not NoneType))
    if origin is Literal:
        return pa.string()
    return _COLUMNS.get(hint, pa.string())
