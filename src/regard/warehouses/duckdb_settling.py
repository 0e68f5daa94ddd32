"""Keeping records in DuckDB: of all rows with one id, stored or new, the one stays that the kind of record names.

A row whose id has surely not been seen goes straight to its table. The others wait in a temporary table and are
settled some hundred thousand at a time: only they are ever compared, so there is no index, which would cost more than
the rows, and no sort of whole rows. What a table has of their ids is found by the hashes beside these, and only rows
of one id with one stamp are compared as a whole. Rows of a small batch all wait. This matters: a row that was appended
in a transaction and is deleted in the same one makes DuckDB write all that the transaction appended a second time.
New rows stream into the table, many row groups in one statement, which ends when enough others wait.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

import duckdb
import pyarrow as pa

from regard.errors import RegardError
from regard.records import RecordType
from regard.warehouses.ahead import Ahead
from regard.warehouses.duckdb_changes import note_changes, note_everything, shorten_changes
from regard.warehouses.duckdb_event_numbers import Numbers
from regard.warehouses.duckdb_id_hashes import HASH_OF_ID, ID_HASH, columns_of, places_of_hashes
from regard.warehouses.duckdb_sieve import IS_NEW, Sieve, Stretch
from regard.warehouses.row_groups import as_table, gathered, in_row_groups
from regard.warehouses.tables import EVENT, table_schema

_SMALL_BATCH = 250_000
_WAITING_AT_MOST = 200_000
_FIRST_APPENDED = 36_028_797_018_960_000
"""The lowest place of rows that the transaction itself has appended."""

_STORED = (f"between 0 and {_FIRST_APPENDED - 1}",)
_STORED_OR_APPENDED = (*_STORED, f">= {_FIRST_APPENDED}")
"""Places of both kinds, or -1 and places of the second, never share a list: where the transaction has deleted rows,
DuckDB 2.0.0 finds other rows by such a list than it names, or crashes."""

_TEMPORARY = ("candidates", "copies", "tied", "differing", "places", "ranked")


@dataclass(frozen=True)
class Settled:
    """What a transaction did to a table: rows that came, rows more than before, and whether any row differs."""

    came: int
    added: int
    is_changed: bool


def keep_records(cursor: duckdb.DuckDBPyConnection, record: RecordType, batches: Iterable[pa.RecordBatch]) -> Settled:
    """Keep the rows of all batches in the table of a kind of record. Must run in a transaction."""
    keeping = _Keeping(cursor, record)
    coming = keeping.numbered(batches)
    first = next(gathered(coming, _SMALL_BATCH + 1), None)
    if first is None:
        return Settled(0, 0, is_changed=False)
    if sum(batch.num_rows for batch in first) <= _SMALL_BATCH:
        keeping.is_small = True
        keeping.wait(as_table(first))
    else:
        keeping.take(chain(first, coming))
    return keeping.finish()


class _Keeping:
    """One batch on its way into its table."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, record: RecordType) -> None:
        """Count what is there."""
        self._cursor, self._record = cursor, record
        self._before = self._count(record.table)
        self._came = self._waiting = 0
        self._is_changed = False
        self.is_small = False
        columns = columns_of(cursor, record.table)
        self._is_hashed = ID_HASH in columns
        self._numbers = Numbers(cursor) if EVENT in columns else None
        self._values = ", ".join(HASH_OF_ID if name == ID_HASH else f'"{name}"' for name in columns)
        # Not `as select ... limit 0`: of more than 122,880 rows appended to a table made so, DuckDB 2.0.0 shows none
        # before the transaction ends.
        described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        cursor.execute(f"create or replace temp table waiting ({described})")

    def numbered(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Return batches with a number for each row, where the rows of the table have such."""
        return self._numbers.given(batches) if self._numbers else iter(batches)

    def take(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Take rows: those whose id is new go to the table; the others wait. The next are sifted meanwhile."""
        sieve = Sieve(self._cursor, self._record.table, self._before)
        with closing(sieve), Ahead(sieve.sift(in_row_groups(batches))) as sifted:
            following = next(sifted, None)
            while following is not None:
                if following.fresh:
                    stretch = Stretch(following, sifted, _WAITING_AT_MOST)
                    self._append(stretch)
                    others, following = stretch.others, stretch.following
                else:  # a statement that inserts nothing would hide what is inserted next: see duckdb_appending
                    others, following = [following.others], next(sifted, None)
                if others:
                    self.wait(as_table(others))

    def wait(self, rows: pa.Table) -> None:
        """Let rows wait until they are settled."""
        if rows.num_rows:
            given = self._cursor.from_arrow(rows)  # a registered view would keep them in memory until the end
            given.project(self._values).insert_into("waiting")
            self._came += rows.num_rows
            self._waiting += rows.num_rows
        if self._waiting >= _WAITING_AT_MOST:
            self._settle()

    def finish(self) -> Settled:
        """Settle what still waits, and return what became of the batch."""
        self._settle()
        self._cursor.execute("drop table waiting")
        if self._is_changed:
            if self._numbers:
                self._numbers.keep()
            (shorten_changes if self.is_small else note_everything)(self._cursor, self._record)
        return Settled(self._came, self._count(self._record.table) - self._before, self._is_changed)

    def _append(self, stretch: Stretch) -> None:
        """Append the new rows of a stretch to the table."""
        self._cursor.register("incoming", stretch.reader())
        self._cursor.execute(f"insert into {self._record.table} select {self._values} from incoming where {IS_NEW}")
        self._cursor.unregister("incoming")
        if stretch.problem is not None:
            raise stretch.problem
        self._came += stretch.fresh
        self._is_changed = True

    def _settle(self) -> None:
        """Settle the rows that wait with each other and with those of the table."""
        if not self._waiting:
            return
        table, direction = self._record.table, "asc" if self._record.keeps == "earliest" else "desc"
        self._find_copies()
        self._check_all_wait()
        self._cursor.execute(
            f"create temp table ranked as select place_in_table, place_waiting, row_number() over ("
            f"partition by id order by stamp {direction}, place, place_in_table desc, place_waiting) as rank "
            f"from {self._placed_copies()}"
        )
        lost = [f"select place_in_table from ranked where rank > 1 and place_in_table {kind}" for kind in self._kinds()]
        won = "select place_waiting from ranked where rank = 1 and place_waiting >= 0"
        if self._count(f"({won})"):
            if self._count("ranked where rank > 1 and place_in_table >= 0"):
                if self.is_small:
                    note_changes(self._cursor, self._record, f"{table} where rowid in ({lost[0]})", is_new=False)
                for places in lost:
                    self._cursor.execute(f"delete from {table} where rowid in ({places})")
            if self.is_small:
                note_changes(self._cursor, self._record, f"waiting where rowid in ({won})", is_new=True)
            self._cursor.execute(f"insert into {table} by name select * from waiting where rowid in ({won})")
            self._is_changed = True
        self._cursor.execute("truncate waiting")
        self._waiting = 0
        for name in _TEMPORARY:
            self._cursor.execute(f"drop table if exists {name}")

    def _find_copies(self) -> None:
        """Make `copies`: the rows that wait, and those of the table with their ids; -1 is no place."""
        table = self._record.table
        found = f"select rowid as place from {table} where id in (select id from waiting)"
        if self._is_hashed:
            found = places_of_hashes(table, "waiting", self._waiting)
        self._cursor.execute(f"create temp table candidates as {found}")
        columns = f"id, {self._record.stamp} as stamp"
        self._cursor.execute(
            f"create temp table copies as select (-1)::bigint as place_in_table, rowid as place_waiting, {columns} "
            "from waiting"
        )
        for kind in self._kinds():
            self._cursor.execute(
                f"insert into copies select rowid, -1, {columns} from {table} "
                f"where rowid in (select place from candidates where place {kind}) and id in (select id from waiting)"
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

    def _placed_copies(self) -> str:
        """Return the query for the copies with a `place`.

        Those that differ under one stamp are ranked by content, so that arrival plays no part; others have none.
        """
        without = "(select *, null::bigint as place from copies)"
        if not self._made("tied", "select id, stamp from copies group by all having count(*) > 1"):
            return without
        differing = (
            f"select id, {self._record.stamp} as stamp from ({self._rows_of('tied')}) "
            f"group by all having min(hash({self._columns()})) <> max(hash({self._columns()}))"
        )
        if not self._made("differing", differing):
            return without
        self._made(
            "places",
            f"select place_in_table, place_waiting, rank() over (order by {self._columns(' asc nulls first')}) "
            f"as place from ({self._rows_of('differing')})",
        )
        return "copies left join places using (place_in_table, place_waiting)"

    def _made(self, table: str, query: str) -> int:
        """Make a temporary table; return how many rows it has."""
        return int(self._cursor.execute(f"create temp table {table} as {query}").fetchall()[0][0])

    def _rows_of(self, pairs: str) -> str:
        """Return the query for whole rows, with their places, of the copies whose id and stamp are in a table."""
        chosen = f"from copies semi join {pairs} using (id, stamp)"
        in_table = [
            f"select rowid as place_in_table, -1 as place_waiting, {self._columns()} from {self._record.table} "
            f"where rowid in (select place_in_table {chosen} where place_in_table {kind})"
            for kind in self._kinds()
        ]
        waiting = (
            f"select -1 as place_in_table, rowid as place_waiting, {self._columns()} from waiting "
            f"where rowid in (select place_waiting {chosen} where place_waiting >= 0)"
        )
        return " union all ".join([*in_table, waiting])

    def _kinds(self) -> tuple[str, ...]:
        """Return the kinds of places in the table, of which a small batch knows one: it appends when all is settled."""
        return _STORED if self.is_small else _STORED_OR_APPENDED

    def _columns(self, suffix: str = "") -> str:
        """Return the columns of the table, separated by commas, each with the suffix."""
        return ", ".join(f'"{name}"{suffix}' for name in table_schema(self._record).names)

    def _count(self, rows: str) -> int:
        """Return how many rows there are. All are fetched, or DuckDB 2 would hold the connection busy."""
        return int(self._cursor.execute(f"select count(*) from {rows}").fetchall()[0][0])
