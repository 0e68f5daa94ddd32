"""What Regard asks of a database: keep records, derive tables, run a query."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from regard.records import RecordType
from regard.warehouses.horizon import Horizon


@dataclass(frozen=True)
class Added:
    """What became of a batch of records: rows that were new, and rows whose id was known already."""

    added: int
    duplicates: int


class Warehouse(Protocol):
    """A database that holds records and answers SQL written in its own dialect."""

    dialect: str
    """The name under which sqlglot knows the database's SQL."""

    engine: str
    """The database and its version: another one may hash the same to other numbers."""

    def add(
        self,
        record: RecordType,
        batches: Iterable[pa.RecordBatch],
        refused: Iterable[pa.RecordBatch] = (),
        released: Iterable[str] = (),
    ) -> Added:
        """Keep the records of all batches, or none of them when anything fails.

        The batches have the schema of `tables.table_schema(record)`; texts but ids may be places in a list of few.
        Of several copies of an id, stored or new, the one that `record.keeps` names stands; of copies with one stamp
        the one with the smallest content.
        In the same transaction `refused`, with the schema of `tables.QUARANTINE_SCHEMA` and read after the batches,
        goes to the quarantine, and the rows whose keys are in `released` leave it.
        """

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all that the block derives, appends and removes when it ends, and nothing of it when it fails."""

    def derive(self, table: str, query: str, *, temporary: bool = False) -> None:
        """Make `table` anew from the rows of `query`; a temporary one is seen by this process alone, until it ends."""

    def append(self, table: str, query: str) -> None:
        """Add the rows of `query`, whose columns have the names of those of `table`."""

    def remove(self, table: str, keys: Sequence[str], query: str) -> None:
        """Take out the rows of `table` whose `keys` are those of a row of `query`, which has them as its columns."""

    def drop(self, table: str) -> None:
        """Let go of a table, if it is there."""

    def put(self, table: str, rows: pa.Table, *, temporary: bool = False) -> None:
        """Make `table` anew from the given rows; for `temporary` see `derive`."""

    def run(self, query: str) -> pa.Table:
        """Return the rows of a query, read after all that was added before."""

    def has(self, table: str) -> bool:
        """Return whether there is a table of that name."""

    def version(self, table: str) -> int:
        """Return a number that rises whenever the records of a table change, 0 for an empty one."""

    def versions(self) -> Mapping[str, int]:
        """Return the version of every table of records that was ever written to."""

    def horizon(self) -> Horizon | None:
        """Return since when events are in the log, `None` where none has ever left it."""

    def close(self) -> None:
        """Let go of files and connections."""
