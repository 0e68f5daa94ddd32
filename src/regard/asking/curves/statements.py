"""The statements of curves, kept as SQL: compiling one outlasts running it on all but the largest logs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from regard.asking.reply import JSON
from regard.metrics.compile.curves.numbered import mark
from regard.rows.log import kept_sql
from regard.warehouses.warehouse import Warehouse

Blanks = Mapping[str, date | datetime | int]
"""What is filled into a statement, by the name of its place there."""


class Statements:
    """The statements of one reply."""

    def __init__(self, warehouse: Warehouse) -> None:
        """Start with nothing run."""
        self._warehouse = warehouse
        self._run: list[str] = []

    @property
    def sql(self) -> str:
        """Return the SQL that was run."""
        return ";\n".join(self._run)

    def parts(self, most: int) -> int:
        """Return into how many parts people fall of which none has many more than `most` events of the log."""
        from regard.metrics.compile.curves.moments import event_count

        (row,) = self.rows("events", None, event_count)
        return int(row["events"]) // most + 1

    def rows(self, name: str, wanted: object, make: Callable[[], Any], blanks: Blanks | None = None) -> list[JSON]:
        """Return the rows of a statement as dicts; see `table`."""
        rows: list[JSON] = self.table(name, wanted, make, blanks).to_pylist()
        return rows

    def table(self, name: str, wanted: object, make: Callable[[], Any], blanks: Blanks | None = None) -> pa.Table:
        """Return the rows of a statement; `wanted` tells in its representation all that the statement depends on.

        What is kept has blanks for days and numbers that change from one question to the next: see `numbered.blank`.
        """
        query = kept_sql(("curve", name, repr(wanted)), make, self._warehouse.dialect)
        for blank, value in (blanks or {}).items():
            query = query.replace(mark(blank), str(value))
        self._run.append(query)
        return self._warehouse.run(query)
