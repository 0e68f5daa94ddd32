"""First-time weekly retention over a year: Regard's, that of DuckDB SQL written by hand, and that of chDB.

All sides must count the same people in every cell. Regard answers a whole question from a cold start, with averages,
intervals and which cells are over; the others only count.
"""

import importlib
import json
from pathlib import Path

import duckdb

import regard
from benchmarks.answers import write

importlib.import_module("regard.asking.curves.retention")  # imports are not timed; this one waits for a question

_FROM, _COLUMNS = "2024-12-30", 8
_PERIOD = (_FROM, "2025-12-28")


def with_regard(data: Path, folder: Path) -> None:
    """Ask a workspace for retention."""
    with regard.open(data / "workspace") as workspace:
        reply = workspace.ask("retention_curve", period=_PERIOD, every="week", intervals=_COLUMNS, as_of="2026-06-30")
        write(folder, sorted([cell["cohort"], cell["k"], cell["people"]] for cell in reply.cells if cell["people"]))


def by_hand(data: Path, folder: Path) -> None:
    """Number the weeks of each person from the first: the fastest exact form found."""
    query = f"""
        with a as (select distinct floor((ts::date - date '{_FROM}') / 7)::int w, person from ever),
             b as (select w, min(w) over (partition by person) f from a)
        select (date '{_FROM}' + 7 * f::int)::varchar c, (w - f)::int k, count(*) n from b
        where w - f < {_COLUMNS} and f between 0 and 51 group by all order by 1, 2
    """
    with duckdb.connect(str(data / "ev.duckdb"), read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")
        write(folder, [[c, k, n] for c, k, n in connection.execute(query).fetchall()])


def with_chdb(data: Path, folder: Path) -> None:
    """Ask the embedded ClickHouse over the same rows: the fastest exact form found."""
    import chdb  # type: ignore[import-not-found, unused-ignore]

    query = f"""
        select toString(s), intDiv(b - s, 7) k, count() from
          (select person, toMonday(min(ts)) s, arrayJoin(groupUniqArray(toMonday(ts))) b
           from file('{data / "ever.parquet"}') group by person)
        where k < {_COLUMNS} and s >= '{_FROM}' and s < '2025-12-29' group by s, k order by s, k
    """
    told = json.loads(str(chdb.query(query, "JSONCompact")))["data"]
    write(folder, [[cohort, int(k), int(n)] for cohort, k, n in told])
