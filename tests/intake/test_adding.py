"""Adding rows of any form."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from regard.errors import RegardError
from regard.intake.adding import add
from regard.warehouses.duckdb import DuckDB

ROWS = [
    {"time": datetime(2025, 4, 1, 10, tzinfo=UTC), "user_id": "u1", "name": "signup", "revenue": 1.5},
    {"time": datetime(2025, 4, 2, 10, tzinfo=UTC), "user_id": "u2", "name": "signup", "revenue": None},
]
FORMS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "dicts": list,
    "generator": iter,
    "Arrow table": pa.Table.from_pylist,
    "Arrow batch": pa.RecordBatch.from_pylist,
    "Arrow stream": lambda rows: pa.Table.from_pylist(rows).to_reader(),
    "Polars": pl.DataFrame,
    "Polars lazy": pl.LazyFrame,
    "pandas": pd.DataFrame,
}


@pytest.fixture(scope="module")
def warehouse() -> Any:
    """Return a warehouse."""
    opened = DuckDB()
    yield opened
    opened.close()


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_every_form_are_the_same(warehouse: DuckDB, form: str) -> None:
    """The same rows in any form are the same records: once they are there, they are duplicates."""
    add(warehouse, "event", ROWS)
    loaded = add(warehouse, "event", FORMS[form](ROWS))
    assert (loaded.added, loaded.duplicates, loaded.quarantined) == (0, 2, 0)
    query = "select user_id, name, revenue, hour(time) as hour from events where name = 'signup' order by user_id"
    kept = warehouse.run(query).to_pylist()
    assert kept == [
        {"user_id": "u1", "name": "signup", "revenue": 1.5, "hour": 10},
        {"user_id": "u2", "name": "signup", "revenue": None, "hour": 10},
    ]


def test_bad_rows_hinder_no_others(warehouse: DuckDB) -> None:
    """Rows that are no records are told by their place; a thousand of them are counted, a hundred shown, all kept."""
    bad = [{"time": "never", "name": str(number)} for number in range(2_500)]
    loaded = add(warehouse, "event", [{"time": "2025-01-01T00:00:00Z", "name": "other"}, *bad, "text"])
    assert (loaded.added, loaded.quarantined, len(loaded.problems)) == (1, 2_501, 100)
    assert (loaded.problems[0].line, loaded.problems[0].file) == (2, None)
    assert warehouse.run("select count(*) as n from quarantine where record = 'event'").to_pylist() == [{"n": 2_501}]


def test_a_replay_gives_the_same_rows() -> None:
    """Delivered later once more, an event keeps the time of its first delivery; a state takes that of its last."""
    warehouse = DuckDB()
    early, late = datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 5, 2, tzinfo=UTC)
    for at in (late, early, late):
        add(warehouse, "event", ROWS, delivered_at=at)
        add(warehouse, "customer", [{"user_id": "u1", "plan": f"day {at.day}"}], delivered_at=at)
    assert warehouse.run("select distinct day(received_at) as day from events").to_pylist() == [{"day": 1}]
    assert warehouse.run("select plan from customers").to_pylist() == [{"plan": "day 2"}]
    warehouse.close()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"time": "2025-01-01"}, "bad_rows"),
        ("time", "bad_rows"),
        (pa.table({"tim": ["x"]}), "unknown_field"),
        (7, "bad_rows"),
    ],
)
def test_what_is_not_rows_is_refused(warehouse: DuckDB, rows: object, code: str) -> None:
    """One mapping, text, a number, or a table with a column that is no field are refused as a whole."""
    with pytest.raises(RegardError) as caught:
        add(warehouse, "event", rows)
    assert caught.value.code == code


def test_source_and_zone(warehouse: DuckDB) -> None:
    """The source is noted where a row names none; a zone gives times without offset their meaning."""
    rows = [{"id": "s1", "time": "2025-07-01 12:00:00"}, {"id": "s2", "time": "2025-07-01T12:00:00Z", "source": "app"}]
    assert add(warehouse, "event", rows, zone="Europe/Rome", source="till").added == 2
    kept = warehouse.run(
        "select source, hour(time) as hour from events where id in ('s1', 's2') order by id"
    ).to_pylist()
    assert kept == [{"source": "till", "hour": 10}, {"source": "app", "hour": 12}]
