"""Lengths of time between two instants."""

import ibis


def seconds_between(
    start: ibis.expr.types.TimestampColumn, end: ibis.expr.types.TimestampColumn
) -> ibis.expr.types.FloatingColumn:
    """Return the seconds from `start` to `end`, with their fraction; null where either is not set."""
    return end.delta(start, unit="us") / 1_000_000.0
