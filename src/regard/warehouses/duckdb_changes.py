"""What small batches put in and took out, noted beside the records for whoever keeps rows in step with them."""

from collections.abc import Mapping
from types import MappingProxyType

import duckdb

from regard.records import RecordType
from regard.warehouses.tables import CHANGES, CHANGES_SCHEMA, EVENT

_LISTED_AT_MOST = 1_000_000

_COLUMNS: Mapping[str, str] = MappingProxyType(
    {"event": f"{EVENT}, user_id, anonymous_id, session_id, time", "link": "null, user_id, other_id, null, time"}
)
"""Of the kinds of record whose changes are noted: what the columns of `CHANGES` from `event` on hold."""

_NOTED = ", ".join(CHANGES_SCHEMA.names)


def note_changes(cursor: duckdb.DuckDBPyConnection, record: RecordType, rows: str, *, is_new: bool) -> None:
    """Note that rows, told as `TABLE where CONDITION`, were put in, or are about to be taken out."""
    if record.name in _COLUMNS and not _everything_changed(cursor, record):
        cursor.execute(
            f"insert into {CHANGES} ({_NOTED}) select $1, id, {_COLUMNS[record.name]}, $2 from {rows}",
            [record.name, is_new],
        )


def note_everything(cursor: duckdb.DuckDBPyConnection, record: RecordType) -> None:
    """Note one row without an id: too much changed for a list."""
    if record.name in _COLUMNS and not _everything_changed(cursor, record):
        cursor.execute(f"delete from {CHANGES} where record = $1", [record.name])
        cursor.execute(f"insert into {CHANGES} (record) values ($1)", [record.name])


def shorten_changes(cursor: duckdb.DuckDBPyConnection, record: RecordType) -> None:
    """Let one row stand for a list that nobody has asked for until it grew too long."""
    if record.name in _COLUMNS:
        (listed,) = cursor.execute(f"select count(*) from {CHANGES} where record = $1", [record.name]).fetchall()[0]
        if listed > _LISTED_AT_MOST:
            note_everything(cursor, record)


def _everything_changed(cursor: duckdb.DuckDBPyConnection, record: RecordType) -> bool:
    """Return whether the one row without an id is there already."""
    query = f"select 1 from {CHANGES} where record = $1 and id is null limit 1"
    return bool(cursor.execute(query, [record.name]).fetchall())
