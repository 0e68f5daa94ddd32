"""The numbers of events: each that comes into the log is given the next one, kept or not."""

from collections.abc import Iterable, Iterator

import duckdb
import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.warehouses.duckdb_id_hashes import columns_of
from regard.warehouses.tables import CHANGES, EVENT


class Numbers:
    """Gives numbers to the events of one transaction, from where the last one ended."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read which number comes next."""
        self._cursor = cursor
        found = cursor.execute("select version from versions where name = $1", [EVENT]).fetchall()
        self._next = int(found[0][0]) if found else 0

    def given(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Return batches with a number for each row."""
        for batch in batches:
            first, self._next = self._next, self._next + batch.num_rows
            yield batch.append_column(EVENT, pa.array(np.arange(first, self._next)))

    def keep(self) -> None:
        """Let the next transaction go on from here."""
        self._cursor.execute("insert or replace into versions values ($1, $2)", [EVENT, self._next])


def number_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Number the events of a log that was made before events had numbers; rows are made anew."""
    log = record_type("event").table
    if EVENT in columns_of(connection, log):
        return
    connection.execute("begin")
    connection.execute(f"alter table {log} add column {EVENT} bigint")
    connection.execute(f"update {log} set {EVENT} = rowid")
    connection.execute(f"insert into versions select $1, coalesce(max({EVENT}) + 1, 0) from {log}", [EVENT])
    connection.execute(f"alter table {CHANGES} add column if not exists {EVENT} bigint")
    connection.execute("commit")
