"""Every metric of attention by country by week."""

from collections.abc import Mapping
from functools import partial

import regard
from benchmarks.question import WEEKS, Dates, Question, Rows, parts
from benchmarks.questions.fragments import FRAGMENTS, in_dialect
from benchmarks.sides import Side
from regard.metrics.catalogue import METRICS


def _ask(metric: str, workspace: regard.Workspace, dates: Dates) -> Rows:
    """Ask for a metric by country by week, and return what each point is made of."""
    reply = workspace.ask(metric, every="week", by="country", **dates.asked)
    names = getattr(METRICS[metric], "counts", None)
    points = ((row["group"]["country"], point) for row in reply.breakdown for point in row["series"])
    return [sorted([str(country), point["start"], *parts(point, names)] for country, point in points if point["n"])]


_NEW: Mapping[Side, str] = {
    "DuckDB": "count_if(date_trunc('week', first) = w), count(*)",
    "chDB": "count_if(toMonday(first) = w), count(*)",
    "kept tables": "count_if(date_trunc('week', first) = w), count(*)",
}
_SEEN: Mapping[Side, str] = {"DuckDB": "count(*)", "chDB": "count(*)", "kept tables": "count_if(fresh)"}
_NUMBERS: Mapping[str, tuple[str, str | Mapping[Side, str]]] = {
    "page_views": ("page views", "sum(views)::int"),
    "events": ("events", "count(*)"),
    "unique_visitors": ("visitors", "count(*)"),
    "new_visitor_share": ("visitors", _NEW),
    "visits": ("visits seen", _SEEN),
    "pages_per_visit": ("visits seen", {side: f"sum(views)::int, {counted}" for side, counted in _SEEN.items()}),
    "visit_duration": ("visits", "sum(duration), count(*)"),
    "engaged_time": ("visits", "sum(engaged_seconds), count(*)"),
    "bounce_rate": ("visits", "count_if(is_bounce), count(*)"),
    "engaged_visit_rate": ("visits", "count_if(is_engaged), count(*)"),
    "time_on_page": ("pages", "sum(engaged_seconds), count(engaged_seconds)"),
    "scroll_depth": ("pages", "sum(scroll), count(scroll)"),
    "exit_rate": ("exits", "count_if(is_exit), sum(views)::int"),
}
"""What each metric reads and totals; the columns are those from which Regard makes its value."""


_ONLY = {"bounce_rate": "and page_views > 0"}
"""Rows that are out of a metric altogether."""


def _statements(metric: str, side: Side) -> tuple[str, ...]:
    """Return the statement of a rival for a metric, none where it keeps nothing that could answer."""
    fragment, numbers = _NUMBERS[metric]
    if fragment not in FRAGMENTS[side]:
        return ()
    totals = numbers if isinstance(numbers, str) else numbers[side]
    statement = (
        f"select coalesce(country, 'None') c, cast(w as varchar) s, {totals} from ({FRAGMENTS[side][fragment]}) t "
        f"where w between '{{first}}' and '{{last}}' {_ONLY.get(metric, '')} group by country, w order by 1, 2"
    )
    return (in_dialect(statement, side),)


QUESTIONS = tuple(
    Question(
        f"{metric} by country by week",
        partial(_ask, metric),
        duckdb=_statements(metric, "DuckDB"),
        chdb=_statements(metric, "chDB"),
        kept=_statements(metric, "kept tables"),
        must=60,
        is_flat=True,
        span=WEEKS,
        step=7,
    )
    for metric in _NUMBERS
)
