"""The numbers of events: no two have the same, whatever comes, fails or leaves."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.records import record_type
from regard.rows.upkeep import STATE
from regard.serving.workspace import DATABASE
from regard.warehouses import duckdb_settling
from regard.warehouses.duckdb import DuckDB
from regard.warehouses.tables import table_schema

START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
EVENT = record_type("event")
BATCHES = st.lists(
    st.tuples(st.sampled_from(["add", "fail", "leave"]), st.lists(st.integers(0, 12), min_size=1, max_size=6)),
    max_size=8,
)


def batch(ids: Sequence[int]) -> pa.RecordBatch:
    """Return events with these ids."""
    rows = [{"id": f"e{n}", "received_at": START, "time": START, "type": "page", "properties": "{}"} for n in ids]
    return pa.RecordBatch.from_pylist(rows, schema=table_schema(EVENT))


def failing(ids: Sequence[int]) -> Iterator[pa.RecordBatch]:
    """Give events, then break off."""
    yield batch(ids)
    raise ValueError("cut off")


def numbers(warehouse: DuckDB) -> dict[str, int]:
    """Return the number of each event in the log."""
    return {row["id"]: row["event"] for row in warehouse.run("select id, event from events").to_pylist()}


@pytest.mark.parametrize("small_batch", [0, 250_000])
@settings(max_examples=15, deadline=None)
@given(batches=BATCHES)
def test_no_number_twice(small_batch: int, batches: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Each event has its own number and keeps it, and none has one that another event had before."""
    had: dict[int, str] = {}
    with closing(DuckDB()) as warehouse, pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_settling, "_SMALL_BATCH", small_batch)
        before: dict[str, int] = {}
        for kind, ids in batches:
            if kind == "fail":
                with pytest.raises(ValueError, match="cut off"):
                    warehouse.add(EVENT, failing(ids))
            elif kind == "leave":
                warehouse._connection.execute("delete from events where id = $1", [f"e{ids[0]}"])
                before.pop(f"e{ids[0]}", None)
            else:
                warehouse.add(EVENT, [batch(ids)])
            now = numbers(warehouse)
            assert {name: now[name] for name in before} == before
            assert all(had.setdefault(number, name) == name for name, number in now.items() if name not in before)
            assert len(set(now.values())) == len(now)
            before = now


def test_a_log_without_numbers(tmp_path: Path) -> None:
    """Events that came before events had numbers get some when their file is opened; rows are made anew of them."""
    with regard.open(tmp_path, totals_from=0) as ws:
        regard.simulate(tmp_path / "files", events=2_000)
        ws.load(tmp_path / "files" / "events.parquet", record="event")
        before = ws.ask("events", by="title").breakdown
    with duckdb.connect(str(tmp_path / DATABASE)) as older:
        older.execute("alter table events drop column event")
        older.execute("alter table changes drop column event")
        older.execute("delete from versions where name = 'event'")
        older.execute(f"drop table {STATE}")
    page = {"id": "new", "time": "2025-06-01T10:00:00Z", "type": "page", "path": "/", "anonymous_id": "x"}
    with regard.open(tmp_path, totals_from=0) as ws:
        assert ws.ask("events", by="title").breakdown == before
        ws.add("event", [page])
        given = numbers(ws._warehouse)
        assert given["new"] == max(given.values()) == len(given) - 1
