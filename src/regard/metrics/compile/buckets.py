"""Which span of a series each row falls in, as an expression."""

from collections.abc import Sequence

import ibis

from regard.errors import RegardError
from regard.metrics.compile.scope import TOTAL, Scope
from regard.rows.days import literal, local_day, local_hour, naive

_TRUNCATIONS = {"month": "M", "quarter": "Q", "year": "Y"}


def bucket_of(time: ibis.Column, scope: Scope) -> ibis.expr.types.StringColumn:
    """Return the label of the bucket that each instant or day of the period falls in; buckets must not overlap.

    Raises `RegardError` with code `not_together` for hours of what is dated by days.
    """
    start, end = scope.span.starts, scope.span.ends
    if time.type().is_date():
        if scope.every == "hour":
            raise RegardError("not_together", "These rows are dated by days and have no hours.", 'Take every="day".')
        return _first_day(time, scope).cast("string")
    if scope.every == "hour":
        return local_hour(time, scope.zone, start, end).cast("string")
    return _first_day(local_day(time, scope.zone, start, end), scope).cast("string")


def _first_day(day: ibis.expr.types.DateColumn, scope: Scope) -> ibis.expr.types.DateColumn:
    """Return the first day of the bucket, which for the first bucket may lie before the period.

    Truncated as instants: DuckDB 1 truncates a date to a date, DuckDB 2 to a timestamp.
    """
    start = day.cast("timestamp")
    if scope.every == "week":
        to_monday = ibis.interval(days=0 if scope.week_start == "monday" else 1)
        return ((start + to_monday).truncate("W") - to_monday).date()
    if scope.every in _TRUNCATIONS:
        return start.truncate(_TRUNCATIONS[scope.every]).date()
    return day


def spine(scope: Scope) -> ibis.Table:
    """Return the period and its buckets as a table: `bucket`, `starts`, `ends`, `first`, `last`."""
    rows = [
        {
            "bucket": span.label,
            "starts": naive(span.starts),
            "ends": naive(span.ends),
            "first": span.first,
            "last": span.last,
        }
        for span in scope.spans
    ]
    kind = "array<struct<bucket: string, starts: timestamp(6), ends: timestamp(6), first: date, last: date>>"
    each = ibis.literal(rows, type=kind).unnest().name("span").as_table()
    return each.select(
        bucket=each["span"]["bucket"],
        starts=each["span"]["starts"],
        ends=each["span"]["ends"],
        first=each["span"]["first"],
        last=each["span"]["last"],
    )


def spans_of(scope: Scope, keys: Sequence[str]) -> ibis.Table:
    """Return the spans of a level as a table: the period alone, or the buckets; without `bucket` where it is no key."""
    spans = spine(scope)
    if "bucket" not in keys:
        return spans.filter(spans.bucket == scope.span.label).drop("bucket")
    return spans if scope.windowed else spans.filter(spans.bucket != scope.span.label)


def in_span(time: ibis.Column, spans: ibis.Table) -> ibis.expr.types.BooleanColumn:
    """Return whether each instant or day lies in the span that its row was joined with."""
    if time.type().is_date():
        return (time >= spans["first"]) & (time <= spans["last"])
    return (time >= spans.starts) & (time < spans.ends)


def within(time: ibis.Column, scope: Scope) -> ibis.expr.types.BooleanColumn:
    """Return whether each instant or day counts in any span."""
    if time.type().is_date():
        first, last = min(span.first for span in scope.spans), max(span.last for span in scope.spans)
        return (time >= ibis.literal(first)) & (time <= ibis.literal(last))
    return (time >= literal(scope.starts)) & (time < literal(scope.ends))


def is_in_period(time: ibis.expr.types.TimestampColumn, scope: Scope) -> ibis.expr.types.BooleanColumn:
    """Return whether each instant lies in the period as a whole."""
    return (time >= literal(scope.span.starts)) & (time < literal(scope.span.ends))


def local_days(time: ibis.expr.types.TimestampColumn, scope: Scope) -> ibis.expr.types.DateColumn:
    """Return the local day of each instant that counts."""
    return local_day(time, scope.zone, scope.starts, scope.ends)


__all__ = ["TOTAL", "bucket_of", "in_span", "is_in_period", "local_days", "spans_of", "spine", "within"]
