"""The file of a warehouse when things go wrong: a crash, a second program, a full disk, a folder that is read-only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from regard.errors import RegardError
from regard.records import record_type
from regard.warehouses.duckdb import DuckDB
from tests.warehouses.adding_program import events

PROGRAM = Path(__file__).with_name("adding_program.py")
EVENT = record_type("event")
ROWS = 360_000


def start(file: Path, *arguments: object) -> subprocess.Popen[str]:
    """Return the program that adds events, started."""
    command = [sys.executable, str(PROGRAM), str(file), *map(str, arguments)]
    path = os.pathsep.join([str(PROGRAM.parents[2]), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path})


def read_until(program: subprocess.Popen[str], word: str, times: int = 1) -> None:
    """Read what a program says until it has said a word so often."""
    assert program.stdout is not None
    for line in program.stdout:
        times -= line.strip() == word
        if not times:
            return
    pytest.fail(f"The program never said {word}.")


def count(warehouse: DuckDB) -> int:
    """Return how many events there are."""
    return int(warehouse.run("select count(*) as n from events").to_pylist()[0]["n"])


@pytest.mark.parametrize("batches", [1, 6, 12])
def test_a_crash_leaves_all_of_a_batch_or_none(tmp_path: Path, batches: int) -> None:
    """Killed in the middle of an add, before the end or while it commits, the file opens and can be added to."""
    file = tmp_path / "events.duckdb"
    with start(file, ROWS) as program:
        read_until(program, "batch", batches)
        program.kill()
    warehouse = DuckDB(file)
    assert count(warehouse) in (1, 1 + ROWS)
    assert warehouse.add(EVENT, [events(0, 10)]).added in (0, 9)
    warehouse.close()


def test_a_second_program_is_told_of_the_first(tmp_path: Path) -> None:
    """A file that another program has open is refused with the number of that program and what to do."""
    file = tmp_path / "events.duckdb"
    with start(file, ROWS) as program:
        read_until(program, "first")
        with pytest.raises(RegardError, match=rf"is open in another process \(number {program.pid}\). Close") as caught:
            DuckDB(file)
        program.kill()
    assert caught.value.code == "warehouse_in_use"


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    """When the disk is full the add is refused in a sentence, and what was kept before is there, and only that."""
    file = tmp_path / "events.duckdb"
    with start(file, ROWS, 3_000_000) as program:
        said = program.communicate()[0]
    assert "disk_full: The warehouse" in said
    assert "its disk is full. Nothing of this batch was kept. Free some space and load it again" in said
    warehouse = DuckDB(file)
    assert count(warehouse) == 1
    assert warehouse.add(EVENT, [events(0, 10)]).added == 9
    warehouse.close()


OPENING = """
import os, sys
from pathlib import Path
from regard.errors import RegardError
from regard.warehouses.duckdb import DuckDB
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere; nobody may not
try:
    DuckDB(Path(sys.argv[1]))
except RegardError as refusal:
    print(refusal.code, refusal)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Folders are closed in another way on this system.")
@pytest.mark.parametrize("is_there", [False, True])
def test_a_read_only_folder(tmp_path: Path, *, is_there: bool) -> None:
    """A file that may not be written is refused in a sentence, whether it is there or would have to be made."""
    file = tmp_path / "events.duckdb"
    if is_there:
        DuckDB(file).close()
        file.chmod(0o444)
    for folder in tmp_path.parents[:3]:
        folder.chmod(0o755)
    tmp_path.chmod(0o555)
    done = subprocess.run([sys.executable, "-c", OPENING, str(file)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith(f'not_writable The warehouse "{file}" cannot be written'), done.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"id,time\n1,2025-01-01\n", "is no DuckDB file. Name another file"), (None, "its folder is missing")],
)
def test_what_is_no_warehouse(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    """A file of another kind, or a folder that is not there, is refused in a sentence."""
    file = tmp_path / "orders.csv" if content else tmp_path / "nowhere" / "events.duckdb"
    if content:
        file.write_bytes(content)
    with pytest.raises(RegardError, match=sentence):
        DuckDB(file)
