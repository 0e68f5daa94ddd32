"""JSON lines, Excel and Parquet: what is theirs alone."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regard.errors import RegardError
from regard.intake.files.finding import Layout, find_files, open_table
from regard.intake.files.stream import FileBytes
from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB


def rows_of(path: Path, **layout: Any) -> list[dict[str, Any]]:
    """Return the rows of a file."""
    table = open_table(FileBytes(path), Layout(**layout))
    return [row for chunk in table.chunks() for row in chunk.rows.to_pylist()]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook with those sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    workbook.close()
    return path


def test_json_lines_keep_types_and_tell_broken_lines(tmp_path: Path) -> None:
    """Values keep their types, a name may have several; a line that is no object is told, the others are rows."""
    lines = ['{"a": 1, "b": "x"}', "", '{"a": "7", "c": {"d": [1]}}', "{broken", "[1]", '{"a": 2.5}']
    path = tmp_path / "rows.ndjson"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    table = open_table(FileBytes(path), Layout())
    (chunk,) = table.chunks()
    assert table.columns == ("a", "b", "c")
    assert chunk.rows.to_pylist() == [
        {"a": "1", "b": "x", "c": None},
        {"a": "7", "b": None, "c": b'{"d":[1]}'},
        {"a": "2.5", "b": None, "c": None},
    ]
    assert [chunk.line(place) for place in range(3)] == [1, 3, 6]
    assert [(line.line, line.raw) for line in chunk.broken] == [(4, "{broken"), (5, "[1]")]
    assert all("is not a JSON object" in line.reason for line in chunk.broken)


def test_nested_values_go_to_properties_only(tmp_path: Path) -> None:
    """A nested value is taken as properties, kept whole, and refused where text is asked for."""
    rows = [
        {"id": "1", "time": "2025-01-01T00:00:00Z", "properties": {"b": {"c": [1, None]}, "a": True}},
        {"id": "2", "time": "2025-01-01T00:00:00Z", "name": {"first": "x"}},
    ]
    path = tmp_path / "events.ndjson"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    warehouse = DuckDB()
    loaded = load(warehouse, path, record="event")
    assert (loaded.added, loaded.quarantined) == (1, 1)
    assert loaded.problems[0].reason == 'The name "{"first":"x"}" is not text.'
    assert json.loads(loaded.problems[0].raw)["name"] == {"first": "x"}
    (kept,) = warehouse.run("select properties from events").to_pylist()
    assert json.loads(kept["properties"]) == rows[0]["properties"]
    warehouse.close()


def test_excel_skips_titles_and_empty_rows(tmp_path: Path) -> None:
    """Title rows before the header and empty rows are no rows; lines are those of the sheet."""
    path = book(tmp_path / "x.xlsx", {"Sales": [["Report of May"], [], ["id", "total"], ["a", 1], [], ["b", 2.5]]})
    table = open_table(FileBytes(path), Layout())
    (chunk,) = table.chunks()
    assert chunk.rows.to_pylist() == [{"id": "a", "total": 1.0}, {"id": "b", "total": 2.5}]
    assert [chunk.line(0), chunk.line(1)] == [4, 6]


def test_excel_asks_which_sheet(tmp_path: Path) -> None:
    """With rows in several sheets the one must be told; a sheet that is not there is refused."""
    path = book(tmp_path / "x.xlsx", {"May": [["id"], ["a"]], "June": [["id"], ["b"]], "Notes": []})
    with pytest.raises(RegardError, match='several sheets with rows: "May", "June"'):
        rows_of(path)
    assert rows_of(path, sheet="June") == [{"id": "b"}]
    with pytest.raises(RegardError, match=r'There is no sheet "Jun"\. Did you mean "June"\?'):
        rows_of(path, sheet="Jun")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.xlsx", b"no zip", "is damaged or is no Excel workbook"),
        ("x.xlsx", b"", "is empty"),
        ("x.parquet", b"", "is empty"),
        ("x.parquet", b"PAR1 nothing PAR1", "is cut short or is no Parquet file"),
        ("x.ndjson", b"  \n", "is empty"),
        ("x.ndjson", b'[{"a": 1}]', "is one JSON array"),
        ("x.xls", b"old", r"ends in \".xls\"\. The old \.xls is not read: save it as \.xlsx"),
        ("x.doc", b"old", r"Endings read: \.csv"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    """A file that is empty, damaged, or of a kind that is not read is refused in a sentence."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RegardError, match=sentence):
        rows_of(path)


def test_parquet_nested_and_categorical_columns(tmp_path: Path) -> None:
    """Maps, structs and dictionaries of Parquet are read as what they hold."""
    table = pa.table(
        {
            "time": pa.array(["2025-01-01T00:00:00Z"] * 2).dictionary_encode(),
            "type": pa.array(["page", "track"]).dictionary_encode(),
            "properties": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
        }
    )
    pq.write_table(table, tmp_path / "events.parquet")
    warehouse = DuckDB()
    assert load(warehouse, tmp_path / "events.parquet", record="event").added == 2
    kept = warehouse.run("select type, properties from events order by type").to_pylist()
    assert kept == [{"type": "page", "properties": '{"a":1}'}, {"type": "track", "properties": "{}"}]
    warehouse.close()


def test_finding_files(tmp_path: Path) -> None:
    """Folders are searched to their ends, hidden files left out; nothing there is refused."""
    (tmp_path / "in" / ".hidden").mkdir(parents=True)
    for name in ("b.csv", "a.tsv.gz", "in/c.ndjson", "in/.hidden/d.csv", ".e.csv", "f.md"):
        (tmp_path / name).write_bytes(b"x")
    found = [str(path.relative_to(tmp_path)) for path in find_files(tmp_path)]
    assert found == ["a.tsv.gz", "b.csv", "in/c.ndjson"]
    with pytest.raises(RegardError, match=r"There is no file"):
        find_files(tmp_path / "*.parquet")
