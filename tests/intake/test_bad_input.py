"""Bad input: each with its sentence, and nothing lost."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regard.errors import RegardError
from regard.intake.adding import add
from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB

GOOD = "1,2025-04-01T10:00:00Z,10"


@pytest.fixture
def warehouse() -> Any:
    """Return an empty warehouse."""
    opened = DuckDB()
    yield opened
    opened.close()


def counts(warehouse: DuckDB) -> tuple[int, int]:
    """Return how many orders are kept and how many rows are in the quarantine."""
    query = "select (select count(*) from orders) as kept, (select count(*) from quarantine) as refused"
    (row,) = warehouse.run(query).to_pylist()
    return row["kept"], row["refused"]


@pytest.mark.parametrize(
    ("line", "field", "sentence"),
    [
        (b"2,2025-04-01T10:00:00Z", None, "The row has 2 columns, the header has 3."),
        (b'2,"2025-04-01T10:00:00Z,5', None, "A quote is opened in this line and not closed as it should."),
        (b"\xe9,2025-04-01T10:00:00Z,5", None, "The byte 0xe9 at place 1 is no letter of utf-8."),
        (b"2,the first of May,5", "time", 'The time "the first of May" is not a time that can be read.'),
        (b"2,3025-04-01T10:00:00Z,5", "time", "The time 3025-04-01T10:00:00+00:00 is in the future"),
        (b"2,2025-04-01T10:00:00Z,-5", "total", 'The total -5 is negative. Money that went back is status "refunded".'),
        (b"1.78E+17,2025-04-01T10:00:00Z,5", "id", 'The id "1.78E+17" was rounded by a spreadsheet'),
        (b"2,2025-04-01T10:00:00Z,-", "total", "There is no total, and no order can be without one."),
    ],
)
def test_a_bad_row_is_quarantined_alone(
    tmp_path: Path, warehouse: DuckDB, line: bytes, field: str | None, sentence: str
) -> None:
    """A row that cannot be read is told with file, line, field and reason, kept as it came, and hinders no other."""
    path = tmp_path / "orders.csv"
    path.write_bytes(b"id,time,total\n" + GOOD.encode() + b"\n" + line + b"\n3,2025-04-03T10:00:00Z,30\n")
    loaded = load(warehouse, path, encoding="utf-8")
    assert (loaded.added, loaded.quarantined) == (2, 1)
    (problem,) = loaded.problems
    assert (problem.file, problem.line, problem.field) == (str(path), 3, field)
    assert sentence in problem.reason
    assert problem.raw
    (kept,) = warehouse.run("select file, line, field, reason, raw from quarantine").to_pylist()
    assert kept == {
        "file": problem.file, "line": 3, "field": field, "reason": problem.reason, "raw": problem.raw,
    }  # fmt: skip


def test_a_score_off_its_scale(warehouse: DuckDB) -> None:
    """A score that its scale does not have is refused, the others of the batch are kept."""
    answers = [{"time": "2025-04-01T10:00:00Z", "kind": "nps", "score": score} for score in (9, 11)]
    loaded = add(warehouse, "answer", answers)
    assert (loaded.added, loaded.quarantined) == (1, 1)
    assert loaded.problems[0].reason == "The score 11 is off its scale 0 to 10."


def test_an_unknown_kind_of_record(warehouse: DuckDB) -> None:
    """A kind of record that does not exist is refused before anything is read."""
    with pytest.raises(RegardError, match=r'There is no record "evnt"\. Did you mean "event"\?'):
        add(warehouse, "evnt", [{}])


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (["03/04/2025", "05/06/2025"], '"03/04/2025" with the day or with the month first'),
        (["03/04/2025", "25/04/2025", "04/25/2025"], '"25/04/2025" has the day first, "04/25/2025" the month'),
    ],
)
def test_dates_with_two_readings_are_refused(
    tmp_path: Path, warehouse: DuckDB, dates: list[str], sentence: str
) -> None:
    """Dates that can be read in two ways are refused with both, unless the order is told."""
    path = tmp_path / "orders.csv"
    path.write_text("id,time,total\n" + "".join(f"{day},{day},1\n" for day in dates), encoding="utf-8")
    with pytest.raises(RegardError) as caught:
        load(warehouse, path, zone="UTC")
    assert caught.value.code == "ambiguous_dates"
    assert sentence in caught.value.message
    assert counts(warehouse) == (0, 0)
    assert load(warehouse, path, zone="UTC", date_order="dmy").added == 2


def test_one_date_far_down_decides(tmp_path: Path, warehouse: DuckDB) -> None:
    """The order of dates is decided from the whole column, however far down the date that tells it stands."""
    rows = "".join(f"{number},03/04/2025,1\n" for number in range(400_000))
    path = tmp_path / "orders.csv"
    path.write_text(f"id,time,total\n{rows}x,25/04/2025,1\n", encoding="utf-8")
    load(warehouse, path, zone="UTC")
    months = warehouse.run("select distinct month(time) as month from orders").to_pylist()
    assert months == [{"month": 4}]


def test_numbers_with_two_readings_are_refused(tmp_path: Path, warehouse: DuckDB) -> None:
    """1.234 in a file of semicolons may be a thousand; it is refused unless told or shown by another number."""
    path = tmp_path / "orders.csv"
    path.write_text("id;time;total\n1;2025-04-01;1.234\n", encoding="utf-8")
    with pytest.raises(RegardError, match=r"the sign in 1\.234 may part thousands or decimals"):
        load(warehouse, path, zone="UTC")
    load(warehouse, path, zone="UTC", decimal=",")
    assert warehouse.run("select total from orders").to_pylist() == [{"total": 1234.0}]


def test_a_truncated_parquet_file(tmp_path: Path, warehouse: DuckDB) -> None:
    """A Parquet file cut short, at its end or in the middle, is refused, and nothing of it is kept."""
    path = tmp_path / "orders.parquet"
    rows = 300_000
    table = pa.table(
        {"id": [str(number) for number in range(rows)], "time": ["2025-01-01T00:00:00Z"] * rows, "total": [1.0] * rows}
    )
    pq.write_table(table, path, row_group_size=50_000)
    whole = path.read_bytes()
    damaged = whole[: len(whole) // 2] + bytes(40_000) + whole[len(whole) // 2 + 40_000 :]
    for content in (whole[: len(whole) // 2], damaged):
        path.write_bytes(content)
        with pytest.raises(RegardError, match="is cut short or is no Parquet file") as caught:
            load(warehouse, path)
        assert caught.value.code == "unreadable_file"
        assert counts(warehouse) == (0, 0)


def test_spreadsheet_numbers_for_dates_and_ids(tmp_path: Path, warehouse: DuckDB) -> None:
    """A date that is a plain number, and an id with more digits than Excel keeps, are refused with the reason."""
    book = openpyxl.Workbook()
    for row in (["id", "time", "total"], ["a", 45123.5, 1], [178436453298475123, "2025-01-01T00:00:00Z", 1]):
        book.active.append(row)
    book.save(tmp_path / "orders.xlsx")
    loaded = load(warehouse, tmp_path / "orders.xlsx")
    reasons = [problem.reason for problem in loaded.problems]
    assert (loaded.added, len(reasons)) == (0, 2)
    assert "45123.5" in reasons[0]
    assert "lost" in reasons[1]


def test_a_header_nobody_knows(tmp_path: Path, warehouse: DuckDB) -> None:
    """A header that is not recognised is refused with its names and the way out."""
    path = tmp_path / "x.csv"
    path.write_text("alpha,beta\n1,2\n", encoding="utf-8")
    with pytest.raises(RegardError) as caught:
        load(warehouse, path)
    assert caught.value.code == "unrecognised_header"
    assert 'Its columns are "alpha", "beta". Say what a row is' in str(caught.value)


LOADING = """
import sys
from pathlib import Path
from regard.errors import RegardError
from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB
warehouse = DuckDB(Path(sys.argv[1]))
try:
    load(warehouse, sys.argv[2], progress=lambda *counts: print("read", *counts, flush=True))
except RegardError as refusal:
    print(refusal.code, refusal, flush=True)
"""


def test_ctrl_c_in_the_middle(tmp_path: Path) -> None:
    """Interrupted, a load keeps nothing of the file and says so; loaded again the file is whole."""
    rows = 600_000
    path, file = tmp_path / "orders.csv", tmp_path / "kept.duckdb"
    path.write_text("id,time,total\n" + "".join(f"{n},2025-01-01T00:00:00Z,1\n" for n in range(rows)), encoding="utf-8")
    command = [sys.executable, "-c", LOADING, str(file), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("read")
        program.send_signal(signal.SIGINT)
        said = program.stdout.read()
    assert f'interrupted Loading "{path}" was interrupted: nothing of it was kept. Load it again' in said
    warehouse = DuckDB(file)
    assert counts(warehouse) == (0, 0)
    assert load(warehouse, path).added == rows
    warehouse.close()


@pytest.mark.slow
def test_a_line_of_two_gigabytes(tmp_path: Path, warehouse: DuckDB) -> None:
    """A line of two gigabytes is told with its length, and the rows around it are kept, in little memory."""
    path = tmp_path / "orders.csv"
    with path.open("wb") as file:
        file.write(f"id,time,total\n{GOOD}\n".encode())
        file.seek(2 * 1024**3, 1)  # a hole: the file takes no room on the disk
        file.write(b"\n3,2025-04-03T10:00:00Z,30\n")
    loaded = load(warehouse, path)
    assert (loaded.added, loaded.quarantined) == (2, 1)
    assert "The line is 2,147,483,649 bytes long" in loaded.problems[0].reason
    peak = next(line for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines() if "VmHWM" in line)
    assert int(peak.split()[1]) < 2_000_000
