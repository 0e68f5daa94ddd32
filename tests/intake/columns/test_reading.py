"""What the fast path takes, the arbiter takes with the same values."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.intake.chunks import prepared
from regard.intake.columns.reading import read_columns
from regard.records import RECORDS, Record, RecordType
from regard.records.parse import Delivery, parse_record
from regard.warehouses.tables import record_batch, table_schema

AT = datetime(2025, 6, 1, tzinfo=UTC)
ZONES = [None, ZoneInfo("Europe/Rome"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Havana")]
WORDS = [
    "x", "12", "007", "-", "3.5", "-1", "1e5", "1.78E+17", "true", "No", "EUR", "eur", "\xe9", "nps", "csat",
    "ces", "rating", "page", "track", "shown", "paid", "cancelled", "identify", "status", "agent", "0.1", "10",
    "100.01", "+4", "\uff11", '{"a":1}', '{"b":[1.5,null]}', '{"a":', "[]", '["x","y"]', "[x]",
    '[{"sku":"a","quantity":2}]', "a\x00b", "2025-03-30T02:30:00", "2025-04-17T09:30:00+02:00",
    "2025-04-17T09:30:00.123456Z", "2025-04-17T09:30:00.1234567Z", "2025-04-17", "1969-12-31T23:59:59Z",
    "2025-06-01T23:00:00Z", "2025-06-02T00:00:00Z", "2025-06-02T00:00:01Z", "2031-01-01T00:00:00Z",
    "2025-04-17T09:30Z", "1970-01-01T00:00:00+02:00", "2025-04-17T24:00:00Z", "2025-04-17T09:30:60Z",
    "2025-02-29T10:00:00Z", "2024-02-29T10:00:00Z", "sent", "opened", "2025-06-02", "2025-06-03", "2024-02-29",
    "2025-02-29", "1969-12-31", "2025-04-17T00:00:00", "2025-04-17 00:00", "2025-04-17T00:00:00.000",
    "2025-04-17T00:00:00Z", "2025-04-17T00:00:01", " 2025-04-17",
]  # fmt: skip
BLANK = ["", " ", "\t", "\u00a0", "2025-03-30 02:30:00", "2025-10-26 02:30:00", "2025-04-17T09:30:00 +0200"]
BLANK += ["2025-02-30 10:00:00", "2024-02-29 10:00:00", "0001-01-01 00:00:00", "2025-04-17 UTC"]
JSON = ['{"n":123456789012345678901234567890}', '{"s":"\\ud800"}', '{"x":1e400}', '{"y":-0.0}', '{"z":1,"z":2}']
TEXTS = st.sampled_from(WORDS + BLANK + JSON)
INSTANTS = st.datetimes(datetime(1969, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LOCALS = st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 31))  # noqa: DTZ001
DATES = st.dates(date(1960, 1, 1), date(2030, 1, 1))
MIDNIGHTS = DATES.map(lambda day: datetime.combine(day, time.min))
COLUMNS = [
    (pa.string(), TEXTS),
    (pa.large_string(), TEXTS),
    (pa.string(), st.text(max_size=8)),
    (pa.int64(), st.integers(-(2**63), 2**63 - 1) | st.integers(-2, 12)),
    (pa.float64(), st.floats() | st.sampled_from([-0.0, 0.0, 3.0, 11.0, 99.5])),
    (pa.float32(), st.floats(width=32)),
    (pa.bool_(), st.booleans()),
    (pa.timestamp("us", "UTC"), INSTANTS),
    (pa.timestamp("ns", "Europe/Rome"), INSTANTS),
    (pa.timestamp("us"), LOCALS),
    (pa.timestamp("ns"), MIDNIGHTS | LOCALS),
    (pa.timestamp("s"), MIDNIGHTS),
    (pa.date32(), DATES),
    (pa.date64(), DATES),
]
NEEDED = ("time", "created_at", "started_at", "day", "user_id", "kind", "total", "ticket_id", "network", "amount")


@st.composite
def batches(draw: st.DrawFn) -> tuple[RecordType, pa.RecordBatch]:
    """Return a kind of record and a few rows with columns of any type for some of its fields."""
    record = draw(st.sampled_from(RECORDS))
    names = table_schema(record).names
    needed = [name for name in NEEDED if name in names]
    chosen = sorted({*draw(st.lists(st.sampled_from(names), max_size=6)), *needed})
    rows = draw(st.integers(1, 4))
    arrays = []
    for name in chosen:
        is_text = name in ("time", "created_at", "started_at", "day") and draw(st.booleans())
        kind, values = draw(st.sampled_from(COLUMNS[:1] if is_text else COLUMNS))
        arrays.append(pa.array(draw(st.lists(st.none() | values, min_size=rows, max_size=rows)), kind))
    return record, pa.RecordBatch.from_arrays(arrays, names=chosen)


def assert_agrees(record: RecordType, raw: pa.RecordBatch, delivery: Delivery) -> int:
    """Read rows both ways; return how many the fast path took."""
    columns = prepared(record, raw)
    read = read_columns(record, columns, delivery)
    taken = [place for place in range(raw.num_rows) if place not in read.others]
    parsed = [parse_record(record, row, delivery) for row in columns.to_pylist()]
    assert all(isinstance(parsed[place], Record) for place in taken), [parsed[place] for place in taken]
    expected = record_batch(record, [parsed[place] for place in taken])  # type: ignore[misc]
    assert read.rows.to_pylist() == expected.to_pylist()
    assert read.rows.schema == expected.schema
    return len(taken)


@settings(max_examples=200)
@given(batches(), st.sampled_from(ZONES), st.sampled_from([None, "shop"]))
def test_fast_path_agrees_with_arbiter(
    batch: tuple[RecordType, pa.RecordBatch], zone: ZoneInfo | None, source: str | None
) -> None:
    """Whatever the types of the columns, a row that the fast path takes is the row that the arbiter gives."""
    assert_agrees(*batch, Delivery(AT, source, zone))


@settings(max_examples=100)
@given(batches(), st.sampled_from(ZONES), st.sampled_from([None, "shop"]))
def test_few_texts_are_read_as_plain_ones(
    batch: tuple[RecordType, pa.RecordBatch], zone: ZoneInfo | None, source: str | None
) -> None:
    """Texts that come as places in a list of few give the same rows, and leave the same ones to the arbiter."""
    record, raw = batch
    plain = pa.Table.from_batches([raw] * 3).combine_chunks().to_batches()[0]
    arrays = [each.dictionary_encode() if pa.types.is_string(each.type) else each for each in plain.columns]
    few = pa.RecordBatch.from_arrays(arrays, names=plain.schema.names)
    delivery = Delivery(AT, source, zone)
    read, same = (read_columns(record, prepared(record, columns), delivery) for columns in (plain, few))
    assert same.rows.to_pylist() == read.rows.to_pylist()
    assert same.others == read.others


@pytest.mark.parametrize("with_id", [True, False])
def test_fast_path_takes_clean_rows(*, with_id: bool) -> None:
    """Clean rows of every kind of field go the fast way, all of them."""
    event = {
        "time": "2025-04-17T09:30:00+02:00", "type": "page", "user_id": "7", "scroll_percent": "50", "revenue": "1.5",
        "interactive": "true", "currency": "EUR", "engaged_ms": "1200", "properties": '{"b": 1, "a": [null, 2.5]}',
    }  # fmt: skip
    rows = [{**event, "user_id": str(number)} | ({"id": f"e{number}"} if with_id else {}) for number in range(50)]
    record = next(record for record in RECORDS if record.name == "event")
    assert assert_agrees(record, pa.RecordBatch.from_pylist(rows), Delivery(AT)) == 50
