"""Local days as spans of instants, for every zone there is.

A local day is [first instant with that date, first instant with a later one). Offsets come from the IANA database
through `zoneinfo`, never from an engine, so that every engine agrees.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from regard.errors import unknown

_STEP = timedelta(hours=6)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """From an instant on (UTC), local time is UTC plus an offset in seconds."""

    since: datetime
    offset_seconds: int


def find_zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name.

    Raises `RegardError` with code `unknown_zone`.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise unknown("zone", name, available_timezones()) from None


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the local day to which an instant belongs."""
    day = instant.astimezone(zone).date()
    following = day + _DAY
    return following if first_instant(following, zone) <= instant else day


@lru_cache(maxsize=8192)
def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) whose local date is `day` or later; a day that the zone skipped is empty."""
    midnight = datetime.combine(day, time(), UTC)
    low, high = midnight - 2 * _DAY, midnight + 2 * _DAY
    pieces = offset_pieces(zone, low, high)
    for piece, until in zip(pieces, [*(later.since for later in pieces[1:]), high], strict=True):
        candidate = max(piece.since, midnight - timedelta(seconds=piece.offset_seconds))
        if candidate < until:
            return candidate
    return high


def day_pieces(zone: ZoneInfo, start: datetime, end: datetime) -> list[Piece]:
    """Return the offsets in force from `start` to `end` such that UTC plus offset has the right date.

    Where clocks go back over midnight, the date has been reached already and stays: the old offset is kept until
    midnight comes again.
    """
    pieces = offset_pieces(zone, start, end)
    kept = pieces[:1]
    for before, piece in pairwise(pieces):
        reached = (piece.since - timedelta(microseconds=1) + timedelta(seconds=before.offset_seconds)).date()
        again = first_midnight_after(piece, reached)
        kept.append(Piece(max(piece.since, again), piece.offset_seconds))
    return kept


def first_midnight_after(piece: Piece, day: date) -> datetime:
    """Return the instant at which the piece's own clock shows the first moment of `day`."""
    return datetime.combine(day, time(), UTC) - timedelta(seconds=piece.offset_seconds)


def offset_pieces(zone: ZoneInfo, start: datetime, end: datetime) -> list[Piece]:
    """Return the offsets in force from `start` to `end`, the first one from `start` on."""
    pieces = [Piece(start, _offset(start, zone))]
    for year in range(start.astimezone(UTC).year, end.astimezone(UTC).year + 1):
        pieces += [piece for piece in _transitions(zone, year) if start < piece.since < end]
    return pieces


@lru_cache(maxsize=4096)
def _transitions(zone: ZoneInfo, year: int) -> tuple[Piece, ...]:
    """Return the changes of offset in a UTC year, exact to the second; one at its very end is among them."""
    found = []
    moment, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 18, tzinfo=UTC)
    offset = _offset(moment, zone)
    while moment <= last:
        following = moment + _STEP
        reached = _offset(following, zone)
        if reached != offset:
            change = _change_between(moment, following, zone)
            found.append(Piece(change, _offset(change, zone)))
        moment, offset = following, reached
    return tuple(found)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second after `low` whose offset differs from that of `low`."""
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high


def _offset(instant: datetime, zone: ZoneInfo) -> int:
    """Return the zone's offset from UTC at an instant, in whole seconds."""
    offset = instant.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
