"""The tables of records as expressions: what every row is derived from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from regard.records import RecordType, record_type
from regard.workspace.worked_out import NOTHING, learn, recall

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

_TYPES = {
    "string": "string",
    "timestamp[us]": "timestamp(6)",
    "double": "float64",
    "int64": "int64",
    "bool": "boolean",
    "date32[day]": "date",
}
_MOST_KEPT = 1024
_KEPT: dict[object, str] = {}


def records_of(name: str) -> ibis.Table:
    """Return the table of a kind of record, unbound: only its name and columns are known.

    That of events has `event` too, by which rows tell them.
    """
    if name != "event":
        return log_table(record_type(name))
    import ibis

    from regard.warehouses.tables import EVENT

    log = log_table(record_type(name))
    return ibis.table({EVENT: "int64", **dict(log.schema().items())}, name=log.get_name())


def log_table(record: RecordType) -> ibis.Table:
    """Return the unbound table of a kind of record."""
    from regard.warehouses.tables import table_schema

    return table_of(table_schema(record), record.table)


def table_of(schema: pa.Schema, name: str) -> ibis.Table:
    """Return the unbound table of an Arrow schema."""
    import ibis

    return ibis.table({field.name: _TYPES[str(field.type)] for field in schema}, name=name)


def to_sql(expression: ibis.Table, dialect: str, renamed: Mapping[str, str] | None = None) -> str:
    """Return the SQL text of an expression in the dialect of an engine; `renamed` tables go by their other names."""
    import sqlglot.expressions as sge

    query = _compiler(dialect).to_sqlglot(expression.unbind())
    names = renamed or {}
    for table in query.find_all(sge.Table) if names else ():
        if table.name in names:
            table.set("this", sge.to_identifier(names[table.name], quoted=True))
    # Ibis leaves columns out in the order of a set, which is another one in each process.
    for star in query.find_all(sge.Star):
        if star.args.get("except_"):
            star.set("except_", sorted(star.args["except_"], key=str))
    return str(query.sql(dialect=dialect))


def kept_sql(
    key: object, make: Callable[[], ibis.Table], dialect: str, renamed: Mapping[str, str] | None = None
) -> str:
    """Return the SQL of what `make` makes, compiled once for all that the key tells, in its representation too.

    Compiling takes longer than a small batch takes to be put into its rows, and loading the compiler longer still: the
    workspace keeps what was compiled for the next process.
    """
    full_key = (dialect, key, tuple((renamed or {}).items()))
    if full_key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[full_key] = recalled_sql(repr(full_key), make, dialect, renamed)
    return _KEPT[full_key]


def recalled_sql(
    told: str, make: Callable[[], ibis.Table], dialect: str, renamed: Mapping[str, str] | None = None
) -> str:
    """Return the SQL of what `make` makes, as some process compiled it before for the same telling, else as it is now.

    Unlike `kept_sql` it does not remember the text that tells statements apart, which may be long.
    """
    known = recall(told)
    if known is not NOTHING:
        return str(known)
    query = to_sql(make(), dialect, renamed)
    learn(told, query)
    return query


def _compiler(dialect: str) -> Any:
    """Return what compiles expressions to the SQL of an engine."""
    from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

    return {"duckdb": DuckDBCompiler}[dialect]()
