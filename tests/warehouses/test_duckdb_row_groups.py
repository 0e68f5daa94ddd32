"""Batches larger than a row group of DuckDB, and a database that does not show all that it was given."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from regard.errors import RegardError
from regard.records import RecordType, record_type
from regard.warehouses import duckdb_settling
from regard.warehouses.duckdb import DuckDB
from regard.warehouses.tables import table_schema

START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TICKET = record_type("ticket")


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


@pytest.mark.parametrize("n", [122_881, 249_999, 500_000])
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
