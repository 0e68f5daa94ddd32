"""`python -m benchmarks.curves`: funnels and retention, beside DuckDB SQL written by hand and chDB.

The events are those of the simulated shop. All sides must give the same people.
"""

import argparse
import importlib.util
import tempfile
from functools import partial
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

import regard
from benchmarks import funnels, retention
from benchmarks.answers import read
from benchmarks.contest import Contest, hold
from regard.serving.workspace import DATABASE
from regard.simulator import simulate


def make_data(data: Path, events: int) -> int:
    """Simulate a shop, load and derive it, and write its rows for the others; return how many events can be steps."""
    simulate(data / "files", events=events, end="2025-12-31", zone="UTC")
    with regard.open(data / "workspace") as workspace:
        for record in ("event", "link"):
            workspace.load(data / "files" / f"{record}s.parquet", record=record)
        workspace.ask("events", period="2025")
    rows = """
        select person, "time" as ts, epoch_us("time")::ubigint as micros,
          case when type = 'page' then page else name end as what
        from kept.touches where person is not null and type <> 'engagement'
    """
    with duckdb.connect(str(data / "ev.duckdb")) as connection:
        connection.execute(f"attach '{data / 'workspace' / DATABASE}' as kept (read_only)")
        connection.execute(f"create table ever as {rows}")
        connection.execute("create table ev as select * from ever where year(ts) = 2025")
        for table in ("ever", "ev"):
            connection.execute(f"copy {table} to '{data / table}.parquet' (format parquet)")
        found = connection.execute("select count(*) from ev").fetchone()
    return int(found[0]) if found else 0


def main() -> None:
    """Make the data, hold the contests, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curves", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000, help="events of the simulated shop, about")
    parser.add_argument("--rounds", type=int, default=1, help="rounds of each contest; the median counts")
    chosen = parser.parse_args()
    has_chdb = importlib.util.find_spec("chdb") is not None
    sides = ["with_regard", "by_hand", *(["with_chdb"] if has_chdb else [])]
    works = {
        f"funnel of {len(steps)} steps": [partial(getattr(funnels, side), steps) for side in sides]
        for steps in funnels.FUNNELS
    }
    works["weekly retention"] = [getattr(retention, side) for side in sides]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        rows = make_data(data, chosen.events)
        contests = [
            [hold(name, data, rows, ((ours, read), (other, read)), rounds=chosen.rounds) for other in others]
            for name, (ours, *others) in works.items()
        ]
    _show(contests)
    if not has_chdb:
        Console().print("chDB is not installed here, so it was left out: pip install chdb, and run again.")


def _show(contests: list[list[Contest]]) -> None:
    """Print the table."""
    table = Table(title=f"Curves over {contests[0][0].rows:,} events: the same people on all sides, in one run")
    for heading in ("curve", "Regard", "MB", "DuckDB by hand", "MB ", "chDB", "MB  "):
        table.add_column(heading, justify="left" if heading == "curve" else "right")
    for against in contests:
        ours = against[0].ours
        sides = [ours, *(contest.theirs for contest in against)]
        figures = [text for side in sides for text in (f"{side.seconds:.2f} s", f"{side.megabytes:,.0f}")]
        table.add_row(against[0].name, *figures)
    Console().print(table)


if __name__ == "__main__":
    main()
