"""Loading: the same files, each id once, every row derived; by Regard, and by the best script found by hand."""

import time
from pathlib import Path

import duckdb

import regard
from benchmarks.contest import Contest, Measured, check_same, in_own_process
from benchmarks.data import Data
from benchmarks.question import Rows
from benchmarks.sides import Side, available, by_hand, chdb_session
from regard.serving.workspace import DATABASE

_SCRIPT = (Path(__file__).parent / "sql" / "by_hand.sql").read_text(encoding="utf-8")
DERIVING = _SCRIPT[_SCRIPT.index("-- Who is who") :]
"""What of the script makes every table from the log that is there."""

_TOLD = """
select (select count(*) from events), (select count(*) from links), (select count(*) from people),
  (select count(*) from active_days), (select sum(events)::bigint from active_days), count(*), sum(duration),
  sum(engaged_seconds), sum(page_views)::bigint, sum(interactions)::bigint, sum(is_bounce::int)::bigint,
  sum(is_engaged::int)::bigint, count(country) from visits"""
_TOLD_OF_PAGES = """
select count(*), sum(views)::bigint, sum(engaged_seconds), sum(scroll), sum(stay_seconds), sum(is_entry::int)::bigint,
  sum(is_exit::int)::bigint from page_visits"""
_LOG = """
copy (select person, ts, epoch_us(ts)::ubigint as micros, type, coalesce(what, '') as what, coalesce(page, '') as page,
  coalesce(country, 'None') as country, coalesce(visit, 0)::ubigint as visit, coalesce(engaged_ms, 0) as engaged_ms,
  scroll, coalesce(interactive, true) as interactive, opens from ev) to '{log}' (format parquet)"""
_TO_CHDB = """
create table ev engine = MergeTree partition by toYYYYMM(ts) order by (toDate(ts), what, person) as
select assumeNotNull(person)::Int32 as person, assumeNotNull(ts)::DateTime64(6, 'UTC') as ts,
  assumeNotNull(micros)::UInt64 as micros, assumeNotNull(type)::LowCardinality(String) as type,
  assumeNotNull(what)::LowCardinality(String) as what, assumeNotNull(page)::LowCardinality(String) as page,
  assumeNotNull(country)::LowCardinality(String) as country, assumeNotNull(visit)::UInt64 as visit,
  assumeNotNull(engaged_ms)::Int32 as engaged_ms, scroll::Nullable(Float64) as scroll,
  assumeNotNull(interactive)::Bool as interactive, assumeNotNull(opens)::Bool as opens
from file('{log}', Parquet)"""


def load(data: Data) -> Contest:
    """Return what loading and deriving took; the tables stay for the questions. Stops where they differ."""
    sides: dict[Side, Measured] = {
        "Regard": in_own_process(_with_regard, data),
        "DuckDB": in_own_process(_by_hand, data),
    }
    check_same("load", sides["Regard"].rows, sides["DuckDB"].rows, "DuckDB")
    if "chDB" in available():
        in_own_process(_to_chdb, data)
    return Contest("load, de-duplicate, derive", sides)


def disk(data: Data) -> dict[str, float]:
    """Return how many megabytes each side keeps, and how many the files have that they were made from."""
    sizes = {"Regard": data.workspace, "DuckDB": data.by_hand, "chDB": data.chdb}
    files = (data.events, data.links)
    told = {name: _megabytes(path) for name, path in sizes.items() if path.exists()}
    return {**told, "Parquet": sum(map(_megabytes, files))}


def _with_regard(data: Data) -> Measured:
    """Load and derive with Regard, and tell what the tables hold."""
    began = time.perf_counter()
    with regard.open(data.workspace, zone="UTC") as workspace:
        for file, record in ((data.events, "event"), (data.links, "link")):
            loaded = workspace.load(file, record=record)
            assert not loaded.quarantined, loaded.problems[:1]
        workspace.rows("visits", limit=1)
    seconds = time.perf_counter() - began
    return Measured([seconds], rows=told_by_regard(data))


def told_by_regard(data: Data) -> Rows:
    """Return what the tables of the workspace hold, read past Regard."""
    with duckdb.connect(str(data.workspace / DATABASE), read_only=True) as connection:
        return told_by_hand(connection)


def told_by_hand(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Return what the tables of a database hold: counts and sums that hardly two different ones share."""
    return [[list(row) for row in connection.execute(query).fetchall()] for query in (_TOLD, _TOLD_OF_PAGES)]


def _by_hand(data: Data) -> Measured:
    """Run the script, and tell what the tables hold."""
    began = time.perf_counter()
    with by_hand(data) as connection:
        connection.execute(_SCRIPT.format(events=data.events, links=data.links))
        connection.execute("checkpoint")
        seconds = time.perf_counter() - began
        connection.execute(_LOG.format(log=data.log))
        return Measured([seconds], rows=told_by_hand(connection))


def _to_chdb(data: Data) -> Measured:
    """Load the analyst's log into chDB; it has people and visits already, so that its time is no rival's."""
    began = time.perf_counter()
    chdb_session(data)(_TO_CHDB.format(log=data.log))
    return Measured([time.perf_counter() - began])


def _megabytes(path: Path) -> float:
    """Return the size of a file, or of all files of a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6
