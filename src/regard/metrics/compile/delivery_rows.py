"""Messages for one question: those of a person together, counts of a day each for themselves."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.record_rows import RecordRows
from regard.metrics.compile.scope import Scope
from regard.metrics.kinds import Metric
from regard.rows.deliveries import TABLE


def messages_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per message or tally."""
    records = RecordRows(TABLE, metrics[0].dated or "time", scope)

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        rows = records.records(keys)
        # An id may also be somebody's name: a tally is never put together with the messages of a person.
        return rows.mutate(cluster=ibis.ifelse(rows.is_tally, "tally " + rows.id, rows.cluster))

    return rows_at
