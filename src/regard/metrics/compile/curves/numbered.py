"""Buckets by number: consecutive numbers for consecutive buckets, the same in SQL and in Python."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from regard.metrics.compile.scope import Every

if TYPE_CHECKING:
    import ibis

_WEEK = 7
_BEGINNING = date(1, 1, 1)
"""A Monday, before all that can be asked about."""

PLACE_BITS = 22
"""How many bits the number of a bucket has: a person's number is above them."""

SIDE_BITS = 2
"""How many bits tell days before (0), within (1) and after (2) the period apart: a bucket's number is above them."""


def blank(name: str, kind: str = "date") -> ibis.Scalar:
    """Return a place in a statement that is kept, where a value of the question is filled in as text."""
    import ibis

    return ibis.literal(mark(name)).cast(kind)


def mark(name: str) -> str:
    """Return what stands for a value in a statement; the text of no question holds it."""
    return f"\0{name}\0"


def number_of(day: date, every: Every, week_start: str) -> int:
    """Return the number of the day, week, month, quarter or year that a day lies in."""
    days = (day - _BEGINNING).days
    numbers = {
        "week": (days + _shift(week_start)) // _WEEK,
        "month": day.year * 12 + day.month - 1,
        "quarter": day.year * 4 + (day.month - 1) // 3,
        "year": day.year,
    }
    return numbers.get(every, days)


def bucket_number(day: ibis.expr.types.DateValue, every: Every, week_start: str) -> ibis.expr.types.IntegerValue:
    """Return the same of a column of days."""
    if every == "month":
        return day.year() * 12 + day.month() - 1
    if every == "quarter":
        return day.year() * 4 + day.quarter() - 1
    if every == "year":
        return day.year()
    import ibis

    days = day.delta(ibis.literal(_BEGINNING), unit="day")
    return (days + _shift(week_start)) // _WEEK if every == "week" else days


def days_before(day: ibis.expr.types.DateValue, days: ibis.expr.types.IntegerValue) -> ibis.expr.types.DateValue:
    """Return the days that lie so many days before others; null where it is not known how many."""
    return (day - days.as_interval("D")).cast("date")


def _shift(week_start: str) -> int:
    """Return how many days later than their week's first day Mondays come."""
    return 0 if week_start == "monday" else 1
