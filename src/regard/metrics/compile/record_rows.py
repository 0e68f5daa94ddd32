"""Rows made of records for one question: answers, orders, buyers, conversations; by bucket and group."""

from collections.abc import Callable, Sequence

import ibis

from regard.metrics.compile.buckets import bucket_of, spine, within
from regard.metrics.compile.having import filtered
from regard.metrics.compile.scope import Scope, group_label
from regard.rows.answers import answers
from regard.rows.conversations import conversations
from regard.rows.orders import orders
from regard.rows.sources import record_source

CONVERSATIONS_TABLE: ibis.Table = ibis.table(conversations().schema(), name="conversations")

GRAINS: dict[str, tuple[Callable[[], ibis.Table], str]] = {
    "answers": (answers, "time"),
    "orders": (orders, "time"),
    "buyers": (orders, "time"),
    "conversations": (lambda: CONVERSATIONS_TABLE, "created_at"),
}
"""From the name of a grain to the table it is made of, and the column that dates it."""


class RecordRows:
    """The records that a question reads, dated by one of their moments."""

    def __init__(self, grain: str, scope: Scope, dated: str | None = None) -> None:
        """Join and filter once."""
        self._scope = scope
        make, usual = GRAINS[grain]
        rows = answers(scope.options.get("threshold")) if grain == "answers" else make()
        self._dated = dated or usual
        time = rows[self._dated]
        rows = rows.filter(time.notnull() & within(time, scope))
        source = record_source(rows, scope.fields(), scope.zone)
        source = filtered(source, scope)
        columns = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
        if scope.buckets and not scope.windowed:
            columns["bucket"] = bucket_of(source.table[self._dated], scope)
        self._rows = source.table.mutate(**columns) if columns else source.table

    def records(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per record."""
        rows = self._rows
        if "bucket" in keys and self._scope.windowed:
            rows = rows.cross_join(spine(self._scope))
            rows = rows.filter((rows[self._dated] >= rows.starts) & (rows[self._dated] < rows.ends))
        return rows.mutate(cluster=ibis.coalesce(rows.person, rows.id))

    def buyers(self, keys: Sequence[str]) -> ibis.Table:
        """Return one row per person with an order that was kept."""
        rows = self.records(keys)
        kept = rows.filter(rows.is_kept & rows.person.notnull())
        grouped = kept.group_by([*keys, "person"]).agg(orders=kept.count(), revenue=kept.total.sum())
        return grouped.mutate(cluster=grouped.person)
