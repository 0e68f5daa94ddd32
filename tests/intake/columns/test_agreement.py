"""Clean rows of the records that came last go the fast way, and only those whose fields agree."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.intake.columns.reading import read_columns
from regard.records import Record, record_type
from regard.records.parse import Delivery, parse_record
from regard.warehouses.tables import record_batch

DELIVERY = Delivery(datetime(2025, 6, 1, tzinfo=UTC))
TIMES = ["2025-04-17T09:30:00Z", "2025-04-17T09:30:01Z", "2026-01-01T00:00:00Z"]
COUNTS = [None, 0, 3, -1]
DAYS = ["2025-04-17", "2025-04-17T00:00:00", "2025-06-02", "2025-06-03"]
POOLS: dict[str, dict[str, list[Any]]] = {
    "subscription": {"user_id": ["u", "v"], "started_at": TIMES, "ended_at": [None, *TIMES], "plan": [None, "pro"]},
    "delivery": {
        "time": TIMES,
        "kind": [None, "sent", "clicked"],
        "clicks": COUNTS,
        "unique_opens": COUNTS,
        "cost": [None, 0.5],
    },
    "post": {"time": TIMES, "network": ["x", "y"], "url": [None, "x/1"], "text": [None, "Hello"], "likes": COUNTS},
    "profile_day": {"day": DAYS, "network": ["x", None], "profile": [None, "shop"], "lost": COUNTS},
    "mention": {"time": TIMES, "rating": [None, 0.0, 4.5, 5.0, 5.1, -0.5], "replied_at": [None, *TIMES]},
    "spend": {"day": [date(2025, 4, 17), date(2025, 6, 2), date(2025, 6, 3)], "amount": [-2.5, 0.0, None]},
}


@st.composite
def batches(draw: st.DrawFn, kind: str) -> pa.RecordBatch:
    """Return a few rows with values that are clean, each for itself; some columns may be missing."""
    pools = POOLS[kind]
    left_out = draw(st.sets(st.sampled_from(sorted(pools)), max_size=1))
    size = draw(st.integers(1, 6))
    columns = {
        name: draw(st.lists(st.sampled_from(pool), min_size=size, max_size=size))
        for name, pool in pools.items()
        if name not in left_out
    }
    types = {name: pa.array([value for value in pools[name] if value is not None]).type for name in columns}
    return pa.RecordBatch.from_pydict({name: pa.array(values, types[name]) for name, values in columns.items()})


@pytest.mark.parametrize("kind", POOLS)
@settings(max_examples=40)
@given(data=st.data())
def test_clean_rows_are_taken_where_the_arbiter_takes_them(kind: str, data: st.DataObject) -> None:
    """Of rows whose values are clean the fast path takes those that the arbiter takes, with the same ids."""
    record, rows = record_type(kind), data.draw(batches(kind))
    read = read_columns(record, rows, DELIVERY)
    parsed = [parse_record(record, row, DELIVERY) for row in rows.to_pylist()]
    assert read.others == [place for place, found in enumerate(parsed) if not isinstance(found, Record)]
    kept = [found for found in parsed if isinstance(found, Record)]
    assert read.rows.to_pylist() == record_batch(record, kept).to_pylist()
