"""The overview: every metric of attention and habit that needs no argument, twelve months by week, and those before.

Regard gives intervals, changes and bands with every point; the rivals only count what the points are made of, and only
the metrics of `_TABLES`: the others follow from these. Messages and paying customers are not in the files, so that
metrics of them are asked for and find nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regard
from benchmarks.question import WEEKS, Dates, Question, Rows, parts
from benchmarks.questions.fragments import FRAGMENTS, in_dialect
from benchmarks.sides import Side
from regard.metrics.catalogue import METRICS, family_of
from regard.metrics.kinds import Curve

NAMES = tuple(
    name
    for name, metric in METRICS.items()
    if family_of(name) in ("attention", "habit") and not metric.needs and not isinstance(metric, Curve)
)

_TABLES: tuple[tuple[str, ...], ...] = (
    ("visits", "visit_duration", "engaged_time", "bounce_rate", "engaged_visit_rate"),
    ("time_on_page", "scroll_depth"),
    ("exit_rate",),
    ("unique_visitors", "new_visitor_share"),
    ("weekly_active", "daily_active", "stickiness"),
)
"""What each statement of the rivals counts; the columns are those from which Regard makes its values."""

_TRAILING = _TABLES[-1]
"""Of these the whole period is told by its last week."""


def _ask(workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for everything at once; return what the points of both periods are made of, where anything was."""
    replies = workspace.ask(list(NAMES), every="week", compare="previous", **dates.asked)
    tables = [[replies[name].to_dict() for name in names] for names in _TABLES]
    before = [[reply["previous"] | {"metric": reply["metric"]} for reply in table] for table in tables]
    return [list(_table(table)) for table in (*before, *tables)]


def _table(replies: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """Return a row for each week, then one for all of them."""
    points = [(row[0]["start"], row) for row in zip(*(reply["series"] for reply in replies), strict=True)]
    whole = [] if replies[0]["metric"] in _TRAILING else [("all", tuple(replies))]
    for label, row in (*points, *whole):
        numbers = [
            number
            for reply, point in zip(replies, row, strict=True)
            for number in parts(point, getattr(METRICS[reply["metric"]], "counts", None))
        ]
        if any(numbers):
            yield [label, *numbers]


_VISITS = (
    "count(*), sum(duration), count(*), sum(engaged_seconds), count(*), count_if(is_bounce), count_if(page_views > 0), "
    "count_if(is_engaged), count(*)"
)
_PAGES = "sum(engaged_seconds), count(engaged_seconds), sum(scroll), count(scroll)"


def _by_week(rows: str, numbers: str, whole: str, condition: str) -> str:
    """Return the statement that totals rows by week, and of those that fit a condition all."""
    inside = "w between '{first}' and '{last}'"
    return (
        f"with r as ({rows}) select * from (select cast(w as varchar) s, {numbers} from r where {inside} group by w "
        f"union all select 'all' s, {whole} from r where {condition} and {inside} having count(*) > 0) t order by s"
    )


def _visitors(side: Side) -> str:
    """Return the statement of visitors and new ones: by week, and of all weeks each person once."""
    monday = "toMonday(first)" if side == "chDB" else "date_trunc('week', first)"
    rows = f"select distinct w, person, first from ({FRAGMENTS[side]['visitors']}) t"
    weekly = f"count(*), count_if({monday} = w), count(*)"
    everybody = "count(distinct person), count(distinct case when first >= '{first}' then person end)"
    return _by_week(rows, weekly, f"{everybody}, count(distinct person)", "true")


def _trailing(side: Side) -> str:
    """Return the statement of active people on the last day of each week, in its 7 days, and in 28 with their days."""
    monday = "toMonday(day)" if side == "chDB" else "date_trunc('week', day)::date"
    four = "(select number as i from numbers(4)) n" if side == "chDB" else "range(4) n(i)"
    return f"""
        with d as (select {monday} as w, person, count(*) as days, count_if(day = {monday} + 6) as on_last
                   from ({FRAGMENTS[side]["days"]}) t group by w, person),
          m as (select w + 7 * i::int as e, person, sum(days) as days, max(if(i = 0, on_last, 0)) as on_last,
                  max(if(i = 0, 1, 0)) as in_week
                from d cross join {four} group by e, person)
        select cast(e as varchar) s, sum(in_week)::int, sum(on_last)::int, sum(days)::int, count(*)
        from m where e between '{{first}}' and '{{last}}' group by e order by 1"""


def _statements(side: Side) -> tuple[str, ...]:
    """Return the statements of a rival: those of the period before, then those of the period."""
    of = FRAGMENTS[side]
    told = (
        _by_week(of["visits"], _VISITS, _VISITS, "is_first"),
        _by_week(of["pages"], _PAGES, _PAGES, "is_first"),
        _by_week(
            of["exits"], "count_if(is_exit), sum(views)::int", "count_if(is_exit and is_first), sum(views)::int", "true"
        ),
        _visitors(side),
        _trailing(side),
    )
    now = tuple(in_dialect(statement, side) for statement in told)
    names = {"{after}": "{first}", "{first}": "{earlier}", "{last}": "{before}"}
    return (*(_renamed(statement, names) for statement in now), *now)


def _renamed(statement: str, names: Mapping[str, str]) -> str:
    """Return a statement with the names of dates replaced by others, all at once."""
    for index, name in enumerate(names):
        statement = statement.replace(name, f"\0{index}")
    for index, name in enumerate(names.values()):
        statement = statement.replace(f"\0{index}", name)
    return statement


OVERVIEW = Question(
    f"overview: {len(NAMES)} metrics by week, and the year before",
    _ask,
    duckdb=_statements("DuckDB"),
    chdb=_statements("chDB"),
    kept=_statements("kept tables"),
    must=100,
    is_flat=True,
    span=WEEKS,
    step=7,
)
