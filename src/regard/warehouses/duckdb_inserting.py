"""Rows put into DuckDB by a thread of their own, in their order, while the next ones are being prepared."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import duckdb
import pyarrow as pa

_BEHIND = 1


class Inserting:
    """Inserts that run one after the other; the cursor is theirs until `finish` returns, or the context is left."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Keep the cursor; the thread begins with the first rows."""
        self._cursor = cursor
        self._thread = ThreadPoolExecutor(1, "inserting")
        self._begun: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what runs, and leave the rest."""
        self._thread.shutdown(cancel_futures=True)

    def put(self, table: str, values: str, rows: pa.Table) -> None:
        """Append `values` of rows, as SQL, to a table, soon; waits while as much as is held at once waits already."""
        self._wait_for_all_but(_BEHIND)
        self._begun.append(self._thread.submit(self._insert, table, values, rows))

    def finish(self) -> None:
        """Wait until all rows are in their tables; raises what went wrong with any of them."""
        self._wait_for_all_but(0)

    def _wait_for_all_but(self, few: int) -> None:
        """Wait until only so many inserts are left."""
        while len(self._begun) > few:
            self._begun.popleft().result()

    def _insert(self, table: str, values: str, rows: pa.Table) -> None:
        """Append rows to a table. A registered view would keep them in memory until the transaction ends."""
        self._cursor.from_arrow(rows).project(values).insert_into(table)
