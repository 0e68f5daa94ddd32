"""The data of a benchmark: a simulated year in Parquet, and where each side keeps what it made of it."""

from dataclasses import dataclass
from pathlib import Path

from regard.simulator import simulate

LAST_DAY = "2025-12-31"
AS_OF = "2026-06-30"
"""The clock of every question: all buckets are over, whenever the benchmark runs."""

MEMORY = "2GB"
"""How much memory each DuckDB may take; as much as Regard gives its own."""


@dataclass(frozen=True)
class Data:
    """The folder of one size: the simulated files, and beside them what each side keeps."""

    folder: Path
    files: Path

    @property
    def events(self) -> Path:
        """Return the file of events, a few of which were delivered twice."""
        return self.files / "events.parquet"

    @property
    def links(self) -> Path:
        """Return the file of links between the ids of people."""
        return self.files / "links.parquet"

    @property
    def workspace(self) -> Path:
        """Return the folder of Regard's workspace."""
        return self.folder / "regard"

    @property
    def by_hand(self) -> Path:
        """Return the analyst's database: the log, and the tables kept beside it."""
        return self.folder / "by_hand.duckdb"

    @property
    def log(self) -> Path:
        """Return the analyst's log as Parquet, from which chDB loads."""
        return self.folder / "ev.parquet"

    @property
    def chdb(self) -> Path:
        """Return the folder of chDB."""
        return self.folder / "chdb"


def make_data(folder: Path, events: int, made: Path | None) -> Data:
    """Return the data of a size in its folder; the files are simulated, or those that lie in `made`, made earlier."""
    folder.mkdir(parents=True, exist_ok=True)
    data = Data(folder, made or folder / "files")
    if not data.events.exists():
        simulate(data.files, events=events, end=LAST_DAY, days=365, zone="UTC")
    return data
