"""The buckets of a series: what each counts, how it is labelled, whether it is over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

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
    first, last = scope.span.first, scope.span.last
    made = []
    for start, end in natural_spans(first, last, scope.every, scope.week_start):
        shown = make_span(max(start, first), min(end, last), scope.zone, start.isoformat())
        is_over = first_instant(end + _DAY, scope.zone) <= clock.instant
        is_whole = start >= first and end <= uncut_last
        made.append(Bucket(shown.first.isoformat(), shown.last.isoformat(), shown, is_over and is_whole))
    return tuple(made)


def reach_back(span: Span, scope: Scope, duration: Duration | None, since: date | None) -> Span:
    """Return a span that begins so long before its end, or at `since` where that is given."""
    first = since if since is not None else duration.before(span.last) + _DAY if duration else span.first
    return replace(span, first=first, starts=first_instant(first, scope.zone))


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
