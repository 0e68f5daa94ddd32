"""How fast files are loaded, beside hand-written DuckDB SQL on the same files in the same run.

    python benchmarks/load.py            one million events
    python benchmarks/load.py 10000000   ten million

Each way runs in a process of its own, so that its peak of memory is its own, and loads a small file first: what a
process imports once is not the speed of loading. The hand-written SQL makes one table out of the file, de-duplicated by
id, in a database of its own; it checks nothing. Regard checks every value, settles copies and fills all columns of an
event, of which the file has fourteen.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from regard.intake.loader import load
from regard.warehouses.duckdb import DuckDB

COPIES_PER_CENT = 1
EVENTS = """
copy (
    select 'e' || md5((i * 7919)::varchar)[:16] || i as id,
        make_timestamptz(1735689600000000 + i * 3000000) as time,
        make_timestamptz(1735689600500000 + i * 3000000) as received_at,
        ['page', 'track', 'engagement'][1 + i % 3] as type,
        case when i % 3 = 1 then 'click ' || i % 40 end as name,
        'a' || hash(i // 10) % {people} as anonymous_id,
        case when i % 4 = 0 then 'u' || hash(i // 10) % {people} end as user_id,
        's' || hash(i // 10) as session_id,
        '/page/' || hash(i) % 500 as path,
        ['IT', 'DE', 'PL', 'FR', 'US'][1 + i % 5] as country,
        ['mobile', 'desktop', 'tablet'][1 + i % 3] as device,
        ['Chrome', 'Safari', 'Firefox'][1 + (hash(i) % 3)::bigint] as browser,
        case when i % 3 = 2 then (hash(i) % 60000)::bigint end as engaged_ms,
        case when i % 3 = 2 then (hash(i) % 100)::double end as scroll_percent
    from (select range as i from range({events}) union all select (range * 97) % {events} from range({copies}))
) to '{file}' (format {kind})
"""
SETTLED = "qualify row_number() over (partition by id order by received_at) = 1"


def write_events(folder: Path, name: str, events: int) -> None:
    """Write the events as Parquet and as CSV with times in ISO 8601, one in a hundred twice."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    copies = events * COPIES_PER_CENT // 100
    for kind in ("parquet", "csv"):
        file = folder / f"{name}.{kind}"
        query = EVENTS.format(people=max(events // 20, 1), events=events, copies=copies, file=file, kind=kind)
        if kind == "csv":
            iso = "strftime(make_timestamp(epoch_us({0})), '%Y-%m-%dT%H:%M:%S.%fZ') as {0}"
            replaced = ", ".join(iso.format(name) for name in ("time", "received_at"))
            query = f"copy (select * replace ({replaced}) from '{folder / f'{name}.parquet'}') to '{file}' (format csv)"
        connection.execute(query)
    connection.close()


def by_hand(file: Path, database: Path) -> int:
    """Return how many events a hand-written statement keeps."""
    connection = duckdb.connect(str(database))
    connection.execute("set memory_limit = '2GB'")
    connection.execute(f"create table events as select * from '{file}' {SETTLED}")
    kept = connection.execute("select count(*) from events").fetchall()[0][0]
    connection.close()
    return int(kept)


def by_regard(file: Path, database: Path) -> int:
    """Return how many events Regard keeps."""
    warehouse = DuckDB(database)
    loaded = load(warehouse, file, record="event")
    warehouse.close()
    assert not loaded.quarantined, loaded.problems
    return loaded.added


WAYS: dict[str, Callable[[Path, Path], int]] = {"by hand": by_hand, "Regard": by_regard}


def run_alone(way: str, file: Path) -> None:
    """Load a file one way, and print what came of it as JSON."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        WAYS[way](file.with_name(f"small{file.suffix}"), Path(folder) / "small.duckdb")
        began, worked = time.perf_counter(), time.process_time()
        kept = WAYS[way](file, Path(folder) / "events.duckdb")
        seconds, work = time.perf_counter() - began, time.process_time() - worked
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"kept": kept, "seconds": seconds, "work": work, "gigabytes": gigabytes}))


def compare(folder: Path, events: int) -> None:
    """Load the events every way, and print a table."""
    write_events(folder, "small", 1_000)
    write_events(folder, "events", events)
    rows = events * (100 + COPIES_PER_CENT) // 100
    print(f"{rows:,} rows, {events:,} events; processor seconds count all cores")
    print(f"{'':24}{'seconds':>9}{'processor':>11}{'rows/s':>12}{'speed':>8}{'memory':>10}")
    for kind in ("parquet", "csv"):
        hand = 0.0
        for way in WAYS:
            command = [sys.executable, __file__, way, str(folder / f"events.{kind}")]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found = json.loads(done.stdout.splitlines()[-1])
            assert found["kept"] == events, found
            hand = hand or found["seconds"]
            print(
                f"{kind + ', ' + way:24}{found['seconds']:9.1f}{found['work']:11.1f}{rows / found['seconds']:12,.0f}"
                f"{hand / found['seconds']:8.0%}{found['gigabytes']:7.2f} GB"
            )


def main(arguments: list[str]) -> None:
    """Compare, or run one way when this program calls itself."""
    if len(arguments) == 2:  # noqa: PLR2004 - a way and a file
        run_alone(arguments[0], Path(arguments[1]))
        return
    with tempfile.TemporaryDirectory(prefix="regard-bench-") as folder:
        compare(Path(folder), int(arguments[0]) if arguments else 1_000_000)


if __name__ == "__main__":
    main(sys.argv[1:])
