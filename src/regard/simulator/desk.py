"""How the help desk works: how long tickets wait, and which of them come back."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from regard.simulator.arrays import Flags, Floats, Ints, Odds, odds
from regard.simulator.calendar import SECOND, SLOT
from regard.simulator.waits import spread_quantiles

LENGTHS = 32
"""Equally likely lengths of each kind of wait."""

TICKET_CHANNELS = ("email", "chat", "phone")
CHANNEL_ODDS: Odds = odds(np.array([[0.60, 0.30, 0.10], [0.50, 0.35, 0.15], [0.45, 0.25, 0.30]]))
"""By segment."""

COURSES = ("answered", "reopened", "bot")
ANSWERED, REOPENED, BOT = range(3)
COURSE_ODDS: Odds = odds(np.array([0.78, 0.14, 0.08]))
"""An agent answers and resolves; the customer comes back and it is resolved again; only a bot replies."""

SLOW_FROM = 24
"""The slowest quarter of first replies, of the lengths in rising order."""

ASKING_SLOTS = 1
"""How many slots a question after the last resolution may take."""

ASKING_MORE = 0.3
"""Share of the tickets resolved by agents in which the customer asks something else before."""

STRETCH = 0.1
"""All waits of a ticket are longer or shorter by up to this share, together and evenly."""

_REPLY_HOURS: Floats = np.array([[5.0, 0.4, 1.2], [3.5, 0.3, 0.9], [1.8, 0.2, 0.4]])
"""Medians by segment and channel."""

_WORK_HOURS, _RETURN_HOURS, _BOT_HOURS = 7.0, 20.0, 0.08
_SPREAD = 0.9
_SHAPE: Floats = np.exp(_SPREAD * spread_quantiles(LENGTHS))

REPLY_SECONDS: Floats = _REPLY_HOURS[..., None] * 3600 * _SHAPE
"""Segments x channels x lengths: creation to first reply."""
WORK_SECONDS: Floats = _WORK_HOURS * 3600 * _SHAPE
"""First reply to resolution."""
RETURN_SECONDS: Floats = _RETURN_HOURS * 3600 * _SHAPE
"""First to second resolution, of tickets that come back."""
BOT_SECONDS: Floats = _BOT_HOURS * 3600 * _SHAPE
"""Creation to resolution by the bot."""


def slots_needed(seconds: Floats) -> Ints:
    """Return how many slots after that of its creation a ticket has surely waited so long, whatever its stretch."""
    return np.asarray(seconds * (1 + STRETCH) * SECOND // SLOT, dtype=np.int64) + 1


@dataclass(frozen=True, eq=False)
class Cases:
    """Every way in which a ticket of one segment can go, with its chance. Arrays of one length, one place per way."""

    chance: Floats
    has_reply: Flags
    reply: Floats
    """Seconds from creation; meaningless without a reply."""
    resolved: Floats
    """Seconds from creation to the first resolution."""
    comes_back: Flags
    again: Floats
    """Seconds from creation to the second resolution; meaningless unless it comes back."""
    is_slow: Flags


@cache
def cases(segment: int) -> Cases:
    """Return every way in which a ticket of the segment can go."""
    parts = [
        _cases(segment, channel, course) for channel in range(len(TICKET_CHANNELS)) for course in range(len(COURSES))
    ]
    names = ("chance", "has_reply", "reply", "resolved", "comes_back", "again", "is_slow")
    return Cases(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _cases(segment: int, channel: int, course: int) -> Cases:
    """Return the ways of one channel and course: all lengths of all its waits, equally likely."""
    zero: Floats = np.zeros(1)
    first = BOT_SECONDS if course == BOT else REPLY_SECONDS[segment, channel]
    grids = np.meshgrid(first, zero if course == BOT else WORK_SECONDS, RETURN_SECONDS if course == REOPENED else zero)
    reply, work, back = (grid.ravel() for grid in grids)
    share = CHANNEL_ODDS.shares[segment, channel] * COURSE_ODDS.shares[0, course]
    return Cases(
        chance=np.full(len(reply), share / len(reply)),
        has_reply=np.full(len(reply), course != BOT),
        reply=reply,
        resolved=reply + work,
        comes_back=np.full(len(reply), course == REOPENED),
        again=reply + work + back,
        is_slow=(reply >= first[SLOW_FROM]) & (course != BOT),
    )
