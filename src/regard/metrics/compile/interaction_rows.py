"""People with what they did over all channels, for one question."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.record_rows import RecordRows
from regard.metrics.compile.scope import Scope
from regard.metrics.kinds import Metric
from regard.rows.touchpoints import interactions


def interactions_at(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per person with an interaction in the time."""
    found = RecordRows(interactions(), "time", scope)

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        rows = found.records(keys)
        grouped = rows.group_by([*keys, "person"]).agg(interactions=rows.id.nunique())
        return grouped.mutate(cluster=grouped.person)

    return rows_at
