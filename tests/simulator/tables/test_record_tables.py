import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from regard.records import RECORDS, RecordType
from regard.records.parse import Delivery, Unreadable, parse_record
from regard.simulator import World, simulate
from regard.simulator.arrays import generator
from regard.simulator.calendar import calendar
from regard.simulator.lives import draw_lives
from regard.simulator.shop import draw_shop
from regard.simulator.tables import record_tables, shop_tables

DELIVERY = Delivery(at=datetime(2026, 1, 2, tzinfo=UTC))
EACH_RECORD = pytest.mark.parametrize("record", RECORDS, ids=[record.name for record in RECORDS])


@pytest.fixture(scope="module")
def world() -> World:
    """Return a small world."""
    return simulate(events=5_000, seed=6)


def _set(row: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a row that are set."""
    return {name: value for name, value in row.items() if value is not None}


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its JSON text as values."""
    return {
        name: json.loads(value) if name in ("properties", "items", "choices") else value for name, value in row.items()
    }


@EACH_RECORD
def test_every_row_is_a_record(world: World, record: RecordType) -> None:
    """Every row of every kind is read without a complaint, and says the same as the strict struct does."""
    rows = world.tables[record.name].to_pylist()
    assert rows
    for row in map(_set, rows):
        parsed = parse_record(record, row, DELIVERY)
        assert not isinstance(parsed, Unreadable), parsed
        assert parsed == msgspec.convert(_decoded(row), record.struct)


@EACH_RECORD
def test_copies_of_an_id_have_stamps_of_their_own(world: World, record: RecordType) -> None:
    """No two copies of an id have the same stamp, so which one stands is never a matter of order."""
    rows = world.tables[record.name].select(["id", record.stamp]).to_pylist()
    assert len({(row["id"], row[record.stamp]) for row in rows}) == len(rows)


def test_every_kind_of_delivery_occurs(world: World) -> None:
    """Some events come twice, some days late; what has a state comes in more than one."""
    events = world.tables["event"].to_pylist()
    assert len({row["id"] for row in events}) < len(events)
    assert max((row["received_at"] - row["time"]).days for row in events) > 1
    for name in ("order", "ticket", "customer", "subscription", "post", "spend"):
        ids = world.tables[name]["id"].to_pylist()
        assert len(set(ids)) < len(ids)


def test_every_kind_of_link_occurs() -> None:
    """There are identifications, aliases, merges, and merges that were taken back."""
    kinds = simulate(events=20_000, seed=6).tables["link"]["kind"]
    assert set(kinds.to_pylist()) == {"identify", "alias", "merge", "unmerge"}


def test_words_of_coded_columns_differ() -> None:
    """No dictionary holds a word twice: Parquet files written from such a one vary from run to run."""
    when = calendar(datetime(2025, 12, 31, tzinfo=UTC).date(), 365, "Europe/Rome")
    lives = draw_lives(generator(1, 0), 0, 300, when)
    tables = [*record_tables(generator(1, 1), lives).values(), *shop_tables(draw_shop(1, 300, when)).values()]
    columns = [column for table in tables for column in table.columns]
    coded = [column.chunk(0) for column in columns if pa.types.is_dictionary(column.type)]
    assert len(coded) > 40
    for column in coded:
        assert len(column.dictionary.unique()) == len(column.dictionary)


def test_numbers_of_chunks_do_not_meet() -> None:
    """People of different chunks have different ids, and so have all their records."""
    world = simulate(events=100_000, seed=2, days=30)
    assert world.truth["people"] > 8_000
    counts = {
        "event": "events",
        "order": "orders",
        "ticket": "tickets",
        "answer": "shown",
        "subscription": "contracts",
        "mention": "voices",
        "post": "posts",
    }
    for name, count in counts.items():
        assert len(world.tables[name]["id"].unique()) == world.truth["realised"][count]
    assert len(world.tables["delivery"]["id"].unique()) == len(world.tables["delivery"])
