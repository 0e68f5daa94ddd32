"""Answers: what one person said to one question at one showing."""

import ibis

from regard.rows.log import records_of
from regard.rows.people import with_user

DEFAULT_SCALES = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0)}
"""The scale of a kind of question that does not say its own."""


def answers(threshold: float | None = None) -> ibis.Table:
    """Return one row per answer, its scale filled in and its person resolved."""
    table = with_user(records_of("answer"))
    has_choice = table.choices.notnull() & (table.choices != "[]")
    has_text = table.text.notnull() & (table.text.strip() != "")
    said = table.score.notnull() | has_choice | has_text
    is_answered = table.status.isin(("partial", "completed")) & said
    scaled = table.mutate(
        is_answered=is_answered,
        score=ibis.ifelse(is_answered, table.score, ibis.null("float64")),
        scale_min=_scale(table, table.scale_min, 0),
        scale_max=_scale(table, table.scale_max, 1),
        higher_is_better=table.higher_is_better.fill_null(True),
    )
    turned = scaled.scale_min + scaled.scale_max - scaled.score
    return scaled.mutate(
        effort=ibis.ifelse(scaled.higher_is_better, turned, scaled.score),
        threshold=scaled.scale_max - 1 if threshold is None else ibis.literal(float(threshold)),
    )


def _scale(table: ibis.Table, given: ibis.expr.types.FloatingColumn, end: int) -> ibis.expr.types.FloatingColumn:
    """Return one end of each answer's scale: as given, else that of its kind."""
    known = [(table.kind == kind, scale[end]) for kind, scale in DEFAULT_SCALES.items()]
    return ibis.coalesce(given, ibis.cases(*known, else_=ibis.null("float64")))
