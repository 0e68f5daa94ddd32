"""The tables of records as expressions: what every row is derived from."""

import ibis
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


def records_of(name: str) -> ibis.Table:
    """Return the table of a kind of record, unbound: only its name and columns are known."""
    return log_table(record_type(name))


def log_table(record: RecordType) -> ibis.Table:
    """Return the unbound table of a kind of record."""
    return ibis.table({field.name: _TYPES[str(field.type)] for field in table_schema(record)}, name=record.table)


def to_sql(expression: ibis.Table, dialect: str) -> str:
    """Return the SQL text of an expression in the dialect of an engine."""
    query = _COMPILERS[dialect]().to_sqlglot(expression.unbind())
    return str(query.sql(dialect=dialect))
