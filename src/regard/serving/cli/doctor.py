"""`regard doctor`: whether all is well, and what to do where it is not."""

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from regard.errors import RegardError
from regard.serving.cli.locate import find_workspace
from regard.serving.cli.options import AsJson, Folder
from regard.serving.cli.output import say, say_json
from regard.showing.dates import moment_text
from regard.showing.terminal.columns import Column, Fitted, aligned, texts
from regard.showing.terminal.facts import Facts
from regard.showing.words import duration_text, number_text
from regard.workspace.settings import read_settings

PARTS = ("regard", "duckdb", "ibis-framework", "sqlglot", "pyarrow", "msgspec", "altair")
"""The libraries whose versions matter for an answer."""

_THOUSAND = 1_000
_SCARCE = 1_000_000_000
"""Free bytes below which a load may fail."""


def doctor(
    workspace: Folder = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Check the installation and a workspace.

    Settings, database, records, quarantine and disk are looked at. Exits with 1 where something is wrong.
    """
    found = examine(workspace)
    if as_json:
        say_json(found)
    else:
        _tell(found)
    if found["problems"]:
        raise typer.Exit(1)


def examine(named: Path | None) -> dict[str, Any]:
    """Return what there is, and what is wrong, as JSON values.

    A workspace that was named and is not there is refused; without one nearby only the installation is looked at.
    """
    found: dict[str, Any] = {
        "versions": {"python": platform.python_version()} | {part: version(part) for part in PARTS}
    }
    found |= {
        "workspace": None,
        "records": [],
        "quarantined": 0,
        "bots": 0,
        "log_begins": None,
        "rows": {},
        "disk": None,
        "problems": [],
    }
    try:
        folder = find_workspace(named, Path.cwd())
    except RegardError:
        if named is not None:
            raise
        return found
    found["disk"] = {"used": _size(folder), "free": shutil.disk_usage(folder).free}
    try:
        found |= _inside(folder)
    except RegardError as refusal:
        problem = {"code": refusal.code, "message": refusal.message, "suggestion": refusal.suggestion}
        found["problems"].append(problem)
    if found["disk"]["free"] < _SCARCE:
        message = f"Only {bytes_text(found['disk']['free'])} of disk are free."
        suggestion = "A load that does not fit is refused whole; make room first."
        found["problems"].append({"code": "disk_full", "message": message, "suggestion": suggestion})
    return found


def _inside(folder: Path) -> dict[str, Any]:
    """Return what the workspace says of itself: settings, records, quarantine, rows."""
    import regard

    settings = read_settings(folder)
    with regard.open(folder) as workspace:
        checked = workspace.check()
    about = {"path": str(folder), "zone": settings.zone.key, "week_start": settings.week_start}
    return {"workspace": about | {"visit_timeout": settings.visit_timeout}, **checked}


def _tell(found: dict[str, Any]) -> None:
    """Say what was found: the installation, the workspace, its records, what is wrong."""
    say(Facts([(Text(name), told) for name, told in _facts(found)]))
    if found["records"]:
        say("")
        say(_records(found["records"]))
    say("")
    for problem in found["problems"]:
        say(Text(f"{problem['message']} {problem['suggestion']}", style="red"))
    if not found["problems"]:
        say(Text("All is well." if found["workspace"] else "The installation is well.", style="green"))


def _facts(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield names and texts of what there is."""
    versions = dict(found["versions"])
    yield "Regard", versions.pop("regard")
    yield "With", ", ".join(f"{part} {number}" for part, number in versions.items())
    disk, about = found["disk"], found["workspace"]
    if disk is None:
        yield "Workspace", "none here; make one with: regard init DIR"
        return
    yield "Disk", f"{bytes_text(disk['used'])} used, {bytes_text(disk['free'])} free"
    if about is None:
        return
    timeout = duration_text(about["visit_timeout"])
    yield "Workspace", about["path"]
    yield "Settings", f"{about['zone']}, weeks from {about['week_start'].capitalize()}, a visit ends after {timeout}"
    stale = [name for name, state in found["rows"].items() if state != "fresh"]
    yield "Rows", f"to be derived at the next question: {', '.join(stale)}" if stale else "fresh"
    if found["log_begins"]:
        yield "Log", f"begins on {found['log_begins']}; older events have left it (keep_events)"
    refused = found["quarantined"]
    if found["bots"]:
        yield "Bots", f"{number_text(found['bots'])} events, which count nowhere else"
    yield "Quarantine", f"{number_text(refused)} {'row' if refused == 1 else 'rows'}" if refused else "empty"


def _records(records: list[dict[str, Any]]) -> Fitted:
    """Return the kinds of record: how many, from when to when."""
    return aligned(
        Column(texts(each["record"] for each in records), "Record"),
        Column(texts((number_text(each["count"]) for each in records), "bold"), "Count", "right"),
        Column(texts(moment_text(each["first"]) for each in records), "First"),
        Column(texts(moment_text(each["last"]) for each in records), "Last"),
    )


def _size(folder: Path) -> int:
    """Return how many bytes the files of a folder take."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def bytes_text(size: float) -> str:
    """Return a number of bytes as people read it."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < _THOUSAND:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= _THOUSAND
    return f"{size:.1f} TB"
