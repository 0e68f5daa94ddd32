"""`make bench`: a table of speed and memory beside hand-written SQL, both sides in one run.

`python -m benchmarks --events 1000000 --rounds 3` changes the size and the number of rounds.
"""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import by_hand, with_regard
from benchmarks.contest import Contest, hold
from benchmarks.shop_events import write_events


def main() -> None:
    """Make the data, hold the contests, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000, help="events in the Parquet file")
    parser.add_argument("--csv-events", type=int, default=2_000_000, help="events in the CSV file")
    parser.add_argument("--rounds", type=int, default=1, help="rounds of each contest; the median counts")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parquet, csv = Path(folder) / "events.parquet", Path(folder) / "events.csv"
        rows, csv_rows = write_events(parquet, chosen.events), write_events(csv, chosen.csv_events)
        loading = ((with_regard.load, with_regard.count_events), (by_hand.load, by_hand.count_events))
        deriving = ((with_regard.load_and_derive, with_regard.count), (by_hand.load_and_derive, by_hand.count))
        contests = [
            hold("CSV: load", csv, csv_rows, loading, rounds=chosen.rounds),
            hold("Parquet: load", parquet, rows, loading, rounds=chosen.rounds),
            hold("Parquet: load and derive", parquet, rows, deriving, rounds=chosen.rounds),
        ]
    _show(contests)


def _show(contests: list[Contest]) -> None:
    """Print the table."""
    table = Table(title="Regard beside hand-written DuckDB SQL on the same file, in one run")
    for heading in ("work", "rows", "Regard", "rows/s", "MB", "by hand", "MB ", "speed"):
        table.add_column(heading, justify="left" if heading == "work" else "right")
    for contest in contests:
        ours, theirs = contest.ours, contest.theirs
        table.add_row(
            contest.name,
            f"{contest.rows:,}",
            f"{ours.seconds:.1f} s",
            f"{contest.rows / ours.seconds:,.0f}",
            f"{ours.megabytes:,.0f}",
            f"{theirs.seconds:.1f} s",
            f"{theirs.megabytes:,.0f}",
            f"{contest.speed:.2f} x",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
