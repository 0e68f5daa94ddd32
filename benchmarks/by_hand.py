"""What an analyst would write instead: the same tables in DuckDB SQL, with the same definitions."""

from pathlib import Path

import duckdb

_READ = """
create table events as select * from '{file}'
qualify row_number() over (partition by id order by received_at) = 1
"""
_TOUCHED = """
with seen as (
  select *, time - lag(time) over person > interval 30 minute or lag(time) over person is null as opens from events
  window person as (partition by anonymous_id, session_id order by time, received_at, id)),
touched as (
  select *, case when session_id is null then count(*) filter (opens) over (
    partition by anonymous_id, session_id order by time, received_at, id) else 0 end as n
  from seen)
"""
_VISITS = (
    "create table visits as"
    + _TOUCHED
    + """
select anonymous_id, session_id, n, min(time) filter (type <> 'engagement') as start,
  max(time) filter (type <> 'engagement') as "end", count(*) filter (type = 'page') as page_views,
  count(*) filter (type <> 'engagement') as events, sum(engaged_ms) / 1000 as engaged_seconds,
  count(*) filter (type = 'track') as interactions, arg_min(path, time) filter (type = 'page') as entry_page,
  arg_max(path, time) filter (type = 'page') as exit_page, arg_min(country, time) as country,
  arg_min(device, time) as device
from touched group by 1, 2, 3
"""
)
_PAGE_VISITS = (
    "create table page_visits as"
    + _TOUCHED
    + """,
pages as (
  select anonymous_id, session_id, n, path, count(*) filter (type = 'page') as views,
    sum(engaged_ms) / 1000 as engaged_seconds, max(scroll_percent) as scroll
  from touched group by 1, 2, 3, 4),
turns as (
  select anonymous_id, session_id, n, path, time,
    lead(time) over (partition by anonymous_id, session_id, n order by time) as following
  from touched where type = 'page'),
stays as (
  select anonymous_id, session_id, n, path, sum(least(1800, epoch(following - time))) as stay_seconds
  from turns group by 1, 2, 3, 4)
select pages.*, stay_seconds from pages left join stays
on pages.anonymous_id = stays.anonymous_id and pages.session_id is not distinct from stays.session_id
  and pages.n = stays.n and pages.path = stays.path
where views > 0
"""
)
_ACTIVE_DAYS = """
create table active_days as select anonymous_id, time::date as day, count(*) as events
from events where type <> 'engagement' group by 1, 2
"""


def load(file: Path, folder: Path) -> None:
    """Read a file of events and keep each id once."""
    with _database(folder) as connection:
        connection.execute(_READ.format(file=file))


def count_events(folder: Path) -> int:
    """Return how many events there are."""
    with _database(folder) as connection:
        return _number(connection, "select count(*) from events")


def load_and_derive(file: Path, folder: Path) -> None:
    """Read a file and make visits, page visits and active days."""
    with _database(folder) as connection:
        for statement in (_READ.format(file=file), _VISITS, _PAGE_VISITS, _ACTIVE_DAYS):
            connection.execute(statement)


def count(folder: Path) -> tuple[int, int, int]:
    """Return how many events, visits and bounces there are."""
    with _database(folder) as connection:
        bounces = "select count(*) from visits where page_views = 1 and interactions = 0"
        queries = ("select count(*) from events", "select count(*) from visits", bounces)
        events, visits, bounced = (_number(connection, query) for query in queries)
        return events, visits, bounced


def _database(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return the database in a folder."""
    connection = duckdb.connect(str(folder / "by_hand.duckdb"))
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
