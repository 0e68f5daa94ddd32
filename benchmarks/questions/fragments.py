"""What the statements about visits read: the same rows from the log in DuckDB, the log in chDB, the analyst's tables.

Each fragment has a row for whatever counts in a week `w`; `is_first` marks the row by which it counts in the period.
"""

from benchmarks.sides import Side

_IN_TIME = "ts >= '{first}' and ts < '{after}'"
_NEAR = "ts >= '{first}'::date - 1 and ts < '{after}'::date + 1"
"""A day more on both sides: a visit over midnight counts as a whole."""

_WEEKS = "unnest(if(a = b, [a], [a, b])) as w"
_FIRST = "w = greatest(a, date_trunc('week', '{first}'::date)::date)"
_SEEN = f"ev where {_IN_TIME} and opens and visit is not null"

_LOG_IN_DUCKDB = {
    "events": f"select country, date_trunc('week', ts)::date w, type from ev where {_IN_TIME} and type <> 'engagement'",
    "page views": f"""
      select country, date_trunc('week', ts)::date w, 1 as views from ev where {_IN_TIME} and type = 'page'""",
    "visits seen": f"""
      select visit, any_value(country) country, date_trunc('week', ts)::date w, count_if(type = 'page') as views
      from {_SEEN} group by visit, w""",
    "visitors": f"""
      select country, w, person, first
      from (select distinct country, date_trunc('week', ts)::date w, person from {_SEEN})
      join (select person, min(ts) as first from ev group by person) using (person)""",
    "visits": f"""
      select *, {_FIRST} as is_first from (
        select *, {_WEEKS}, page_views = 1 and interactions = 0 as is_bounce,
          if(is_bounce, 0, epoch("end" - start)) as duration,
          coalesce(engaged_seconds >= 10, false) or page_views >= 2 as is_engaged
        from (
          select *, date_trunc('week', start)::date a, date_trunc('week', "end")::date b from (
            select any_value(country) country, min(ts) filter (opens) as start, max(ts) filter (opens) as "end",
              sum(engaged_ms) / 1000 as engaged_seconds, count_if(type = 'page') as page_views,
              count_if(type = 'track' and interactive is not false) as interactions
            from ev where {_NEAR} and visit is not null group by visit))
        where start is not null)""",
    "pages": f"""
      select *, {_FIRST} as is_first from (
        select *, {_WEEKS} from (
          select any_value(country) country, sum(engaged_ms) / 1000 as engaged_seconds, max(scroll) / 100 as scroll,
            date_trunc('week', min(ts) filter (type = 'page'))::date a,
            date_trunc('week', max(ts) filter (type = 'page'))::date b
          from ev where {_NEAR} and visit is not null and page is not null group by visit, page)
        where a is not null)""",
    "exits": f"""
      select country, w, views, page = exit_page as is_exit, w = min(w) over (partition by visit, page) as is_first
      from (select visit, page, any_value(country) country, date_trunc('week', ts)::date w, count(*) as views
            from {_SEEN} and type = 'page' group by visit, page, w)
        join (select visit, arg_max(page, ts) as exit_page
              from ev where {_NEAR} and type = 'page' and visit is not null group by visit) using (visit)""",
    "days": """
      select distinct ts::date as day, person from ev
      where ts >= '{first}'::date - 21 and ts < '{after}' and type <> 'engagement'""",
}

_CHDB_NEAR = "ts >= toDate('{first}') - 1 and ts < toDate('{after}') + 1"
_CHDB_WEEKS = "arrayJoin(arrayDistinct([a, b])) as w"
_CHDB_FIRST = "w = greatest(a, toMonday(toDate('{first}')))"
_CHDB_SEEN = f"ev where {_IN_TIME} and opens and visit > 0"

_LOG_IN_CHDB = {
    "events": f"select country, toMonday(ts) w, type from ev where {_IN_TIME} and type <> 'engagement'",
    "page views": f"select country, toMonday(ts) w, 1 as views from ev where {_IN_TIME} and type = 'page'",
    "visits seen": f"""
      select visit, any(country) country, toMonday(ts) w, countIf(type = 'page') as views
      from {_CHDB_SEEN} group by visit, w""",
    "visitors": f"""
      select country, w, person, first
      from (select country, toMonday(ts) w, person from {_CHDB_SEEN} group by country, w, person) as v
        join (select person, min(ts) as first from ev group by person) as f using (person)""",
    "visits": f"""
      select *, {_CHDB_FIRST} as is_first from (
        select country, page_views, engaged_seconds, toMonday(start) as a, toMonday(end) as b, {_CHDB_WEEKS},
          page_views = 1 and interactions = 0 as is_bounce,
          if(is_bounce, 0, dateDiff('microsecond', start, end) / 1e6) as duration,
          engaged_seconds >= 10 or page_views >= 2 as is_engaged
        from (
          select any(country) country, minIf(ts, opens) start, maxIf(ts, opens) end, countIf(opens) as opened,
            sum(engaged_ms) / 1000 as engaged_seconds, countIf(type = 'page') as page_views,
            countIf(type = 'track' and interactive) as interactions
          from ev where {_CHDB_NEAR} and visit > 0 group by visit)
        where opened > 0)""",
    "pages": f"""
      select *, {_CHDB_FIRST} as is_first from (
        select country, engaged_seconds, scroll, toMonday(start) as a, toMonday(end) as b, {_CHDB_WEEKS}
        from (
          select any(country) country, sum(engaged_ms) / 1000 as engaged_seconds, max(scroll) / 100 as scroll,
            minIf(ts, type = 'page') start, maxIf(ts, type = 'page') end, countIf(type = 'page') as views
          from ev where {_CHDB_NEAR} and visit > 0 and page != '' group by visit, page)
        where views > 0)""",
    "exits": f"""
      select country, w, views, page = exit_page as is_exit, w = min(w) over (partition by visit, page) as is_first
      from (select visit, page, any(country) country, toMonday(ts) w, count() as views
            from {_CHDB_SEEN} and type = 'page' group by visit, page, w) as p
        join (select visit, argMax(page, ts) as exit_page
              from ev where {_CHDB_NEAR} and type = 'page' and visit > 0 group by visit) as e using (visit)""",
    "days": """
      select toDate(ts) as day, person from ev
      where ts >= toDate('{first}') - 21 and ts < '{after}' and type <> 'engagement' group by day, person""",
}

_DAYS = "day between '{first}' and '{last}'"
_FRESH = "coalesce(before < date_trunc('week', day), true)"
"""Not in this week already by an earlier day."""
_FIRST_DAY = "coalesce(before < '{first}'::date, true)"

_KEPT = {
    "page views": f"""
      select country, date_trunc('week', day)::date as w, views from visit_days where {_DAYS} and views > 0""",
    "visits seen": f"""
      select country, date_trunc('week', day)::date as w, views, {_FRESH} as fresh from visit_days where {_DAYS}""",
    "visitors": f"""
      select country, w, person, first_seen as first
      from (select distinct country, date_trunc('week', day)::date as w, person from visit_days where {_DAYS})
      join people using (person)""",
    "visits": f"""
      select *, date_trunc('week', day)::date as w, {_FIRST_DAY} as is_first
      from visit_days where {_DAYS} and {_FRESH}""",
    "pages": f"""
      select *, date_trunc('week', day)::date as w, {_FIRST_DAY} as is_first
      from page_days where {_DAYS} and {_FRESH}""",
    "exits": f"""
      select country, date_trunc('week', day)::date as w, views, is_exit and {_FRESH} as is_exit,
        {_FIRST_DAY} as is_first
      from page_days where {_DAYS}""",
    "days": "select day, person from active_days where day between '{first}'::date - 21 and '{last}'",
}

FRAGMENTS: dict[Side, dict[str, str]] = {"DuckDB": _LOG_IN_DUCKDB, "chDB": _LOG_IN_CHDB, "kept tables": _KEPT}


def in_dialect(statement: str, side: Side) -> str:
    """Return a statement in the dialect of a side: the one function that the two engines name differently."""
    return statement.replace("count_if(", "countIf(") if side == "chDB" else statement
