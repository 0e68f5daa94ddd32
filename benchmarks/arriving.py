"""New events into what is there: how long until answers tell of them.

A batch has 10,000 events, a quarter of them late by up to 28 days, and with them 100 links: half identify somebody who
was a stranger, half make two known people one. The analyst's tables are made anew from the log: to
keep them in step with what arrives would be a program, not a script.
"""

import time

import duckdb

import regard
from benchmarks.contest import Contest, Measured, check_same, in_own_process
from benchmarks.data import AS_OF, LAST_DAY, Data
from benchmarks.loading import DERIVING, told_by_hand, told_by_regard
from benchmarks.question import YEAR
from benchmarks.sides import Side, by_hand

_BATCHES = 3
_EVENTS = f"""
copy (
  with picked as (
    select * from events where coalesce(user_id, anonymous_id) is not null and id not like 'new-%'
    using sample reservoir(10000 rows) repeatable ({{turn}})),
  numbered as (select *, row_number() over () as n from picked),
  dated as (
    select * replace (case when n % 4 = 0
        then timestamp '{LAST_DAY} 12:00:00' - to_seconds((hash(id) % (28 * 86400))::bigint)
        else timestamp '{LAST_DAY} 23:00:00' + to_milliseconds(n * 300) end as "time")
    from numbered)
  select * exclude (n) replace (
    'new-{{turn}}-' || id as id, "time"::timestamptz as "time",
    ("time" + interval 2 second)::timestamptz as received_at,
    session_id || '-new-{{turn}}-' || n as session_id, page_view_id || '-new-{{turn}}' as page_view_id)
  from dated) to '{{events}}' (format parquet)"""
_LINKS = f"""
copy (
  with strangers as (
    select distinct anonymous_id from events
    where user_id is null and anonymous_id not in (select other_id from links)),
  known as (select distinct user_id from events where user_id is not null),
  stranger as (
    select anonymous_id, row_number() over (order by hash(anonymous_id, {{turn}})) as n from strangers
    order by n limit 50),
  member as (
    select user_id, row_number() over (order by hash(user_id, {{turn}})) as n from known order by n limit 150),
  link as (
    select 'identify' as kind, m.user_id, s.anonymous_id as other_id from stranger s join member m using (n)
    union all
    select 'merge', m.user_id, o.user_id from member m join member o on o.n = m.n + 50 where m.n between 51 and 100)
  select 'new-{{turn}}-' || kind || '-' || other_id as id, 'benchmark' as source, '{{{{}}}}' as properties, kind,
    user_id, other_id, timestamptz '{LAST_DAY} 23:30:00' as "time", timestamptz '{LAST_DAY} 23:30:01' as received_at
  from link) to '{{links}}' (format parquet)"""


def arrive(data: Data) -> Contest:
    """Return what it took until answers told of a batch; stops where the rows are not those of a rebuild by hand."""
    _make_batches(data)
    sides: dict[Side, Measured] = {
        "Regard": in_own_process(_with_regard, data),
        "kept tables": in_own_process(_by_hand, data),
    }
    check_same("new events", sides["Regard"].rows, sides["kept tables"].rows, "the rebuild by hand")
    return Contest("10,000 new events and 100 links, until answers tell of them", sides, 2000, is_flat=True)


def _make_batches(data: Data) -> None:
    """Write the batches, from events and people of the log."""
    with by_hand(data, read_only=True) as connection:
        for turn in range(_BATCHES):
            places = {"turn": turn, "events": _file(data, turn, "events"), "links": _file(data, turn, "links")}
            for statement in (_EVENTS, _LINKS):
                connection.execute(statement.format(**places))


def _file(data: Data, turn: int, record: str) -> str:
    """Return where a batch lies."""
    return str(data.folder / f"new_{record}_{turn}.parquet")


def _with_regard(data: Data) -> Measured:
    """Load the batches into the workspace, each with a question that must tell of it."""
    seconds = []
    with regard.open(data.workspace) as workspace:
        known = _events(workspace)
        for turn in range(_BATCHES):
            came = _opening(_file(data, turn, "events"))
            began = time.perf_counter()
            for record in ("event", "link"):
                workspace.load(_file(data, turn, f"{record}s"), record=record)
            told = _events(workspace)
            seconds.append(time.perf_counter() - began)
            assert told == known + came, f"new events: {told} after {known} and {came} more"
            known = told
        workspace.rows("visits", limit=1)
    return Measured(seconds, rows=told_by_regard(data))


def _events(workspace: regard.Workspace) -> int:
    """Return how many events the year has, asked together with what is made of visits and of people."""
    names = ["events", "bounce_rate", "unique_visitors", "daily_active"]
    period = (str(YEAR[0]), str(YEAR[1]))
    return int(workspace.ask(names, period=period, every="week", as_of=AS_OF)["events"].value or 0)


def _opening(file: str) -> int:
    """Return how many events of a file are more than attention."""
    query = f"select count(*) from '{file}' where type <> 'engagement'"
    with duckdb.connect() as connection:
        return int(connection.execute(query).fetchall()[0][0])


def _by_hand(data: Data) -> Measured:
    """Append the batches to the log, and make every table of it anew, once."""
    with by_hand(data) as connection:
        began = time.perf_counter()
        for turn in range(_BATCHES):
            for table in ("events", "links"):
                connection.execute(f"insert into {table} by name select * from '{_file(data, turn, table)}'")
        connection.execute(DERIVING)
        return Measured([time.perf_counter() - began], rows=told_by_hand(connection))
