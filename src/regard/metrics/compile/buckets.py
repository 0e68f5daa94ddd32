"""Which span of a series each row falls in, as an expression."""

from datetime import datetime

import ibis

from regard.metrics.compile.scope import Scope
from regard.rows.days import literal, local_day, local_hour, naive

TOTAL = "total"
_TRUNCATIONS = {"month": "M", "quarter": "Q", "year": "Y"}


def bucket_of(time: ibis.expr.types.TimestampColumn, scope: Scope) -> ibis.expr.types.StringColumn:
    """Return the label of the bucket that each instant of the period falls in; needs buckets that do not overlap."""
    start, end = scope.span.starts, scope.span.ends
    if scope.every == "hour":
        return local_hour(time, scope.zone, start, end).cast("string")
    return _first_day(local_day(time, scope.zone, start, end), scope).cast("string")


def hour_label(instant: datetime) -> str:
    """Return the label of the hour that begins at an instant, as the tables write it."""
    return naive(instant).isoformat(sep=" ")


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


def within(time: ibis.expr.types.TimestampColumn, scope: Scope) -> ibis.expr.types.BooleanColumn:
    """Return whether each instant counts in any span."""
    return (time >= literal(scope.starts)) & (time < literal(scope.ends))


def is_in_period(time: ibis.expr.types.TimestampColumn, scope: Scope) -> ibis.expr.types.BooleanColumn:
    """Return whether each instant lies in the period as a whole."""
    return (time >= literal(scope.span.starts)) & (time < literal(scope.span.ends))


def local_days(time: ibis.expr.types.TimestampColumn, scope: Scope) -> ibis.expr.types.DateColumn:
    """Return the local day of each instant that counts."""
    return local_day(time, scope.zone, scope.starts, scope.ends)


__all__ = ["TOTAL", "bucket_of", "hour_label", "is_in_period", "local_days", "spine", "within"]
