"""DuckDB, in process: the warehouse that needs nothing installed."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

import duckdb
import pyarrow as pa

from regard.records import RECORDS, RecordType
from regard.warehouses.duckdb_appending import Appending
from regard.warehouses.duckdb_event_numbers import number_events
from regard.warehouses.duckdb_id_hashes import ID_HASH, keep_hashes_true
from regard.warehouses.duckdb_refusals import check_file, refusal
from regard.warehouses.duckdb_settling import keep_records
from regard.warehouses.horizon import HORIZON, HORIZON_SCHEMA, Horizon
from regard.warehouses.tables import CHANGES, CHANGES_SCHEMA, EVENT, QUARANTINE, QUARANTINE_SCHEMA, table_schema
from regard.warehouses.warehouse import Added

_LOG_LIMIT = "128MB"
"""How long the log of changes beside the file grows before it is worked in; DuckDB's own 16 MB is every few batches."""

_BLOCK = "65536"
"""How many bytes a block of a new file has: DuckDB's own 262,144 leave more of each group of rows empty, 6 % in all."""

_INTERRUPTED = "Query interrupted"
"""What a `RuntimeError` says when a statement of DuckDB ended because the user interrupted the program."""

_TYPES = {
    "string": "varchar",
    "timestamp[us]": "timestamp",
    "date32[day]": "date",
    "double": "double",
    "int64": "bigint",
    "bool": "boolean",
}
_TABLES = "select table_name from duckdb_tables() where database_name = current_database()"


class DuckDB:
    """Records and rows in one DuckDB file, or in memory."""

    dialect = "duckdb"
    engine = f"duckdb {duckdb.__version__}"

    def __init__(self, path: Path | None = None, *, memory_limit: str = "2GB") -> None:
        """Open the file, made when it is missing; without a path everything is in memory.

        Past `memory_limit` DuckDB goes on in a temporary folder: beside the file, or in that of the system.
        Raises `RegardError` with code `warehouse_in_use`, `not_writable`, `not_a_warehouse` or `disk_full`.
        """
        self._path = path
        spill = Path(tempfile.gettempdir()) / "regard-spill" if path is None else path.with_name(f"{path.name}.tmp")
        with self._telling_refusals():
            if path is not None:
                check_file(path)
            self._connection = duckdb.connect(str(path) if path else ":memory:", config={"default_block_size": _BLOCK})
            self._connection.execute("set timezone = 'UTC'")
            self._connection.execute("set enable_progress_bar = false")
            self._connection.execute(f"set memory_limit = '{memory_limit}'")
            self._connection.execute(f"set checkpoint_threshold = '{_LOG_LIMIT}'")
            self._connection.execute("set temp_directory = $1", [str(spill)])
            self._make_tables()
        self._writing = Lock()
        self._appending: Appending | None = None

    def add(
        self,
        record: RecordType,
        batches: Iterable[pa.RecordBatch],
        refused: Iterable[pa.RecordBatch] = (),
        released: Iterable[str] = (),
    ) -> Added:
        """Keep the records of all batches, or none of them; see `Warehouse.add`."""
        with self._telling_refusals(), self._writing, self._transaction() as cursor:
            settled = keep_records(cursor, record, batches)
            if settled.is_changed:
                self._raise_version(cursor, record.table)
            self._quarantine(cursor, refused)
            self._release(cursor, list(released))
        return Added(added=settled.added, duplicates=settled.came - settled.added)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that the block derives, appends and removes when it ends, and nothing of it when it fails."""
        with self._telling_refusals(), self._writing:
            self._connection.execute("begin")
            self._appending = Appending(self._connection)
            try:
                yield
                self._connection.execute("commit")
            except BaseException:
                with suppress(duckdb.Error):
                    self._connection.execute("rollback")
                raise
            finally:
                self._appending = None

    def derive(self, table: str, query: str, *, temporary: bool = False) -> None:
        """Make `table` anew from the rows of `query`; sums of integers, 128 bits wide in DuckDB alone, become 64."""
        kind, rows = ("temp table", query) if temporary else ("table", self._narrowed(query))
        with self._telling_refusals():
            made = self._connection.execute(f"create or replace {kind} {table} as {rows}").fetchall()
        if self._appending is not None:
            self._appending.made(table, made[0][0])

    def append(self, table: str, query: str) -> None:
        """Add the rows of `query`, whose columns have the names of those of `table`."""
        with self._telling_refusals():
            (self._appending or Appending(self._connection)).append(table, query)

    def remove(self, table: str, keys: Sequence[str], query: str) -> None:
        """Take out the rows of `table` whose `keys` are those of a row of `query`, which has them as its columns."""
        same = " and ".join(f'gone."{key}" = {table}."{key}"' for key in keys)
        with self._telling_refusals():
            self._connection.execute(f"delete from {table} using ({query}) as gone where {same}")

    def drop(self, table: str) -> None:
        """Let go of a table, if it is there."""
        self._connection.execute(f"drop table if exists {table}")

    def put(self, table: str, rows: pa.Table, *, temporary: bool = False) -> None:
        """Make `table` anew from the given rows."""
        self._connection.register("incoming", rows)
        self.derive(table, "select * from incoming", temporary=temporary)
        self._connection.unregister("incoming")

    def run(self, query: str) -> pa.Table:
        """Return the rows of a query; sums of integers, 128 bits wide in DuckDB alone, become 64."""
        rows = self._connection.sql(query).to_arrow_table()
        for index, field in enumerate(rows.schema):
            if pa.types.is_decimal(field.type) and field.type.scale == 0:
                rows = rows.set_column(index, field.name, rows.column(index).cast(pa.int64()))
        return rows

    def has(self, table: str) -> bool:
        """Return whether there is a table of that name."""
        return bool(self._connection.execute(f"{_TABLES} and table_name = $1", [table]).fetchall())

    def version(self, table: str) -> int:
        """Return a number that rises whenever the records of a table change, 0 for an empty one."""
        return self.versions().get(table, 0)

    def versions(self) -> Mapping[str, int]:
        """Return the version of every table of records that was ever written to."""
        return dict(self._connection.execute("select name, version from versions").fetchall())

    def horizon(self) -> Horizon | None:
        """Return since when events are in the log, `None` where none has ever left it."""
        found = self.run(f"from {HORIZON}").to_pylist()
        return Horizon(**found[0]) if found else None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _narrowed(self, query: str) -> str:
        """Return a query with its sums of integers, 128 bits wide in DuckDB alone, as 64 bits."""
        rows = self._connection.sql(query)
        wide = [name for name, kind in zip(rows.columns, rows.types, strict=True) if str(kind) == "HUGEINT"]
        narrowed = ", ".join(f'"{name}"::bigint as "{name}"' for name in wide)
        return f"select * replace ({narrowed}) from ({query})" if wide else query

    def _quarantine(self, cursor: duckdb.DuckDBPyConnection, refused: Iterable[pa.RecordBatch]) -> None:
        """Keep what was refused, once however often it comes."""
        for rows in refused:
            cursor.register("incoming", rows)
            fresh = f"from incoming where key not in (select key from {QUARANTINE})"
            if cursor.execute(f"select exists ({fresh})").fetchall()[0][0]:
                cursor.execute(f"insert into {QUARANTINE} by name select distinct on (key) incoming.* {fresh}")

    def _release(self, cursor: duckdb.DuckDBPyConnection, keys: list[str]) -> None:
        """Take the rows with those keys out of the quarantine."""
        if keys:
            cursor.register("leaving", pa.table({"key": pa.array(keys, pa.string())}))
            cursor.execute(f"delete from {QUARANTINE} where key in (select key from leaving)")

    def _raise_version(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        """Count one more change of a table."""
        cursor.execute(
            "insert or replace into versions select $1, coalesce(max(version), 0) + 1 from versions where name = $1",
            [table],
        )

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor whose work is kept as a whole when the block ends, and not at all when it fails."""
        with self._connection.cursor() as cursor:
            cursor.execute("set timezone = 'UTC'")
            cursor.execute("begin")
            try:
                yield cursor
                cursor.execute("commit")
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.execute("rollback")
                raise

    @contextmanager
    def _telling_refusals(self) -> Iterator[None]:
        """Turn what goes wrong with the file or its disk into a `RegardError`, and name an interrupt as Python does."""
        try:
            yield
        except RuntimeError as problem:
            if str(problem) == _INTERRUPTED:
                raise KeyboardInterrupt from None
            raise
        except duckdb.Error as problem:
            told = refusal(problem, self._path)
            if told is None:
                raise
            raise told from problem

    def _make_tables(self) -> None:
        """Make the table of every kind of record that has none yet."""
        known = {name for (name,) in self._connection.execute(_TABLES).fetchall()}
        if "versions" not in known:
            self._connection.execute("create table if not exists versions (name text primary key, version bigint)")
        for record in RECORDS:
            if record.table not in known:
                number = f", {EVENT} bigint" if record.name == "event" else ""
                self._make_table(record.table, table_schema(record), f"{number}, {ID_HASH} uinteger")
        for name, schema in ((QUARANTINE, QUARANTINE_SCHEMA), (CHANGES, CHANGES_SCHEMA), (HORIZON, HORIZON_SCHEMA)):
            if name not in known:
                self._make_table(name, schema)
        number_events(self._connection)
        keep_hashes_true(self._connection, [record.table for record in RECORDS])

    def _make_table(self, name: str, schema: pa.Schema, further: str = "") -> None:
        """Make an empty table with the columns of a schema, and further ones."""
        columns = ", ".join(f'"{field.name}" {_TYPES[str(field.type)]}' for field in schema)
        self._connection.execute(f"create table if not exists {name} ({columns}{further})")
