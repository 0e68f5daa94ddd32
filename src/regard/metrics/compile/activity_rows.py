"""People who were active beside customers who paid, for one question."""

from collections.abc import Sequence

import ibis

from regard.errors import RegardError
from regard.metrics.compile.buckets import bucket_of, spans_of, within
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.compile.touch_rows import TouchRows
from regard.rows import active_days, people
from regard.rows.filters import condition
from regard.rows.memberships import paying
from regard.rows.sources import customer_field, record_source


def activity(touches: TouchRows, scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return one row per person who was active or a paying customer in the time.

    Raises `RegardError` with code `not_together` for a split or filter by what only events have.
    """
    for name in sorted(scope.fields()):
        if not customer_field(name, scope.log.declared):
            raise RegardError(
                "not_together",
                f'"{name}" is a field of events, and activity_rate counts customers beside them.',
                'Split or filter by a field of customers, such as "customer.plan" or "customer.country".',
            )
    active = _active(scope, keys) if scope.kept_days and not scope.fields() else touches.people(keys)
    columns = [*keys, "number", "cluster"]
    active = active.filter(active.active_days > 0).select(*columns, "active_days", is_paying=ibis.literal(0))
    paying = _paying(scope, keys).mutate(active_days=ibis.literal(0, "int64"), is_paying=ibis.literal(1))
    both = ibis.union(
        active.select(*columns, "active_days", "is_paying"), paying.select(*columns, "active_days", "is_paying")
    )
    rows = both.group_by(columns).agg(active_days=both.active_days.sum(), is_paying=both.is_paying.max() == 1)
    return rows.mutate(is_active=rows.active_days > 0)


def _active(scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return the people of the kept active days, for questions without filters and splits."""
    days = active_days.TABLE
    days = days.filter(within(days.day, scope))
    columns = {"bucket": bucket_of(days.day, scope)} if "bucket" in keys else {}
    rows = days.select("number", "day", **columns)
    found = rows.group_by([*keys, "number"]).agg(active_days=rows.day.nunique())
    return found.mutate(cluster=ibis.null("string"))


def _paying(scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return the customers who paid at some moment of each span: by contract, else as their own record says.

    Who never had an event has no number and is told by who they are.
    """
    source = record_source(paying().select("id", "person", "since", "until"), scope.fields(), scope.zone)
    tests = [condition(item, source.field) for item in scope.where]
    source = source.of(source.table.filter(*tests) if tests else source.table)
    groups = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
    known = source.table.mutate(**groups) if groups else source.table
    rows = known.cross_join(spans_of(scope, keys))
    rows = rows.filter((rows.since < rows.ends) & (rows.until.isnull() | (rows.until > rows.starts)))
    known = people.TABLE.select("number", "person")
    rows = rows.select(*keys, "person").distinct().left_join(known, "person").drop("person_right")
    own = ibis.ifelse(rows.number.isnull(), rows.person, ibis.null("string"))
    return rows.select(*keys, "number", cluster=own)
