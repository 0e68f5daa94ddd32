"""Listening to Regard: which statements it runs for an answer, and how long the engine takes for them."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from regard.warehouses.duckdb import DuckDB

EXPLAIN = "explain (analyze, format json)"
_RUN = DuckDB.run


class Heard(NamedTuple):
    """One statement, where it ran, and its seconds."""

    warehouse: DuckDB
    query: str
    seconds: float

    @property
    def rows_scanned(self) -> int:
        """Return how many rows the statement scans; it is run once more."""
        return scanned(_RUN(self.warehouse, f"{EXPLAIN} {self.query}").to_pylist()[0])


@contextmanager
def statements() -> Iterator[list[Heard]]:
    """Give a list to which every statement is added that Regard runs within the block."""
    heard: list[Heard] = []

    def run(warehouse: DuckDB, query: str) -> Any:
        began = time.perf_counter()
        rows = _RUN(warehouse, query)
        heard.append(Heard(warehouse, query, time.perf_counter() - began))
        return rows

    with patch.object(DuckDB, "run", run):
        yield heard


def scanned(plan: dict[str, Any]) -> int:
    """Return how many rows a statement has scanned, from what DuckDB tells of its run.

    A statement answered from statistics alone has no run to tell of.
    """
    told = json.loads(plan["explain_value"]).get("query", {"total_rows_scanned": 0})
    return int(told["total_rows_scanned"])
