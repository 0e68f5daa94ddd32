"""What small batches put in and took out is noted, so that rows can be kept in step."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.records import RecordType, record_type
from regard.warehouses import duckdb_changes, duckdb_id_hashes, duckdb_settling
from regard.warehouses.duckdb import DuckDB
from regard.warehouses.tables import table_schema

START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
EVENT, LINK, TICKET = record_type("event"), record_type("link"), record_type("ticket")
NOTED = ("id", "user_id", "other_id", "session_id", "time", "is_new")
Copy = tuple[str, int, str]


def event(copy: Copy) -> dict[str, Any]:
    """Return one copy of an event, received some hours after it happened."""
    key, hours, user = copy
    received = START + timedelta(hours=hours)
    who = {"user_id": user, "anonymous_id": "a" + user, "session_id": "s" + key}
    return {"id": key, "received_at": received, "time": START, "type": "page", "properties": "{}", **who}


def batch(record: RecordType, rows: Sequence[dict[str, Any]]) -> pa.RecordBatch:
    """Return rows of a table."""
    return pa.RecordBatch.from_pylist(list(rows), schema=table_schema(record))


def noted(warehouse: DuckDB, record: str = "event") -> list[tuple[Any, ...]]:
    """Return what is noted of one kind of record, in any order."""
    rows = warehouse.run(f"select {', '.join(NOTED)} from changes where record = '{record}'").to_pylist()
    return sorted((tuple(row.values()) for row in rows), key=str)


def standing(warehouse: DuckDB) -> set[tuple[Any, ...]]:
    """Return the events that stand, as the columns of what is noted of them."""
    rows = warehouse.run("select id, user_id, anonymous_id, session_id, time from events").to_pylist()
    return {tuple(row.values()) for row in rows}


@pytest.fixture
def warehouse() -> Iterator[DuckDB]:
    """Return an empty warehouse."""
    with closing(DuckDB()) as empty:
        yield empty


def test_what_came_in_and_what_went(warehouse: DuckDB) -> None:
    """A new event is noted, a copy that loses is not, and a better copy with the one whose place it takes."""
    warehouse.add(EVENT, [batch(EVENT, [event(("e", 2, "u"))])])
    first = ("e", "u", "au", "se", START, True)
    assert noted(warehouse) == [first]
    warehouse.add(EVENT, [batch(EVENT, [event(("e", 3, "v"))])])
    assert noted(warehouse) == [first]
    warehouse.add(EVENT, [batch(EVENT, [event(("e", 1, "w"))])])
    assert set(noted(warehouse)) == {first, ("e", "u", "au", "se", START, False), ("e", "w", "aw", "se", START, True)}


def test_links_are_noted_and_tickets_are_not(warehouse: DuckDB) -> None:
    """Of a link both ids are noted; no row is derived from changes of tickets."""
    link = {"id": "l", "received_at": START, "time": START, "kind": "merge", "user_id": "u", "other_id": "v"}
    warehouse.add(LINK, [batch(LINK, [link])])
    warehouse.add(TICKET, [batch(TICKET, [{"id": "t", "as_of": START, "created_at": START}])])
    assert noted(warehouse, "link") == [("l", "u", "v", None, START, True)]
    assert warehouse.run("select count(*) as n from changes").to_pylist() == [{"n": 1}]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3), st.sampled_from("uvw")), max_size=6), max_size=4
    )
)
def test_changes_lead_from_each_state_to_the_next(batches: list[list[Copy]]) -> None:
    """What stood before, less what went, and what came, is what stands."""
    with closing(DuckDB()) as warehouse:
        for copies in batches:
            before = standing(warehouse)
            warehouse.add(EVENT, [batch(EVENT, [event(copy)]) for copy in copies])
            found = noted(warehouse)
            went = {row[:-1] for row in found if not row[-1]}
            came = {row[:-1] for row in found if row[-1]}
            assert went <= before
            assert (before - went) | came == standing(warehouse)
            warehouse._connection.execute("delete from changes")


def test_a_large_batch_is_one_row(warehouse: DuckDB, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much to list takes the place of the list, and nothing more is listed while it stands."""
    monkeypatch.setattr(duckdb_settling, "_SMALL_BATCH", 2)
    everything = [(None, None, None, None, None, None)]
    warehouse.add(EVENT, [batch(EVENT, [event(("a", 1, "u"))])])
    warehouse.add(EVENT, [batch(EVENT, [event((key, 1, "u")) for key in "abcd"])])
    assert noted(warehouse) == everything
    warehouse.add(EVENT, [batch(EVENT, [event(("e", 1, "u"))])])
    assert noted(warehouse) == everything


def test_a_list_that_grows_too_long_is_cut(warehouse: DuckDB, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small batches that nobody asks for end as one row, too."""
    monkeypatch.setattr(duckdb_changes, "_LISTED_AT_MOST", 2)
    for key in "abc":
        warehouse.add(EVENT, [batch(EVENT, [event((key, 1, "u"))])])
    assert noted(warehouse) == [(None, None, None, None, None, None)]


def test_nothing_new_is_nothing_noted(warehouse: DuckDB, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same events again, in a small batch or in a large one, change nothing."""
    again = [batch(EVENT, [event((key, 1, "u")) for key in "abc"])]
    warehouse.add(EVENT, again)
    warehouse._connection.execute("delete from changes")
    warehouse.add(EVENT, again)
    monkeypatch.setattr(duckdb_settling, "_SMALL_BATCH", 2)
    warehouse.add(EVENT, again)
    assert noted(warehouse) == []


def test_a_failed_batch_notes_nothing(warehouse: DuckDB) -> None:
    """What is rolled back with its batch is not noted either."""

    def broken() -> Iterator[pa.RecordBatch]:
        yield batch(EVENT, [event(("a", 1, "u"))])
        raise ValueError("cut off")

    with pytest.raises(ValueError, match="cut off"):
        warehouse.add(EVENT, broken())
    assert noted(warehouse) == []


def test_another_way_to_hash_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose ids were hashed by another version is hashed again when it is opened: copies are still found."""
    file = tmp_path / "events.duckdb"
    with monkeypatch.context() as patch:
        patch.setattr(duckdb_id_hashes, "_SIGN", "17")
        with closing(DuckDB(file)) as older:
            older.add(EVENT, [batch(EVENT, [event(("a", 1, "u"))])])
            older._connection.execute("update events set id_hash = 1")
    with closing(DuckDB(file)) as newer:
        assert newer.add(EVENT, [batch(EVENT, [event(("a", 1, "u"))])]).duplicates == 1


def test_a_table_without_hashes(warehouse: DuckDB) -> None:
    """Copies are found in tables that were made before ids had hashes."""
    warehouse._connection.execute("alter table events drop column id_hash")
    rows = batch(EVENT, [event(("a", 1, "u")), event(("b", 1, "u"))])
    told = [warehouse.add(EVENT, [rows]) for _ in range(2)]
    assert [(each.added, each.duplicates) for each in told] == [(2, 0), (0, 2)]
