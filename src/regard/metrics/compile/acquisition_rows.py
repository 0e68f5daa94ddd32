"""Money spent beside what it brought, day by day: new customers, and orders."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.errors import RegardError, unknown
from regard.metrics.compile.buckets import local_days, within
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.record_rows import RecordRows
from regard.metrics.compile.scope import Scope
from regard.metrics.kinds import Metric
from regard.rows.acquisitions import new_customers, spend
from regard.rows.customers import FIELDS
from regard.rows.filters import having_of
from regard.rows.orders import orders
from regard.rows.sources import customer_field

_OWN = ("channel", "campaign", "currency")
_COLUMNS = ("id", "day", *_OWN, "amount", "total", "is_new")
_SPENT = "spent"
"""Whom the money spent belongs to, so that it is nobody's more than once."""


def acquisitions(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes days of spend beside new customers.

    Raises `RegardError` with code `not_together` for what only customers have.
    """
    _check_fields(metrics[0], scope)
    won = new_customers()
    won = won.filter(within(won.time, scope))
    won = won.mutate(id=won.person, day=local_days(won.time, scope), amount=0.0, total=0.0, is_new=True)
    return _both(won, scope)


def returns(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes days of spend beside orders that were kept.

    Raises `RegardError` with code `not_together` for what only customers have.
    """
    _check_fields(metrics[0], scope)
    sold = orders()
    sold = sold.filter(sold.is_kept & within(sold.time, scope))
    whose = ibis.coalesce("person " + sold.person, "order " + sold.id)
    return _both(sold.mutate(id=whose, day=local_days(sold.time, scope), amount=0.0, is_new=False), scope)


def _both(brought: ibis.Table, scope: Scope) -> RowsAt:
    """Return what makes money spent beside what it brought, both of the days that the question asks for."""
    spent = spend().mutate(id=ibis.literal(_SPENT), total=0.0, is_new=False)
    brought = brought.mutate(id="of " + brought.id)
    return RecordRows(ibis.union(spent.select(*_COLUMNS), brought.select(*_COLUMNS)), "day", scope).records


def _check_fields(metric: Metric[Any], scope: Scope) -> None:
    """Refuse fields and conditions that money spent cannot have."""
    way_out = 'Split or filter by "channel", "campaign" or "currency".'
    for name in sorted(scope.fields()):
        if customer_field(name) or name in FIELDS:
            message = f'"{name}" is a field of customers, and {metric.name} counts money spent beside them.'
            raise RegardError("not_together", message, way_out)
        if name not in _OWN:
            raise unknown("field", name, _OWN)
    if list(having_of(scope.where)):
        message = f"What people did is not told of money spent, which {metric.name} counts."
        raise RegardError("not_together", message, way_out)
