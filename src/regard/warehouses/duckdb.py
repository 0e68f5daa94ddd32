"""DuckDB, in process: the warehouse that needs nothing installed."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from regard.records import RECORDS, RecordType
from regard.warehouses.tables import table_schema
from regard.warehouses.warehouse import Added


class DuckDB:
    """Records and rows in one DuckDB file, or in memory."""

    dialect = "duckdb"

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, made when it is missing; without a path everything is in memory."""
        self._connection = duckdb.connect(str(path) if path else ":memory:")
        self._connection.execute("set timezone = 'UTC'")
        self._make_tables()

    def add(self, record: RecordType, batches: Iterable[pa.RecordBatch]) -> Added:
        """Keep the records of all batches, or none of them; see `Warehouse.add`."""
        reader = pa.RecordBatchReader.from_batches(table_schema(record), batches)
        order = "asc" if record.keeps == "earliest" else "desc"
        table, stamp = record.table, record.stamp
        with self._connection.cursor() as cursor:
            cursor.register("incoming", reader)
            cursor.execute("begin")
            try:
                cursor.execute("create temp table staged as select * from incoming")
                total = cursor.execute("select count(*) from staged").fetchone()[0]
                before = cursor.execute(f"select count(*) from {table}").fetchone()[0]
                cursor.execute(
                    f"create temp table settled as select * from (select * from staged union all "
                    f"select * from {table} semi join staged using (id)) "
                    f"qualify row_number() over (partition by id order by {stamp} {order}) = 1"
                )
                cursor.execute(f"delete from {table} where id in (select id from staged)")
                cursor.execute(f"insert into {table} by name select * from settled")
                after = cursor.execute(f"select count(*) from {table}").fetchone()[0]
                cursor.execute("drop table staged; drop table settled")
                cursor.execute(
                    "insert or replace into versions select $1, coalesce(max(version), 0) + 1 from versions where name = $1",
                    [table],
                )
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise
            finally:
                cursor.unregister("incoming")
        return Added(added=after - before, duplicates=total - (after - before))

    def derive(self, table: str, query: str) -> None:
        """Make `table` anew from the rows of `query`."""
        self._connection.execute(f"create or replace table {table} as {query}")

    def put(self, table: str, rows: pa.Table) -> None:
        """Make `table` anew from the given rows."""
        self._connection.register("incoming", rows)
        self.derive(table, "select * from incoming")
        self._connection.unregister("incoming")

    def run(self, query: str) -> pa.Table:
        """Return the rows of a query."""
        return self._connection.execute(query).to_arrow_table()

    def version(self, table: str) -> int:
        """Return a number that rises whenever records are added to a table, 0 for an empty one."""
        found = self._connection.execute("select version from versions where name = $1", [table]).fetchone()
        return found[0] if found else 0

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _make_tables(self) -> None:
        """Make the table of every kind of record that has none yet."""
        self._connection.execute("create table if not exists versions (name text primary key, version bigint)")
        for record in RECORDS:
            empty = table_schema(record).empty_table()
            self._connection.register("empty", empty)
            self._connection.execute(f"create table if not exists {record.table} as select * from empty")
            self._connection.unregister("empty")
