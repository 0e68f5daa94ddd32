"""How many people: by day, over any range, over trailing days, by calendar month."""

from collections.abc import Callable

import regard
from benchmarks.question import Dates, Question, Rows, series


def _daily(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for the people of each day."""
    return [series(workspace.ask("daily_active", every="day", **dates.asked))]


def _of_range(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for the people of a range of days."""
    return [[[workspace.ask("active_people", **dates.asked).value]]]


def _weekly_by_day(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for the people of the 7 days that end with each day."""
    return [series(workspace.ask("weekly_active", every="day", **dates.asked))]


def _monthly_by_day(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for the people of the 28 days that end with each day."""
    return [series(workspace.ask("monthly_active", every="day", **dates.asked))]


def _by_month(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for the people of each calendar month."""
    return [series(workspace.ask("active_people", every="month", **dates.asked))]


_SEEN = "ts >= '{first}' and ts < '{after}' and type <> 'engagement'"

DAILY = Question(
    "daily actives of a year",
    _daily,
    duckdb=(
        f"""select d::varchar, count(*) from (select distinct ts::date as d, person from ev where {_SEEN})
            group by 1 order by 1""",
    ),
    chdb=(
        f"""select toString(d), count() from (select toDate(ts) d, person from ev where {_SEEN} group by d, person)
            group by d order by d""",
    ),
    kept=(
        "select day::varchar, count(*) from active_days where day between '{first}' and '{last}' group by 1 order by 1",
    ),
    must=10,
    is_flat=True,
)

RANGE = Question(
    "people of any range",
    _of_range,
    duckdb=(f"select count(distinct person) from ev where {_SEEN}",),
    chdb=(f"select uniqExact(person) from ev where {_SEEN}",),
    kept=("select count(distinct person) from active_days where day between '{first}' and '{last}'",),
    must=15,
    is_flat=True,
)


def _trailing(name: str, ask: Callable[[regard.Workspace, Dates], Rows], days: int) -> Question:
    """Return the question of people over trailing days; rivals let a day count until the next one or its end."""
    in_duckdb = f"""
        with i as (select d, least(d + {days}, coalesce(lead(d) over (partition by person order by d), d + {days})) e
                   from {{days_of_people}}),
          z as (select d t, count(*) k from i group by 1 union all select e, -count(*) from i group by 1),
          q as (select t, sum(sum(k)) over (order by t)::int n from z group by t)
        select t::varchar, n from q where t between '{{first}}' and '{{last}}' order by 1"""
    reach = f"'{{first}}'::date - {days - 1}"
    in_time = f"ts >= {reach} and ts < '{{after}}' and type <> 'engagement'"
    log = f"(select distinct ts::date as d, person from ev where {in_time})"
    kept = f"(select day as d, person from active_days where day between {reach} and '{{last}}')"
    in_chdb = f"""
        with a as (select person, arraySort(groupUniqArray(toDate(ts))) days from ev
                   where ts >= toDate('{{first}}') - {days - 1} and ts < '{{after}}' and type <> 'engagement'
                   group by person),
          i as (select arrayJoin(arrayZip(days, arrayMap(
                  (d, n) -> if(n = toDate(0), d + {days}, least(d + {days}, n)),
                  days, arrayPushBack(arrayPopFront(days), toDate(0))))) x from a),
          z as (select x.1 t, toInt64(count()) k from i group by t
                union all select x.2 t, -toInt64(count()) k from i group by t)
        select toString(t), n from (select t, sum(sum(k)) over (order by t) n from z group by t)
        where t between '{{first}}' and '{{last}}' order by t"""
    return Question(
        name,
        ask,
        duckdb=(in_duckdb.replace("{days_of_people}", log),),
        chdb=(in_chdb,),
        kept=(in_duckdb.replace("{days_of_people}", kept),),
        must=30,
        is_flat=True,
    )


TRAILING_7 = _trailing("rolling 7-day actives, daily", _weekly_by_day, 7)
TRAILING_28 = _trailing("rolling 28-day actives, daily", _monthly_by_day, 28)

_MONTH = "greatest(make_date((m - 1) // 12, (m - 1) % 12 + 1, 1), date '{first}')::varchar"

MONTHS = Question(
    "calendar months",
    _by_month,
    duckdb=(
        f"""select {_MONTH}, count(*)
            from (select distinct (year(ts) * 12 + month(ts))::usmallint::int m, person from ev where {_SEEN})
            group by m order by 1""",
    ),
    chdb=(
        f"""select toString(greatest(m, toDate('{{first}}'))) s, count()
            from (select toStartOfMonth(ts) m, person from ev where {_SEEN} group by m, person)
            group by m order by s""",
    ),
    kept=(
        f"""select {_MONTH}, count(*)
            from (select distinct (year(day) * 12 + month(day))::int m, person from active_days
                  where day between '{{first}}' and '{{last}}')
            group by m order by 1""",
    ),
    must=50,
    is_flat=True,
)

QUESTIONS = (DAILY, RANGE, TRAILING_7, TRAILING_28, MONTHS)
