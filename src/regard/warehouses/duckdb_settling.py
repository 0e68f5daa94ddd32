"""Settling copies in DuckDB: of all rows with one id, stored or new, the one stays that the kind of record names.

New rows are appended first and the losers deleted afterwards, in one transaction. So a batch is written once, and
only ids that occur twice are ever compared: no index, which would cost more than the rows, and no sort of whole rows.
"""

from dataclasses import dataclass

import duckdb

from regard.records import RecordType
from regard.warehouses.tables import table_schema

_TEMPORARY = ("twice", "copies", "tied", "places", "losers")


@dataclass(frozen=True)
class Settled:
    """What a transaction did to a table: rows appended, rows that are more than before, and whether any row differs."""

    appended: int
    added: int
    is_changed: bool


def settle_copies(cursor: duckdb.DuckDBPyConnection, record: RecordType, first_new: int, before: int) -> Settled:
    """Delete all copies but one of every id, of which a row was appended at row id `first_new` or later.

    `before` is the number of rows that the table had. Must run in the transaction of the append.
    """
    _drop_temporary(cursor)
    appended = _count(cursor, f"{record.table} where rowid >= {first_new}")
    _find_copies(cursor, record, first_new, before)
    _place_tied_copies(cursor, record)
    direction = "asc" if record.keeps == "earliest" else "desc"
    cursor.execute(
        f"create temp table losers as select place_in_table from copies left join places using (place_in_table) "
        f"qualify row_number() over (partition by id order by stamp {direction}, place, place_in_table) > 1"
    )
    lost = _count(cursor, "losers")
    lost_new = _count(cursor, f"losers where place_in_table >= {first_new}")
    if lost:
        cursor.execute(f"delete from {record.table} where rowid in (select place_in_table from losers)")
    _drop_temporary(cursor)
    return Settled(appended=appended, added=appended - lost, is_changed=appended > lost_new)


def _find_copies(cursor: duckdb.DuckDBPyConnection, record: RecordType, first_new: int, before: int) -> None:
    """Make `copies`: every row whose id occurs more than once, if one of them is new.

    Ids are counted by their hash; two ids that share one are compared here and found different later.
    """
    table = record.table
    columns = (
        f"select rowid as place_in_table, id, {record.stamp} as stamp, hash({_content(record)}) as content from {table}"
    )
    cursor.execute(
        f"create temp table twice as select hash(id) as id_hash from {table} where rowid >= {first_new} "
        "group by id_hash having count(*) > 1"
    )
    cursor.execute(
        f"create temp table copies as {columns} "
        f"where rowid >= {first_new} and hash(id) in (select id_hash from twice)"
    )
    if not before:
        return
    cursor.execute(
        f"create temp table known as {columns} "
        f"where rowid < {first_new} and id in (select id from {table} where rowid >= {first_new})"
    )
    cursor.execute(
        f"insert into copies {columns} where rowid >= {first_new} and id in (select id from known) "
        "and hash(id) not in (select id_hash from twice)"
    )
    cursor.execute("insert into copies from known")
    cursor.execute("drop table known")


def _place_tied_copies(cursor: duckdb.DuckDBPyConnection, record: RecordType) -> None:
    """Make `places`: copies that differ under one stamp, ordered by content so that arrival plays no part."""
    cursor.execute(
        "create temp table tied as select id, stamp from copies group by id, stamp having min(content) <> max(content)"
    )
    order = ", ".join(f'"{name}" asc nulls first' for name in table_schema(record).names)
    cursor.execute(
        f"create temp table places as select rowid as place_in_table, row_number() over (order by {order}) as place "
        f"from {record.table} where rowid in (select place_in_table from copies semi join tied using (id, stamp))"
    )


def _content(record: RecordType) -> str:
    """Return the columns of a kind's table, separated by commas."""
    return ", ".join(f'"{name}"' for name in table_schema(record).names)


def first_row(cursor: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    """Return the first row of a query that gives one, and leave the connection free: DuckDB 2 wants all fetched."""
    row: tuple[int, ...] = cursor.execute(query).fetchall()[0]
    return row


def _count(cursor: duckdb.DuckDBPyConnection, rows: str) -> int:
    """Return how many rows there are."""
    return first_row(cursor, f"select count(*) from {rows}")[0]


def _drop_temporary(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables that settling makes."""
    for name in _TEMPORARY:
        cursor.execute(f"drop table if exists {name}")
