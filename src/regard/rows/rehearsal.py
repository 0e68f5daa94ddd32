"""A rehearsal of a refresh: every statement that a small batch will need is compiled, and none is run.

Compiling them takes longer than the batch itself. It is done where rows are made anew, which takes long in any case,
and kept with what the workspace has worked out: the first batch of a later process compiles nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pyarrow as pa

from regard.rows.changed import listed_sql
from regard.rows.days import Days
from regard.rows.kept_sums import KeptSums
from regard.rows.refreshing import Refresh
from regard.rows.unmoved import held_sql
from regard.warehouses.horizon import Horizon
from regard.warehouses.warehouse import Added, Warehouse
from regard.workspace.settings import Settings


class Unasked:
    """A warehouse of the same kind as another, which holds nothing and does nothing."""

    def __init__(self, warehouse: Warehouse) -> None:
        """Speak the dialect of a warehouse."""
        self.dialect, self.engine = warehouse.dialect, warehouse.engine
        self._horizon = warehouse.horizon()

    def add(self, *_: object, **__: object) -> Added:
        """Keep nothing."""
        return Added(0, 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let the block run."""
        yield

    def derive(self, *_: object, **__: object) -> None:
        """Make nothing."""

    def append(self, *_: object, **__: object) -> None:
        """Add nothing."""

    def remove(self, *_: object, **__: object) -> None:
        """Take nothing out."""

    def drop(self, *_: object, **__: object) -> None:
        """Let go of nothing."""

    def put(self, *_: object, **__: object) -> None:
        """Make nothing."""

    def run(self, *_: object, **__: object) -> pa.Table:
        """Return no rows."""
        return pa.table({})

    def has(self, *_: object, **__: object) -> bool:
        """Return that there is no such table."""
        return False

    def version(self, *_: object, **__: object) -> int:
        """Return the version of an empty table."""
        return 0

    def versions(self) -> Mapping[str, int]:
        """Return that nothing was written."""
        return {}

    def horizon(self) -> Horizon | None:
        """Return that of the other warehouse, on which it hangs what is compiled."""
        return self._horizon

    def close(self) -> None:
        """Let go of nothing."""


def rehearse(warehouse: Warehouse, settings: Settings, sums: KeptSums, days: Days) -> None:
    """Compile what a refresh of the rows of events will run, where the log lies within the given days."""
    unasked = Unasked(warehouse)
    Refresh(unasked, settings, sums, with_paths=bool(settings.paths)).follow(days)
    listed_sql(warehouse.dialect)
    held_sql(warehouse.dialect)
