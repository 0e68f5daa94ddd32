"""Texts that a Parquet file stores once and points at: read once, and kept as if each row had its own."""

from collections.abc import Iterable
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.intake.files import parquet
from regard.intake.files.parquet import Parquet
from regard.intake.files.stream import FileBytes
from regard.intake.loader import load
from regard.records import RecordType
from regard.warehouses.warehouse import Added

AT = datetime(2025, 5, 1, tzinfo=UTC)
TEXTS = {
    "time": ["2025-03-01T10:00:00Z", "2025-03-01 10:00:00", "01/03/2025", "soon", ""],
    "type": ["page", " Track ", "screen", "visit", ""],
    "user_id": ["u1", " u2 ", "1.5e+10", "'=u", ""],
    "country": ["IT", "Côte d'Ivoire", "'+39", "  ", ""],
    "properties": ['{"plan": "pro"}', "{}", '{"b": 1, "a": [2]}', "no json", ""],
    "revenue": ["12.5", "1e3", "twelve", "-", ""],
    "interactive": ["true", "0", "perhaps", "NO", ""],
    "currency": ["eur", "EUR ", "euro", "-", ""],
}
"""What each column may hold: right as it is, right in another form, wrong, or nothing."""

ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([*texts, texts[0], None]) for name, texts in TEXTS.items()}),
    min_size=1,
    max_size=6,
)


class Kept:
    """A warehouse that keeps the batches of one load as they come."""

    rows: list[dict[str, Any]]

    def add(self, _: RecordType, batches: Iterable[pa.RecordBatch], refused: Iterable[pa.RecordBatch] = ()) -> Added:
        """Keep the rows, in the order of their ids."""
        self.rows = sorted((row for batch in batches for row in batch.to_pylist()), key=itemgetter("id"))
        return Added(len(self.rows), len(list(refused)))

    def horizon(self) -> None:
        """Return that no event has left the log."""


def became(rows: list[dict[str, str | None]], *, repeat: bool) -> tuple[Any, ...]:
    """Return what is kept of a file with those rows, often, and what is refused of it."""
    many = [{"id": str(place), **row} for place, row in enumerate(rows * 12)]
    schema = pa.schema([(name, pa.string()) for name in ("id", *TEXTS)])
    kept: Any = Kept()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        pq.write_table(pa.Table.from_pylist(many, schema=schema), path, use_dictionary=repeat, row_group_size=50)
        told = load(kept, path, record="event", delivered_at=AT, date_order="dmy")
    problems = [(problem.line, problem.field, problem.reason, problem.raw) for problem in told.problems]
    return kept.rows, problems, told.quarantined


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_repeated_texts_are_read_as_plain_ones(rows: list[dict[str, str | None]]) -> None:
    """A file that stores its texts once gives the same records and the same refusals as one that repeats them."""
    assert became(rows, repeat=True) == became(rows, repeat=False)


@pytest.mark.parametrize("rows", [1, 7, 8, 20, 23])
def test_chunks_do_not_end_with_stretches(rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come in their order in chunks of one size, whatever the file's own stretches, with their numbers."""
    monkeypatch.setattr(parquet, "_ROWS_AT_ONCE", 8)
    path = tmp_path / "events.parquet"
    told = [{"id": f"e{number}", "country": "IT" if number % 3 else "FR"} for number in range(rows)]
    pq.write_table(pa.Table.from_pylist(told), path, row_group_size=5)
    chunks = list(Parquet(FileBytes(path)).chunks_as_stored())
    assert [chunk.rows.num_rows for chunk in chunks[:-1]] == [8] * (len(chunks) - 1)
    assert [row for chunk in chunks for row in chunk.rows.to_pylist()] == told
    lines = [chunk.line(place) for chunk in chunks for place in range(chunk.rows.num_rows)]
    assert lines == list(range(1, rows + 1))


def test_only_texts_that_repeat_are_pointed_at(tmp_path: Path) -> None:
    """Ids, of which each is another, and numbers come as they are; texts of which there are few as places in a list."""
    path = tmp_path / "events.parquet"
    ids = [f"an event with a long id {number * 7919 % 104729}" for number in range(40_000)]
    pq.write_table(pa.table({"id": ids, "country": ["IT", "FR"] * 20_000, "revenue": [1.5] * 40_000}), path)
    chunk = next(Parquet(FileBytes(path)).chunks_as_stored()).rows
    assert [pa.types.is_dictionary(kind) for kind in chunk.schema.types] == [False, True, False]
    assert [row["country"] for row in chunk.slice(0, 2).to_pylist()] == ["IT", "FR"]


def test_what_was_read_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is read, no more of it is held than some stretches of rows."""
    monkeypatch.setattr(parquet, "_ROWS_AT_ONCE", 4_000)
    path = tmp_path / "events.parquet"
    ids = [f"{number * 2654435761 % 2**32:08x}" * 25 for number in range(60_000)]
    pq.write_table(pa.table({"id": ids}), path, row_group_size=2_000, compression="none", use_dictionary=False)
    before = pa.total_allocated_bytes()
    held = [pa.total_allocated_bytes() - before for _ in Parquet(FileBytes(path)).chunks()]
    assert len(held) == 15
    assert max(held) < path.stat().st_size / 2
