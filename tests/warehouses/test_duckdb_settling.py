"""Copies of one id: which of them stands, whatever the order and the parts in which they come."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.errors import RegardError
from regard.records import RecordType, record_type
from regard.warehouses import duckdb_settling
from regard.warehouses.duckdb import DuckDB
from regard.warehouses.tables import table_schema

START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
EVENT, TICKET = record_type("event"), record_type("ticket")
Copy = tuple[str, int, str | None]
COPY = st.tuples(st.sampled_from("abcdef"), st.integers(0, 3), st.sampled_from([None, "x", "y"]))
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
            patch.setattr(duckdb_settling, "_ROWS_AT_ONCE", 3)
            patch.setattr(duckdb_settling, "_WAITING_AT_MOST", 4)
        yield


@pytest.mark.usefixtures("_parts")
@settings(max_examples=20)
@given(COPIES, st.lists(st.integers(0, 24), max_size=4), st.sampled_from([EVENT, TICKET]))
def test_one_copy_of_each_id_stands(copies: Sequence[Copy], cuts: list[int], record: RecordType) -> None:
    """The copy stands that the kind of record names, whatever came when; counts and version tell what changed."""
    warehouse = DuckDB()
    edges = sorted({0, *(min(cut, len(copies)) for cut in cuts), len(copies)})
    for start, end in pairwise(edges):
        part = copies[start:end]
        before, version = stored(warehouse, record), warehouse.version(record.table)
        added = warehouse.add(record, [batch(record, [copy]) for copy in part])
        after = stored(warehouse, record)
        assert added.added == len(after) - len(before)
        assert added.added + added.duplicates == len(part)
        assert (warehouse.version(record.table) > version) is (after != before)
        assert after == standing(record, copies[:end])
    warehouse.close()


def test_large_batches_equal_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that go straight to the table and rows that wait come out as one set."""
    monkeypatch.setattr(duckdb_settling, "_SMALL_BATCH", 100)
    monkeypatch.setattr(duckdb_settling, "_ROWS_AT_ONCE", 1_000)
    monkeypatch.setattr(duckdb_settling, "_WAITING_AT_MOST", 700)
    copies = [(str(number * 7919 % 4_000), number % 4, "xyz"[number % 3]) for number in range(9_000)]
    warehouse = DuckDB()
    for part in (copies[:5_000], copies[5_000:], copies):
        warehouse.add(EVENT, [batch(EVENT, part)])
    assert stored(warehouse, EVENT) == standing(EVENT, copies)
    assert warehouse.version("events") == 2


def many(record: RecordType, ids: range, hours: int, text: str) -> pa.RecordBatch:
    """Return one copy of each of many records."""
    n = len(ids)
    moment = START + timedelta(hours=hours)
    given = {
        "id": pa.array([f"r{number}" for number in ids]),
        record.stamp: pa.repeat(pa.scalar(moment, pa.timestamp("us")), n),
        "created_at": pa.repeat(pa.scalar(START, pa.timestamp("us")), n),
        "status": pa.repeat(text, n),
        "properties": pa.repeat("{}", n),
    }
    schema = table_schema(record)
    arrays = [given[field.name] if field.name in given else pa.nulls(n, field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


@pytest.mark.parametrize("n", [122_879, 122_881, 130_000, 249_999, 250_001, 600_000])
def test_more_than_a_row_group(n: int) -> None:
    """Batches around the sizes at which DuckDB changes its storage are kept whole; newer states replace them all."""
    with closing(DuckDB()) as warehouse:
        assert warehouse.add(TICKET, [many(TICKET, range(n), 0, "open")], [], []).added == n
        again = warehouse.add(TICKET, [many(TICKET, range(n), 0, "open")], [], [])
        assert (again.added, again.duplicates) == (0, n)
        warehouse.add(TICKET, [many(TICKET, range(n // 2, n + 10), 1, "solved")], [], [])
        told = warehouse.run("select status, count(*) as n, count(distinct id) as ids from tickets group by all")
        assert sorted(tuple(each.values()) for each in told.to_pylist()) == [
            ("open", n // 2, n // 2),
            ("solved", n + 10 - n // 2, n + 10 - n // 2),
        ]


def test_rows_that_the_database_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where fewer rows are found than were given, nothing is kept and the reader is told."""
    monkeypatch.setattr(duckdb_settling._Keeping, "_find_copies", _hide_one(duckdb_settling._Keeping._find_copies))
    with closing(DuckDB()) as warehouse:
        with pytest.raises(RegardError, match="Of 3 tickets the database shows 2 before they are kept"):
            warehouse.add(TICKET, [many(TICKET, range(3), 0, "open")], [], [])
        assert warehouse.run("select count(*) as n from tickets").to_pylist() == [{"n": 0}]


def _hide_one(find: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what finds copies and loses one of them."""

    def find_and_lose(keeping: Any) -> None:
        find(keeping)
        last = "select max(place_waiting) from copies"
        keeping._cursor.execute(f"delete from copies where place_waiting = ({last})")

    return find_and_lose
