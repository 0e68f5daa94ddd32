"""Copies of the records that came last: which of them stands, in whatever order and form they arrive."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.intake.adding import add
from regard.records import record_type
from regard.warehouses.duckdb import DuckDB

START = datetime(2025, 6, 1, tzinfo=UTC)
TIME = "2025-04-17T09:30:00Z"
Copy = tuple[str, int]
"""What the copy is of, and after how many hours it was delivered."""

ROWS: dict[str, tuple[str, Callable[[str, int], dict[str, Any]]]] = {
    "subscription": (
        "monthly_amount", lambda key, number: {"user_id": key, "started_at": TIME, "monthly_amount": float(number)},
    ),
    "delivery": ("clicks", lambda key, number: {"time": TIME, "campaign": key, "clicks": number}),
    "post": ("likes", lambda key, number: {"time": TIME, "network": "x", "url": key, "likes": number}),
    "profile_day": (
        "followers", lambda key, number: {"day": "2025-04-17", "network": key, "profile": "shop", "followers": number},
    ),
    "mention": ("rating", lambda key, number: {"time": TIME, "network": key, "rating": float(number)}),
    "spend": ("amount", lambda key, number: {"day": "2025-04-17", "campaign": key, "amount": float(number)}),
}  # fmt: skip
"""The field that differs between copies, and a row without an id."""

HAPPENED = ("delivery", "mention")
COPIES = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3)), min_size=1, max_size=8)


def stored(kind: str, copies: Sequence[Copy], as_arrow: Sequence[bool], *, with_id: bool) -> list[Any]:
    """Return what stands of each thing once all copies were added, one by one."""
    field, row = ROWS[kind]
    warehouse = DuckDB()
    for (key, hours), is_arrow in zip(copies, as_arrow, strict=True):
        rows = [row(key, hours) | ({"id": key} if with_id else {})]
        added = pa.Table.from_pylist(rows) if is_arrow else rows
        assert add(warehouse, kind, added, delivered_at=START + timedelta(hours=hours)).problems == []
    table = record_type(kind).table
    found = [each["said"] for each in warehouse.run(f"select {field} as said from {table} order by said").to_pylist()]
    warehouse.close()
    return found


@pytest.mark.parametrize("kind", ROWS)
@settings(max_examples=12)
@given(data=st.data())
def test_the_last_state_or_the_first_copy_stands(kind: str, data: st.DataObject) -> None:
    """Of what happened the first copy of an id stands, of a state the last, whatever the order of arrival."""
    copies = data.draw(COPIES)
    as_arrow = data.draw(st.lists(st.booleans(), min_size=len(copies), max_size=len(copies)))
    chosen = min if kind in HAPPENED else max
    expected = [chosen(hours for key, hours in copies if key == each) for each in {key for key, _ in copies}]
    assert stored(kind, copies, as_arrow, with_id=True) == sorted(expected)


@pytest.mark.parametrize("kind", ["subscription", "post", "profile_day"])
@settings(max_examples=12)
@given(data=st.data())
def test_a_state_without_id_is_replaced(kind: str, data: st.DataObject) -> None:
    """A contract, a post with a url and a profile's day are known without an id, so newer numbers replace the older."""
    copies = data.draw(COPIES)
    as_arrow = data.draw(st.lists(st.booleans(), min_size=len(copies), max_size=len(copies)))
    expected = [max(hours for key, hours in copies if key == each) for each in {key for key, _ in copies}]
    assert stored(kind, copies, as_arrow, with_id=False) == sorted(expected)


@pytest.mark.parametrize("kind", ["delivery", "mention", "spend"])
def test_other_content_is_another_record(kind: str) -> None:
    """Without an id two rows of one day and campaign both count, unless they say the same."""
    assert stored(kind, [("a", 2), ("a", 3), ("b", 2), ("a", 3)], [True, False, True, True], with_id=False) == [2, 2, 3]
