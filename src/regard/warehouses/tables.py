"""The tables of records: one per kind, its columns read off the record's fields."""

from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from regard.records import RecordType

_COLUMNS: dict[Any, pa.DataType] = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
}


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
