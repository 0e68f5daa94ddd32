"""Local days, weeks and hours as expressions, from offsets that Python knows: no engine's zone database is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import ibis

from regard.workspace.zones import Piece, day_pieces, offset_pieces

DayOf = Callable[[ibis.expr.types.TimestampColumn], ibis.expr.types.DateColumn]
"""From instants to their local days."""


@dataclass(frozen=True)
class Days:
    """The local days of a zone, for instants between two."""

    zone: ZoneInfo
    start: datetime
    end: datetime

    def of(self, time: ibis.expr.types.TimestampColumn) -> ibis.expr.types.DateColumn:
        """Return the local day of each instant."""
        return local_day(time, self.zone, self.start, self.end)


def naive(instant: datetime) -> datetime:
    """Return an instant as the tables hold it: UTC without a zone."""
    return (instant - (instant.utcoffset() or timedelta())).replace(tzinfo=None)


def literal(instant: datetime) -> ibis.expr.types.TimestampScalar:
    """Return an instant as a timestamp of the tables."""
    return ibis.literal(naive(instant), type="timestamp(6)")


def local_day(
    time: ibis.expr.types.TimestampColumn, zone: ZoneInfo, start: datetime, end: datetime
) -> ibis.expr.types.DateColumn:
    """Return the local date of each instant between `start` and `end`."""
    return _by_piece(time, day_pieces(zone, start, end), lambda piece: _shifted(time, piece).date())


def local_hour(
    time: ibis.expr.types.TimestampColumn, zone: ZoneInfo, start: datetime, end: datetime
) -> ibis.expr.types.TimestampColumn:
    """Return the instant at which the local hour of each instant began; a change of offset begins an hour."""

    def begun(piece: Piece) -> ibis.expr.types.TimestampColumn:
        floor = _shifted(time, piece).truncate("h") - ibis.interval(seconds=piece.offset_seconds)
        return ibis.greatest(floor, literal(piece.since)) if piece.since > start else floor

    return _by_piece(time, offset_pieces(zone, start, end), begun)


def _shifted(time: ibis.expr.types.TimestampColumn, piece: Piece) -> ibis.expr.types.TimestampColumn:
    """Return instants as the clock of a piece shows them."""
    return time + ibis.interval(seconds=piece.offset_seconds) if piece.offset_seconds else time


def _by_piece(
    time: ibis.expr.types.TimestampColumn, pieces: Sequence[Piece], value: Callable[[Piece], ibis.Value]
) -> ibis.Value:
    """Return for each instant the value of the piece that it falls in."""
    if len(pieces) == 1:
        return value(pieces[0])
    branches = [(time < literal(later.since), value(piece)) for piece, later in pairwise(pieces)]
    return ibis.cases(*branches, else_=value(pieces[-1]))
