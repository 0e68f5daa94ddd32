"""When things happen: a period cut into slots of three hours, each with how busy it is for each segment.

A person has at most one visit in a slot, in its first half, so visits are always more than half an hour apart. Whether
there is one depends on nothing that happened in other slots: that is what makes expectations exact sums over slots.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from regard.simulator.arrays import Flags, Floats, Ints
from regard.simulator.traits import SEGMENTS
from regard.workspace.zones import find_zone, first_instant

SECOND = 1_000_000
"""Instants are whole microseconds since 1970, UTC."""

DAY = 86_400 * SECOND
SLOT = 10_800 * SECOND
SLOTS_PER_DAY = DAY // SLOT
ARRIVAL = 4_500 * SECOND
"""Visits begin within this long of their slot's start, and last no longer than this."""

ORDINARY, RELEASE, CAMPAIGN = range(3)
"""What was going on: nothing, the bad release, the good campaign."""

_HOURS: Floats = np.array(
    [
        [0.25, 0.05, 0.35, 0.85, 1.05, 1.15, 1.75, 2.55],
        [0.20, 0.05, 0.55, 1.45, 1.45, 1.55, 1.45, 1.30],
        [0.05, 0.02, 0.90, 2.20, 2.00, 1.90, 0.73, 0.20],
    ]
)
"""By segment and part of the local day."""

_WEEKDAYS: Floats = np.array(
    [
        [0.95, 0.92, 0.92, 0.95, 0.98, 1.10, 1.18],
        [1.10, 1.10, 1.10, 1.08, 1.02, 0.80, 0.80],
        [1.30, 1.32, 1.32, 1.28, 1.16, 0.32, 0.30],
    ]
)
"""By segment and weekday, Monday first."""

_YEAR_SWING, _YEAR_PEAK = 0.22, 345
"""Autumn and December are busy, spring is not: the swing, and the day of the year at its top."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """A period and its slots. A person's slots are shifted by a phase of its own, below one slot."""

    start: date
    end: date
    """The last local day."""
    zone: ZoneInfo
    opens: int
    closes: int
    busy: Floats
    """Segments x slots: how many days' worth of an ordinary person's visits fall into the slot."""
    going_on: Ints
    """By slot."""
    windows: dict[int, tuple[date, date]]
    """First and last local day of what was going on."""

    @property
    def slots(self) -> int:
        """Return how many slots a person has; the last one ends before the period does, whatever the phase."""
        return len(self.going_on)

    @property
    def busy_before(self) -> Floats:
        """Return segments x (slots + 1): how busy all slots before were together."""
        return np.concatenate([np.zeros((len(SEGMENTS), 1)), np.cumsum(self.busy, axis=1)], axis=1)

    @property
    def joining(self) -> Floats:
        """Return the share of new people that join at each slot: they come when it is busy."""
        crowd = self.busy.mean(axis=0)
        return np.asarray(crowd / crowd.sum())

    def during(self, what: int) -> Flags:
        """Return whether each slot saw it."""
        return np.equal(self.going_on, what)


@lru_cache(maxsize=16)
def calendar(end: date, days: int, zone: str) -> Calendar:
    """Return the calendar of so many local days, the last one included.

    Raises `RegardError` with code `unknown_zone`.
    """
    place = find_zone(zone)
    start = end - timedelta(days=days - 1)
    opens, closes = (_microseconds(first_instant(day, place)) for day in (start, end + timedelta(days=1)))
    slots = (closes - opens) // SLOT - 1
    begins = [datetime.fromtimestamp((opens + slot * SLOT) / SECOND, UTC).astimezone(place) for slot in range(slots)]
    windows = {RELEASE: _window(start, days, 0.945, 0.98), CAMPAIGN: _window(start, days, 0.84, 0.90)}
    return Calendar(start, end, place, opens, closes, _busyness(begins), _happenings(begins, windows), windows)


def _busyness(begins: list[datetime]) -> Floats:
    """Return segments x slots: part of the day by weekday by season."""
    middles = [begin + timedelta(hours=2) for begin in begins]
    parts = np.array([middle.hour // 3 for middle in middles])
    weekdays = np.array([middle.weekday() for middle in middles])
    turn = 2 * np.pi * (np.array([middle.timetuple().tm_yday for middle in middles]) - _YEAR_PEAK) / 365.25
    hours = _HOURS / _HOURS.mean(axis=1, keepdims=True)
    weeks = _WEEKDAYS / _WEEKDAYS.mean(axis=1, keepdims=True)
    return np.asarray(hours[:, parts] * weeks[:, weekdays] * (1 + _YEAR_SWING * np.cos(turn)) / SLOTS_PER_DAY)


def _window(start: date, days: int, first: float, last: float) -> tuple[date, date]:
    """Return the first and last day of a stretch of the period, at least one day."""
    begin = start + timedelta(days=int(first * days))
    return begin, max(begin, start + timedelta(days=int(last * days) - 1))


def _happenings(begins: list[datetime], windows: dict[int, tuple[date, date]]) -> Ints:
    """Return what was going on in each slot; a slot belongs to a window when all its visits can begin inside."""
    going_on = np.full(len(begins), ORDINARY, dtype=np.int64)
    for what, (first, last) in windows.items():
        # A phase and an arrival may add up to six hours, which must not reach into the day after.
        inside = [first <= begin.date() and (begin + timedelta(hours=6)).date() <= last for begin in begins]
        going_on[np.array(inside, dtype=np.bool_)] = what
    return going_on


def _microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return int(instant.timestamp()) * SECOND
