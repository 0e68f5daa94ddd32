"""Totals: what the rows of a day sum to, by value of one dimension and by person group.

A day has as many of them as there are groups and values, however many events it had. All are sums over rows, so that
those of a few visits can be put in their place.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

import ibis
import ibis.expr.operations as ops

from regard.rows import page_visits, people, touches, visits
from regard.rows.closed_values import joined_outside
from regard.rows.days import DayOf
from regard.rows.declared_dimensions import Declared
from regard.rows.dimensions import EVERYTHING, is_origin
from regard.rows.log import records_of
from regard.rows.logged import WHOLE, Log
from regard.rows.visit_days import LATER_PAGE_DAYS, LATER_VISIT_DAYS

Measures = Callable[[ibis.Table], dict[str, ibis.Value]]
"""From the rows of a grain to the numbers of each row that are summed; never null."""

GRAINS: Mapping[str, str] = {"touch_totals": "touches", "visit_totals": "visits", "page_totals": "page_visits"}
"""The tables of totals, and the grain that each sums up."""

VIEWS_INSIDE = "views_inside"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "touches": ("event", "lone_id", "time", "number", "visit"),
    "visits": ("visit", "number", "day", "page_views"),
    "page_visits": ("visit", "number", "page", "day", "views"),
}
PLACE, PLACE_OF_VISIT = ("day", "person_group"), ("day", "back", "person_group")
"""What tells the totals of one dimension and value apart: those of events, and those of visits and of their pages."""


def needed(rows: ibis.Table, dimensions: Collection[str], measures: Measures) -> list[str]:
    """Return the columns of the rows of a grain that totals by dimensions are made of."""
    asked = {*_KEYS[rows.get_name()], *dimensions, *fields_of(measures(rows))}
    return [name for name in rows.columns if name in asked]


def fields_of(values: Mapping[str, ibis.Value]) -> list[str]:
    """Return the columns that numbers are made of."""
    return list(dict.fromkeys(field.name for value in values.values() for field in value.op().find(ops.Field)))


def dated_touches(dimensions: Sequence[str], measures: Measures, day_of: DayOf) -> ibis.Table:
    """Return events summed by their own fields among the dimensions, by day and person group."""
    own = [name for name in dimensions if not is_origin(name)]
    rows = _touches(own, measures, day_of)
    return summed(rows, [*own, *PLACE], {name: rows[name] for name in measures(touches.TABLE)})


def dated_origins(dimensions: Sequence[str], measures: Measures, day_of: DayOf, log: Log = WHOLE) -> ibis.Table:
    """Return events summed by visit, and those outside of visits as they are, with where they came from."""
    names = list(measures(touches.TABLE))
    origin = [name for name in dimensions if is_origin(name)]
    rows = _touches(["event", "visit"], measures, day_of)
    inside = rows.filter(rows.visit.notnull())
    inside = summed(inside, ["visit", *PLACE], {name: inside[name] for name in names})
    inside = inside.left_join(visits.table(origin).select("visit", *origin), "visit")
    events = with_declared(records_of("event"), log.declared)
    outside = joined_outside(rows.filter(rows.visit.isnull()), events, origin, log)
    columns = [*origin, *PLACE, *names]
    return ibis.union(inside.select(*columns), outside.select(*columns))


def dated_visits(dimensions: Sequence[str], measures: Measures) -> ibis.Table:
    """Return visits with their dimensions and measures, once for every day; page views for their own day."""
    rows = visits.table(dimensions)
    rows = _dated(rows, "page_views", LATER_VISIT_DAYS, ["visit"], needed(rows, dimensions, measures))
    return rows.select(*dimensions, *PLACE_OF_VISIT, VIEWS_INSIDE, **measures(rows))


def dated_pages(dimensions: Sequence[str], measures: Measures) -> ibis.Table:
    """Return pages of visits with their dimensions and measures, once for every day on which they were viewed."""
    columns = needed(page_visits.TABLE, dimensions, measures)
    rows = _dated(page_visits.TABLE, "views", LATER_PAGE_DAYS, ["visit", "page"], columns)
    told = [name for name in dimensions if name not in rows.columns]
    rows = rows.left_join(visits.table(told).select("visit", *told), "visit").drop("visit_right")
    return rows.select(*dimensions, *PLACE_OF_VISIT, VIEWS_INSIDE, **measures(rows))


def with_declared(events: ibis.Table, declared: Declared) -> ibis.Table:
    """Return events of the log with the columns of declared dimensions."""
    return events.mutate(**touches.values_of(events, declared)) if declared else events


def _touches(columns: Sequence[str], measures: Measures, day_of: DayOf) -> ibis.Table:
    """Return some columns of events with day, person group and measures."""
    table = touches.TABLE
    told = dict.fromkeys(["lone_id", "number", *columns])
    return _grouped(table.select(*told, day=day_of(table.time), **measures(table)), "lone_id")


def _dated(rows: ibis.Table, views: str, later: ibis.Table, keys: Sequence[str], columns: Sequence[str]) -> ibis.Table:
    """Return some columns for each day of each visit, with `back`, `views_inside` and `person_group`."""
    # What is told of a visit is joined last: a statement that carries it through is planned twice as long.
    days = _grouped(by_day(rows.select(*keys, "number", "day", views), views, later, keys), "visit")
    days = days.select(*keys, *PLACE_OF_VISIT, VIEWS_INSIDE)
    told = rows.select(*(name for name in columns if name != "day"))
    return days.join(told, keys)


def by_day(rows: ibis.Table, views: str, later: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Return a row for each day of each visit, with `back` and `views_inside`."""
    told = later.group_by(keys).agg(later_views=later.views.sum())
    firsts = rows.left_join(told, keys).select(*rows.columns, "later_views")
    firsts = firsts.mutate(back=ibis.null("int32"), views_inside=firsts[views] - firsts.later_views.fill_null(0))
    others = rows.select(*(name for name in rows.columns if name != "day"))
    afterwards = others.join(later.rename(views_inside="views"), keys)
    columns = [*rows.columns, "back", VIEWS_INSIDE]
    return ibis.union(firsts.select(*columns), afterwards.select(*columns))


def _grouped(rows: ibis.Table, unknown: str) -> ibis.Table:
    """Return rows with the group of their person; `unknown` names those of nobody."""
    groups = people.TABLE.select("number", known_group="person_group")
    joined = rows.left_join(groups, "number").drop("number_right")
    own = people.group_of(ibis.ifelse(joined.number.isnull(), people.nobody(joined[unknown]), ibis.null("string")))
    return joined.mutate(person_group=joined.known_group.fill_null(own)).drop("known_group")


def of_dimension(rows: ibis.Table, dimension: str | None, place: Sequence[str], sums: Sequence[str]) -> ibis.Table:
    """Return the sums of rows by the values of one dimension, `None` for everything."""
    value = ibis.null("string") if dimension is None else rows[dimension].cast("string")
    told = rows.select(*place, *sums, value=value)
    told = summed(told, ["value", *place], {name: told[name] for name in sums})
    named = ibis.literal(dimension or EVERYTHING)
    return told.select("value", *place, *sums, dimension=named).relocate("dimension")


def summed(rows: ibis.Table, keys: Sequence[str], values: Mapping[str, ibis.Value]) -> ibis.Table:
    """Return the sums of numbers of rows by keys."""
    return rows.group_by(list(keys)).agg(**{name: value.sum() for name, value in values.items()})
