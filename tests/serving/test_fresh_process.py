"""A fresh process that asks what an earlier one asked: the same answer, and no compiler loaded for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import regard
from regard.workspace.worked_out import FILE

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("visits", {"period": "2025-03"}),
    ("bounce_rate", {"period": "2025-03", "every": "week", "by": "country", "compare": "previous"}),
    ("weekly_active", {"period": "2025-03", "every": "week"}),
    ("visits", {"period": "2025-03", "where": [["is", "country", ["IT"]]], "by": "device"}),
]
"""From totals, from return gaps, and, for two dimensions at a time, from rows."""

COMPILERS = ("ibis", "sqlglot", "pandas")
PROGRAM = f"""
import json, sys
import regard
with regard.open(sys.argv[1]) as workspace:
    answers = [workspace.ask(name, as_of="2025-04-01", **rest).to_dict() for name, rest in json.loads(sys.argv[2])]
loaded = [name for name in {COMPILERS!r} if name in sys.modules]
print(json.dumps([[{{**answer, "seconds": 0}} for answer in answers], loaded]))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with a month of visits and their totals."""
    folder = tmp_path / "acme"
    events = [
        {
            "time": f"2025-03-{1 + number % 28:02}T{number % 24:02}:00Z",
            "anonymous_id": f"a{number % 17}",
            "type": "page",
            "path": "/",
            "country": ("IT", "PL", None)[number % 3],
            "device": ("phone", "desktop")[number % 2],
        }
        for number in range(120)
    ]
    with regard.open(folder, totals_from=0) as made:
        made.add("event", events)
    return folder


def _ask(folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what a new process answers, and which compilers it has loaded; its bytecode is kept for the next one."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), json.dumps(QUESTIONS)],
        check=True,
        capture_output=True,
        text=True,
        env={**known, "PYTHONPYCACHEPREFIX": str(folder.with_name("bytecode"))},
    )
    answers, loaded = json.loads(told.stdout)
    return answers, loaded


def test_what_was_asked_before_needs_no_compiler(workspace: Path) -> None:
    """The second process answers as the first, without a compiler; the file tells of no data, and may be damaged."""
    answers, loaded = _ask(workspace)
    assert "ibis" in loaded
    assert [answer["path"] for answer in answers] == ["totals", "totals", "totals", "rows"]
    assert _ask(workspace) == (answers, [])
    with regard.open(workspace) as opened:
        opened.add("event", [{"time": "2025-03-05T10:30Z", "anonymous_id": "new", "type": "page", "path": "/"}])
    changed, _ = _ask(workspace)
    assert changed[0]["value"] == answers[0]["value"] + 1
    file = workspace / FILE
    file.write_bytes(file.read_bytes()[:-1])
    again, loaded = _ask(workspace)
    assert again == changed
    assert "ibis" in loaded
