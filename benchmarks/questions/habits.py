"""Habits: who is new, comes back and falls asleep by week, on how many days people are active, retention."""

import regard
from benchmarks.question import WEEKS, Dates, Question, Rows

_COLUMNS, _DAYS = 52, 31
_WEEK = "((ts::date - date '2000-01-03') // 7)::smallint"
_WEEK_OF_DAY = "((day - date '2000-01-03') // 7)::smallint"
_CHDB_WEEK = "intDiv(toDate(ts) - toDate('2000-01-03'), 7)"
"""Weeks as small numbers: those since a Monday before everything."""


def _lifecycle(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for the lifecycle by week."""
    reply = workspace.ask("lifecycle", every="week", **dates.asked)
    return [[[cell[name] for name in ("start", "new", "returning", "resurrecting", "dormant")] for cell in reply.cells]]


def _lifecycle_from(weeks: str) -> str:
    """Return the statement of a lifecycle from the distinct weeks of people, over all history."""
    return f"""
        with a as ({weeks}),
          b as (select w, lag(w) over x as before, lead(w) over x as following from a
                window x as (partition by person order by w)),
          z as (select w, (before is null)::int n, (before + 1 = w)::int r, (before + 1 < w)::int u, 0 d from b
                union all
                select w + 1, 0, 0, 0, 1 from b where following is null or following > w + 1),
          s as (select date '2000-01-03' + 7 * w::int as start, sum(n)::int n, sum(coalesce(r, 0))::int r,
                  sum(coalesce(u, 0))::int u, sum(d)::int d from z group by 1)
        select start::varchar, n, r, u, d from s where start between '{{first}}' and '{{last}}' order by 1"""


LIFECYCLE = Question(
    "weekly lifecycle",
    _lifecycle,
    duckdb=(
        _lifecycle_from(f"select distinct {_WEEK} w, person from ev where ts < '{{after}}' and type <> 'engagement'"),
    ),
    chdb=(
        f"""with p as (select arraySort(groupUniqArray({_CHDB_WEEK})) b, arrayDifference(b) gaps,
                       arrayPushBack(arrayPopFront(gaps), 0) following
                       from ev where ts < '{{after}}' and type <> 'engagement' group by person),
              a as (select arrayJoin(arrayConcat(
                arrayMap((w, gap, i) -> (w, if(i = 1, 0, if(gap = 1, 1, 2))), b, gaps, arrayEnumerate(b)),
                arrayMap(w -> (w + 1, 3), arrayFilter((w, gap) -> gap != 1, b, following)))) x from p)
            select toString(toDate('2000-01-03') + 7 * x.1) s, countIf(x.2 = 0), countIf(x.2 = 1), countIf(x.2 = 2),
              countIf(x.2 = 3) from a group by x.1 having toDate(s) between '{{first}}' and '{{last}}' order by s""",
    ),
    kept=(_lifecycle_from(f"select distinct {_WEEK_OF_DAY} w, person from active_days where day <= '{{last}}'"),),
    must=150,
    is_flat=True,
    span=WEEKS,
    step=7,
)


def _active_days(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for how many people were active on how many days."""
    cells = workspace.ask("active_days_distribution", **dates.asked).cells
    return [[[cell["active"], cell["people"]] for cell in cells if cell["people"]]]


_LOG = "from ev where ts >= '{first}' and ts < '{after}' and type <> 'engagement'"

ACTIVE_DAYS = Question(
    "active-days histogram",
    _active_days,
    duckdb=(
        f"""select k, count(*) from
              (select person, count(*) k from (select distinct ts::date, person {_LOG}) group by 1)
            group by 1 order by 1""",
    ),
    chdb=(f"select k, count() from (select uniqExact(toDate(ts)) k {_LOG} group by person) group by k order by k",),
    kept=(
        """select k, count(*) from (select count(*) k from active_days where day between '{first}' and '{last}'
           group by person) group by 1 order by 1""",
    ),
    must=200,
)


def _first_time(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for retention of first-time cohorts by week."""
    reply = workspace.ask("retention_curve", every="week", intervals=_COLUMNS, **dates.asked)
    return [sorted([cell["cohort"], cell["k"], cell["people"]] for cell in reply.cells if cell["people"])]


def _first_time_from(weeks: str) -> str:
    """Return the statement of first-time retention from the distinct weeks of people, over all history."""
    return f"""
        with a as ({weeks}),
          b as (select w, min(w) over (partition by person) f from a),
          c as (select date '2000-01-03' + 7 * f::int as cohort, (w - f)::int k, count(*) n from b
                where w - f < {_COLUMNS} group by all)
        select cohort::varchar, k, n from c where cohort between '{{first}}' and '{{last}}' order by 1, 2"""


FIRST_TIME = Question(
    "retention, first-time weekly",
    _first_time,
    duckdb=(_first_time_from(f"select distinct {_WEEK} w, person from ev where type <> 'engagement'"),),
    chdb=(
        f"""select toString(s), intDiv(b - s, 7) k, count() from
              (select toMonday(min(ts)) s, arrayJoin(groupUniqArray(toMonday(ts))) b from ev where type <> 'engagement'
               group by person)
            where k < {_COLUMNS} and s between '{{first}}' and '{{last}}' group by s, k order by s, k""",
    ),
    kept=(_first_time_from(f"select distinct {_WEEK_OF_DAY} w, person from active_days"),),
    must=100,
    is_flat=True,
    span=WEEKS,
    step=7,
)


def _recurring(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for retention of recurring cohorts by day."""
    asked = {"cohorts": "recurring", "every": "day", "intervals": _DAYS, **dates.asked}
    cells = workspace.ask("retention_curve", **asked).cells
    return [sorted([cell["cohort"], cell["k"], cell["people"]] for cell in cells if cell["people"])]


def _recurring_from(days: str) -> str:
    """Return the statement of recurring retention from the distinct days of people."""
    return f"""
        with a as ({days})
        select s.d::varchar, r.d - s.d n, count(*)
        from a s join a r on s.person = r.person and r.d between s.d and s.d + {_DAYS - 1}
        where s.d <= '{{last}}' group by all order by 1, 2"""


RECURRING = Question(
    "retention, recurring daily",
    _recurring,
    duckdb=(
        _recurring_from(
            f"select distinct ts::date d, person from ev where ts >= '{{first}}' "
            f"and ts < '{{after}}'::date + {_DAYS} and type <> 'engagement'"
        ),
    ),
    chdb=(
        f"""select toString(s), r - s n, count() from
              (select s, arrayJoin(arrayFilter(x -> x >= s and x <= s + {_DAYS - 1}, days)) r from
                (select groupUniqArray(toDate(ts)) days, arrayJoin(days) s from ev
                 where ts >= '{{first}}' and ts < toDate('{{after}}') + {_DAYS} and type <> 'engagement'
                 group by person)
               where s <= '{{last}}')
            group by s, n order by toString(s), n""",
    ),
    kept=(
        _recurring_from(
            f"select day as d, person from active_days where day between '{{first}}' and '{{last}}'::date + {_DAYS}"
        ),
    ),
    must=1500,
)

QUESTIONS = (LIFECYCLE, ACTIVE_DAYS, FIRST_TIME, RECURRING)
