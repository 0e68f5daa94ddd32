"""Rows made of records for one question: answers, orders, buyers, conversations; by bucket and group."""

from collections.abc import Callable, Sequence
from typing import Any

import ibis

from regard.metrics.compile.buckets import bucket_of, in_span, spine, within
from regard.metrics.compile.grain import Maker, RowsAt
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.kinds import Metric
from regard.rows.rates import converted
from regard.rows.sources import record_source


class RecordRows:
    """The records that a question reads, dated by one of their moments or by their day."""

    def __init__(self, rows: ibis.Table, dated: str, scope: Scope) -> None:
        """Join and filter once; `rows` are all records of the grain, with a `person` where they have one."""
        self._scope = scope
        self._dated = dated
        rows = rows.filter(rows[dated].notnull() & within(rows[dated], scope))
        source = record_source(rows, scope.fields(), scope.zone)
        source = filtered(source, scope)
        columns = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
        if scope.buckets and not scope.windowed:
            columns["bucket"] = bucket_of(source.table[dated], scope)
        self._rows = converted(source.table.mutate(**columns) if columns else source.table, scope.rates)

    def records(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per record."""
        rows = self._rows
        if "bucket" in keys and self._scope.windowed:
            rows = rows.cross_join(spine(self._scope))
            rows = rows.filter(in_span(rows[self._dated], rows))
        cluster = ibis.coalesce(rows.person, rows.id) if "person" in rows.columns else rows.id
        return rows.mutate(cluster=cluster)


def buyers(orders_at: RowsAt) -> RowsAt:
    """Return what makes one row per person with an order that was kept, from what makes the orders."""

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        rows = orders_at(keys)
        kept = rows.filter(rows.is_kept & rows.person.notnull())
        grouped = kept.group_by([*keys, "person"]).agg(orders=kept.count(), revenue=kept.total.sum())
        return grouped.mutate(cluster=grouped.person)

    return rows_at


def spenders(orders_at: RowsAt) -> RowsAt:
    """Return what makes one row per person and currency with an order that was kept, from what makes the orders."""

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        rows = orders_at(keys)
        kept = rows.filter(rows.is_kept & rows.person.notnull())
        grouped = kept.group_by([*keys, "person", "currency"]).agg(orders=kept.count(), revenue=kept.total.sum())
        return grouped.mutate(cluster=grouped.person)

    return rows_at


def dated_records(make: Callable[[], ibis.Table], dated: str) -> Maker:
    """Return what makes rows that are the records of a table; a metric may date them by another column."""

    def rows_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
        return RecordRows(make(), metrics[0].dated or dated, scope).records

    return Maker(rows_at, (make, dated))
