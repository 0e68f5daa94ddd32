"""Local days, weeks and months as instants: where the period's calendar puts its marks."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np

from regard.simulator.arrays import Ints
from regard.simulator.calendar import SECOND, Calendar
from regard.workspace.zones import first_instant

_WEEK = timedelta(days=7)
_BEFORE = timedelta(days=990)
"""So long before the period something may have begun that still goes on."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Days that follow each other, and the instants with which they begin."""

    days: tuple[date, ...]
    """First local days; the last one is where the spans end."""
    instants: Ints
    """Microseconds since 1970: one for each of the days."""

    @property
    def spans(self) -> int:
        """Return how many spans lie between the marks."""
        return len(self.days) - 1

    def span_of(self, moment: Ints) -> Ints:
        """Return the span that each moment lies in; -1 before the first, `spans` after the last."""
        return np.asarray(np.searchsorted(self.instants, moment, side="right") - 1)


def mark(calendar: Calendar, days: list[date]) -> Marks:
    """Return marks at the first instants of local days."""
    instants = [int(first_instant(day, calendar.zone).timestamp()) * SECOND for day in days]
    return Marks(tuple(days), np.array(instants, dtype=np.int64))


@lru_cache(maxsize=16)
def local_days(calendar: Calendar) -> Marks:
    """Return all days of the period."""
    return mark(calendar, [calendar.start + timedelta(days=place) for place in range(_length(calendar) + 1)])


@lru_cache(maxsize=16)
def last_days(calendar: Calendar) -> Marks:
    """Return the last 28 days of the period, or all of a shorter one."""
    count = min(28, _length(calendar))
    return mark(calendar, [calendar.end + timedelta(days=place - count + 1) for place in range(count + 1)])


@lru_cache(maxsize=16)
def whole_weeks(calendar: Calendar) -> Marks:
    """Return the weeks, Monday first, that lie whole in the period, with the week before them."""
    monday = calendar.start + timedelta(days=-calendar.start.weekday() % 7)
    count = max(0, (calendar.end + timedelta(days=1) - monday).days // 7)
    return mark(calendar, [monday + place * _WEEK for place in range(-1, count + 1)])


@lru_cache(maxsize=16)
def months(calendar: Calendar) -> Marks:
    """Return all months from long before the period to its end."""
    first = (calendar.start - _BEFORE).replace(day=1)
    days = [first]
    while days[-1] <= calendar.end:
        days.append((days[-1] + timedelta(days=31)).replace(day=1))
    return mark(calendar, days)


def last_month(calendar: Calendar) -> tuple[date, date] | None:
    """Return the first and last day of the last month that lies whole in the period, if one does."""
    whole = [
        (first, after - timedelta(days=1))
        for first, after in pairwise(months(calendar).days)
        if calendar.start <= first and after - timedelta(days=1) <= calendar.end
    ]
    return whole[-1] if whole else None


def _length(calendar: Calendar) -> int:
    """Return how many days the period has."""
    return (calendar.end - calendar.start).days + 1
