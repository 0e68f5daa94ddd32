"""The same work with Regard."""

from pathlib import Path

import regard

_PERIOD = ("2025-01-01", "2026-01-01")


def load(file: Path, folder: Path) -> None:
    """Load a file of events into a new workspace."""
    with regard.open(folder / "workspace") as workspace:
        loaded = workspace.load(file)
        assert not loaded.quarantined, loaded.problems[:1]


def count_events(folder: Path) -> int:
    """Return how many events there are."""
    with regard.open(folder / "workspace") as workspace:
        return int(workspace.check()["records"][0]["count"])


def load_and_derive(file: Path, folder: Path) -> None:
    """Load a file and derive every table of rows."""
    with regard.open(folder / "workspace") as workspace:
        workspace.load(file)
        workspace.rows("visits", limit=1)


def count(folder: Path) -> tuple[int, int, int]:
    """Return how many events, visits and bounces there are."""
    with regard.open(folder / "workspace") as workspace:
        replies = workspace.ask(["visits", "bounce_rate"], period=_PERIOD)
        events = next(kind["count"] for kind in workspace.check()["records"] if kind["record"] == "event")
        return events, int(replies["visits"].value or 0), replies["bounce_rate"].parts["bounces"]
