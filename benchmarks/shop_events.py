"""The events of a benchmark: made by DuckDB from hashes, so that every run has the same ones."""

from pathlib import Path

import duckdb

_EVENTS = """
with visits as (
  select i as visit, (hash(i) % ({events} // 40))::bigint as person,
    timestamp '2025-01-01' + to_seconds((hash(i * 7 + 1) % 31536000)::bigint) as began
  from range({events} * 10 // 44) t(i))
select 'event-' || visit || '-' || step as id, began + to_seconds(step * 40) as "time",
  began + to_seconds(step * 40 + 2) as received_at,
  case when step in (1, 3) then 'engagement' when step = 4 then 'track' else 'page' end as type,
  case when step = 4 then 'click' end as name, 'a' || person as anonymous_id,
  case when person % 2 = 0 then 'session-' || visit end as session_id,
  '/page/' || (hash(visit * 31 + step // 2) % 200) as path,
  ['IT', 'PL', 'DE', 'FR', 'US'][1 + person % 5] as country, ['phone', 'desktop'][1 + person % 2] as device,
  case when step in (1, 3) then (hash(visit + step) % 30000)::bigint end as engaged_ms,
  case when step in (1, 3) then (hash(visit * 3 + step) % 100)::double end as scroll_percent
from visits, range(case when hash(visit) % 5 = 0 then 2 else 5 end) steps(step)
"""
_DELIVERED_TWICE = " union all select * from events where hash(id) % 100 = 0"


def write_events(path: Path, events: int) -> int:
    """Write about so many events as Parquet or CSV, one in a hundred delivered twice; return how many rows."""
    kind = "format parquet" if path.suffix == ".parquet" else "header"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        rows = f"with events as ({_EVENTS.format(events=events)}) select * from events{_DELIVERED_TWICE}"
        zoned = (
            f'select * replace ("time"::timestamptz as "time", received_at::timestamptz as received_at) from ({rows})'
        )
        found = connection.execute(f"copy ({zoned} order by \"time\", id) to '{path}' ({kind})").fetchone()
    return int(found[0]) if found else 0
