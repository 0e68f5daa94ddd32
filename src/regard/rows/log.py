"""The tables of records as expressions: what every row is derived from."""

from collections.abc import Callable, Mapping

import ibis
import pyarrow as pa
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from regard.records import RecordType, record_type
from regard.warehouses.tables import table_schema

_TYPES = {
    "string": "string",
    "timestamp[us]": "timestamp(6)",
    "double": "float64",
    "int64": "int64",
    "bool": "boolean",
    "date32[day]": "date",
}
_COMPILERS = {"duckdb": DuckDBCompiler}
_MOST_KEPT = 1024
_KEPT: dict[object, str] = {}


def records_of(name: str) -> ibis.Table:
    """Return the table of a kind of record, unbound: only its name and columns are known."""
    return log_table(record_type(name))


def log_table(record: RecordType) -> ibis.Table:
    """Return the unbound table of a kind of record."""
    return table_of(table_schema(record), record.table)


def table_of(schema: pa.Schema, name: str) -> ibis.Table:
    """Return the unbound table of an Arrow schema."""
    return ibis.table({field.name: _TYPES[str(field.type)] for field in schema}, name=name)


def to_sql(expression: ibis.Table, dialect: str, renamed: Mapping[str, str] | None = None) -> str:
    """Return the SQL text of an expression in the dialect of an engine; `renamed` tables go by their other names."""
    query = _COMPILERS[dialect]().to_sqlglot(expression.unbind())
    names = renamed or {}
    for table in query.find_all(sge.Table) if names else ():
        if table.name in names:
            table.set("this", sge.to_identifier(names[table.name], quoted=True))
    return str(query.sql(dialect=dialect))


def kept_sql(
    key: object, make: Callable[[], ibis.Table], dialect: str, renamed: Mapping[str, str] | None = None
) -> str:
    """Return the SQL of what `make` makes, compiled once for all that the key tells.

    Compiling takes longer than a small batch takes to be put into its rows.
    """
    full_key = (dialect, key, tuple((renamed or {}).items()))
    if full_key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[full_key] = to_sql(make(), dialect, renamed)
    return _KEPT[full_key]
