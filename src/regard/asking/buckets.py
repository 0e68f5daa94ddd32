"""The buckets of a series: what each counts, how it is labelled, whether it is over."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from regard.asking.periods import Clock, floor_day, make_span, natural_spans
from regard.metrics.compile.scope import Scope, Span, hour_label
from regard.workspace.durations import Duration
from regard.workspace.zones import first_instant, offset_pieces

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Bucket:
    """One point of a series: what it shows as its start and end, and what it counts."""

    start: str
    end: str | None
    span: Span
    is_complete: bool


def make_buckets(
    scope: Scope, clock: Clock, *, uncut_last: date, trailing: Duration | None = None
) -> tuple[Bucket, ...]:
    """Return the buckets of a period; `uncut_last` is its last day before the clock cut it.

    With `trailing` each counts so long a time, which ends with the bucket.
    """
    if scope.every is None:
        return ()
    if scope.every == "hour":
        return tuple(_hours(scope, clock))
    calendar = _Calendar(scope.every, scope.week_start, scope.zone, trailing)
    days = scope.span.first, scope.span.last
    over = bisect_right(_touched(*days, calendar), clock.instant, key=lambda bucket: bucket.span.ends)
    return _cut(days, calendar, over, uncut_last)


def reach_back(span: Span, zone: ZoneInfo, duration: Duration | None, since: date | None = None) -> Span:
    """Return a span that begins so long before its end, or at `since` where that is given."""
    first = since if since is not None else duration.before(span.last) + _DAY if duration else span.first
    return Span(span.label, first, span.last, first_instant(first, zone), span.ends)


class _Calendar(NamedTuple):
    """What decides the buckets of all days: their length, where weeks begin, the zone, and how far they reach back."""

    every: str
    week_start: str
    zone: ZoneInfo
    trailing: Duration | None

    def bucket(self, label: str, first: date, last: date, *, is_complete: bool) -> Bucket:
        """Return the bucket of some days."""
        span = make_span(first, last, self.zone, label)
        reaching = span if self.trailing is None else reach_back(span, self.zone, self.trailing)
        return Bucket(first.isoformat(), last.isoformat(), reaching, is_complete)


@lru_cache(maxsize=512)
def _of_year(year: int, calendar: _Calendar) -> tuple[Bucket, ...]:
    """Return the whole buckets that begin in a year, labelled by their start."""
    spans = natural_spans(date(year, 1, 1), date(year, 12, 31), calendar.every, calendar.week_start)
    return tuple(
        calendar.bucket(first.isoformat(), first, last, is_complete=True) for first, last in spans if first.year == year
    )


@lru_cache(maxsize=64)
def _touched(first: date, last: date, calendar: _Calendar) -> tuple[Bucket, ...]:
    """Return the whole buckets that a run of days touches."""
    start = floor_day(first, calendar.every, calendar.week_start)
    years = [bucket for year in range(start.year, last.year + 1) for bucket in _of_year(year, calendar)]
    begin = bisect_left(years, start.isoformat(), key=lambda bucket: bucket.start)
    return tuple(years[begin : bisect_right(years, last.isoformat(), key=lambda bucket: bucket.start)])


@lru_cache(maxsize=256)
def _cut(days: tuple[date, date], calendar: _Calendar, over: int, uncut_last: date) -> tuple[Bucket, ...]:
    """Return the buckets of a period from the whole ones that it touches, of which so many are over."""
    first, last = (day.isoformat() for day in days)
    made = list(_touched(*days, calendar))
    for place, bucket in enumerate(made):
        is_cut = bucket.start < first or str(bucket.end) > last
        if is_cut or place >= over:
            ends = max(date.fromisoformat(bucket.start), days[0]), min(date.fromisoformat(str(bucket.end)), days[1])
            is_whole = bucket.start >= first and str(bucket.end) <= uncut_last.isoformat()
            made[place] = calendar.bucket(bucket.span.label, *ends, is_complete=place < over and is_whole)
    return tuple(made)


def _hours(scope: Scope, clock: Clock) -> Iterator[Bucket]:
    """Yield the local hours of a period; a change of offset ends an hour and begins another."""
    pieces = offset_pieces(scope.zone, scope.span.starts, scope.span.ends)
    ends = [*(piece.since for piece in pieces[1:]), scope.span.ends]
    for piece, until in zip(pieces, ends, strict=True):
        offset = timedelta(seconds=piece.offset_seconds)
        moment = piece.since.astimezone(UTC)
        while moment < until:
            floor = _floor_hour(moment + offset) - offset
            following = min(floor + _HOUR, until.astimezone(UTC))
            shown = moment.astimezone(scope.zone)
            span = Span(hour_label(moment), shown.date(), shown.date(), moment, following)
            yield Bucket(shown.isoformat(), None, span, following <= clock.instant)
            moment = following


def _floor_hour(moment: datetime) -> datetime:
    """Return the beginning of the hour that a clock shows."""
    return moment.replace(minute=0, second=0, microsecond=0)
