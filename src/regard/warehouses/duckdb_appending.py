"""Appending to tables of DuckDB within a transaction, so that every statement after it sees what was appended.

Where the first rows that a transaction puts into a table are none at all, and more than a row group come next, DuckDB
2.0.0 hides these from every further statement of the transaction but one: they are neither read nor taken out before it
ends. One row ahead of the others prevents it.
"""

import duckdb

_WAITING = "after_nothing"


class Appending:
    """The tables to which one transaction has appended, and whether anything."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Begin with none."""
        self._connection = connection
        self._has_rows: dict[str, bool] = {}

    def made(self, table: str, rows: int) -> None:
        """Note that a table was made anew, of so many rows."""
        self._has_rows[table] = rows > 0

    def append(self, table: str, query: str) -> None:
        """Add the rows of `query`, whose columns have the names of those of `table`."""
        if self._has_rows.get(table, True):
            rows = self._insert(table, query)
            self._has_rows.setdefault(table, rows > 0)
            return
        self._connection.execute(f"create or replace temp table {_WAITING} as {query}")
        first = f"(select min(rowid) from {_WAITING})"
        if self._insert(table, f"select * from {_WAITING} where rowid = {first}"):
            self._insert(table, f"select * from {_WAITING} where rowid > {first}")
            self._has_rows[table] = True
        self._connection.execute(f"drop table {_WAITING}")

    def _insert(self, table: str, query: str) -> int:
        """Add rows as they come, and return how many."""
        return int(self._connection.execute(f"insert into {table} by name {query}").fetchall()[0][0])
