"""Who was a customer when the time asked for began, who was when it ended, and what their contracts brought."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.errors import unknown
from regard.metrics.compile.buckets import spans_of
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.kinds import Metric
from regard.rows.customers import FIELDS
from regard.rows.memberships import buying, contracts, paying
from regard.rows.rates import converted
from regard.rows.sources import customer_field, record_source


def memberships(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people who were customers; with the option `span` by their orders, else by contract.

    Raises `RegardError` with code `unknown_field` for fields of neither contracts nor customers.
    """
    span = scope.options.get("span")
    _check_fields(scope, () if span else ("plan",))
    intervals = buying(span) if span else paying()
    return lambda keys: _labelled(_people(_cut(intervals, scope, keys), scope, keys), scope, keys)


def contractors(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes people with contracts, one row for each currency, with their monthly amounts.

    Raises `RegardError` with code `unknown_field` for fields of neither contracts nor customers.
    """
    _check_fields(scope, ("plan", "currency"))
    told = contracts().filter(contracts().monthly_amount.notnull())
    intervals = converted(told.mutate(own_currency=told.currency), scope.rates).rename(money="currency")
    return lambda keys: _in_money(_cut(intervals, scope, keys), scope, keys)


def _check_fields(scope: Scope, own: Sequence[str]) -> None:
    """Refuse fields that cannot be told of people over a time."""
    for name in sorted(scope.fields()):
        if name not in (*own, *FIELDS) and not customer_field(name):
            raise unknown("field", name, (*own, "user_id", *FIELDS))


def _cut(intervals: ibis.Table, scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return the intervals that touch each span, with whether they hold when it begins and when it ends."""
    rows = intervals.cross_join(spans_of(scope, keys))
    lasts = rows.until.isnull()
    rows = rows.filter((rows.since < rows.ends) & (lasts | (rows.until >= rows.starts)))
    return rows.mutate(
        at_start=rows.since < rows.starts,
        at_end=rows.until.isnull() | (rows.until >= rows.ends),
    )


def _people(rows: ibis.Table, scope: Scope, keys: Sequence[str], *further: str) -> ibis.Table:
    """Return one row per person and span; a field of contracts is that of the one that was in force first."""
    spans = [name for name in keys if name == "bucket"]
    columns = {"was_there": rows.at_start.any(), "is_there": rows.at_end.any()}
    if "plan" in scope.fields() and "plan" in rows.columns:
        columns["plan"] = _plan(rows)
    if "monthly_amount" in rows.columns:
        columns["opening"] = rows.monthly_amount.sum(where=rows.at_start).fill_null(0.0)
        columns["closing"] = rows.monthly_amount.sum(where=rows.at_end).fill_null(0.0)
    people = rows.group_by([*spans, "person", *further]).agg(**columns)
    there = people.was_there.cast("int64") + people.is_there.cast("int64")
    return people.mutate(mean_there=there / 2)


def _plan(rows: ibis.Table) -> ibis.Value:
    """Return the plan of the latest contract in force at the start, else that of the first one after it."""
    options: dict[str, Any] = {"include_null": True}
    before = rows.plan.first(where=rows.at_start, order_by=[ibis.desc(rows.since), rows.id], **options)
    after = rows.plan.first(where=~rows.at_start, order_by=[rows.since, rows.id], **options)
    return ibis.ifelse(rows.at_start.any(), before, after)


def _in_money(rows: ibis.Table, scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return contractors with the currency that their amounts are told in; fields see the one that was agreed."""
    names = ("money", "own_currency") if "currency" in scope.fields() else ("money",)
    people = _people(rows, scope, keys, *names)
    if "own_currency" in names:
        people = people.rename(currency="own_currency")
    labelled = _labelled(people, scope, keys)
    return labelled.mutate(currency=labelled.money)


def _labelled(people: ibis.Table, scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return the people that pass the filters, with the group columns of a level and `cluster`."""
    source = filtered(record_source(people, scope.fields(), scope.zone), scope)
    names = {group_label(index): name for index, name in enumerate(scope.by) if group_label(index) in keys}
    groups = {label: source.field(name).key() for label, name in names.items()}
    return source.table.mutate(**groups, cluster=source.table.person)
