"""The same work with Regard."""

from pathlib import Path

import regard

_PERIOD = ("2025-01-01", "2026-01-01")


def load(file: Path, folder: Path) -> int:
    """Load a file of events into a new workspace; return how many there are."""
    with regard.open(folder / "workspace") as workspace:
        loaded = workspace.load(file)
        assert not loaded.quarantined, loaded.problems[:1]
        return loaded.added


def load_and_derive(file: Path, folder: Path) -> tuple[int, int, int]:
    """Load a file and derive every row by asking; return events, visits and bounces."""
    with regard.open(folder / "workspace") as workspace:
        loaded = workspace.load(file)
        replies = workspace.ask(["visits", "bounce_rate"], period=_PERIOD)
        return loaded.added, int(replies["visits"].value or 0), replies["bounce_rate"].parts["bounces"]
