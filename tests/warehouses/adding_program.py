"""A program that adds events to a file, so that tests can stop it: `adding_program.py FILE ROWS [LIMIT_BYTES]`.

It says `first` when a first event is kept, `batch` before each batch of the second add, `kept` when that is done.
"""

import resource
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from regard.errors import RegardError
from regard.records import record_type
from regard.warehouses.duckdb import DuckDB
from regard.warehouses.tables import table_schema

EVENT = record_type("event")
_BATCHES = 12


def events(first: int, rows: int) -> pa.RecordBatch:
    """Return events with ids counted from `first`."""
    at = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    columns = {"id": [f"{number * 7919:x}" for number in range(first, first + rows)]}
    columns["title"] = [f"{number * 104729:x}" * 3 for number in range(first, first + rows)]
    arrays = [
        pa.array(columns[field.name]) if field.name in columns
        else pa.repeat(pa.scalar(at, field.type), rows) if pa.types.is_timestamp(field.type)
        else pa.nulls(rows, field.type)
        for field in table_schema(EVENT)
    ]  # fmt: skip
    return pa.RecordBatch.from_arrays(arrays, schema=table_schema(EVENT))


def told_batches(rows: int) -> Iterator[pa.RecordBatch]:
    """Return batches, saying so before each."""
    for number in range(_BATCHES):
        say("batch")
        yield events(1 + number * (rows // _BATCHES), rows // _BATCHES)


def say(word: str) -> None:
    """Write a word at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(file: Path, rows: int, limit: int | None) -> None:
    """Add one event, then many."""
    warehouse = DuckDB(file)
    warehouse.add(EVENT, [events(0, 1)])
    say("first")
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        warehouse.add(EVENT, told_batches(rows))
    except RegardError as refusal:
        say(f"{refusal.code}: {refusal}")
    else:
        say("kept")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
