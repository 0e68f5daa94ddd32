"""What each answer weighs: its own column, or factors that make the answers like a population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import ibis

OWN_WEIGHT = "weight"
"""The column of answers that holds a weight."""


@dataclass(frozen=True)
class Factors:
    """By field, what each of its categories multiplies the weight of an answer by."""

    by_field: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]


def weighed(rows: ibis.Table, weights: str | Factors, zone: ZoneInfo) -> ibis.Table:
    """Return answers with what each weighs in `row_weight`; null where it has no weight."""
    import ibis

    from regard.rows.sources import record_source

    if not isinstance(weights, Factors):
        return rows.mutate(row_weight=rows[OWN_WEIGHT])
    source = record_source(rows, [name for name, _ in weights.by_field], zone)
    weight: ibis.Value = ibis.literal(1.0)
    for name, factors in weights.by_field:
        category = source.field(name).key().cast("string")
        known = [(category == value, ibis.literal(factor)) for value, factor in factors]
        weight = weight * ibis.cases(*known, else_=ibis.null("float64"))
    return source.table.mutate(row_weight=weight).select(*rows.columns, "row_weight")
