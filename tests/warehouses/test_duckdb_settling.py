"""Copies of one id: which of them stands, whatever the order and the parts in which they come."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.records import RecordType, record_type
from regard.warehouses import duckdb_settling, row_groups
from regard.warehouses.duckdb import DuckDB
from regard.warehouses.tables import table_schema

START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
EVENT, TICKET = record_type("event"), record_type("ticket")
Copy = tuple[str, int, str | None]
COPY = st.tuples(st.sampled_from("abcdef"), st.integers(0, 3), st.sampled_from([None, "x", "y"]))
_HALF = 0.5
COPIES = st.lists(COPY, max_size=24)


def row(record: RecordType, copy: Copy) -> dict[str, Any]:
    """Return one copy of a record as a row of its table."""
    key, hours, text = copy
    moment = START + timedelta(hours=hours)
    if record is EVENT:
        return {"id": key, "received_at": moment, "time": START, "type": "track", "name": text, "properties": "{}"}
    return {"id": key, "as_of": moment, "created_at": START, "status": text, "properties": "{}"}


def batch(record: RecordType, copies: Sequence[Copy]) -> pa.RecordBatch:
    """Return copies as rows of their table."""
    return pa.RecordBatch.from_pylist([row(record, copy) for copy in copies], schema=table_schema(record))


def with_few_texts(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows whose texts, but for the ids, are places in a list of few."""
    is_text = [pa.types.is_string(field.type) and field.name != "id" for field in rows.schema]
    pairs = zip(is_text, rows.columns, strict=True)
    return pa.RecordBatch.from_arrays([c.dictionary_encode() if t else c for t, c in pairs], names=rows.schema.names)


def standing(record: RecordType, copies: Sequence[Copy]) -> set[Copy]:
    """Return which copies must stand, said another way: the best of each id by stamp, then by content."""
    sign = 1 if record is EVENT else -1
    best: dict[str, tuple[int, bool, str]] = {}
    for key, hours, text in copies:
        rank = (sign * hours, text is not None, text or "")
        best[key] = min(best.get(key, rank), rank)
    return {(key, sign * hours, text or None) for key, (hours, _, text) in best.items()}


def stored(warehouse: DuckDB, record: RecordType) -> set[Copy]:
    """Return the copies that stand in a table."""
    text = "name" if record is EVENT else "status"
    rows = warehouse.run(f'select id, {record.stamp} as at, "{text}" as said from {record.table}').to_pylist()
    assert len({each["id"] for each in rows}) == len(rows)
    return {(each["id"], (each["at"] - START) // timedelta(hours=1), each["said"]) for each in rows}


@pytest.fixture(scope="module", params=["at once", "in small parts"])
def _parts(request: pytest.FixtureRequest) -> Any:
    """Let batches of a few rows take the way of large ones."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in small parts":
            patch.setattr(duckdb_settling, "_SMALL_BATCH", 2)
            patch.setattr(duckdb_settling, "_WAITING_AT_MOST", 4)
            patch.setattr(row_groups, "ROW_GROUP", 2)
        yield


@pytest.mark.usefixtures("_parts")
@settings(max_examples=20)
@given(COPIES, st.lists(st.integers(0, 24), max_size=4), st.sampled_from([EVENT, TICKET]), st.randoms())
def test_one_copy_of_each_id_stands(
    copies: Sequence[Copy], cuts: list[int], record: RecordType, chance: Random
) -> None:
    """The copy stands that the kind of record names, whatever came when and how; counts and version tell of changes."""
    warehouse = DuckDB()
    edges = sorted({0, *(min(cut, len(copies)) for cut in cuts), len(copies)})
    for start, end in pairwise(edges):
        part = copies[start:end]
        before, version = stored(warehouse, record), warehouse.version(record.table)
        rows = [batch(record, [copy]) for copy in part]
        added = warehouse.add(record, [with_few_texts(row) if chance.random() < _HALF else row for row in rows])
        after = stored(warehouse, record)
        assert added.added == len(after) - len(before)
        assert added.added + added.duplicates == len(part)
        assert (warehouse.version(record.table) > version) is (after != before)
        assert after == standing(record, copies[:end])
    warehouse.close()


def test_large_batches_equal_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that go straight to the table and rows that wait come out as one set."""
    monkeypatch.setattr(duckdb_settling, "_SMALL_BATCH", 100)
    monkeypatch.setattr(duckdb_settling, "_WAITING_AT_MOST", 700)
    copies = [(str(number * 7919 % 4_000), number % 4, "xyz"[number % 3]) for number in range(9_000)]
    monkeypatch.setattr(row_groups, "ROW_GROUP", 300)
    warehouse = DuckDB()
    for part in (copies[:5_000], copies[5_000:], copies):
        warehouse.add(EVENT, [batch(EVENT, part)])
    assert stored(warehouse, EVENT) == standing(EVENT, copies)
    assert warehouse.version("events") == 2
