"""Periods as people write them, into local days, instants and buckets."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from regard.errors import RegardError
from regard.metrics.compile.scope import Span
from regard.workspace.zones import first_instant, local_date

YEARS = range(1900, 2201)
"""The years that can be asked about; beyond them lie slips of the pen, and the end of the calendar."""

_DAY = timedelta(days=1)
_LAST_DAYS = re.compile(r"^(\d{1,5})d$")
_WRITTEN = (
    (re.compile(r"^(\d{4})$"), "year"),
    (re.compile(r"^(\d{4})-Q(\d+)$"), "quarter"),
    (re.compile(r"^(\d{4})-W(\d+)$"), "week"),
    (re.compile(r"^(\d{4})-(\d{2})$"), "month"),
    (re.compile(r"^\d{4}-\d{2}-\d{2}$"), "day"),
)


@dataclass(frozen=True)
class Clock:
    """The clock of a question: an instant, and the local day that it belongs to."""

    instant: datetime
    today: date


def read_clock(as_of: Any, zone: ZoneInfo, now: datetime) -> Clock:
    """Return the clock that `as_of` sets: a time, or a local date, which means its end.

    Raises `RegardError` with code `bad_period`.
    """
    if as_of is None:
        return Clock(now, local_date(now, zone))
    try:
        if isinstance(as_of, str) and len(as_of) == len("2025-01-01"):
            as_of = date.fromisoformat(as_of)
        if isinstance(as_of, str):
            as_of = datetime.fromisoformat(as_of)
    except ValueError:
        as_of = None
    if isinstance(as_of, date) and as_of.year not in YEARS:
        raise _bad(f"as_of lies in the year {as_of.year}.", f"Take one from {YEARS[0]} to {YEARS[-1]}.")
    if isinstance(as_of, datetime):
        known = as_of if as_of.tzinfo else as_of.replace(tzinfo=zone)
        return Clock(known, local_date(known, zone))
    if isinstance(as_of, date):
        return Clock(first_instant(as_of + _DAY, zone), as_of)
    raise _bad("as_of is neither a time nor a date.", 'Write "2025-04-02T08:00:00+02:00" or "2025-04-02".')


def read_period(period: Any, clock: Clock, earliest: Callable[[], date | None]) -> tuple[date, date]:
    """Return the first and the last local day of a period; `earliest` gives that of the records, for `"all"`.

    Raises `RegardError` with code `bad_period`.
    """
    days = _read_days(period, clock, earliest)
    for day in days:
        if day.year not in YEARS:
            raise _bad(f"The year {day.year} cannot be asked about.", f"Take one from {YEARS[0]} to {YEARS[-1]}.")
    return days


def _read_days(period: Any, clock: Clock, earliest: Callable[[], date | None]) -> tuple[date, date]:
    """Return the first and the last local day of a period in any form."""
    if isinstance(period, str):
        return _read_text(period.strip(), clock, earliest)
    if isinstance(period, list | tuple) and len(period) == len(("first", "last")):
        first, last = (read_date(day) for day in period)
        if last < first:
            raise _bad(f"The period ends on {last} before it starts on {first}.", f'Write ("{last}", "{first}").')
        return first, last
    if isinstance(period, date) and not isinstance(period, datetime):
        return period, period
    raise _bad(f"{period!r} is not a period.", 'Write "2025-04", ("2025-04-01", "2025-04-17"), or "28d".')


def make_span(first: date, last: date, zone: ZoneInfo, label: str = "total") -> Span:
    """Return the span of local days, both included."""
    return Span(label, first, last, first_instant(first, zone), first_instant(last + _DAY, zone))


def months_in(span: Span) -> float:
    """Return how many calendar months a span has; each day is its part of the month it lies in."""
    return _months_between(span.first, span.last)


@lru_cache(maxsize=4096)
def _months_between(first: date, last: date) -> float:
    """Return how many calendar months a run of days has; the buckets of a period are asked about time and again."""
    months = 0.0
    while first <= last:
        length = calendar.monthrange(first.year, first.month)[1]
        end = min(last, first.replace(day=length))
        months += ((end - first).days + 1) / length
        first = end + _DAY
    return months


def natural_spans(first: date, last: date, every: str, week_start: str) -> Iterator[tuple[date, date]]:
    """Yield the whole days, weeks, months, quarters or years that a run of days touches."""
    start = floor_day(first, every, week_start)
    while start <= last:
        following = _following(start, every)
        yield start, following - _DAY
        start = following


def floor_day(day: date, every: str, week_start: str) -> date:
    """Return the first day of the bucket that a day lies in."""
    if every == "week":
        return day - timedelta(days=day.weekday() if week_start == "monday" else (day.weekday() + 1) % 7)
    if every == "month":
        return day.replace(day=1)
    if every == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if every == "year":
        return date(day.year, 1, 1)
    return day


def _following(start: date, every: str) -> date:
    """Return the first day of the bucket after the one that begins with `start`."""
    steps = {"month": 1, "quarter": 3, "year": 12}
    if every in steps:
        year, month = divmod(start.year * 12 + start.month - 1 + steps[every], 12)
        return date(year, month + 1, 1)
    return start + (timedelta(weeks=1) if every == "week" else _DAY)


def _read_text(written: str, clock: Clock, earliest: Callable[[], date | None]) -> tuple[date, date]:
    """Return the days of a period written as text."""
    today = clock.today
    if written == "today":
        return today, today
    if written == "yesterday":
        return today - _DAY, today - _DAY
    if written == "all":
        return min(earliest() or today, today), today
    if (found := _LAST_DAYS.match(written)) and int(found[1]) > 0:
        return today - timedelta(days=int(found[1]) - 1), today
    for pattern, every in _WRITTEN:
        if found := pattern.match(written):
            return _read_calendar(written, every, found)
    raise _bad(f'"{written}" is not a period.', 'Write "2025-04", "2025-W09", "28d", or two dates.')


def _read_calendar(written: str, every: str, found: re.Match[str]) -> tuple[date, date]:
    """Return the days of a calendar year, quarter, month, week or day."""
    numbers = [int(group) for group in found.groups()]
    try:
        if every == "day":
            start = date.fromisoformat(written)
        elif every == "week":
            start = date.fromisocalendar(numbers[0], numbers[1], 1)
        else:
            step = {"year": 12, "quarter": 3, "month": 1}[every]
            part = numbers[1] if len(numbers) > 1 else 1
            start = date(numbers[0], (part - 1) * step + 1, 1)
        return start, _following(start, every) - _DAY
    except (ValueError, OverflowError):
        kind = "an" if every[0] in "aeiou" else "a"
        year = written[:4]
        last = {"quarter": "Q4", "week": "W52"}.get(every, "12")
        way_out = f'Write "{year}-{last}" or ("{year}-12-01", "{year}-12-31").'
        raise _bad(f'"{written}" is not {kind} {every}.', way_out) from None


def read_date(written: Any) -> date:
    """Return a local date.

    Raises `RegardError` with code `bad_period`.
    """
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        raise _bad(f"{written!r} is not a date.", 'Write it as "2025-04-17".') from None


def _bad(message: str, suggestion: str) -> RegardError:
    """Return the error for a period that does not parse."""
    return RegardError("bad_period", message, suggestion)
