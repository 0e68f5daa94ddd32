"""When a schedule is open, as instants: an instant is open where the clock of the zone then shows an open hour."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from regard.workspace.schedules import Schedule
from regard.workspace.zones import offset_pieces

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_DAY_SECONDS = 86_400


class OpenSpan(NamedTuple):
    """A run of open time: seconds since 1970 in UTC, the end excluded, and the open seconds before it."""

    starts: int
    ends: int
    before: int


def open_spans(schedule: Schedule, start: datetime, end: datetime) -> Iterator[OpenSpan]:
    """Yield when a schedule is open from `start` to `end` (UTC), in order.

    Each run between two changes of the zone's offset is read off its own clock, so that an hour that the clocks leave
    out is no open hour, and one that they show twice is open twice.
    """
    pieces = offset_pieces(schedule.zone, start, end)
    limits = [*(piece.since for piece in pieces[1:]), end]
    closed_days = {day.toordinal() - _FIRST_DAY for day in schedule.holidays}
    before = 0
    for piece, until in zip(pieces, limits, strict=True):
        since, stop = _seconds(piece.since), _seconds(until)
        offset = piece.offset_seconds
        for day in range((since + offset) // _DAY_SECONDS, (stop + offset) // _DAY_SECONDS + 1):
            if day in closed_days:
                continue
            midnight = day * _DAY_SECONDS - offset
            for opens, closes in schedule.week[(day + 3) % 7]:  # 1970 began on a Thursday
                starts, ends = max(midnight + opens, since), min(midnight + closes, stop)
                if starts < ends:
                    yield OpenSpan(starts, ends, before)
                    before += ends - starts


def _seconds(instant: datetime) -> int:
    """Return whole seconds since 1970."""
    return (instant - _EPOCH) // timedelta(seconds=1)
