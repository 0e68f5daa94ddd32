import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from regard.intake.loaded import Problem
from regard.serving.cli.reading import read_kinds, read_targets, read_values
from regard.serving.cli.refusals import refusal_lines, refusal_text
from tests.serving.command import Command

ORDERS = """id,time,user_id,total,currency,status
1,2025-03-01T10:00:00Z,ann,20.00,EUR,paid
2,2025-03-02T11:00:00Z,bob,35.50,EUR,paid
3,2025-03-09T12:00:00Z,ann,14.50,EUR,paid
4,2025-03-10T12:00:00Z,cem,-3,EUR,paid
"""


@pytest.fixture
def shop(regard_command: Command, tmp_path: Path) -> Command:
    """Return the command line beside a workspace `acme` and a file `orders.csv`."""
    assert regard_command("init", "acme", "--zone", "Europe/Rome").code == 0
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return regard_command


def test_a_workspace_is_made_once(regard_command: Command, tmp_path: Path) -> None:
    """Its settings are told; a second time the folder is refused."""
    told = regard_command("init", "acme", "--zone", "Europe/Rome", "--week-start", "sunday", "--json")
    assert told.document == {"workspace": "acme", "zone": "Europe/Rome", "week_start": "sunday", "visit_timeout": 1800}
    assert (tmp_path / "acme" / "regard.toml").is_file()
    again = regard_command("init", "acme")
    assert (again.code, again.err) == (2, '"acme" holds a workspace already. Choose another folder.\n')
    assert 'Did you mean "Europe/Rome"?' in regard_command("init", "other", "--zone", "Europe/Romee").err


def test_a_load_tells_what_became_of_each_row(shop: Command) -> None:
    """Added, known already and quarantined are counted; what was refused is a sentence with file and line."""
    told = shop("load", "orders.csv", "--into", "acme", "--record", "order")
    assert told.code == 0, told.err
    assert re.search(r"orders\.csv +3 +0 +1\n", told.out)
    assert "orders.csv line 5: The total -3 is negative." in told.out
    again = shop("load", "orders.csv", "-w", "acme", "--record", "order", "--json").document["orders.csv"]
    assert (again["added"], again["duplicates"], again["quarantined"]) == (0, 3, 1)


def test_a_preview_adds_nothing(shop: Command) -> None:
    """It tells what each column becomes, and what would be refused."""
    told = shop("load", "orders.csv", "--into", "acme", "--record", "order", "--preview")
    assert told.code == 0, told.err
    assert re.search(r"total +20\.00 +total", told.out)
    assert "line 5" in told.out
    assert (
        shop("load", "orders.csv", "--into", "acme", "--record", "order", "--json").document["orders.csv"]["added"] == 3
    )


def test_what_was_loaded_can_be_asked(shop: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the workspace's folder no option names it; one metric is a tile, several are a table."""
    shop("load", "orders.csv", "--into", "acme", "--record", "order")
    monkeypatch.chdir(tmp_path / "acme")
    alone = shop("ask", "average_order_value", "--period", "2025-03")
    assert "23.33 EUR" in alone.out
    assert "How much is an order worth?" in alone.out
    several = shop("ask", "orders", "revenue", "--period", "2025-03", "--every", "week")
    assert re.search(r"Orders +3 ", several.out)
    assert re.search(r"Revenue +70\.00 EUR ", several.out)
    document = shop("ask", "orders", "revenue", "--period", "2025-03", "--json").document
    assert {name: reply["value"] for name, reply in document.items()} == {"orders": 3, "revenue": 70}


def test_a_file_that_is_not_there(shop: Command) -> None:
    """The sentence names it."""
    told = shop("load", "nowhere.csv", "--into", "acme")
    assert (told.code, told.out) == (2, "")
    assert "nowhere.csv" in told.err


def test_columns_values_and_questions_are_pairs() -> None:
    """The last `=` parts them; nothing after it leaves a column out, commas name two fields."""
    assert read_targets("--column", ["Price=total", "a=b=user_id", "Notes=", "When=time,as_of"]) == {
        "Price": "total",
        "a=b": "user_id",
        "Notes": None,
        "When": ["time", "as_of"],
    }
    assert read_values("--value", ["kind=nps", "scale_max=10"]) == {"kind": "nps", "scale_max": 10}
    assert read_kinds("--question", ["How likely?=nps"]) == {"How likely?": "nps"}


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("/in/a.csv", 1_200, "total", "The total -3 is negative.", ""),
            "a.csv line 1,200: The total -3 is negative.",
        ),
        (Problem("/in/a.csv", 2, "time", "Nobody can read it.", ""), "a.csv line 2: time: Nobody can read it."),
        (Problem(None, 3, None, "Not a mapping.", ""), "row 3: Not a mapping."),
        (Problem("/in/a.csv", None, None, "a.csv is empty.", ""), "a.csv is empty."),
    ],
)
def test_a_refused_row_is_a_sentence(problem: Problem, text: str) -> None:
    """Where, which field, and why, each once."""
    assert refusal_text(problem) == text


def test_many_refused_rows_are_counted() -> None:
    """The first five are told, the rest is a number."""
    problems = [Problem(None, line, None, "Broken.", "") for line in range(1, 11)]
    assert list(refusal_lines(problems, 1_234))[4:] == [
        "row 5: Broken.",
        "1,229 more like these, each with its reason.",
    ]


def test_progress_is_shown_to_people_only(shop: Command, tmp_path: Path) -> None:
    """On a terminal a bar tells rows, rate and time, and is gone at the end; in a pipe there is none."""
    assert shop("load", "orders.csv", "--into", "acme", "--record", "order").err == ""
    words = ["load", "orders.csv", "--into", "acme", "--record", "order"]
    command = [sys.executable, "-c", f"from regard.serving.cli import main; main({words})"]
    leader, follower = pty.openpty()
    run = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=follower)
    os.close(follower)
    out, _ = run.communicate()
    shown = _read_all(leader)
    assert run.returncode == 0, shown
    assert "orders.csv" in out.decode()
    assert re.search(r"orders\.csv .* rows, [\d,]+/s", shown)
    assert shown.rstrip("\r\n").endswith("\x1b[2K")


def _read_all(leader: int) -> str:
    """Return what was written to a terminal that is closed by now."""
    parts = []
    try:
        while part := os.read(leader, 65_536):
            parts.append(part)
    except OSError:  # the other side is closed
        pass
    os.close(leader)
    return b"".join(parts).decode()
