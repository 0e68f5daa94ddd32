"""Adding rows: dicts, Arrow, Polars or pandas become records, and what cannot goes to the quarantine."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

import pyarrow as pa

from regard.errors import RegardError, suggest
from regard.intake.beginning import log_begins
from regard.intake.chunks import Chunk, read_chunk
from regard.intake.loaded import Loaded, Problem
from regard.intake.quarantine import Refusals
from regard.intake.raw import raw_text
from regard.records import Record, RecordType, record_type
from regard.records.fields import field_readers
from regard.records.parse import Delivery, Unreadable, parse_record
from regard.warehouses.tables import record_batch
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock
from regard.workspace.zones import find_zone

_ROWS_AT_ONCE = 100_000


def add(
    warehouse: Warehouse,
    record: str,
    rows: Any,
    *,
    zone: str | None = None,
    source: str | None = None,
    delivered_at: datetime | None = None,
) -> Loaded:
    """Return what became of rows of one kind: new, known already, or refused with the reason.

    `rows`: dicts, or an Arrow table, batch or stream, a Polars or a pandas frame, with the record's field names.
    `zone`: where times without offset were written. `source`: the source of rows that do not name one.
    `delivered_at`: when they came; now, unless told. All that can be read is kept, or nothing when anything fails.

    Raises `RegardError` with code `unknown_record`, `unknown_zone` or `bad_rows`.
    """
    kind = record_type(record)
    delivery = Delivery(delivered_at or clock.now(), source, find_zone(zone) if zone else None, log_begins(warehouse))
    refusals = Refusals(kind, delivery.at)
    try:
        batches = _batches(kind, rows, delivery, refusals)
        kept = warehouse.add(kind, batches, refusals.batches())
    finally:
        refusals.close()
    return Loaded(kept.added, kept.duplicates, refusals.count, refusals.problems)


def _batches(record: RecordType, rows: Any, delivery: Delivery, refusals: Refusals) -> Iterator[pa.RecordBatch]:
    """Return rows of any form with the schema of their table."""
    if isinstance(rows, Mapping | str | bytes):
        raise RegardError("bad_rows", "The rows are one mapping, not many.", "Put it in a list.")
    stream = _arrow_stream(rows)
    if stream is None and not isinstance(rows, Iterable):
        raise RegardError("bad_rows", f"The rows are a {type(rows).__name__}.", "Pass dicts, or a table or frame.")
    if stream is None:
        return _from_dicts(record, rows, delivery, refusals)
    known = field_readers(record)
    strange = next((name for name in stream.schema.names if name not in known), None)
    if strange is not None:
        raise RegardError(
            "unknown_field",
            f'{record.name.replace("_", " ").capitalize()} records have no field "{strange}".',
            f'{suggest(strange, known)} What has no field may go into a column "properties".',
        )
    return _from_arrow(record, stream, delivery, refusals)


def _arrow_stream(rows: Any) -> pa.RecordBatchReader | None:
    """Return tables and frames as a stream of Arrow batches, or nothing when the rows are neither."""
    if isinstance(rows, pa.RecordBatchReader):
        return rows
    if isinstance(rows, pa.RecordBatch):
        return pa.RecordBatchReader.from_batches(rows.schema, [rows])
    if type(rows).__module__.partition(".")[0] == "pandas":
        return pa.Table.from_pandas(rows, preserve_index=False).to_reader()
    if hasattr(rows, "collect_schema") and hasattr(rows, "collect"):
        rows = rows.lazy().collect()
    return pa.RecordBatchReader.from_stream(rows) if hasattr(rows, "__arrow_c_stream__") else None


def _from_arrow(
    record: RecordType, stream: pa.RecordBatchReader, delivery: Delivery, refusals: Refusals
) -> Iterator[pa.RecordBatch]:
    """Return the batches of a stream with the schema of their table."""
    before = 0
    for batch in stream:
        for first in range(0, batch.num_rows, _ROWS_AT_ONCE):
            part = batch.slice(first, _ROWS_AT_ONCE)
            chunk = Chunk(part, line=partial(_place, before + first), raw=partial(_row, part))
            yield from read_chunk(record, chunk, delivery, refusals)
        before += batch.num_rows


def _from_dicts(
    record: RecordType, rows: Iterable[object], delivery: Delivery, refusals: Refusals
) -> Iterator[pa.RecordBatch]:
    """Return mappings as rows of their table."""
    numbered = enumerate(rows, start=1)
    while part := list(islice(numbered, _ROWS_AT_ONCE)):
        kept: list[Record] = []
        for place, row in part:
            found = _parsed(record, row, delivery)
            if isinstance(found, Unreadable):
                raw = raw_text(row) if isinstance(row, Mapping) else repr(row)
                refusals.refuse(Problem(None, place, found.field, found.reason, raw))
            else:
                kept.append(found)
        if kept:
            yield record_batch(record, kept)


def _parsed(record: RecordType, row: object, delivery: Delivery) -> Record | Unreadable:
    """Return one row as a record, or why it is none."""
    if isinstance(row, Mapping):
        return parse_record(record, row, delivery)
    return Unreadable(None, f"The row is a {type(row).__name__}, not a mapping from field to value.")


def _place(before: int, place: int) -> int:
    """Return the place of a row among all rows, from 1."""
    return before + place + 1


def _row(batch: pa.RecordBatch, place: int) -> dict[str, Any]:
    """Return one row of a batch."""
    row: dict[str, Any] = batch.slice(place, 1).to_pylist()[0]
    return row
