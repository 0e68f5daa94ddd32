"""The ends of rows in time, beside the least and the greatest moment of all."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.rows.ends import earliest, ends
from regard.rows.log import to_sql
from regard.warehouses.duckdb import DuckDB

START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ROWS = ibis.table({"at": "timestamp(6)"}, name="moments")


@settings(max_examples=20)
@given(st.lists(st.none() | st.integers(0, 10**9), max_size=9))
def test_ends_are_the_least_and_the_greatest(seconds: list[int | None]) -> None:
    """Nulls do not count, and without any moment there is one row of nulls."""
    moments = [None if n is None else START + timedelta(seconds=n) for n in seconds]
    known = [moment for moment in moments if moment is not None]
    first, last = (min(known), max(known)) if known else (None, None)
    with closing(DuckDB()) as warehouse:
        warehouse.put("moments", pa.table({"at": pa.array(moments, pa.timestamp("us"))}))
        assert warehouse.run(to_sql(ends(ROWS, "at"), "duckdb")).to_pylist() == [{"first": first, "last": last}]
        assert warehouse.run(to_sql(earliest(ROWS, "at"), "duckdb")).to_pylist() == [{"first": first}]
