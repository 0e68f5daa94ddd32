"""Loading: the same files, each id once, every row derived; by Regard, and by the best script found by hand.

Once without totals and return gaps, and once with them on both sides.
"""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import duckdb

import regard
from benchmarks.contest import Contest, Measured, check_same, in_own_process
from benchmarks.data import Data
from benchmarks.question import Rows
from benchmarks.sides import available, by_hand, chdb_session
from regard.serving.workspace import DATABASE

_SCRIPT = (Path(__file__).parent / "sql" / "by_hand.sql").read_text(encoding="utf-8")
_TOTALS = (Path(__file__).parent / "sql" / "totals_by_hand.sql").read_text(encoding="utf-8")
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
_DAY = "day - date '2000-01-01'"
_TOLD_OF_GAPS = f"""
select activity, dimension, count(*), count(distinct value), sum(people)::bigint, sum(of_identified)::bigint,
  sum(back * people)::bigint, sum(seen * people)::bigint, sum(({_DAY}) * people)::bigint
from return_gaps group by 1, 2 order by 1, 2"""
_TOLD_OF_GROUPS = f"""
select activity, sum(people)::bigint, sum(back * people)::bigint, sum(({_DAY}) * people)::bigint
from group_gaps group by 1 order by 1"""
_TOLD_OF_PAIRS = (
    f"select count(*), sum(people)::bigint, sum(lag * people)::bigint, sum(({_DAY}) * lag)::bigint from day_pairs"
)
_TOLD_OF_COHORTS = """
select count(*), sum(people)::bigint, sum(of_week)::bigint, sum(of_month)::bigint, sum(of_quarter)::bigint,
  sum(of_year)::bigint, sum((day - first_day) * people)::bigint from cohorts"""
_NEVER = 10**12
"""More events than there are."""
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


def load(data: Data) -> list[Contest]:
    """Return what loading and deriving took; the tables stay for the questions. Stops where they differ."""
    plain = replace(data, folder=data.folder / "without_totals")
    by_regard = [in_own_process(_with_regard, plain, _NEVER), in_own_process(_with_regard, data, 0)]
    shutil.rmtree(plain.folder)
    by_hand = [in_own_process(_by_hand, data), in_own_process(_totals_by_hand, data)]
    for ours, theirs in zip(by_regard, by_hand, strict=True):
        check_same("load", ours.rows, theirs.rows, "DuckDB")
    if "chDB" in available():
        in_own_process(_to_chdb, data)
    both = replace(by_hand[1], seconds=[sum(one.seconds[0] for one in by_hand)])
    return [
        Contest("load, de-duplicate, derive rows", {"Regard": by_regard[0], "DuckDB": by_hand[0]}),
        Contest("the same with totals and return gaps", {"Regard": by_regard[1], "DuckDB": both}),
    ]


def disk(data: Data) -> dict[str, float]:
    """Return how many megabytes each side keeps, and how many the files have that they were made from."""
    sizes = {"Regard": data.workspace, "DuckDB": data.by_hand, "chDB": data.chdb}
    files = (data.events, data.links)
    told = {name: _megabytes(path) for name, path in sizes.items() if path.exists()}
    return {**told, "Parquet": sum(map(_megabytes, files))}


def _with_regard(data: Data, totals_from: int) -> Measured:
    """Load and derive with Regard, with totals from so many events on, and tell what the tables hold."""
    began = time.perf_counter()
    with regard.open(data.workspace, zone="UTC", totals_from=totals_from) as workspace:
        for file, record in ((data.events, "event"), (data.links, "link")):
            loaded = workspace.load(file, record=record)
            assert not loaded.quarantined, loaded.problems[:1]
        workspace.rows("visits", limit=1)
    seconds = time.perf_counter() - began
    with duckdb.connect(str(data.workspace / DATABASE), read_only=True) as connection:
        return Measured([seconds], rows=told_by_hand(connection) if totals_from else _told_of_totals(connection))


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


def _totals_by_hand(data: Data) -> Measured:
    """Run the script of totals after that of rows, and tell what they hold."""
    began = time.perf_counter()
    with by_hand(data) as connection:
        connection.execute(_TOTALS)
        connection.execute("checkpoint")
        seconds = time.perf_counter() - began
        return Measured([seconds], rows=_told_of_totals(connection))


def _told_of_totals(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Return what the totals and return gaps of a database hold; groups of people are each side's own."""
    told = [_TOLD_OF_GAPS, _TOLD_OF_GROUPS, _TOLD_OF_PAIRS, _TOLD_OF_COHORTS]
    for table in ("touch_totals", "visit_totals", "page_totals"):
        columns = connection.sql(f"from {table}").columns
        sums = sorted(set(columns) - {"dimension", "value", "day", "back", "person_group"})
        summed = ", ".join(f"sum({name})::double, sum({name} * ({_DAY}))::double" for name in sums)
        told.append(f"select dimension, count(distinct value), {summed} from {table} group by 1 order by 1")
    return [[list(row) for row in connection.execute(query).fetchall()] for query in told]


def _to_chdb(data: Data) -> Measured:
    """Load the analyst's log into chDB; it has people and visits already, so that its time is no rival's."""
    began = time.perf_counter()
    chdb_session(data)(_TO_CHDB.format(log=data.log))
    return Measured([time.perf_counter() - began])


def _megabytes(path: Path) -> float:
    """Return the size of a file, or of all files of a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6
