"""Loading files of every format, mapped and told in every way."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regard.errors import RegardError
from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB

ROWS: list[dict[str, Any]] = [
    {"id": "o1", "time": "2025-04-01T10:00:00Z", "user_id": "178436453298475123", "total": 12.5, "currency": "EUR"},
    {"id": "o2", "time": "2025-04-02T10:00:00Z", "user_id": "007", "total": 1234.5, "currency": None},
]
CSV = """id,time,user_id,total,currency
o1,2025-04-01T10:00:00Z,178436453298475123,12.5,EUR
o2,2025-04-02T10:00:00Z,007,1234.5,
"""


@pytest.fixture
def warehouse() -> Any:
    """Return an empty warehouse."""
    opened = DuckDB()
    yield opened
    opened.close()


def excel(path: Path) -> None:
    """Write the rows as a workbook, times as dates of the spreadsheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append([*{**row, "time": datetime.fromisoformat(row["time"]).replace(tzinfo=None)}.values()])
    book.save(path)


def write(path: Path) -> Path:
    """Write the rows in the format that the ending asks for."""
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    plain = path.with_name(path.name.removesuffix(".gz"))
    if kind in ("csv", "tsv"):
        plain.write_text(CSV if kind == "csv" else CSV.replace(",", "\t"), encoding="utf-8")
    elif kind == "ndjson":
        plain.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-8")
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), plain)
    else:
        excel(plain)
    if plain != path:
        path.write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    return path


def orders(warehouse: DuckDB) -> list[dict[str, Any]]:
    """Return the orders that are kept, by id."""
    query = "select id, time, user_id, total, currency, source, properties from orders order by id"
    rows: list[dict[str, Any]] = warehouse.run(query).to_pylist()
    return rows


@pytest.mark.parametrize("kind", ["csv", "tsv", "ndjson", "parquet", "xlsx"])
@pytest.mark.parametrize("packing", ["", ".gz"])
def test_every_format_gives_the_same_rows(tmp_path: Path, warehouse: DuckDB, kind: str, packing: str) -> None:
    """The same rows come out of every format, plain and gzipped; loaded again they change nothing."""
    path = write(tmp_path / f"orders.{kind}{packing}")
    loaded = load(warehouse, path, zone="UTC")
    assert (loaded.added, loaded.duplicates, loaded.quarantined, loaded.problems) == (2, 0, 0, [])
    again = load(warehouse, path, zone="UTC")
    assert (again.added, again.duplicates) == (0, 2)
    first, second = orders(warehouse)
    assert (first["user_id"], first["total"], first["currency"]) == ("178436453298475123", 12.5, "EUR")
    assert (second["user_id"], second["total"], second["currency"]) == ("007", 1234.5, None)
    assert second["time"].replace(tzinfo=UTC) == datetime.fromisoformat(ROWS[1]["time"])


def test_columns_are_told(tmp_path: Path, warehouse: DuckDB) -> None:
    """Columns are mapped, joined, given twice, left out, kept as properties; constants fill what the file lacks."""
    path = tmp_path / "sales.csv"
    path.write_text(
        "Bill;Line;Day;Hour;Buyer;Price;Size;total\nB1;1;17.04.2025;9:30;u1;1.234,50;XL;x\n", encoding="utf-8"
    )
    loaded = load(
        warehouse, path, source="csv", record="order", zone="Europe/Rome", keep="properties",
        columns={"Bill": ["id", "properties.bill"], "Line": "id", "Day": "time", "Hour": "time", "Buyer": "user_id",
                 "Price": "total", "total": None},
        values={"currency": "EUR", "properties.shop": 7},
    )  # fmt: skip
    assert loaded.problems == []
    (order,) = orders(warehouse)
    assert (order["id"], order["user_id"], order["total"], order["currency"]) == ("B1 1", "u1", 1234.5, "EUR")
    assert order["time"] == datetime(2025, 4, 17, 7, 30)  # noqa: DTZ001
    assert json.loads(order["properties"]) == {"bill": "B1", "shop": 7, "Size": "XL"}


def test_source_is_declared(tmp_path: Path, warehouse: DuckDB) -> None:
    """A source of regard.toml says how its files are read, and its name is kept; what is told goes first."""
    path = tmp_path / "till.csv"
    path.write_text("No,When,Sum\n1,04/03/2025,10\n", encoding="utf-8")
    declared = {
        "till": {
            "record": "order", "zone": "UTC", "date_order": "mdy",
            "columns": {"No": "id", "When": "time", "Sum": "total"},
        }
    }  # fmt: skip
    load(warehouse, path, source="till", sources=declared)
    load(warehouse, path, source="till", sources=declared, date_order="dmy")
    (order,) = orders(warehouse)
    assert (order["source"], order["time"].month) == ("till", 3)


def test_folders_and_patterns(tmp_path: Path, warehouse: DuckDB) -> None:
    """All files of a folder or a pattern are loaded, two of one name both; problems say the whole path."""
    for place, key in (("a", "1"), ("b", "2")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "orders.csv").write_text(
            f"id,time,total\n{key},2025-01-01T00:00:00Z,5\n9,2025-01-01T00:00:00Z,-5\n", encoding="utf-8"
        )
    (tmp_path / "b" / "notes.md").write_text("not for us", encoding="utf-8")
    loaded = load(warehouse, tmp_path)
    assert (loaded.added, loaded.quarantined) == (2, 2)
    assert [problem.file for problem in loaded.problems] == [str(tmp_path / place / "orders.csv") for place in "ab"]
    again = load(warehouse, str(tmp_path / "*" / "*.csv"))
    assert (again.added, again.duplicates, again.quarantined) == (0, 2, 2)
    assert warehouse.run("select count(*) as n from quarantine").to_pylist() == [{"n": 2}]


def test_a_bad_file_among_several_is_a_problem(tmp_path: Path, warehouse: DuckDB) -> None:
    """A file that cannot be read does not hinder the others; alone it is refused."""
    write(tmp_path / "good.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    loaded = load(warehouse, tmp_path)
    assert loaded.added == 2
    assert [(problem.file, problem.line) for problem in loaded.problems] == [(str(tmp_path / "empty.csv"), None)]
    with pytest.raises(RegardError, match="is empty"):
        load(warehouse, tmp_path / "empty.csv")


def test_progress_is_told(tmp_path: Path, warehouse: DuckDB) -> None:
    """Progress ends with all rows and all bytes, and never goes back."""
    path = write(tmp_path / "orders.csv")
    told: list[tuple[int, int, int]] = []
    load(warehouse, path, progress=lambda *counts: told.append(counts))
    assert told[-1] == (2, path.stat().st_size, path.stat().st_size)
    assert told == sorted(told)


def test_names_that_appear_late_are_read(tmp_path: Path, warehouse: DuckDB) -> None:
    """In JSON lines a field may first be named far down; a name with dots reaches into nested objects."""
    lines = [{"id": f"o{number}", "at": {"time": "2025-01-01T00:00:00Z"}, "total": 1} for number in range(1_500)]
    lines[-1]["currency"] = "EUR"
    path = tmp_path / "orders.ndjson"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    loaded = load(warehouse, path, record="order", columns={"at.time": "time"})
    assert (loaded.added, loaded.problems) == (1_500, [])
    assert warehouse.run("select count(currency) as n from orders").to_pylist() == [{"n": 1}]


def test_floats_of_ids_become_whole(tmp_path: Path, warehouse: DuckDB) -> None:
    """Ids that a table with gaps holds as floats are whole numbers again, and a gap is nobody."""
    table = pa.table(
        {"time": ["2025-01-01T00:00:00Z"] * 3, "name": ["a", "b", "c"], "user_id": [13085.0, None, 13086.0]}
    )
    pq.write_table(table, tmp_path / "events.parquet")
    assert load(warehouse, tmp_path / "events.parquet").added == 3
    users = warehouse.run("select user_id from events order by name").to_pylist()
    assert [row["user_id"] for row in users] == ["13085", None, "13086"]


@pytest.mark.parametrize(
    ("told", "code", "sentence"),
    [
        (
            {"source": "shopify"},
            "unknown_source",
            'The source "shopify" is not read yet: it comes with a later version',
        ),
        ({"source": "shopfy"}, "unknown_source", 'Did you mean "shopify"?'),
        ({"record": "ordr"}, "unknown_record", 'Did you mean "order"?'),
        ({"record": "order", "columns": {"totl": "total"}}, "unknown_column", 'Did you mean "total"?'),
        ({"record": "order", "columns": {"total": "totals"}}, "unknown_field", 'Did you mean "total"?'),
        ({"record": "order", "columns": {"total": None}}, "missing_argument", "is known as the total of order records"),
        ({"columns": {"total": "total"}}, "missing_argument", "needs to know what a row is"),
        ({"record": "order", "values": {"colour": 1}}, "unknown_field", 'have no field "colour"'),
        ({"date_order": "dym"}, "bad_value", 'Write "dmy" or "mdy" or "ymd".'),
        ({"zone": "Europe/Rom"}, "unknown_zone", 'Did you mean "Europe/Rome"?'),
        ({"date_oder": "dmy"}, "unknown_argument", 'Did you mean "date_order"?'),
    ],
)
def test_what_is_told_wrongly_is_refused(
    tmp_path: Path, warehouse: DuckDB, told: dict[str, Any], code: str, sentence: str
) -> None:
    """A name that does not exist is refused with a did-you-mean, and nothing is kept."""
    with pytest.raises(RegardError) as caught:
        load(warehouse, write(tmp_path / "orders.csv"), **told)
    assert caught.value.code == code
    assert sentence in str(caught.value)
    assert orders(warehouse) == []
