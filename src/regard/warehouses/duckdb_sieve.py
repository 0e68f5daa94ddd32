"""The sieve: which of the rows that come have an id that has surely not been seen, and which may be copies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from regard.warehouses.row_groups import ROW_GROUP
from regard.warehouses.seen_ids import Hashes, SeenIds, first_of_each

IS_NEW = "is_new"
"""The column that says of each row whether its id is new."""


@dataclass(frozen=True)
class Sifted:
    """The rows of a batch: all, with the column `is_new`; how many are so; and the others."""

    rows: pa.RecordBatch
    fresh: int
    others: pa.RecordBatch


class Stretch:
    """Rows that go into their table with one statement: until enough others wait, or rows of other types come.

    Texts that are places in a list of few, in one batch, and plain in the next are of two types.
    """

    def __init__(self, first: Sifted, further: Iterator[Sifted], waiting_at_most: int) -> None:
        """Begin with one batch; `further` are taken while the stream is read."""
        self._first, self._further, self._waiting_at_most = first, further, waiting_at_most
        self.fresh = 0
        self.others: list[pa.RecordBatch] = []
        self.following: Sifted | None = first
        self.problem: BaseException | None = None
        """What went wrong while DuckDB read the stream, to be raised when it has let go: it would use other words."""

    def reader(self) -> pa.RecordBatchReader:
        """Return the rows as a stream that can be read once; when it ends, the others and what follows are known."""
        return pa.RecordBatchReader.from_batches(self._first.rows.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        """Return the rows of the batches that belong together."""
        waiting = 0
        try:
            while self.following is not None and waiting < self._waiting_at_most:
                if self.following.rows.schema != self._first.rows.schema:
                    break
                yield self.following.rows
                self.fresh += self.following.fresh
                if self.following.others.num_rows:
                    self.others.append(self.following.others)
                    waiting += self.following.others.num_rows
                self.following = next(self._further, None)
        except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 - raised again by whoever gave the stream
            self.problem = problem


class Sieve:
    """Knows the ids of the rows of a table, and of those that have gone through."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, table: str, stored: int) -> None:
        """Note the ids of the rows that are stored, so many. Further cursors hash, so that `cursor` may be busy."""
        self._cursor = cursor.cursor()
        self._seen = SeenIds(stored)
        if stored:
            hashes = cursor.sql(f"select hash(id) as hashed from {table}")
            for batch in hashes.to_arrow_reader(ROW_GROUP):
                self._seen.note(batch.column("hashed").to_numpy())

    def sift(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Sifted]:
        """Return what each batch has. Rows are not moved: to leave some out copies the others."""
        for batch in batches:
            hashes = self._hashes(batch)
            is_new = first_of_each(hashes) & ~self._seen.maybe(hashes)
            self._seen.note(hashes[is_new])
            others = batch.take(pa.array(np.flatnonzero(~is_new)))
            yield Sifted(batch.append_column(IS_NEW, pa.array(is_new)), batch.num_rows - others.num_rows, others)

    def close(self) -> None:
        """Let go of the cursor."""
        self._cursor.close()

    def _hashes(self, batch: pa.RecordBatch) -> Hashes:
        """Return the hashes of the ids of rows, as DuckDB hashes them."""
        ids = self._cursor.from_arrow(pa.table({"id": batch.column("id")}))
        hashes: Hashes = ids.project("hash(id) as hashed").fetchnumpy()["hashed"]
        return hashes
