"""Answers for one question, weighted where it says so; and the questions of a survey that a person saw."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.record_rows import RecordRows
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.weights import weighed
from regard.metrics.kinds import Metric
from regard.rows.answers import answers

_RUN = ("runner", "is_known", "survey", "about_id")
"""What makes one run through a survey: one person, one survey, one thing that it is about."""


def answers_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per answer, effort being high from the threshold of the question."""
    rows = answers(scope.options.get("threshold"))
    weights = scope.options.get("weights")
    if weights is not None:
        rows = weighed(rows, weights, scope.zone)
    return RecordRows(rows, metrics[0].dated or "time", scope).records


def seen_questions_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per run through a survey and group: a row per question where those are the groups."""
    records = RecordRows(seen_questions(), metrics[0].dated or "time", scope)

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        rows = records.records(keys)
        grouped = rows.group_by([*keys, *_RUN]).agg(is_dropped=rows.drops.any())
        return grouped.mutate(cluster=grouped.runner)

    return rows_at


def seen_questions() -> ibis.Table:
    """Return answers, of any status, with whether their run through the survey ended at their question.

    The last question is that of the latest record, of those of one moment the last by name. The run ended there
    unless a record of that question is completed. Without a person each record is a run of its own.
    """
    rows = answers()
    rows = rows.mutate(
        runner=ibis.coalesce(rows.person, rows.id),
        is_known=rows.person.notnull(),
        asked=rows.question.fill_null(""),
    )
    latest = [ibis.desc("time"), ibis.desc("asked"), ibis.desc("id")]
    last = rows.asked.first().over(ibis.window(group_by=_RUN, order_by=latest))
    rows = rows.mutate(is_last=rows.asked == last)
    ends = (rows.is_last & (rows.status == "completed")).any().over(ibis.window(group_by=_RUN))
    return rows.mutate(drops=rows.is_last & ~ends)
