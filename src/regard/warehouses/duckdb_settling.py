"""Keeping records in DuckDB: of all rows with one id, stored or new, the one stays that the kind of record names.

A row whose id has surely not been seen goes straight to its table. The others wait in a temporary table and are
settled some hundred thousand at a time: only they are ever compared, so there is no index, which would cost more than
the rows, and no sort of whole rows. What a table has of their ids is found by the hashes beside these, and only rows
of one id with one stamp are compared as a whole. Rows of a small batch all wait. This matters: a row that was appended
in a transaction and is deleted in the same one makes DuckDB write all that the transaction appended a second time.
New rows are held until they make whole row groups, and longest until others are settled, which looks for them in the
table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from regard.errors import RegardError
from regard.records import RecordType
from regard.warehouses.duckdb_changes import note_changes, note_everything, shorten_changes
from regard.warehouses.duckdb_id_hashes import HASH_OF_ID, ID_HASH, columns_of
from regard.warehouses.row_groups import ROW_GROUP, as_table, gathered, in_row_groups
from regard.warehouses.seen_ids import Hashes, SeenIds, first_of_each
from regard.warehouses.tables import table_schema

_SMALL_BATCH = 250_000
_ROWS_AT_ONCE = 4 * ROW_GROUP
_WAITING_AT_MOST = 200_000
_TEMPORARY = ("candidates", "copies", "contents", "tied", "differing", "places", "ranked")


@dataclass(frozen=True)
class Settled:
    """What a transaction did to a table: rows that came, rows more than before, and whether any row differs."""

    came: int
    added: int
    is_changed: bool


def keep_records(cursor: duckdb.DuckDBPyConnection, record: RecordType, batches: Iterable[pa.RecordBatch]) -> Settled:
    """Keep the rows of all batches in the table of a kind of record. Must run in a transaction."""
    keeping = _Keeping(cursor, record)
    parts = gathered(batches, _SMALL_BATCH + 1)
    first = next(parts, None)
    if first is None:
        return Settled(0, 0, is_changed=False)
    if sum(batch.num_rows for batch in first) <= _SMALL_BATCH:
        keeping.is_small = True
        keeping.wait(as_table(first))
    else:
        keeping.note_stored()
        keeping.take(first)
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
        self._fresh: list[pa.RecordBatch] = []
        self._is_changed = False
        self.is_small = False
        columns = columns_of(cursor, record.table)
        self._is_hashed = ID_HASH in columns
        self._values = ", ".join(HASH_OF_ID if name == ID_HASH else f'"{name}"' for name in columns)
        # Not `as select ... limit 0`: of more than 122,880 rows appended to a table made so, DuckDB 2.0.0 shows none
        # before the transaction ends.
        described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        cursor.execute(f"create or replace temp table waiting ({described})")

    def note_stored(self) -> None:
        """Note the ids of all rows that are stored."""
        if not self._before:
            return
        self._seen = SeenIds(self._before)
        hashes = self._cursor.sql(f"select hash(id) as hashed from {self._record.table}")
        for batch in hashes.to_arrow_reader(_ROWS_AT_ONCE):
            self._seen.note(batch.column("hashed").to_numpy())

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Take rows: those whose id is new go to the table, soon; the others wait."""
        hashes = self._hashes(batches)
        is_new = first_of_each(hashes) & ~self._seen.maybe(hashes)
        self._seen.note(hashes[is_new])
        first, others = 0, []
        for batch in batches:
            chosen = is_new[first : first + batch.num_rows]
            first += batch.num_rows
            if chosen.any():
                self._fresh.append(batch if chosen.all() else batch.filter(pa.array(chosen)))
            if not chosen.all():
                others.append(batch.filter(pa.array(~chosen)))
        self._append_fresh(in_whole_row_groups=True)
        if others:
            self.wait(as_table(others))

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
        if self._is_changed:
            (shorten_changes if self.is_small else note_everything)(self._cursor, self._record)
        return Settled(self._came, self._count(self._record.table) - self._before, self._is_changed)

    def _hashes(self, batches: Sequence[pa.RecordBatch]) -> Hashes:
        """Return the hashes of the ids of rows, as DuckDB hashes them."""
        ids = self._cursor.from_arrow(pa.table({"id": pa.chunked_array([batch.column("id") for batch in batches])}))
        hashes: Hashes = ids.project("hash(id) as hashed").fetchnumpy()["hashed"]
        return hashes

    def _append_fresh(self, *, in_whole_row_groups: bool) -> None:
        """Put new rows into the table: all, or once they are many those that make whole row groups."""
        held = sum(batch.num_rows for batch in self._fresh)
        going = held // ROW_GROUP * ROW_GROUP if in_whole_row_groups else held
        if not going or (in_whole_row_groups and held < _ROWS_AT_ONCE):
            return
        rows = as_table(self._fresh)
        self._fresh = rows.slice(going).to_batches()
        self._insert(self._record.table, in_row_groups(rows.slice(0, going)))
        self._came += going
        self._is_changed = True

    def _insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table. A registered view would keep them in memory until the transaction ends."""
        given = self._cursor.from_arrow(rows)
        given.project(self._values).insert_into(table)

    def _settle(self) -> None:
        """Put what is new into the table, and settle the rows that wait with each other and with those of the table."""
        self._append_fresh(in_whole_row_groups=False)
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
            if self.is_small:
                note_changes(self._cursor, self._record, f"{table} where rowid in ({lost})", is_new=False)
                note_changes(self._cursor, self._record, f"waiting where rowid in ({won})", is_new=True)
            self._cursor.execute(f"delete from {table} where rowid in ({lost})")
            self._cursor.execute(f"insert into {table} by name select * from waiting where rowid in ({won})")
            self._is_changed = True
        self._cursor.execute("truncate waiting")
        self._waiting = 0
        for name in _TEMPORARY:
            self._cursor.execute(f"drop table {name}")

    def _find_copies(self) -> None:
        """Make `copies`: the rows that wait, and those of the table with their ids; -1 is no place."""
        table, key = self._record.table, ID_HASH if self._is_hashed else "id"
        self._cursor.execute(
            f"create temp table candidates as select rowid as place from {table} "
            f"where {key} in (select {key} from waiting)"
        )
        columns = f"id, {self._record.stamp} as stamp"
        self._cursor.execute(
            f"create temp table copies as select (-1)::bigint as place_in_table, rowid as place_waiting, {columns} "
            f"from waiting union all select rowid, -1, {columns} from {table} "
            "where rowid in (select place from candidates) and id in (select id from waiting)"
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
        self._cursor.execute("create temp table tied as select id, stamp from copies group by all having count(*) > 1")
        self._cursor.execute(
            f"create temp table contents as select id, {self._record.stamp} as stamp, "
            f"hash({self._columns()}) as content from ({self._rows_of('tied')})"
        )
        self._cursor.execute(
            "create temp table differing as select id, stamp from contents group by all "
            "having min(content) <> max(content)"
        )
        self._cursor.execute(
            f"create temp table places as select place_in_table, place_waiting, "
            f"rank() over (order by {self._columns(' asc nulls first')}) as place from ({self._rows_of('differing')})"
        )

    def _rows_of(self, pairs: str) -> str:
        """Return the query for whole rows, with their places, of the copies whose id and stamp are in a table."""
        chosen = f"from copies semi join {pairs} using (id, stamp)"
        return (
            f"select rowid as place_in_table, -1 as place_waiting, {self._columns()} "
            f"from {self._record.table} where rowid in (select place_in_table {chosen}) "
            f"union all select -1, rowid, {self._columns()} "
            f"from waiting where rowid in (select place_waiting {chosen})"
        )

    def _columns(self, suffix: str = "") -> str:
        """Return the columns of the table, separated by commas, each with the suffix."""
        return ", ".join(f'"{name}"{suffix}' for name in table_schema(self._record).names)

    def _count(self, rows: str) -> int:
        """Return how many rows there are. All are fetched, or DuckDB 2 would hold the connection busy."""
        return int(self._cursor.execute(f"select count(*) from {rows}").fetchall()[0][0])
