"""The buckets of a series: what each counts, how it is labelled, whether it is over."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from regard.asking.periods import Clock, make_span, natural_spans
from regard.metrics.compile.buckets import hour_label
from regard.metrics.compile.scope import Scope, Span
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


def make_buckets(scope: Scope, clock: Clock, *, uncut_last: date) -> tuple[Bucket, ...]:
    """Return the buckets of a period; `uncut_last` is its last day before the clock cut it."""
    if scope.every is None:
        return ()
    if scope.every == "hour":
        return tuple(_hours(scope, clock))
    days = (scope.span.first, scope.span.last, scope.every, scope.week_start, scope.zone)
    over = bisect_right(_whole_spans(*days), clock.instant, key=lambda span: span.ends)
    return _cut(days, over, uncut_last)


def reach_back(span: Span, scope: Scope, duration: Duration | None, since: date | None) -> Span:
    """Return a span that begins so long before its end, or at `since` where that is given."""
    first = since if since is not None else duration.before(span.last) + _DAY if duration else span.first
    return Span(span.label, first, span.last, first_instant(first, scope.zone), span.ends)


@lru_cache(maxsize=64)
def _whole_spans(first: date, last: date, every: str, week_start: str, zone: ZoneInfo) -> tuple[Span, ...]:
    """Return the whole days, weeks, months, quarters or years that a run of days touches, labelled by their start."""
    spans = natural_spans(first, last, every, week_start)
    return tuple(make_span(start, end, zone, start.isoformat()) for start, end in spans)


@lru_cache(maxsize=256)
def _cut(days: tuple[date, date, str, str, ZoneInfo], over: int, uncut_last: date) -> tuple[Bucket, ...]:
    """Return the buckets of a period from the whole ones that it touches, of which so many are over."""
    period = make_span(days[0], days[1], days[-1])
    made = []
    for index, whole in enumerate(_whole_spans(*days)):
        first, last = max(whole.first, period.first), min(whole.last, period.last)
        starts = whole.starts if first == whole.first else period.starts
        ends = whole.ends if last == whole.last else period.ends
        is_whole = whole.first >= period.first and whole.last <= uncut_last
        shown = Span(whole.label, first, last, starts, ends)
        made.append(Bucket(first.isoformat(), last.isoformat(), shown, index < over and is_whole))
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
