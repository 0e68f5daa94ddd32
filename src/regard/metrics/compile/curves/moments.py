"""What the curves share: the events that a question reads, and the places of buckets in a row of them."""

from collections.abc import Sequence
from datetime import datetime

import ibis

from regard.metrics.compile.asked_touches import asked_touches
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.rows import touches
from regard.rows.days import literal
from regard.rows.sources import Source
from regard.rows.specs import Spec


def event_count() -> ibis.Table:
    """Return how many events there are, as `events`."""
    return touches.TABLE.aggregate(events=touches.TABLE.count())


def read_events(
    scope: Scope, specs: Sequence[Spec], since: datetime | None, until: datetime, further: Sequence[str] = ()
) -> Source:
    """Return the events from `since` to before `until` that pass the filters of a question, with what its specs ask.

    Without `since` they are those of all history; `further` names more fields. Who is new is said of the period.
    """
    rows = touches.TABLE
    if since is not None:
        rows = rows.filter(rows.time >= literal(since))
    rows = rows.filter(rows.time < literal(until))
    fields = scope.fields().union(further, *(spec.fields() for spec in specs))
    return filtered(asked_touches(rows, fields, scope), scope)


def groups_of(scope: Scope) -> list[str]:
    """Return the columns of the dimensions."""
    return [group_label(index) for index in range(len(scope.by))]


def group_columns(source: Source, scope: Scope) -> dict[str, ibis.Value]:
    """Return the value of each dimension on each event."""
    return {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}


def places(labels: Sequence[str]) -> ibis.Table:
    """Return the labels of buckets with their place in the row, from 0: `label`, `place`; no label holds a comma."""
    place = ibis.range(len(labels)).unnest().name("place").as_table()
    listed = ibis.literal(",".join(labels)).split(",")
    return place.select(label=listed[place.place], place=place.place.cast("int64"))


def placed(rows: ibis.Table, column: str, labels: Sequence[str], *, how: str = "inner") -> ibis.Table:
    """Return rows with `place`, that of the bucket which a column names; `how="left"` keeps those of no place."""
    known = places(labels)
    joined = rows.join(known, rows[column] == known.label, how=how)
    return joined.select(rows, place=known.place)
