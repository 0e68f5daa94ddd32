"""Keeping records in DuckDB: of all rows with one id, stored or new, the one stays that the kind of record names.

A row whose id has surely not been seen goes straight to its table. The others wait in a temporary table and are
settled some hundred thousand at a time: only they are ever compared, so there is no index, which would cost more than
the rows, and no sort of whole rows. Rows of a small batch all wait. This matters: a row that was appended in a
transaction and is deleted in the same one makes DuckDB write all that the transaction appended a second time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from regard.errors import RegardError
from regard.records import RecordType
from regard.warehouses.seen_ids import Hashes, SeenIds, first_of_each
from regard.warehouses.tables import table_schema

_SMALL_BATCH = 250_000
_ROWS_AT_ONCE = 4 * 122_880  # as many row groups of DuckDB
_WAITING_AT_MOST = 400_000
_TEMPORARY = ("copies", "tied", "places", "ranked")


@dataclass(frozen=True)
class Settled:
    """What a transaction did to a table: rows that came, rows more than before, and whether any row differs."""

    came: int
    added: int
    is_changed: bool


def keep_records(cursor: duckdb.DuckDBPyConnection, record: RecordType, batches: Iterable[pa.RecordBatch]) -> Settled:
    """Keep the rows of all batches in the table of a kind of record. Must run in a transaction."""
    keeping = _Keeping(cursor, record)
    parts = _parts(batches, table_schema(record))
    first = next(parts, None)
    second = next(parts, None)
    if first is None:
        return Settled(0, 0, is_changed=False)
    if second is None and first.num_rows <= _SMALL_BATCH:
        keeping.wait(first)
    else:
        keeping.note_stored()
        keeping.take(first)
        if second is not None:
            keeping.take(second)
        for part in parts:
            keeping.take(part)
    return keeping.finish()


class _Keeping:
    """One batch on its way into its table."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, record: RecordType) -> None:
        """Count what is there."""
        self._cursor, self._record = cursor, record
        self._seen = SeenIds()
        self._before = self._count(record.table)
        self._came = self._waiting = 0
        self._is_changed = False
        described = cursor.execute(f"describe {record.table}").fetchall()
        self._names = [row[0] for row in described]
        # Not `as select ... limit 0`: of more than 122,880 rows appended to a table made so, DuckDB 2.0.0 shows none
        # before the transaction ends.
        columns = ", ".join(f'"{row[0]}" {row[1]}' for row in described)
        cursor.execute(f"create or replace temp table waiting ({columns})")

    def note_stored(self) -> None:
        """Note the ids of all rows that are stored."""
        if not self._before:
            return
        self._seen = SeenIds(self._before)
        hashes = self._cursor.sql(f"select hash(id) as hashed from {self._record.table}")
        for batch in hashes.to_arrow_reader(_ROWS_AT_ONCE):
            self._seen.note(batch.column("hashed").to_numpy())

    def take(self, rows: pa.Table) -> None:
        """Take rows: straight to the table those whose id is new, to wait the others."""
        hashes: Hashes = self._cursor.from_arrow(rows).project("hash(id) as hashed").fetchnumpy()["hashed"]
        is_new = first_of_each(hashes) & ~self._seen.maybe(hashes)
        self._seen.note(hashes[is_new])
        if is_new.all():
            self._append(rows)
        else:
            self._append(rows.filter(pa.array(is_new)))
            self.wait(rows.filter(pa.array(~is_new)))

    def wait(self, rows: pa.Table) -> None:
        """Let rows wait until they are settled."""
        if rows.num_rows:
            self._insert("waiting", rows)
            self._came += rows.num_rows
            self._waiting += rows.num_rows
        if self._waiting >= _WAITING_AT_MOST:
            self._settle()

    def finish(self) -> Settled:
        """Settle what still waits, and return what became of the batch."""
        self._settle()
        self._cursor.execute("drop table waiting")
        return Settled(self._came, self._count(self._record.table) - self._before, self._is_changed)

    def _append(self, rows: pa.Table) -> None:
        """Put rows into the table."""
        if rows.num_rows:
            self._insert(self._record.table, rows)
            self._came += rows.num_rows
            self._is_changed = True

    def _insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table. A registered view would keep them in memory until the transaction ends."""
        self._cursor.from_arrow(rows.select(self._names)).insert_into(table)

    def _settle(self) -> None:
        """Settle the rows that wait with each other and with those of the table."""
        if not self._waiting:
            return
        table, direction = self._record.table, "asc" if self._record.keeps == "earliest" else "desc"
        self._find_copies()
        self._check_all_wait()
        self._place_tied()
        self._cursor.execute(
            f"create temp table ranked as select place_in_table, place_waiting, row_number() over ("
            f"partition by id order by stamp {direction}, place, place_in_table desc, place_waiting) as rank "
            f"from copies left join places using (place_in_table, place_waiting)"
        )
        lost = "select place_in_table from ranked where rank > 1 and place_in_table >= 0"
        won = "select place_waiting from ranked where rank = 1 and place_waiting >= 0"
        if self._count(f"({won})"):
            self._cursor.execute(f"delete from {table} where rowid in ({lost})")
            self._cursor.execute(f"insert into {table} by name select * from waiting where rowid in ({won})")
            self._is_changed = True
        self._cursor.execute("truncate waiting")
        self._waiting = 0
        for name in _TEMPORARY:
            self._cursor.execute(f"drop table {name}")

    def _find_copies(self) -> None:
        """Make `copies`: the rows that wait, and those of the table with their ids; -1 is no place."""
        columns = f"id, {self._record.stamp} as stamp, hash({self._columns()}) as content"
        self._cursor.execute(
            f"create temp table copies as select (-1)::bigint as place_in_table, rowid as place_waiting, {columns} "
            f"from waiting union all select rowid, -1, {columns} from {self._record.table} "
            "where id in (select id from waiting)"
        )

    def _check_all_wait(self) -> None:
        """Refuse to go on where the database does not show every row that it was given: nothing may be lost unseen."""
        shown = self._count("copies where place_waiting >= 0")
        if shown != self._waiting:
            raise RegardError(
                "database_error",
                f"Of {self._waiting} {self._record.table} the database shows {shown} before they are kept.",
                "Nothing was kept. Load smaller parts, and tell us which version of DuckDB this is: regard doctor.",
            )

    def _place_tied(self) -> None:
        """Make `places`: copies that differ under one stamp, ranked by content so that arrival plays no part."""
        self._cursor.execute(
            "create temp table tied as select id, stamp from copies group by all having min(content) <> max(content)"
        )
        order = self._columns(" asc nulls first")
        of_tied = "from copies semi join tied using (id, stamp)"
        self._cursor.execute(
            f"create temp table places as select place_in_table, place_waiting, rank() over (order by {order}) "
            f"as place from (select rowid as place_in_table, -1 as place_waiting, {self._columns()} "
            f"from {self._record.table} where rowid in (select place_in_table {of_tied}) "
            f"union all select -1, rowid, {self._columns()} "
            f"from waiting where rowid in (select place_waiting {of_tied}))"
        )

    def _columns(self, suffix: str = "") -> str:
        """Return the columns of the table, separated by commas, each with the suffix."""
        return ", ".join(f'"{name}"{suffix}' for name in table_schema(self._record).names)

    def _count(self, rows: str) -> int:
        """Return how many rows there are. All are fetched, or DuckDB 2 would hold the connection busy."""
        return int(self._cursor.execute(f"select count(*) from {rows}").fetchall()[0][0])


def _parts(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Return the rows of batches in parts of a few hundred thousand."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        if batch.num_rows:
            held.append(batch)
            rows += batch.num_rows
        if rows >= _ROWS_AT_ONCE:
            yield pa.Table.from_batches(held, schema)
            held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held, schema)
