"""Days in files: read as they are written, their order decided from the whole column."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regard.errors import RegardError
from regard.intake.adding import add
from regard.intake.loader import load
from regard.intake.preview import preview
from regard.intake.replaying import replay
from regard.warehouses.duckdb import DuckDB

FIRST, SECOND = date(2025, 3, 1), date(2025, 3, 25)


@pytest.fixture
def warehouse() -> Any:
    """Return an empty warehouse."""
    opened = DuckDB()
    yield opened
    opened.close()


def days(warehouse: DuckDB) -> list[date]:
    """Return the days of the spend that is kept."""
    return [row["day"] for row in warehouse.run("select day from spend order by day").to_pylist()]


def spend_file(folder: Path, *written: str) -> Path:
    """Return a file of spend with those days."""
    path = folder / "spend.csv"
    lines = [f"{day};spring;{number},50;EUR" for number, day in enumerate(written, start=1)]
    path.write_text("\n".join(["Date;Campaign;Cost;Currency", *lines, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2025-03-01", "2025-03-25"),
        ("2025/03/01", "2025/03/25"),
        ("20250301", "20250325"),
        ("01/03/2025", "25/03/2025"),
        ("1.3.2025", "25.3.2025"),
        ("3/1/2025", "3/25/2025"),
        ("1 Mar 2025", "25 March 2025"),
        ("01/03/2025 00:00", "25/03/2025 00:00:00"),
        ("2025-03-01 00:00:00", "2025-03-25 00:00:00"),
    ],
)
def test_days_are_read_as_people_write_them(tmp_path: Path, warehouse: DuckDB, first: str, second: str) -> None:
    """A day in any order is a day, whatever zone is told, and the columns of an advertiser are understood."""
    loaded = load(warehouse, spend_file(tmp_path, first, second), record="spend", zone="Pacific/Kiritimati")
    assert (loaded.added, loaded.problems) == (2, [])
    kept = warehouse.run("select day, campaign, amount, currency from spend order by day").to_pylist()
    assert [tuple(row.values()) for row in kept] == [(FIRST, "spring", 1.5, "EUR"), (SECOND, "spring", 2.5, "EUR")]


def test_days_that_can_be_read_in_two_ways_are_refused(tmp_path: Path, warehouse: DuckDB) -> None:
    """Without a day above 12 nothing tells the order, and the file is refused until it is told."""
    path = spend_file(tmp_path, "01/03/2025", "02/03/2025")
    with pytest.raises(RegardError) as caught:
        load(warehouse, path, record="spend")
    assert caught.value.code == "ambiguous_dates"
    assert load(warehouse, path, record="spend", date_order="mdy").added == 2
    assert days(warehouse) == [date(2025, 1, 3), date(2025, 2, 3)]


@pytest.mark.parametrize("first", [FIRST, datetime(2025, 3, 1)])  # noqa: DTZ001
@pytest.mark.parametrize("second", [SECOND, datetime(2025, 3, 25), "2025-03-25", "25.03.2025"])  # noqa: DTZ001
def test_days_of_a_workbook(tmp_path: Path, warehouse: DuckDB, first: object, second: object) -> None:
    """The cells of a spreadsheet, which makes midnights of dates, are days, also beside text."""
    book = openpyxl.Workbook()
    for row in (["day", "campaign", "amount"], [first, "a", 1], [second, "a", 2]):
        book.active.append(row)
    book.save(tmp_path / "spend.xlsx")
    assert load(warehouse, tmp_path / "spend.xlsx").problems == []
    assert days(warehouse) == [FIRST, SECOND]


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64(), pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("s")])
def test_days_with_a_type(tmp_path: Path, warehouse: DuckDB, kind: pa.DataType) -> None:
    """Dates and midnights of a Parquet file are days."""
    table = pa.table({"day": pa.array([FIRST, SECOND]).cast(kind), "channel": ["ads"] * 2, "amount": [1, 2]})
    pq.write_table(table, tmp_path / "spend.parquet")
    assert load(warehouse, tmp_path / "spend.parquet").problems == []
    assert days(warehouse) == [FIRST, SECOND]


def test_what_is_no_day_waits_in_the_quarantine(tmp_path: Path, warehouse: DuckDB) -> None:
    """A day with a time, one that no calendar has and one to come are refused alone; replayed, they stay refused."""
    path = spend_file(tmp_path, "2025-03-01", "2025-03-02 10:00", "2025-02-30", "2999-01-01", "")
    loaded = load(warehouse, path, record="spend")
    assert (loaded.added, loaded.quarantined) == (1, 4)
    assert [(problem.line, problem.field) for problem in loaded.problems] == [(line, "day") for line in (3, 4, 5, 6)]
    sentences = ("has a time of the day", "is not a date of the calendar", "is in the future", "There is no day")
    for problem, sentence in zip(loaded.problems, sentences, strict=True):
        assert sentence in problem.reason
    again = replay(warehouse, "spend")
    assert (again.added, again.quarantined) == (0, 4)


def test_days_pass_when_replayed(warehouse: DuckDB) -> None:
    """Days of rows, which are read as ISO 8601 only, pass when they are replayed as those of files are read, once."""
    assert add(warehouse, "profile_day", [{"day": "3/25/2025", "network": "x", "followers": 10}]).quarantined == 1
    assert replay(warehouse, "profile_day").added == 1
    assert replay(warehouse, "profile_day").added == 0
    assert warehouse.run("select day, followers from profile_days").to_pylist() == [{"day": SECOND, "followers": 10}]


def test_preview_shows_days(tmp_path: Path) -> None:
    """A preview tells the order of days and shows them as they would be kept."""
    shown = preview(spend_file(tmp_path, "01/03/2025", "25/03/2025"))
    assert (shown.record, shown.layout["date order of day"]) == ("spend", "dmy")
    assert [row["day"] for row in shown.rows] == [FIRST, SECOND]
    assert shown.columns[2].reason == "cost is another word for amount"
