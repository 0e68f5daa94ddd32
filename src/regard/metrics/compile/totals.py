"""The measures of totals: the numbers of a row that are summed by day, dimension and person group, once for all.

They are the columns of every metric of a grain that needs no argument, as `levels.measure` makes them. Expressions that
always agree are stored once: before they are compared, what cannot be null is taken as set.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import ibis
import ibis.expr.operations as ops

from regard.metrics.catalogue import METRICS
from regard.metrics.compile.levels import measure
from regard.metrics.compile.slices import OF_PEOPLE, VIEWS_INSIDE
from regard.metrics.kinds import Count, Distinct, Mean, Metric, Ratio
from regard.rows import page_visits, touches, visits
from regard.rows.grains.people_in_period import ACTIVITY
from regard.rows.specs import OPENING

_ASKED = ("fits_event", "fits_goal", "did_goal")
"""Columns that depend on the question."""

_NEVER_NULL = {
    "touches": ("event", "time", "type", "opens", "identified"),
    "visits": (
        "visit",
        *("start", "end", "duration", "page_views", "events", "interactions"),
        *("is_bounce", "is_engaged", "is_overlong", "identified", VIEWS_INSIDE),
    ),
    "page_visits": ("visit", "page", "views", VIEWS_INSIDE),
}
_TABLES = {"touches": touches.TABLE, "visits": visits.TABLE, "page_visits": page_visits.TABLE}
_KEEPS_SET = (ops.Comparison, ops.And, ops.Or, ops.Not, ops.Cast, ops.IfElse, ops.NotNull, ops.IsNull, ops.InValues)
"""Operations that give null only from null."""


@dataclass(frozen=True)
class _Stored:
    """One measure: its column, and the metric and the column of `levels.measure` that it is made by."""

    name: str
    metric: Metric[Any]
    column: str


class _Rows:
    """The rows of a grain as a metric sees them, with the columns that a question would add."""

    def __init__(self, table: ibis.Table) -> None:
        """Keep the rows."""
        self._table = table
        self.columns = table.columns

    def __getattr__(self, name: str) -> Any:
        """Return a column; an event counts as the question's where it opens or is done, for none is named."""
        if name == "fits_event":
            return self._table.type.isin(OPENING)
        if name in _ASKED or (name == VIEWS_INSIDE and name not in self._table.columns):
            return ibis.table({name: "int64" if name == VIEWS_INSIDE else "boolean"}, name="asked")[name]
        return self._table[name]

    __getitem__ = __getattr__


def measures(rows: ibis.Table, grain: str) -> dict[str, ibis.Value]:
    """Return the measures of each row of a grain by name; never null."""
    # Not folded: the rows of totals are no bare table, and folding would reach into what they are made of.
    found = {one.name: _of_rows(_plain(rows, one.metric)[one.column], rows, grain) for one in _stored(grain)}
    if grain == "visits":
        found[OF_PEOPLE] = rows.number.notnull().cast("int64")
    return found


MEASURES: Mapping[str, Callable[[ibis.Table], dict[str, ibis.Value]]] = {
    grain: partial(measures, grain=grain) for grain in _TABLES
}
"""By grain, from its rows to the numbers of each that are summed."""


def columns_of_grain(grain: str) -> tuple[str, ...]:
    """Return the columns of the totals of a grain, but for its keys."""
    further = {"touches": (), "visits": (OF_PEOPLE, VIEWS_INSIDE), "page_visits": (VIEWS_INSIDE,)}[grain]
    return (*(one.name for one in _stored(grain)), *further)


def _of_rows(value: ibis.Value, rows: ibis.Table, grain: str) -> ibis.Value:
    """Return a number of each row, also where it is the same on all."""
    if not value.op().shape.is_scalar():
        return value
    return rows[_NEVER_NULL[grain][0]].notnull().cast("int64") * value


_PEOPLE = ibis.table(
    {
        "number": "int32",
        **dict.fromkeys(("identified", "is_new", "did_event", "did_goal", "did_start", "did_end"), "boolean"),
        **dict.fromkeys(("visits", "active_days"), "int64"),
        "first_seen": "timestamp(6)",
    },
    name="people_in_period",
)
_COUNTED = ("is_new", "visits", "active_days")
"""What is known of people from return gaps, totals of visits and pairs of days."""


def column_of_people(metric: Metric[Any]) -> str | None:
    """Return the column of people whose mean a metric is, the empty text where it counts them.

    `None` where return gaps do not tell it; the people may be those with a visit, or the active ones.
    """
    known = {_PEOPLE[name].op(): name for name in _COUNTED}
    parts = {value(_PEOPLE).op() for value in metric.parts.values()}
    if metric.uniform or metric.watch or metric.needs or parts - {_PEOPLE.identified.op()}:
        return None
    if isinstance(metric, Distinct):
        return ""
    return known.get(metric.value(_PEOPLE).op()) if isinstance(metric, Mean) else None


def is_active_of_paying(metric: Metric[Any]) -> bool:
    """Return whether a metric is active people over paying customers."""
    table = ibis.table(
        {"active_days": "int64", **dict.fromkeys(("is_active", "is_paying"), "boolean")}, name="activity"
    )
    if metric.of != ACTIVITY or not isinstance(metric, Ratio) or metric.parts or metric.watch or metric.uniform:
        return False
    sides = (metric.value(table).op(), metric.over(table).op())
    return sides == (table.is_active.op(), table.is_paying.op())


def columns_of(metric: Metric[Any]) -> Mapping[str, str] | None:
    """Return the columns of the totals that a metric is made of, `None` where one is not kept."""
    grain = metric.of.name
    if grain not in _TABLES or not isinstance(metric, Count | Mean | Ratio) or metric.uniform or metric.needs:
        return None
    table = _with_views(grain)
    known = {_measured(table, grain, one.metric)[one.column].op(): one.name for one in _stored(grain)}
    if grain != "touches":
        known[table[VIEWS_INSIDE].op()] = VIEWS_INSIDE
    found = {column: known.get(value.op()) for column, value in _measured(table, grain, metric).items()}
    return None if None in found.values() else {column: name for column, name in found.items() if name is not None}


@cache
def _stored(grain: str) -> tuple[_Stored, ...]:
    """Return the measures of a grain, each expression once."""
    table = _with_views(grain)
    found: dict[ops.Node, _Stored] = {}
    for name, metric in _members(grain):
        for column, value in _measured(table, grain, metric).items():
            if not {field.name for field in value.op().find(ops.Field)} & {*_ASKED, VIEWS_INSIDE}:
                named = f"{name}_{column.removeprefix('part ').replace(' ', '_')}"
                found.setdefault(value.op(), _Stored(named, metric, column))
    return tuple(found.values())


def _members(grain: str) -> Iterator[tuple[str, Metric[Any]]]:
    """Yield the metrics of a grain, with their variants and other denominators, under names of their own."""
    for metric in METRICS.values():
        forms = {"": metric, **{f"_{name}": form for name, form in (*metric.variants.items(), *metric.per.items())}}
        for suffix, form in forms.items():
            if form.of.name == grain and isinstance(form, Count | Mean | Ratio) and not (form.needs or form.uniform):
                yield f"{metric.name}{suffix}", form


def _measured(rows: ibis.Table, grain: str, metric: Metric[Any]) -> dict[str, ibis.Value]:
    """Return the columns of a metric over rows, without squares, which no estimate of these grains looks at."""
    return {name: _folded(value, grain) for name, value in _plain(rows, metric).items()}


def _plain(rows: ibis.Table, metric: Metric[Any]) -> dict[str, ibis.Value]:
    """Return the same as they are written."""
    found = measure(_Rows(rows), metric, "m")
    return {name.removeprefix("m "): value for name, value in found.items() if name != "m q"}


def _with_views(grain: str) -> ibis.Table:
    """Return the table of a grain with the page views inside the time as a column."""
    table = _TABLES[grain]
    extra = {} if grain == "touches" else {VIEWS_INSIDE: "int64"}
    return ibis.table({**dict(table.schema()), **extra}, name=grain)


def _folded(value: ibis.Value, grain: str) -> ibis.Value:
    """Return an expression without what is known beforehand: constants, and tests for null of what never is."""

    def fold(node: ops.Node, known: dict[str, Any] | None) -> ops.Node:
        made = node.__recreate__(known) if known else node
        return _simpler(made, _NEVER_NULL[grain])

    simpler: ibis.Value = value.op().replace(fold).to_expr()
    return simpler


def _simpler(node: Any, never_null: tuple[str, ...]) -> Any:
    """Return a node, or what it comes to."""
    if isinstance(node, ops.NotNull) and _is_set(node.arg, never_null):
        return ops.Literal(value=True, dtype="boolean")
    if isinstance(node, ops.Coalesce) and _is_set(node.arg[0], never_null):
        return node.arg[0]
    if isinstance(node, ops.IfElse) and isinstance(node.bool_expr, ops.Literal):
        return node.true_expr if node.bool_expr.value else node.false_null_expr
    if isinstance(node, ops.And):
        always = [side for side in (node.left, node.right) if isinstance(side, ops.Literal) and side.value is True]
        return node if not always else node.right if always[0] is node.left else node.left
    return _as_number(node)


def _as_number(node: Any) -> Any:
    """Return a node, whole numbers and flags made numbers in one form."""
    plain = node.arg if isinstance(node, ops.Cast) else node
    if isinstance(plain, ops.Literal) and node.dtype.is_integer() and plain.value is not None:
        return ops.Literal(value=int(plain.value), dtype="int64")
    return node


def _is_set(node: Any, never_null: tuple[str, ...]) -> bool:
    """Return whether a node is never null."""
    if isinstance(node, ops.Literal):
        return node.value is not None
    if isinstance(node, ops.Field):
        return node.name in never_null
    if isinstance(node, ops.Coalesce):
        return any(_is_set(part, never_null) for part in node.arg)
    return isinstance(node, _KEEPS_SET) and all(_is_set(part, never_null) for part in node.__children__)
