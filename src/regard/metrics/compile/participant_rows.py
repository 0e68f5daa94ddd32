"""Members of the loyalty programme among those who bought, for one question."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.errors import RegardError
from regard.metrics.compile.buckets import spans_of
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.record_rows import RecordRows
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.touch_rows import TouchRows
from regard.metrics.kinds import Metric
from regard.rows import people
from regard.rows.customers import customers
from regard.rows.orders import orders
from regard.rows.sources import customer_field


def member_orders(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes orders that were kept, with whether they are those of members."""
    orders_at = RecordRows(orders(), "time", scope).records

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        rows = orders_at(keys)
        return _with_membership(rows.filter(rows.is_kept), scope, keys)

    return rows_at


def participants(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people who bought, or did the event of the question, with whether they are members.

    Raises `RegardError` with code `not_together` where an event is named and a split or filter is by what only orders
    have.
    """
    orders_at = RecordRows(orders(), "time", scope).records
    touches = _touches(metrics[0], scope)

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        columns = [*keys, "person"]
        bought = orders_at(keys)
        found = bought.filter(bought.is_kept & bought.person.notnull()).select(columns)
        if touches is not None:
            active = touches.people(keys)
            active = people.named(active.filter(active.did_event))
            found = ibis.union(found, active.select(columns))
        return _with_membership(found.distinct(), scope, keys).mutate(cluster=ibis._.person)

    return rows_at


def _touches(metric: Metric[Any], scope: Scope) -> TouchRows | None:
    """Return the touches that the event of a question is found among, nothing where none is named."""
    if "event" not in scope.specs:
        return None
    for name in sorted(scope.fields()):
        if not customer_field(name, scope.log.declared):
            message = f'"{name}" is no field of customers, and {metric.name} counts orders beside events.'
            way_out = 'Split or filter by a field of customers, such as "customer.tier" or "customer.country".'
            raise RegardError("not_together", message, way_out)
    return TouchRows(scope)


def _with_membership(rows: ibis.Table, scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return rows with whether their person had become a member before the span that they count in ended."""
    spans = spans_of(scope, keys)
    spans = spans.select(*(name for name in keys if name == "bucket"), span_ends=spans.ends)
    rows = rows.join(spans, "bucket") if "bucket" in keys else rows.cross_join(spans)
    known = customers().select("member_since", customer="person")
    rows = rows.left_join(known, rows.person == known.customer).drop("customer")
    return rows.mutate(is_member=(rows.member_since < rows.span_ends).fill_null(False))
